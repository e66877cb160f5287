//! What a module's contract says, held against who returns and who invokes.

use super::Lowering;
use crate::catalogue::Role;
use crate::diag::{Diagnostic, Level};
use crate::program::{
    Argument, Block, BlockId, Contract, Field, FieldKind, Origin, Outcome, Program, Value, names,
};
use crate::source::Span;
use crate::text;

impl Lowering<'_, '_> {
    /// Holds a `return` against the head of its module, and an `invoke module` against
    /// the head of the one it names.
    pub(super) fn contract(&mut self, id: BlockId) {
        let block = &self.blocks[id];
        let program = &self.builder.program;
        let returns = block.row.parameter(Role::Result).is_some();
        let module = match returns {
            true => Some(self.flow),
            false => program.target_flow(block, Role::Module),
        };
        let Some(module) = module.and_then(|module| program.flows.get(module)) else {
            return;
        };
        // Without a head a module takes and gives nothing, as far as the service knows; its
        // `Settings` may be written elsewhere.
        let stated = module.contract.as_ref();
        let none = Contract::default();
        let contract = match (stated, module.origin) {
            (Some(contract), _) => contract,
            (None, Origin::Ebb) => &none,
            (None, Origin::Json) => return,
        };
        let findings = match returns {
            true => returned(program, block, contract),
            false => invoked(block, &module.name, contract),
        };
        let soft = stated.is_none();
        for finding in findings {
            self.error(if soft {
                finding.level(Level::Warning)
            } else {
                finding
            });
        }
    }
}

fn returned(program: &Program, block: &Block, contract: &Contract) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let results = contract.results.iter().map(String::as_str);
    let said = block.argument(Role::Result);
    match said.and_then(|argument| Some((program.text_in(&argument.value)?, argument.span))) {
        Some((name, span)) if !contract.results.iter().any(|known| known == name) => {
            let message = format!("the module's head states no result \"{name}\"");
            let finding = Diagnostic::new(&names::WRONG_VALUE, span.unwrap_or(block.span), message);
            findings.push(finding.help(match text::nearest(name, results) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("state it there: `result \"{name}\"`"),
            }));
        }
        None if !contract.results.is_empty() => {
            let message = "this module has results, and none is returned here";
            let finding = Diagnostic::new(&names::MISSING_ARGUMENT, block.span, message);
            let known = text::or_ticked(results.map(|name| format!("return \"{name}\"")));
            findings.push(finding.help(format!("write {known}")));
        }
        Some(_) | None => {}
    }
    let states = "the module's head states";
    match block.argument(Role::Data) {
        Some(data) => fields(data, &contract.output, states, &mut findings),
        None => {
            let mut fields = contract.output.iter();
            let needed = fields.find(|field| field.required);
            findings.extend(needed.map(|field| missing(field, "", states, block.span)));
        }
    }
    findings
}

fn invoked(block: &Block, module: &str, contract: &Contract) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let states = format!("`{module}` takes");
    match block.argument(Role::ModuleInput) {
        Some(input) => fields(input, &contract.input, &states, &mut findings),
        None => {
            if let Some(field) = contract.input.iter().find(|field| field.required) {
                findings.push(missing(field, "", &states, block.span));
            }
        }
    }
    for exit in &block.exits {
        let Outcome::Case(_, result) = &exit.outcome else {
            continue;
        };
        if !contract.results.contains(result) {
            let message = format!("`{module}` has no result \"{result}\"");
            let finding = Diagnostic::new(&names::UNKNOWN_BRANCH, exit.span, message);
            let known = contract.results.iter().map(String::as_str);
            findings.push(finding.help(match text::nearest(result, known.clone()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None if contract.results.is_empty() => {
                    format!("its head states none; state one there: `result \"{result}\"`")
                }
                None => format!("its results are {}", text::and_ticked(known)),
            }));
        }
    }
    findings
}

/// Holds the entries of a map against the fields that are stated for it.
fn fields(argument: &Argument, stated: &[Field], states: &str, findings: &mut Vec<Diagnostic>) {
    let Value::Map(entries) = &argument.value else {
        return;
    };
    let Some(span) = argument.span else {
        return;
    };
    entries_of(entries, stated, &Stated { states, span }, "", findings);
}

/// Who states something, and where it is given.
struct Stated<'s> {
    states: &'s str,
    span: Span,
}

/// The same for the entries at a path, which is empty or ends with a dot.
fn entries_of(
    entries: &[(String, Value)],
    stated: &[Field],
    by: &Stated<'_>,
    path: &str,
    findings: &mut Vec<Diagnostic>,
) {
    let Stated { states, span } = *by;
    for (name, value) in entries {
        match stated.iter().find(|field| field.name == *name) {
            Some(field) => match (&field.kind, value) {
                (FieldKind::Object(inner), Value::Map(entries)) => {
                    let path = format!("{path}{name}.");
                    entries_of(entries, inner, by, &path, findings);
                }
                _ => findings.extend(wrong_kind(field, path, value, span)),
            },
            None => {
                let message = format!("{states} no `{path}{name}`");
                let finding = Diagnostic::new(&names::UNKNOWN_PROPERTY, span, message);
                let known = stated.iter().map(|field| field.name.as_str());
                findings.push(finding.help(match text::nearest(name, known.clone()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if stated.is_empty() => "state it in the module's head".to_owned(),
                    None => format!("it is one of {}", text::or_ticked(known)),
                }));
            }
        }
    }
    for field in stated.iter().filter(|field| field.required) {
        if !entries.iter().any(|(name, _)| *name == field.name) {
            findings.push(missing(field, path, states, span));
        }
    }
}

fn missing(field: &Field, path: &str, states: &str, span: Span) -> Diagnostic {
    let message = format!("{states} `{path}{}`, which is missing here", field.name);
    Diagnostic::new(&names::MISSING_ARGUMENT, span, message)
        .help("give it, or make it `optional` in the module's head")
}

/// A reference gives a text; the service takes one only where a text is stated.
fn wrong_kind(field: &Field, path: &str, value: &Value, span: Span) -> Option<Diagnostic> {
    let (fits, kind) = match &field.kind {
        FieldKind::Text => {
            let is_text = value.text().is_some() || matches!(value, Value::Resource(_));
            (is_text, "a text")
        }
        FieldKind::Number => (matches!(value, Value::RawNumber(_)), "a number"),
        FieldKind::Integer => (
            matches!(value, Value::RawNumber(number) if !number.contains('.')),
            "a whole number",
        ),
        FieldKind::Boolean => (matches!(value, Value::RawBool(_)), "`true` or `false`"),
        FieldKind::List => (matches!(value, Value::List(_)), "a list"),
        FieldKind::Object(_) => (
            matches!(value, Value::Map(_)),
            "values with names, in braces",
        ),
    };
    (!fits).then(|| {
        let message = format!("`{path}{}` has to be {kind}", field.name);
        let finding = Diagnostic::new(&names::WRONG_VALUE, span, message);
        if value.is_dynamic() {
            finding.help("Amazon Connect takes a `$.…` only where the module's head states a text")
        } else {
            finding.help("the module's head says so")
        }
    })
}
