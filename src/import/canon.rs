//! An export in one order, so that two versions of it can be compared line by line.
//!
//! Nothing is added and nothing is left out: keys, identifiers, positions, what nobody
//! knows. Actions stand in the order in which the flow goes through them, those that nobody
//! reaches behind them; keys in the order in which the designer writes them, those of
//! `Metadata` by name. Where an order means something it stays: conditions, the entries of
//! maps that people fill, all other lists.

use super::envelope::{self, Envelope, Wrapped};
use super::json::{Document, JsonKind, Member, Node, Object, Places};
use super::{legacy, rows};
use crate::catalogue::Row;
use crate::diag::{Diagnostic, Sink};
use crate::source::FileId;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// How deep values are laid out; what is nested deeper stays as it is.
const DEEPEST: usize = 64;

/// The keys of a document and its parts in the order of the designer.
const DOCUMENT: [&str; 5] = ["Version", "StartAction", "Metadata", "Actions", "Settings"];
const ACTION: [&str; 4] = ["Parameters", "Identifier", "Type", "Transitions"];
const TRANSITIONS: [&str; 3] = ["NextAction", "Errors", "Conditions"];
const ENTRY: [&str; 3] = ["NextAction", "ErrorType", "Condition"];
const CONDITION: [&str; 2] = ["Operator", "Operands"];

/// A document in its canonical form. Nothing comes back for what is no flow, which is
/// reported; an answer of the API keeps what stands around its content.
pub fn canonical(file: FileId, text: &str, sink: &mut Sink) -> Option<String> {
    let places = Places::new(file, text);
    let canonical = envelope::parse(text, &places).and_then(|document| {
        match envelope::open(&document, &places)? {
            Envelope::Bare(root) => bare(&root, &document, &places),
            Envelope::Wrapped(flows) => wrapped(text, flows, &places),
        }
    });
    canonical.map_err(|refusal| sink.push(*refusal)).ok()
}

/// A flow by itself. One that stands as an object in an answer, and one of the old
/// designer, is laid out in its own order.
fn bare<'a>(
    root: &Object<'a>,
    all: &'a Document<'a>,
    places: &Places<'a>,
) -> Result<String, Box<Diagnostic>> {
    let whole = envelope::root(all, places)?;
    let is_old = legacy::modules(root).is_some();
    if !is_old {
        envelope::actions(root, places, places.span(0, 0))?;
    }
    Ok(if whole.get("Actions").is_some() {
        document(root)
    } else {
        let mut printer = Printer::default();
        printer.plain(&whole);
        printer.done()
    })
}

/// Flows whose contents are texts of their own: other texts where they stand.
fn wrapped<'a>(
    text: &'a str,
    flows: Vec<Result<Wrapped<'a>, Box<Diagnostic>>>,
    places: &Places<'a>,
) -> Result<String, Box<Diagnostic>> {
    let (mut canonical, mut done) = (String::with_capacity(text.len()), 0);
    let mut flows = flows.into_iter().collect::<Result<Vec<_>, _>>()?;
    flows.sort_by_key(|flow| places.of(flow.quoted));
    for flow in flows {
        let inside = places.inside(flow.quoted, &flow.content);
        let inner = envelope::parse(&flow.content, &inside)?;
        let root = envelope::root(&inner, &inside)?;
        let place = places.of(flow.quoted);
        envelope::actions(&root, &inside, place)?;
        canonical.push_str(text.get(done..place.start as usize).unwrap_or_default());
        canonical.push_str(&serde_json::Value::from(document(&root)).to_string());
        done = place.end as usize;
    }
    canonical.push_str(text.get(done..).unwrap_or_default());
    Ok(canonical)
}

fn document(root: &Object<'_>) -> String {
    let mut printer = Printer::default();
    let list = root.get("Actions");
    let actions = list.and_then(Node::list).unwrap_or_default();
    let actions = in_flow_order(root.text("StartAction").as_deref(), &actions);
    let order: BTreeMap<String, usize> = actions
        .iter()
        .enumerate()
        .filter_map(|(place, action)| Some((identifier(*action)?.into_owned(), place)))
        .collect();
    printer.object(&by(root, &DOCUMENT), |printer, member| {
        // Of several lists, the last one counts.
        let counts = list.is_some_and(|list| std::ptr::eq(list.raw(), member.value.raw()));
        match member.key().as_ref() {
            "Actions" if counts => {
                printer.list(&actions, |printer, action| match action.object() {
                    Some(object) => printer.action(&object),
                    None => printer.value(action),
                });
            }
            "Metadata" => printer.metadata(member.value, &order),
            _ => printer.value(member.value),
        }
    });
    printer.done()
}

fn identifier(action: Node<'_>) -> Option<Cow<'_, str>> {
    action.object()?.text("Identifier")
}

/// Actions as the flow goes through them: `NextAction` first, then conditions and errors;
/// what is not reached stands behind them by its identifier.
fn in_flow_order<'a>(start: Option<&str>, actions: &[Node<'a>]) -> Vec<Node<'a>> {
    let mut known: BTreeMap<Cow<'a, str>, usize> = BTreeMap::new();
    for (index, action) in actions.iter().enumerate() {
        if let Some(identifier) = identifier(*action) {
            known.entry(identifier).or_insert(index);
        }
    }
    let mut order = Vec::with_capacity(actions.len());
    let mut seen = BTreeSet::new();
    let mut open: Vec<usize> = start
        .and_then(|start| known.get(start).copied())
        .into_iter()
        .collect();
    while let Some(index) = open.pop() {
        let Some(action) = actions.get(index).filter(|_| seen.insert(index)) else {
            continue;
        };
        order.push(*action);
        let targets = targets(*action);
        let targets = targets.iter().rev();
        open.extend(targets.filter_map(|target| known.get(target.as_ref()).copied()));
    }
    let mut others: Vec<(Option<Cow<'a, str>>, usize, Node<'a>)> = actions
        .iter()
        .enumerate()
        .filter(|(index, _)| !seen.contains(index))
        .map(|(index, action)| (identifier(*action), index, *action))
        .collect();
    others.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
    order.extend(others.into_iter().map(|(.., action)| action));
    order
}

/// Where an action leads, in the order in which it is written.
fn targets(action: Node<'_>) -> Vec<Cow<'_, str>> {
    let transitions = action.object().and_then(|action| action.get("Transitions"));
    let transitions = transitions.and_then(Node::object).unwrap_or_default();
    let mut targets: Vec<Cow<'_, str>> = transitions.text("NextAction").into_iter().collect();
    for list in ["Conditions", "Errors"] {
        let entries = transitions
            .get(list)
            .and_then(Node::list)
            .unwrap_or_default();
        let entries = if list == "Errors" {
            by_error(entries)
        } else {
            entries
        };
        let entries = entries.into_iter().filter_map(Node::object);
        targets.extend(entries.filter_map(|entry| entry.text("NextAction")));
    }
    targets
}

/// Errors by their type: their order says nothing.
fn by_error(mut errors: Vec<Node<'_>>) -> Vec<Node<'_>> {
    errors.sort_by_cached_key(|error| error.object().and_then(|error| error.text("ErrorType")));
    errors
}

/// The members of an object with these keys first.
fn by<'a>(object: &Object<'a>, keys: &[&str]) -> Vec<Member<'a>> {
    let mut members: Vec<Member<'a>> = object.members().collect();
    members.sort_by_cached_key(|member| {
        let said = member.key();
        let known = keys.iter().position(|key| *key == said);
        (known.unwrap_or(usize::MAX), known.is_none().then_some(said))
    });
    members
}

/// Lays JSON out, two spaces a step.
#[derive(Default)]
struct Printer {
    out: String,
    depth: usize,
}

impl Printer {
    fn done(mut self) -> String {
        self.out.push('\n');
        self.out
    }

    fn line(&mut self) {
        self.out.push('\n');
        self.out.push_str(&"  ".repeat(self.depth));
    }

    fn object<'a>(&mut self, members: &[Member<'a>], mut value: impl FnMut(&mut Self, Member<'a>)) {
        self.inside('{', '}', members, |printer, member| {
            printer.key(*member);
            value(printer, *member);
        });
    }

    fn list<'a>(&mut self, elements: &[Node<'a>], mut element: impl FnMut(&mut Self, Node<'a>)) {
        self.inside('[', ']', elements, |printer, node| element(printer, *node));
    }

    fn inside<'t, T>(
        &mut self,
        open: char,
        close: char,
        all: &'t [T],
        mut one: impl FnMut(&mut Self, &'t T),
    ) {
        self.out.push(open);
        self.depth += 1;
        for (index, each) in all.iter().enumerate() {
            self.out.push_str(if index == 0 { "" } else { "," });
            self.line();
            one(self, each);
        }
        self.depth -= 1;
        if !all.is_empty() {
            self.line();
        }
        self.out.push(close);
    }

    fn key(&mut self, member: Member<'_>) {
        self.scalar(member.name);
        self.out.push_str(": ");
    }

    /// A text in the shortest way to write it; all else as it is.
    fn scalar(&mut self, node: Node<'_>) {
        match node.text() {
            Some(text) => self
                .out
                .push_str(&serde_json::Value::from(text.as_ref()).to_string()),
            None => self.out.push_str(node.raw()),
        }
    }

    /// Any value, in its own order.
    fn value(&mut self, node: Node<'_>) {
        if self.depth >= DEEPEST {
            self.out.push_str(node.raw());
            return;
        }
        match node.kind() {
            JsonKind::Object => self.plain(&node.object().unwrap_or_default()),
            JsonKind::List => {
                let elements = node.list().unwrap_or_default();
                self.list(&elements, |printer, element| printer.value(element));
            }
            JsonKind::Text | JsonKind::Number | JsonKind::Flag | JsonKind::Null => {
                self.scalar(node);
            }
        }
    }

    fn plain(&mut self, object: &Object<'_>) {
        let members: Vec<Member<'_>> = object.members().collect();
        self.object(&members, |printer, member| printer.value(member.value));
    }

    fn action(&mut self, action: &Object<'_>) {
        self.object(&by(action, &ACTION), |printer, member| {
            match (member.key().as_ref(), member.value.object()) {
                ("Parameters", Some(parameters)) => {
                    let kind = action.text("Type").unwrap_or_default();
                    match rows::choose(&kind, &parameters) {
                        Some(row) => printer.parameters(row, "", &parameters),
                        None => printer.plain(&parameters),
                    }
                }
                ("Transitions", Some(transitions)) => printer.transitions(&transitions),
                _ => printer.value(member.value),
            }
        });
    }

    /// Parameters in the order of the row, as deep as it looks into them.
    fn parameters(&mut self, row: &Row, prefix: &str, object: &Object<'_>) {
        let mut members: Vec<(usize, Cow<'_, str>, Member<'_>)> = object
            .members()
            .map(|member| {
                let path = crate::program::path::join(prefix, member.key());
                (place(row, &path), path, member)
            })
            .collect();
        members.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        self.inside('{', '}', &members, |printer, (_, path, member)| {
            printer.key(*member);
            match member.value.object() {
                Some(inner) if leads_on(row, path) => printer.parameters(row, path, &inner),
                _ => printer.value(member.value),
            }
        });
    }

    fn transitions(&mut self, transitions: &Object<'_>) {
        self.object(&by(transitions, &TRANSITIONS), |printer, member| {
            match (member.key().as_ref(), member.value.list()) {
                ("Errors", Some(errors)) => {
                    printer.list(&by_error(errors), |printer, error| printer.entry(error));
                }
                ("Conditions", Some(conditions)) => {
                    printer.list(&conditions, |printer, condition| printer.entry(condition));
                }
                _ => printer.value(member.value),
            }
        });
    }

    /// An error or a condition.
    fn entry(&mut self, node: Node<'_>) {
        let Some(entry) = node.object() else {
            return self.value(node);
        };
        self.object(&by(&entry, &ENTRY), |printer, member| {
            match member.value.object() {
                Some(condition) => printer.object(&by(&condition, &CONDITION), |printer, part| {
                    printer.value(part.value);
                }),
                None => printer.value(member.value),
            }
        });
    }

    /// Keys by name; what is kept about actions, in the order of the actions.
    fn metadata(&mut self, node: Node<'_>, order: &BTreeMap<String, usize>) {
        let Some(metadata) = node.object() else {
            return self.value(node);
        };
        self.object(&by(&metadata, &[]), |printer, member| {
            match (member.key().as_ref(), member.value.object()) {
                ("ActionMetadata", Some(actions)) => {
                    let mut members: Vec<Member<'_>> = actions.members().collect();
                    let place = |member: &Member<'_>| {
                        let key = member.key();
                        let place = order.get(key.as_ref()).copied();
                        (place.unwrap_or(usize::MAX), key.into_owned())
                    };
                    members.sort_by_cached_key(place);
                    printer.object(&members, |printer, member| printer.sorted(member.value));
                }
                _ => printer.sorted(member.value),
            }
        });
    }

    /// A value whose keys stand by name.
    fn sorted(&mut self, node: Node<'_>) {
        match (node.object(), node.list()) {
            _ if self.depth >= DEEPEST => self.out.push_str(node.raw()),
            (Some(object), _) => {
                self.object(&by(&object, &[]), |printer, member| {
                    printer.sorted(member.value);
                });
            }
            (None, Some(list)) => {
                self.list(&list, |printer, element| printer.sorted(element));
            }
            (None, None) => self.scalar(node),
        }
    }
}

/// Where a path stands in a row; what the row does not know stands last.
fn place(row: &Row, path: &str) -> usize {
    let mut known = row.parameters.iter();
    let place = known.position(|known| known.path == path || below(known.path, path));
    place.unwrap_or(usize::MAX)
}

fn leads_on(row: &Row, path: &str) -> bool {
    row.parameters.iter().any(|known| below(known.path, path))
}

fn below(path: &str, prefix: &str) -> bool {
    let rest = path.strip_prefix(prefix);
    rest.is_some_and(|rest| rest.starts_with('.'))
}
