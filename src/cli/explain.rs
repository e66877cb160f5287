//! `ebb explain`.

use super::output::Output;
use super::{Ending, Failure};
use crate::explain;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A rule (`wait-overrun`), a block (`play prompt`), an action (`MessageParticipant`)
    /// or an assumption (`wait-tie`); without a name, the list of all of them.
    #[arg(value_name = "NAME")]
    name: Vec<String>,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    if arguments.name.is_empty() {
        output.result(&explain::index())?;
        return Ok(Ending::Clean);
    }
    let name = arguments.name.join(" ");
    match explain::explain(&name) {
        Some(page) => {
            output.result(&page)?;
            Ok(Ending::Clean)
        }
        None => Err(Failure::new(match explain::nearest(&name) {
            Some(near) => format!("nothing is called `{name}`; did you mean `{near}`?"),
            None => format!("nothing is called `{name}`; `ebb explain` lists every name"),
        })),
    }
}
