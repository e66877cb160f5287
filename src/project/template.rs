//! Projects to begin with.
//!
//! INVARIANT: their flows are the examples, word for word, so they cannot drift apart.

use super::{DEFAULT_OUT, FILE, keys};
use crate::catalogue::ResourceKind;

/// A project to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// The customer comes back to the same agent.
    SameAgent,
    /// The customer comes back to the same queue.
    SameQueue,
    /// The customer comes back to another queue.
    OtherQueue,
}

/// A file of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name in the project's folder.
    pub name: &'static str,
    /// What is in it.
    pub text: String,
    /// Whether it may stay as it is where there is one already.
    pub may_stay: bool,
}

/// What the examples declare.
const RESOURCES: &str = include_str!("../../examples/chat/resources.ebb");

impl Template {
    /// Every template.
    pub const ALL: [Self; 3] = [Self::SameAgent, Self::SameQueue, Self::OtherQueue];

    /// Its flows with their tests: file name and text.
    const fn flows(self) -> (&'static str, &'static str) {
        match self {
            Self::SameAgent => (
                "same_agent.ebb",
                include_str!("../../examples/chat/same_agent.ebb"),
            ),
            Self::SameQueue => (
                "same_queue.ebb",
                include_str!("../../examples/chat/same_queue.ebb"),
            ),
            Self::OtherQueue => (
                "other_queue.ebb",
                include_str!("../../examples/chat/another_queue.ebb"),
            ),
        }
    }

    /// The files of a project of this name.
    #[must_use]
    pub fn files(self, project: &str) -> Vec<File> {
        let (name, flows) = self.flows();
        let file = |name, text, may_stay| File {
            name,
            text,
            may_stay,
        };
        let resources = resources(flows);
        vec![
            file(FILE, project_file(project, &resources), false),
            file("resources.ebb", resources, false),
            file(name, flows.to_owned(), false),
            file(".gitignore", format!("/{DEFAULT_OUT}/\n"), true),
            file("README.md", readme(project), true),
        ]
    }
}

/// The lines of the examples' resources that these flows need.
fn resources(flows: &str) -> String {
    let needed = |line: &&str| {
        let name = line.split_whitespace().nth(1);
        line.is_empty()
            || line.starts_with("//")
            || name.is_some_and(|name| {
                let mut words =
                    flows.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
                words.any(|word| word == name)
            })
    };
    let lines: Vec<&str> = RESOURCES.lines().filter(needed).collect();
    lines.join("\n") + "\n"
}

fn project_file(project: &str, resources: &str) -> String {
    let mut text = format!(
        r#"name = "{project}"

# Which ARN a name has is a matter of the environment. With a table like this one,
# `ebb build --env test` writes flows that can be deployed there:
#
# [environments.test]
# region = "eu-central-1"
# account = "111122223333"
# instance = "00000000-0000-0000-0000-000000000000"
"#
    );
    for kind in ResourceKind::ALL {
        let names: Vec<&str> = resources
            .lines()
            .filter_map(|line| line.strip_prefix(kind.words())?.strip_prefix(' '))
            .filter_map(|rest| rest.split_whitespace().next())
            .collect();
        if names.is_empty() {
            continue;
        }
        text += &format!("#\n# [environments.test.{}]\n", keys::table(kind));
        for name in names {
            text += &format!(
                "# {name} = \"an id or an ARN, or ${{NAME}} of an environment variable\"\n"
            );
        }
    }
    text
}

fn readme(project: &str) -> String {
    format!(
        "# {project}\n\nFlows for Amazon Connect, written in Ebb: `ebb check`, `ebb test`, `ebb build`.\n"
    )
}
