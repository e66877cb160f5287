//! What the service demands of an action: parameters, branches, `NextAction`.

use super::flow::{Reader, who};
use super::json::Object;
use super::{names, rows};
use crate::catalogue::{Behaviour, Branch, Kind, Parameter, Presence, Then, Wire, Written};
use crate::diag::{Diagnostic, Level};
use crate::program::{self, Block};
use crate::text;

impl Reader<'_, '_> {
    /// Reports everything that the row demands and the block lacks.
    /// `goes_on` says whether it has a `NextAction`.
    pub(super) fn demands(&mut self, block: &Block, parameters: &Object<'_>, goes_on: bool) {
        if block.row.behaviour == Behaviour::Unknown {
            return;
        }
        self.flow_kind(block);
        self.required(block, parameters);
        self.groups(block);
        for branch in block.row.branches {
            self.branch(block, branch);
        }
        if !goes_on && !matches!(block.row.then, Then::Ends | Then::Stays) {
            self.next_action(block);
        }
    }

    fn flow_kind(&mut self, block: &Block) {
        let Some(kind) = self.kind.filter(|kind| !block.row.flows.has(*kind)) else {
            return;
        };
        let finding = program::not_allowed(block, &who(block), kind);
        self.report(if finding.level < Level::Error {
            finding
        } else if block.row.behaviour == Behaviour::Disconnect {
            finding.help("end it with `EndFlowExecution`")
        } else if block.row.behaviour == Behaviour::EndFlow {
            // The service has refused it, and yet published exports have it.
            finding
                .level(Level::Warning)
                .help("end it with `DisconnectParticipant`")
        } else {
            finding.help("Amazon Connect refuses to publish such a flow")
        });
    }

    fn required(&mut self, block: &Block, parameters: &Object<'_>) {
        let there = |path: &str| rows::find(parameters, path).is_some();
        for parameter in block.row.parameters {
            let demanded = match (parameter.written, parameter.presence) {
                (Written::Fixed(_), _) => false,
                (Written::Beside { path, .. }, _) | (_, Presence::With(path)) => there(path),
                (_, presence) => presence == Presence::Required,
            };
            if demanded && !has(block, parameter) && !there(parameter.path) {
                let message = format!("{} lacks `{}`", who(block), parameter.path);
                let finding = Diagnostic::new(&names::MISSING_PARAMETER, block.span, message);
                let usual = if let Written::Beside { value, .. } = parameter.written {
                    Some(value)
                } else {
                    parameter.default
                };
                self.report(finding.help(match usual {
                    Some(usual) => {
                        format!("the designer writes `\"{usual}\"` where nobody chooses")
                    }
                    None => "Amazon Connect refuses to publish the flow without it".to_owned(),
                }));
            }
        }
    }

    /// Groups of parameters of which one has to be there, or at most one may.
    fn groups(&mut self, block: &Block) {
        let parameters = block.row.parameters;
        for (index, parameter) in parameters.iter().enumerate() {
            let (Presence::OneOf(group) | Presence::AtMostOne(group) | Presence::SomeOf(group)) =
                parameter.presence
            else {
                continue;
            };
            let earlier = parameters.iter().take(index);
            if earlier
                .map(|known| known.presence)
                .any(|known| in_group(known, group))
            {
                continue;
            }
            let members: Vec<&Parameter> = parameters
                .iter()
                .filter(|known| in_group(known.presence, group))
                .collect();
            self.group(block, &members, parameter.presence);
        }
    }

    fn group(&mut self, block: &Block, members: &[&Parameter], presence: Presence) {
        let there: Vec<&str> = members
            .iter()
            .filter(|parameter| has(block, parameter))
            .map(|parameter| parameter.path)
            .collect();
        let finding = match there.as_slice() {
            [] if !matches!(presence, Presence::AtMostOne(_)) => {
                let paths = text::or_ticked(members.iter().map(|parameter| parameter.path));
                let message = format!(
                    "{} has none of {}",
                    who(block),
                    paths.replace(" or ", " and ")
                );
                Diagnostic::new(&names::MISSING_PARAMETER, block.span, message)
                    .help("it needs one of them")
            }
            [] | [_] => return,
            [..] if matches!(presence, Presence::SomeOf(_)) => return,
            [..] => {
                let message = format!("{} has {}", who(block), text::and_ticked(&there));
                Diagnostic::new(&names::EXCLUSIVE_PARAMETERS, block.span, message)
                    .help("Amazon Connect takes one of them: remove the others")
            }
        };
        self.report(finding);
    }

    fn branch(&mut self, block: &Block, branch: &'static Branch) {
        let exit = block.exit(branch.word);
        if matches!(branch.kind, Kind::Omittable | Kind::Drawn) {
            return;
        }
        let listed = block.offers(branch, self.kind);
        match (listed, exit) {
            (true, None) => self.missing_branch(block, branch),
            (false, Some(exit)) => {
                let is = format!("`{}` of {}", branch.word, who(block));
                let refused = |is| Diagnostic::new(&names::REFUSED_BRANCH, exit.span, is);
                if let Some(kind) = self.kind.filter(|kind| !branch.flows.has(*kind)) {
                    let finding = refused(format!("{is} cannot be in {}", text::a(kind.words())));
                    self.report(finding.help("remove it: Amazon Connect refuses it there"));
                    return;
                }
                let finding = refused(format!("{is} is never taken: nothing asks for it"));
                let needs = match branch.kind {
                    Kind::Event(event) => format!("add `{event}` to its `Events`"),
                    Kind::With(path) => format!("add `{path}`"),
                    Kind::Where(path, wire) => format!("set `{path}` to `{wire}`"),
                    Kind::WithCases => "add a condition".to_owned(),
                    Kind::Always | Kind::Omittable | Kind::Drawn => String::new(),
                };
                self.report(
                    finding
                        .level(Level::Warning)
                        .help(format!("{needs}, or remove the branch")),
                );
            }
            (true, Some(_)) | (false, None) => {}
        }
    }

    fn missing_branch(&mut self, block: &Block, branch: &'static Branch) {
        let (what, help) = match branch.wire {
            Wire::Error(error) => (
                "error",
                format!("add an entry with `\"ErrorType\": \"{error}\"` to its `Errors`"),
            ),
            Wire::Condition(operator, operand) => (
                "condition",
                format!(
                    "add a condition `{}` `{operand}` to its `Conditions`",
                    operator.wire()
                ),
            ),
        };
        let message = format!("{} lacks the {what} `{}`", who(block), wire_name(branch));
        let finding = Diagnostic::new(&names::MISSING_BRANCH, block.span, message);
        let finding = finding.label(format!("no branch `{}`", branch.word));
        self.report(finding.help(help));
    }

    fn next_action(&mut self, block: &Block) {
        let message = format!("{} lacks `NextAction`", who(block));
        let finding = Diagnostic::new(&names::MISSING_NEXT_ACTION, block.span, message);
        self.report(finding.help(match block.row.then {
            Then::Copies(word) => {
                format!("the designer writes the target of the branch `{word}` there")
            }
            Then::Next | Then::Ends | Then::Stays => {
                "add where the flow goes on, if only to an action that ends it".to_owned()
            }
        }));
    }
}

const fn wire_name(branch: &Branch) -> &'static str {
    match branch.wire {
        Wire::Error(name) | Wire::Condition(_, name) => name,
    }
}

fn in_group(presence: Presence, wanted: &str) -> bool {
    matches!(presence,
        Presence::OneOf(group) | Presence::AtMostOne(group) | Presence::SomeOf(group)
            if group == wanted)
}

fn has(block: &Block, parameter: &Parameter) -> bool {
    block
        .arguments
        .iter()
        .any(|argument| std::ptr::eq(argument.parameter, parameter))
}
