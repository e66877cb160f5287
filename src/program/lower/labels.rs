//! Labels: names of places in a flow, and of blocks in the designer.

use super::Lowering;
use super::points::{PointId, Points};
use crate::catalogue::row_of_phrase;
use crate::diag::Diagnostic;
use crate::program::ident;
use crate::program::names;
use crate::source::Span;
use crate::syntax::tree::{Block, Entry, Item, ItemKind, Literal, LiteralKind, Name, Target};
use crate::text;
use std::cell::Cell;
use std::collections::BTreeMap;

/// The labels of one flow.
#[derive(Debug, Default)]
pub(super) struct Labels<'s> {
    by_name: BTreeMap<String, Label<'s>>,
}

#[derive(Debug)]
struct Label<'s> {
    point: PointId,
    name: &'s Name<'s>,
    /// Whether it is the identifier of a block.
    names_block: bool,
    /// Whether an arrow goes to it.
    used: Cell<bool>,
}

/// What a target without braces of its own stands for.
pub(super) enum Meaning {
    Next,
    None,
    Label(PointId),
    Block,
    Unknown(String),
}

impl<'s> Labels<'s> {
    /// Binds a label to where it stands; of two with one name, the first.
    pub(super) fn bind(&self, points: &mut Points, name: &Name<'_>, here: PointId) {
        if let Some(label) = self.by_name.get(name.text.as_ref())
            && label.name.span == name.span
        {
            points.alias(label.point, here);
        }
    }

    /// The identifier that labels give their block: the first of them.
    pub(super) fn identifier(&self, labels: &[Name<'_>]) -> Option<String> {
        labels
            .iter()
            .find(|name| {
                self.by_name
                    .get(name.text.as_ref())
                    .is_some_and(|label| label.name.span == name.span)
            })
            .map(|name| name.text.to_string())
    }

    /// Labels win over blocks, so that a new phrase never changes an old flow.
    pub(super) fn meaning(&self, block: &Block<'_>) -> Meaning {
        let line = &block.line;
        if block.entries.is_some() {
            return Meaning::Block;
        }
        match (&line.literal, line.words.is_empty()) {
            (None, false) => {
                let name = line.words.text();
                match name.as_ref() {
                    "next" => Meaning::Next,
                    "none" => Meaning::None,
                    name => self.label(name).unwrap_or_else(|| {
                        let many = line.words.iter().count() > 1;
                        match many || row_of_phrase(line.words.iter()).is_some() {
                            true => Meaning::Block,
                            false => Meaning::Unknown(name.to_owned()),
                        }
                    }),
                }
            }
            // What stands in quotes is a label, whatever it says.
            (
                Some(Literal {
                    kind: LiteralKind::String(name),
                    ..
                }),
                true,
            ) => {
                let label = self.label(name);
                label.unwrap_or_else(|| Meaning::Unknown(name.to_string()))
            }
            _ => Meaning::Block,
        }
    }

    fn label(&self, name: &str) -> Option<Meaning> {
        let label = self.by_name.get(name)?;
        label.used.set(true);
        Some(Meaning::Label(label.point))
    }

    pub(super) fn unknown(&self, name: &str, span: Span) -> Diagnostic {
        let finding = Diagnostic::new(
            &names::UNKNOWN_LABEL,
            span,
            format!("no label `{name}` is in this flow"),
        );
        let labels = self.by_name.keys().map(String::as_str);
        finding.help(
            match text::nearest(name, labels.chain(["next", "none", "disconnect"])) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    let label = match name.contains(|letter: char| {
                        !(letter.is_alphanumeric() || "_-".contains(letter))
                    }) {
                        true => format!("\"{name}\""),
                        false => name.to_owned(),
                    };
                    format!("write `{label}:` on the line before the block that is meant")
                }
            },
        )
    }
}

impl<'s> Lowering<'_, 's> {
    /// Finds every label of the flow before anything points at one.
    pub(super) fn collect_labels(&mut self, items: &'s [Item<'s>]) {
        for item in items {
            let mut names_block = matches!(item.kind, ItemKind::Block(_));
            for name in &item.labels {
                names_block &= !self.declare_label(name, names_block);
            }
            match &item.kind {
                ItemKind::Block(block) => self.collect_in_block(block),
                ItemKind::Jump(target) => self.collect_in_target(target),
                ItemKind::Branch(branch) => self.collect_in_target(&branch.target),
                ItemKind::Nothing | ItemKind::Broken(_) => {}
            }
        }
    }

    fn collect_in_block(&mut self, block: &'s Block<'s>) {
        for entry in block.entries.iter().flat_map(|entries| &entries.entries) {
            if let Entry::Branch(branch) = entry {
                self.collect_in_target(&branch.target);
            }
        }
    }

    fn collect_in_target(&mut self, target: &'s Target<'s>) {
        match target {
            Target::Items(items) => self.collect_labels(&items.items),
            Target::Block(block) => self.collect_in_block(block),
        }
    }

    /// Takes a label down; says whether it is the first of its name.
    fn declare_label(&mut self, name: &'s Name<'s>, names_block: bool) -> bool {
        let text = name.text.as_ref();
        if let Some(finding) = refused_label(name) {
            self.error(finding);
        }
        if let Some(first) = self.labels.by_name.get(text) {
            let finding = Diagnostic::new(
                &names::DUPLICATE_NAME,
                name.span,
                format!("two labels of this flow are called `{text}`"),
            )
            .label("the second one")
            .also(first.name.span, "the first one")
            .help("labels are names of one place: rename one of them");
            self.error(finding);
            return false;
        }
        if !name.quoted && row_of_phrase(std::iter::once(text)).is_some() {
            self.error(shadowed(name));
        }
        self.identifiers.take(text);
        let point = self.points.open();
        let label = Label {
            point,
            name,
            names_block,
            used: Cell::new(false),
        };
        self.labels.by_name.insert(text.to_owned(), label);
        true
    }

    /// Reports labels to which no arrow goes and that name no block, once every arrow has
    /// been read.
    pub(super) fn unused_labels(&mut self) {
        if !self.broken {
            let labels = self.labels.by_name.values();
            let unused = labels.filter(|label| !label.used.get() && !label.names_block);
            self.sink.extend(unused.map(unused_label));
        }
    }
}

fn refused_label(name: &Name<'_>) -> Option<Diagnostic> {
    let text = name.text.as_ref();
    if matches!(text, "next" | "none") {
        let finding = Diagnostic::new(
            &names::DUPLICATE_NAME,
            name.span,
            format!("`{text}` has a meaning of its own and cannot be a label"),
        );
        return Some(finding.help(
            "`-> next` is the next line, `-> none` leaves a branch out; choose another name",
        ));
    }
    let reason = ident::refused(text)?;
    let finding = Diagnostic::new(
        &names::WRONG_VALUE,
        name.span,
        format!(
            "the label `{text}` is a block's name in the designer, and Connect refuses it: {reason}"
        ),
    );
    Some(finding.help("choose another name"))
}

fn unused_label(label: &Label<'_>) -> Diagnostic {
    let name = &label.name.text;
    let message = format!("no arrow goes to `{name}`, and it names no block");
    Diagnostic::new(&names::UNUSED_LABEL, label.name.span, message).help("delete the label")
}

fn shadowed(name: &Name<'_>) -> Diagnostic {
    Diagnostic::new(
        &names::SHADOWED_PHRASE,
        name.span,
        format!(
            "the label `{}` looks like a block: `-> {}` goes to the label",
            name.text, name.text
        ),
    )
    .help("rename the label")
}
