//! Projects: what `ebb.toml` says.
//!
//! A project has a name, sources, and environments. A flow names queues, bots and
//! functions by words of its own; an [`Environment`] says which ARN each word has there,
//! and [`bind`] turns that into [`Bindings`], which `emit` writes instead of placeholders.
//!
//! Nothing here reads a file or the environment of the process: texts and variables come
//! from whoever calls.

mod allowed;
mod bind;
mod check;
mod findings;
mod foreign;
pub mod keys;
pub mod names;
pub mod people;
mod read;
pub mod template;
mod variables;
mod write;

pub use allowed::Allowed;
pub use bind::{Bindings, bind, texts};
pub use findings::unbound;
pub use foreign::{Foreign, Stray};
pub use read::read;
pub use write::{Found, written};

use crate::catalogue::ResourceKind;
use crate::source::{FileId, Span};

/// The name of the file that describes a project.
pub const FILE: &str = "ebb.toml";

/// Where flows are built unless somebody says otherwise, below the project's folder.
pub const DEFAULT_OUT: &str = "build";

/// What an `ebb.toml` says.
#[derive(Debug, Clone)]
pub struct Project {
    /// The file itself.
    pub file: FileId,
    /// What the project is called.
    pub name: String,
    /// Files, folders and patterns; none for everything below the folder.
    pub sources: Vec<Setting>,
    /// The folder that flows are written to, below the project's own.
    pub out: String,
    /// The environments, in order of the file.
    pub environments: Vec<Environment>,
    /// What is expected of the flows.
    pub check: Check,
}

impl Project {
    /// The environment of this name.
    #[must_use]
    pub fn environment(&self, name: &str) -> Option<&Environment> {
        let mut environments = self.environments.iter();
        environments.find(|environment| environment.name == name)
    }
}

/// What a project expects of its flows.
#[derive(Debug, Clone, Default)]
pub struct Check {
    /// How often a customer comes back late in one chat.
    pub late_returns: Option<Allowed>,
    /// How many seconds a chat spends with agents, bots and functions.
    pub service: Option<Allowed>,
    /// The flows in which chats start though others lead to them.
    pub entries: Vec<Setting>,
    /// Levels of rules; the last one that holds for a finding counts.
    pub levels: Vec<ChosenLevel>,
}

/// The level that a project chose for a rule.
#[derive(Debug, Clone)]
pub struct ChosenLevel {
    /// The sources it holds for, as a path or a pattern; nothing for all of them.
    pub paths: Option<Setting>,
    /// The name of the rule.
    pub rule: Setting,
    /// The word for the level.
    pub level: Setting,
}

/// A text of the file, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The text; it may hold `${VARIABLE}`.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Where flows are deployed to, and what is called how there.
#[derive(Debug, Clone)]
pub struct Environment {
    /// Its name.
    pub name: String,
    /// The name in its first header.
    pub span: Span,
    /// The AWS region.
    pub region: Option<Setting>,
    /// The AWS account.
    pub account: Option<Setting>,
    /// The id of the Connect instance.
    pub instance: Option<Setting>,
    /// The names that it binds, in order of the file.
    pub bindings: Vec<Binding>,
}

/// A name with the ARN or id that it has in an environment.
#[derive(Debug, Clone)]
pub struct Binding {
    /// The kind of thing.
    pub kind: ResourceKind,
    /// What Ebb calls it.
    pub name: Setting,
    /// Its ARN or id.
    pub value: Setting,
}
