//! Resources that are declared and that no flow names.

use super::{Finding, Named};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::Settings;
use crate::program::Program;

pub(super) static RULE: Rule = Rule {
    name: "unused-resource",
    // A file is often checked without those that need what it declares.
    level: Level::Off,
    summary: "no flow names a resource that is declared",
    page: include_str!("unused_resource.md"),
};

pub(super) fn check(program: &Program, named: &Named, _: &Settings, found: &mut Vec<Finding>) {
    for (id, resource) in program.resources.iter_enumerated() {
        // A flow is what it is; what an export names has no declaration.
        let declared = resource.flow.is_none() && resource.id.is_none();
        if declared
            && !named.resources.contains(&id)
            && let Some(span) = resource.span
        {
            let message = format!(
                "no flow names the {} `{}`",
                resource.kind.words(),
                resource.name
            );
            let finding = Diagnostic::new(&RULE, span, message);
            found.push(
                finding
                    .help("delete the declaration, if no other file needs it")
                    .into(),
            );
        }
    }
}
