//! The keys of `ebb.toml`.

use crate::catalogue::ResourceKind;

/// The keys of the file.
pub const PROJECT: [&str; 5] = ["name", "sources", "out", "environments", "check"];

/// The keys of `check`.
pub const CHECK: [&str; 4] = ["late-returns", "service", "entries", "levels"];

/// The keys of an environment, besides one table for each kind of resource.
pub const ENVIRONMENT: [&str; 3] = ["region", "account", "instance"];

/// Every key of an environment.
#[must_use]
pub fn environment() -> Vec<&'static str> {
    let tables = ResourceKind::ALL.map(table);
    ENVIRONMENT.into_iter().chain(tables).collect()
}

/// The table of an environment that binds resources of a kind.
#[must_use]
pub const fn table(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Queue => "queues",
        ResourceKind::Agent => "agents",
        ResourceKind::Lambda => "lambdas",
        ResourceKind::Bot => "bots",
        ResourceKind::Hours => "hours",
        ResourceKind::Prompt => "prompts",
        ResourceKind::Flow => "flows",
        ResourceKind::View => "views",
        ResourceKind::Module => "modules",
        ResourceKind::TaskTemplate => "task-templates",
        ResourceKind::CaseTemplate => "case-templates",
        ResourceKind::PhoneNumber => "phone-numbers",
        ResourceKind::Assistant => "assistants",
        ResourceKind::MessageTemplate => "message-templates",
        ResourceKind::DataTable => "data-tables",
        ResourceKind::UserPool => "user-pools",
        ResourceKind::AppClient => "app-clients",
        ResourceKind::KnowledgeBase => "knowledge-bases",
        ResourceKind::Text => "texts",
    }
}

/// The kind of resource that a table binds.
#[must_use]
pub fn kind(key: &str) -> Option<ResourceKind> {
    ResourceKind::ALL
        .into_iter()
        .find(|kind| table(*kind) == key)
}
