//! Blocks that ask the world: figures of queues, profiles and cases, which are not modelled
//! where no test says what the answer is; and people, for whom the flow waits.

use super::compare::by_case;
use super::{queue, task};
use crate::catalogue::{Asks, Figure, Found, LookUp, ResourceKind, Role};
use crate::program::Value;
use crate::run::effect::Effect;
use crate::run::named::Named;
use crate::run::ready::Ready;
use crate::run::slots::Slot;
use crate::run::state::{State, Waiting};
use crate::run::steps::Next;
use crate::run::work::Run;

/// What the block does by what a test says of the world.
pub(super) fn told<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Option<Next> {
    match block.row.asks {
        Asks::Nothing => None,
        Asks::Figure => figure(run, block),
        Asks::Figures => figures(run, block),
        Asks::LookUp(what) => look_up(run.state, what),
        Asks::View => Some(view(run, block)),
        Asks::SignIn => Some(sign_in(run, block)),
        Asks::Call => Some(call(run, block)),
        Asks::Task => Some(task::create(run, block)),
    }
}

fn figure<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Option<Next> {
    let Some(Slot::Plain(Value::Word(word), _)) = block.value(Role::Mode) else {
        return None;
    };
    let figure = Figure::ALL
        .into_iter()
        .find(|known| known.word() == *word)?;
    let queue = queue_of(run, block)?;
    let is = run.state.world.figure(figure, &queue)?;
    Some(match figure {
        Figure::Available | Figure::Staffed | Figure::Online => {
            Next::Branch(if is > 0 { "true" } else { "false" })
        }
        Figure::Contacts => by_case(run, block, &is.to_string()),
        // Compared in milliseconds, whatever the name of the metric says (exported flows).
        Figure::Oldest => by_case(run, block, &is.saturating_mul(1_000).to_string()),
    })
}

fn figures<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Option<Next> {
    let queue = queue_of(run, block)?;
    let State { world, contact, .. } = &mut *run.state;
    let known = Figure::ALL.map(|figure| (figure, world.figure(figure, &queue)));
    if known.iter().all(|(_, is)| is.is_none()) {
        return None;
    }
    contact.results.clear_under("Metrics.");
    contact
        .results
        .set("Metrics.Queue.Name", queue.title(run.program));
    for (figure, is) in known {
        // Where there is no agent, nothing is kept (administrator guide, Get queue metrics).
        let is = is.filter(|is| *is > 0 || !figure.is_of_agents());
        if let (Some(reference), Some(is)) = (figure.reference(), is) {
            contact.results.set(reference, &is.to_string());
        }
    }
    Some(Next::Success)
}

/// The queue that the block names, else the working queue.
fn queue_of<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Option<Named> {
    queue::named_by(run, block).or_else(|| run.state.contact.queue.clone())
}

/// A view waits for what the customer does there.
fn view<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let view = block
        .value(Role::View)
        .and_then(|view| run.named(view, ResourceKind::View));
    let data = run.texts_of(block.value(Role::Sent));
    run.see(|| Effect::ViewShown {
        view: view.clone(),
        data: data.to_vec(),
    });
    run.done_with_texts(data);
    let until = until(run, block);
    run.wait(Waiting::View { view, until })
}

/// A customer who is asked to sign in has so long.
fn sign_in<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let until = until(run, block);
    run.wait(Waiting::SignIn { until })
}

/// A call is answered by somebody or something; how long it rings is only known where the
/// block says so, in a way that can be read at run time.
fn call<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let limit = super::written_limit(run, block);
    let until = limit.map(|limit| run.state.now.saturating_add(limit));
    run.wait(Waiting::Call { until })
}

/// When the time that the block gives people is over.
fn until<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> i64 {
    let limit = super::time_limit(run, block);
    run.state.now.saturating_add(limit)
}

fn look_up(state: &mut State, what: LookUp) -> Option<Next> {
    let State { world, contact, .. } = state;
    let (found, data) = world.looked_up(what)?;
    Some(match found {
        Found::One => {
            contact.results.clear_under(what.start());
            contact.results.extend(data.iter());
            Next::Success
        }
        Found::None | Found::Several => Next::Branch(found.words()),
    })
}
