//! `ebb init`.

use super::output::Output;
use super::{Ending, Failure, files};
use crate::program::slug;
use crate::project::template::Template;
use crate::text::and_ticked;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder of the project; made where it is not there.
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Which chat to begin with: the customer falls silent, the agent leaves, and hours
    /// later the customer writes again.
    #[arg(long, value_enum, default_value_t = Chat::SameQueue, value_name = "TEMPLATE")]
    template: Chat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Chat {
    /// The same agent takes over.
    SameAgent,
    /// Somebody of the same queue takes over.
    SameQueue,
    /// Another queue takes over.
    OtherQueue,
}

impl From<Chat> for Template {
    fn from(chat: Chat) -> Self {
        match chat {
            Chat::SameAgent => Self::SameAgent,
            Chat::SameQueue => Self::SameQueue,
            Chat::OtherQueue => Self::OtherQueue,
        }
    }
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Ending, Failure> {
    let folder = &arguments.folder;
    let made = Template::from(arguments.template).files(&project_name(folder));
    let there = |name: &str| folder.join(name).exists();
    let in_the_way: Vec<&str> = made
        .iter()
        .filter(|file| !file.may_stay && there(file.name))
        .map(|file| file.name)
        .collect();
    if !in_the_way.is_empty() {
        return Err(Failure::new(format!(
            "`{}` has {} already, and `ebb init` overwrites nothing; choose another folder",
            folder.display(),
            and_ticked(in_the_way)
        )));
    }
    for file in made {
        let path = folder.join(file.name);
        let word = if there(file.name) {
            "kept "
        } else {
            files::write(&path, &file.text)?;
            "wrote"
        };
        output.say(&format!("{word} {}", files::shown(&path)));
    }
    Ok(Ending::Clean)
}

/// A name for a project in this folder.
pub(super) fn project_name(folder: &Path) -> String {
    let named = |path: &Path| {
        let name = path.file_name()?.to_str()?;
        let name = slug(name, 50);
        (!name.is_empty()).then_some(name)
    };
    let real = || folder.canonicalize().ok();
    named(folder)
        .or_else(|| real().and_then(|real| named(&real)))
        .unwrap_or_else(|| "my-project".to_owned())
}
