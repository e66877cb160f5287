//! Bots that are asked again after a wait that outlasts their memory.

use super::Finding;
use super::context::Context;
use crate::catalogue::{Behaviour, Role};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::{Fact, NodeId, Seconds, Step, Way, Ways, read, story};
use crate::program::Value;

pub(super) static RULE: Rule = Rule {
    name: "lex-session-expired",
    level: Level::Info,
    summary: "a bot is asked again after a wait that its memory may not outlast",
    page: include_str!("lex_session_expired.md"),
};

/// How long a bot keeps a session unless it is set up otherwise, and at most
/// (Amazon Lex V2, idle session time-out).
const USUALLY: Seconds = 300;
const AT_MOST: Seconds = 86_400;

/// What is known about the session with a bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Session {
    /// No bot was asked.
    None,
    /// This block asked one.
    Fresh(NodeId),
    /// This block asked one, and then this one waited for long.
    Old(NodeId, NodeId),
}

impl Session {
    const fn rank(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Fresh(_) => 1,
            Self::Old(..) => 2,
        }
    }
}

impl Fact for Session {
    fn join(&mut self, other: &Self) {
        if self.rank() < other.rank() {
            *self = *other;
        }
    }
}

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let ways = &context.ways;
    let starts = ways.starts();
    let starts = starts.filter_map(|flow| Some((ways.start_of(flow)?, Session::None)));
    let solved = ways.solve(starts, |from, way, session| {
        Some(after(ways, from, way, *session))
    });
    for (node, ..) in ways.blocks() {
        if let Some(Session::Old(asked, waited)) = solved.at(node) {
            found.extend(finding(context, node, *asked, *waited).map(Finding::from));
        }
    }
}

fn after(ways: &Ways<'_>, from: NodeId, way: &Way, session: Session) -> Session {
    let (Some(block), Step::Exit(_)) = (ways.block(from), way.step) else {
        // Transfers keep the contact; a module and an event may be elsewhere.
        return if way.step == Step::Transfers {
            session
        } else {
            Session::None
        };
    };
    match (block.row.behaviour, session) {
        (Behaviour::Bot, _) => Session::Fresh(from),
        (Behaviour::Wait, Session::Fresh(asked)) if read::wait_timer(block).least > USUALLY => {
            Session::Old(asked, from)
        }
        _ => session,
    }
}

fn finding(
    context: &Context<'_>,
    node: NodeId,
    asked: NodeId,
    waited: NodeId,
) -> Option<Diagnostic> {
    let ways = &context.ways;
    let (block, before, wait) = (ways.block(node)?, ways.block(asked)?, ways.block(waited)?);
    let bot = |value: Option<&Value>| match value {
        Some(Value::Resource(bot)) => Some(*bot),
        _ => None,
    };
    let same = bot(block.value(Role::Bot))? == bot(before.value(Role::Bot))?;
    if block.row.behaviour != Behaviour::Bot
        || !same
        || block.value(Role::SessionAttributes).is_some()
    {
        return None;
    }
    let lasts = read::wait_timer(wait).least;
    let message = format!(
        "after {} the bot may have forgotten what the customer said before",
        context.called_at(waited)?
    );
    let keeps = if lasts >= AT_MOST {
        "a bot keeps a session for a day at most".to_owned()
    } else {
        format!(
            "a bot keeps a session for {} unless it is set up otherwise, for a day at most",
            story::lasts(USUALLY)
        )
    };
    Some(
        Diagnostic::new(&RULE, block.span, message)
            .also(before.span, "the bot was asked here")
            .also(wait.span, "and this may take longer than its session")
            .note(keeps)
            .help("give it what it needs: `session attributes: { … }`"),
    )
}
