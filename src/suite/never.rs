//! Whether what is to happen at no time of a test did not happen.

use super::coverage::{taken, words};
use super::expect::Never;
use super::judge::Mismatch;
use super::play::Played;
use crate::program::Program;
use crate::run::{Effect, Seen};
use crate::text::Clock;

impl Played<'_> {
    /// Whether something that never happens did not happen; else when it did.
    pub(super) fn never(&self, never: &Never) -> Result<(), (i64, Mismatch)> {
        let program = self.program();
        let mut all = self.seen.iter();
        let Some(near) = all.position(|seen| happened(program, never, seen)) else {
            return Ok(());
        };
        let at = self.seen.get(near).map_or(0, |seen| seen.at);
        let (expected, instead) = match never {
            Never::Prompt(text) => (format!("never the prompt \"{text}\""), "it was played"),
            Never::PromptContains(text) => {
                let expected = format!("never a prompt that contains \"{text}\"");
                (expected, "one was played")
            }
            Never::Queue(queue) => (
                format!("the contact never in queue `{}`", queue.name(program)),
                "it waited there",
            ),
            Never::Flow(flow) => {
                let name = program.flows.get(*flow).map_or("", |flow| &flow.name);
                (format!("the flow `{name}` never to begin"), "it began")
            }
            Never::Agent => ("never an agent".to_owned(), "one joined"),
            Never::Branch(branch) => {
                let (block, way) = words(program, *branch);
                (format!("`{block}` never to be left by `{way}`"), "it was")
            }
        };
        let mismatch = Mismatch {
            expected,
            instead: format!("{instead} at {}", Clock(at)),
            help: None,
            near: Some(near),
        };
        Err((at, mismatch))
    }
}

fn happened(program: &Program, never: &Never, seen: &Seen) -> bool {
    match (never, &seen.effect) {
        (Never::Prompt(text), effect) => effect.prompt() == Some(text),
        (Never::PromptContains(text), effect) => effect
            .prompt()
            .is_some_and(|said| said.contains(text.as_str())),
        (Never::Queue(queue), Effect::Queued(found)) => queue.arn(program) == found.arn(program),
        (Never::Flow(flow), Effect::FlowStarted { flow: found, .. }) => flow == found,
        (Never::Agent, Effect::AgentJoined { .. }) => true,
        (Never::Branch(branch), Effect::Took { .. }) => {
            taken(program, std::slice::from_ref(seen)).any(|found| found == *branch)
        }
        (Never::Queue(_) | Never::Flow(_) | Never::Agent | Never::Branch(_), _) => false,
    }
}
