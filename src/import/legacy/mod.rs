//! Exports of the old designer, which knew no Flow language yet.
//!
//! Each old block is written as the action that does the same today, by the rows of
//! [`table`], and the whole is read as any other flow. So every check applies, and
//! every finding points into the old document. A block that no row knows is reported
//! and kept: its type, its parameters and its branches, under their old names.

mod parameters;
mod table;
mod tree;

use super::json::{JsonKind, Member, Node, Object, Places};
use super::names;
use super::written::Written;
use crate::catalogue::{LANGUAGE_VERSION, Operator, Wire};
use crate::diag::{Diagnostic, Sink};
use crate::source::Span;
use parameters::Parameters;
use std::borrow::Cow;
use table::{OPERATORS, OldBlock, Way};
use tree::Tree;

/// The list of blocks, if a document is an export of the old designer.
pub fn modules<'a>(root: &Object<'a>) -> Option<Member<'a>> {
    let modules = root.member("modules")?;
    let old = root.get("Actions").is_none() && modules.value.kind() == JsonKind::List;
    old.then_some(modules)
}

/// Writes an export of the old designer in the Flow language.
pub fn translate<'a>(root: &Object<'a>, places: &Places<'a>, sink: &mut Sink) -> Written {
    let mut writer = Writer {
        places,
        sink,
        out: Written::default(),
    };
    let modules = root.get("modules").and_then(Node::list).unwrap_or_default();
    let whole = places.span(0, 0);
    writer.document(root, &modules, whole);
    writer.out
}

struct Writer<'p, 'a> {
    places: &'p Places<'a>,
    sink: &'p mut Sink,
    out: Written,
}

impl<'a> Writer<'_, 'a> {
    fn document(&mut self, root: &Object<'a>, modules: &[Node<'a>], whole: Span) {
        let mut out = std::mem::take(&mut self.out);
        out.made_from(whole, |out| {
            out.raw("{");
            out.key("Version");
            out.quoted(LANGUAGE_VERSION);
            if let Some(start) = root.get("start") {
                out.key("StartAction");
                out.made_from(self.places.of(start), |out| out.raw(start.raw()));
            }
            out.key("Metadata");
            metadata(root, modules, out);
            out.key("Actions");
            out.raw("[");
            for (index, module) in modules.iter().enumerate() {
                out.raw(if index == 0 { "" } else { "," });
                self.module(*module, out);
            }
            out.raw("]}");
        });
        self.out = out;
    }

    fn module(&mut self, node: Node<'a>, out: &mut Written) {
        let from = self.places.of(node);
        let Some(module) = node.object() else {
            return out.made_from(from, |out| out.raw(node.raw()));
        };
        let kind = module.text("type").unwrap_or_default();
        let target = module.text("target");
        let old = table::find(&kind, target.as_deref());
        if old.is_none() && !kind.is_empty() {
            self.unknown(&kind, target.as_deref(), &module);
        }
        out.made_from(from, |out| {
            out.raw("{");
            if let Some(id) = module.get("id") {
                out.key("Identifier");
                out.made_from(self.places.of(id), |out| out.raw(id.raw()));
            }
            if let Some(written) = module.get("type") {
                out.key("Type");
                let json = old.map_or(Cow::Borrowed(written.raw()), |old| {
                    Cow::Owned(format!("\"{}\"", old.action))
                });
                out.made_from(self.places.of(written), |out| out.raw(&json));
            }
            out.key("Parameters");
            match old {
                Some(old) => Parameters::new(self.places, old, &module)
                    .tree(from)
                    .write(out),
                None => kept(&module, from).write(out),
            }
            out.key("Transitions");
            self.transitions(old, &module, from).write(out);
            out.raw("}");
        });
    }

    fn unknown(&mut self, kind: &str, target: Option<&str>, module: &Object<'a>) {
        let Some(place) = module.get("type") else {
            return;
        };
        let what = match target {
            Some(target) => format!("`{kind}` (to `{target}`)"),
            None => format!("`{kind}`"),
        };
        let message =
            format!("{what} is a block of the old designer without one that does the same today");
        let finding = Diagnostic::new(&names::LEGACY_BLOCK, self.places.of(place), message);
        self.sink.push(finding.help(
            "it is kept as it is, and Amazon Connect refuses it: put blocks of today in its place",
        ));
    }

    fn transitions(&self, old: Option<&OldBlock>, module: &Object<'a>, from: Span) -> Tree {
        let mut tree = Tree::object(from);
        let branches = module.get("branches").and_then(Node::list);
        let mut drawn = Vec::new();
        for node in branches.unwrap_or_default() {
            let place = self.places.of(node);
            // What is no object has no condition, and the reader says so.
            let branch = node.object().unwrap_or_default();
            let condition = branch.text("condition").unwrap_or_default();
            let way = way(old, &condition);
            drawn.push((way, transition(&branch, place), condition.clone()));
            add(&mut tree, way, &branch, place);
        }
        let lacking = old.and_then(|old| old.like);
        if let Some((lacking, like)) = lacking
            && !drawn.iter().any(|(way, ..)| *way == Some(lacking))
            && let Some((_, next, _)) = drawn.into_iter().find(|(.., known)| *known == like)
        {
            out_of(&mut tree, lacking, next, from);
        }
        tree
    }
}

/// What a branch is today; of a block that nobody knows, what its name says.
fn way(old: Option<&OldBlock>, condition: &str) -> Option<Way> {
    match (old, condition) {
        (Some(old), _) => {
            let mut known = old.branches.iter();
            known
                .find(|(name, _)| *name == condition)
                .map(|(_, way)| *way)
        }
        (None, "Success") => Some(Way::Next),
        (None, "Evaluate") => Some(Way::Compared),
        (None, _) => None,
    }
}

/// Adds a branch; one without an equivalent is an error of its old name.
fn add(tree: &mut Tree, way: Option<Way>, branch: &Object<'_>, place: Span) {
    let next = transition(branch, place);
    match way {
        Some(Way::Compared) => {
            entry(
                tree,
                "Conditions",
                ("Condition", compared(branch, place)),
                next,
                place,
            );
        }
        Some(way) => out_of(tree, way, next, place),
        None => {
            let condition = branch.text("condition").unwrap_or_default();
            let error = Tree::text(&condition, place);
            entry(tree, "Errors", ("ErrorType", error), next, place);
        }
    }
}

/// Adds a way out that names no value.
fn out_of(tree: &mut Tree, way: Way, next: Tree, place: Span) {
    match way {
        Way::Next => tree.push("NextAction", next),
        Way::Fixed(Wire::Error(error)) => {
            let error = Tree::text(error, place);
            entry(tree, "Errors", ("ErrorType", error), next, place);
        }
        Way::Fixed(Wire::Condition(operator, operand)) => {
            let condition = case(operator.wire(), operand, place);
            entry(tree, "Conditions", ("Condition", condition), next, place);
        }
        Way::Compared => {}
    }
}

fn entry(tree: &mut Tree, list: &str, what: (&str, Tree), next: Tree, place: Span) {
    let mut entry = Tree::object(place);
    entry.push("NextAction", next);
    entry.push(what.0, what.1);
    if let Some(list) = tree.list(list, place) {
        list.push(entry);
    }
}

/// Where a branch leads; in a draft, nowhere.
fn transition(branch: &Object<'_>, place: Span) -> Tree {
    match branch.get("transition") {
        Some(next) if next.kind() != JsonKind::Null => Tree::json(next.raw().to_owned(), place),
        Some(_) | None => Tree::text("", place),
    }
}

fn case(operator: &str, operand: &str, place: Span) -> Tree {
    let mut case = Tree::object(place);
    case.push("Operator", Tree::text(operator, place));
    if let Some(operands) = case.list("Operands", place) {
        operands.push(Tree::text(operand, place));
    }
    case
}

fn compared(branch: &Object<'_>, place: Span) -> Tree {
    let said = branch.text("conditionType").unwrap_or_default();
    let mut known = OPERATORS.iter();
    let operator = known
        .find(|(old, _)| *old == said)
        .map_or(said.as_ref(), |(_, operator): &(&str, Operator)| {
            operator.wire()
        });
    let value = branch.get("conditionValue");
    let value = value.map(|value| value.text().unwrap_or(Cow::Borrowed(value.raw())));
    case(operator, &value.unwrap_or_default(), place)
}

/// What a block without an equivalent says, as it says it.
fn kept(module: &Object<'_>, from: Span) -> Tree {
    let mut tree = Tree::object(from);
    let known = ["id", "type", "branches", "metadata"];
    for member in module.members() {
        let key = member.key();
        let says_nothing =
            key == "parameters" && member.value.list().is_some_and(|list| list.is_empty());
        if !known.contains(&key.as_ref()) && !says_nothing {
            tree.push(&key, Tree::json(member.value.raw().to_owned(), from));
        }
    }
    tree
}

/// The old `metadata` says what `Metadata` says today; that of blocks stands beside it.
fn metadata(root: &Object<'_>, modules: &[Node<'_>], out: &mut Written) {
    out.raw("{");
    let flow = root
        .get("metadata")
        .and_then(Node::object)
        .unwrap_or_default();
    for member in flow.members() {
        out.key(&member.key());
        out.raw(member.value.raw());
    }
    if let (None, Some(kind)) = (flow.get("type"), root.get("type")) {
        out.key("type");
        out.raw(kind.raw());
    }
    out.key("ActionMetadata");
    out.raw("{");
    for module in modules.iter().filter_map(|module| module.object()) {
        if let Some(id) = module.text("id") {
            out.key(&id);
            about(&module, out);
        }
    }
    out.raw("}}");
}

fn about(module: &Object<'_>, out: &mut Written) {
    out.raw("{");
    let own = module
        .get("metadata")
        .and_then(Node::object)
        .unwrap_or_default();
    for member in own.members() {
        out.key(&member.key());
        out.raw(member.value.raw());
    }
    let kind = module.text("type").unwrap_or_default();
    if let Some(old) = table::find(&kind, module.text("target").as_deref()) {
        parameters::titles(old, module, out);
    }
    out.raw("}");
}
