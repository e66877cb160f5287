//! What there is to say about the names of an environment.

use super::bind::ByName;
use super::{Binding, Environment, Foreign, Stray, keys, names};
use crate::catalogue::{Arn, Place, ResourceKind, placeholder_arn};
use crate::diag::Diagnostic;
use crate::program::{Program, ResourceId};
use crate::source::Span;
use crate::text::{a, and_ticked, nearest};
use std::collections::{BTreeMap, BTreeSet};

/// The finding about the names of `resources` that have no ARN, if there are any. Flows of
/// the program have none before they are deployed, and are not meant.
#[must_use]
pub fn unbound(
    environment: &Environment,
    program: &Program,
    resources: &BTreeSet<ResourceId>,
) -> Option<Diagnostic> {
    let mut kinds: BTreeMap<ResourceKind, BTreeSet<&str>> = BTreeMap::new();
    for resource in resources {
        let resource = program.resources.get(*resource)?;
        kinds
            .entry(resource.kind)
            .or_default()
            .insert(&resource.name);
    }
    let count = kinds.values().map(BTreeSet::len).sum::<usize>();
    let listed = kinds.iter().map(|(kind, names)| {
        let plural = if names.len() == 1 || *kind == ResourceKind::Hours {
            ""
        } else {
            "s"
        };
        format!("{}{plural} {}", kind.words(), and_ticked(names))
    });
    let message = format!(
        "{} no {} in the environment `{}`: {}",
        if count == 1 {
            "1 name has".to_owned()
        } else {
            format!("{count} names have")
        },
        if kinds.keys().all(|kind| *kind == ResourceKind::Text) {
            "text"
        } else if kinds.contains_key(&ResourceKind::Text) {
            "ARN or text"
        } else {
            "ARN"
        },
        environment.name,
        listed.collect::<Vec<_>>().join("; ")
    );
    let finding = Diagnostic::new(&names::UNBOUND_NAME, environment.span, message);
    (count > 0).then(|| finding.help(lines_to_add(environment, &kinds)))
}

fn lines_to_add(
    environment: &Environment,
    kinds: &BTreeMap<ResourceKind, BTreeSet<&str>>,
) -> String {
    let mut lines = vec!["add what is missing:".to_owned()];
    for (kind, names) in kinds {
        lines.push(format!(
            "[environments.{}.{}]",
            environment.name,
            keys::table(*kind)
        ));
        lines.extend(names.iter().map(|name| format!("{name} = \"…\"")));
    }
    lines.join("\n")
}

/// Variables that are not set, in one finding.
pub(super) fn missing_variables(
    environment: &Environment,
    missing: &[(&str, Span)],
) -> Option<Diagnostic> {
    let (first, rest) = missing.split_first()?;
    let names: BTreeSet<&str> = missing.iter().map(|(name, _)| *name).collect();
    let message = format!(
        "the environment `{}` takes values from {}, which {} not set",
        environment.name,
        and_ticked(&names),
        if names.len() == 1 { "is" } else { "are" },
    );
    let finding = Diagnostic::new(&names::MISSING_VARIABLE, first.1, message);
    let finding =
        finding.help("set them in the environment of the process, as in `NAME=value ebb build …`");
    Some(
        rest.iter()
            .fold(finding, |finding, (_, span)| finding.also(*span, "")),
    )
}

/// An id that cannot become the ARN that Connect needs.
pub(super) fn no_arn(environment: &Environment, binding: &Binding, value: &str) -> Diagnostic {
    let kind = binding.kind;
    let message = format!("`{value}` is no ARN, and {} is named by one", one(kind));
    let help = if kind == ResourceKind::Bot {
        "write the ARN of its alias, or `BOT/ALIAS` with both ids and the `region` and `account`"
    } else {
        "write the whole ARN, or the `region` and `account`"
    };
    Diagnostic::new(&names::WRONG_SETTING, binding.value.span, message)
        .help(format!("{help} of `[environments.{}]`", environment.name))
}

/// A text that is not known before the chat is.
pub(super) fn chats_differ(binding: &Binding, reference: &str) -> Diagnostic {
    let message = format!("a text is the same in all chats, and `{reference}` is not");
    Diagnostic::new(&names::WRONG_SETTING, binding.value.span, message)
        .help("name the reference in the block itself")
}

/// The ARN of something else.
pub(super) fn wrong_arn(binding: &Binding, value: &str, known: Option<ResourceKind>) -> Diagnostic {
    let (kind, name) = (binding.kind, &binding.name.text);
    let message = match known {
        Some(known) => format!(
            "this is the ARN of {}, and `{name}` is {}",
            one(known),
            one(kind)
        ),
        None => format!("`{value}` is not the whole ARN of {}", one(kind)),
    };
    let help = if kind == ResourceKind::AppClient {
        "write its id: an app client has no ARN".to_owned()
    } else {
        format!("an ARN looks like `{}`", placeholder_arn(kind, "…"))
    };
    Diagnostic::new(&names::WRONG_SETTING, binding.value.span, message).help(help)
}

/// Flows, queues and prompts of one environment live in one instance.
pub(super) fn one_instance(
    environment: &Environment,
    place: &Place,
    values: &[(&Binding, String)],
) -> Vec<Diagnostic> {
    let instance_of = |id: &str| Arn::parse(id)?.instance().map(str::to_owned);
    let mut known = place.instance.clone();
    let mut first = environment.instance.as_ref().map(|setting| setting.span);
    let mut findings = Vec::new();
    for (binding, id) in values {
        let Some(instance) = instance_of(id) else {
            continue;
        };
        let expected = known.get_or_insert_with(|| instance.clone());
        let place = *first.get_or_insert(binding.value.span);
        if *expected != instance {
            let message = format!(
                "`{}` is in another instance than the rest of the environment `{}`",
                binding.name.text, environment.name
            );
            findings.push(
                Diagnostic::new(&names::FOREIGN_ARN, binding.value.span, message)
                    .label(format!("the instance `{instance}`"))
                    .also(place, format!("the instance `{expected}`"))
                    .help("flows of an instance can name only what is in it: write the ARN that it has there"),
            );
        }
    }
    findings
}

/// Values that belong to another environment; those of another instance have been reported.
pub(super) fn strays(
    environment: &Environment,
    foreign: &Foreign,
    values: &[(&Binding, String)],
) -> Vec<Diagnostic> {
    let none = BTreeSet::new();
    let mut findings = Vec::new();
    for (binding, id) in values {
        if Arn::parse(id).is_some_and(|arn| arn.instance().is_some()) {
            continue;
        }
        for Stray { owner, .. } in foreign.strays(id, &none) {
            let has = if binding.kind == ResourceKind::Text {
                "says something"
            } else {
                "has an ARN"
            };
            let message = format!("`{}` {has} that belongs to {owner}", binding.name.text);
            findings.push(
                Diagnostic::new(&names::FOREIGN_ARN, binding.value.span, message)
                    .help(format!("write the one of `{}`", environment.name)),
            );
        }
    }
    findings
}

/// A name that nothing declares.
pub(super) fn unused(
    environment: &Environment,
    binding: &Binding,
    resources: &ByName<'_>,
) -> Diagnostic {
    let (kind, name) = (binding.kind, binding.name.text.as_str());
    let message = format!("no {} is called `{name}`", kind.words());
    let finding = Diagnostic::new(&names::UNUSED_BINDING, binding.name.span, message);
    let elsewhere = ResourceKind::ALL
        .into_iter()
        .find(|kind| resources.contains_key(&(*kind, name)));
    let of_kind = resources.keys().filter(|(other, _)| *other == kind);
    let near = nearest(name, of_kind.map(|(_, name)| *name));
    finding.help(match (elsewhere, near) {
        (Some(kind), _) => format!(
            "it is {}: write it below `[environments.{}.{}]`",
            one(kind),
            environment.name,
            keys::table(kind)
        ),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => "delete the line, or declare the name in a source".to_owned(),
    })
}

/// A kind with its article.
fn one(kind: ResourceKind) -> String {
    if kind == ResourceKind::Hours {
        "hours of operation".to_owned()
    } else {
        a(kind.words())
    }
}
