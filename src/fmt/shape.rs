//! What a tree says, without where it says it.

use crate::syntax::tree::{
    Block, Branch, Doc, Entries, Entry, File, Item, ItemKind, Items, Key, Line, LiteralKind, Name,
    Property, Target, Top, Value,
};
use std::fmt::Write;

/// A text that is the same for two files if and only if they have the same tree and the
/// same comments in order.
pub(super) fn shape(file: &File<'_>) -> String {
    let mut shape = Shape {
        text: file.text,
        out: String::new(),
    };
    for top in &file.tops {
        shape.top(top);
    }
    for comment in &file.comments {
        shape.put("//", comment.span.of(file.text));
        shape.out.push(if comment.own_line { '|' } else { '>' });
    }
    shape.out
}

struct Shape<'s> {
    text: &'s str,
    out: String,
}

impl Shape<'_> {
    /// A piece of text in quotes, so that nothing can be mistaken for its neighbour.
    fn put(&mut self, kind: &str, text: &str) {
        // Writing to a String cannot fail.
        let _ = write!(self.out, "{kind}{text:?} ");
    }

    fn top(&mut self, top: &Top<'_>) {
        match top {
            Top::Resource(resource) => {
                self.docs(&resource.docs);
                self.line(&resource.line);
            }
            Top::Section(section) => {
                self.docs(&section.docs);
                self.line(&section.line);
                self.items(&section.items);
            }
            Top::Broken(span) => self.put("broken", span.of(self.text)),
        }
        self.out.push('\n');
    }

    fn items(&mut self, items: &Items<'_>) {
        self.out.push('{');
        for item in &items.items {
            self.item(item);
        }
        self.out.push('}');
    }

    fn item(&mut self, item: &Item<'_>) {
        for label in &item.labels {
            self.name(label);
        }
        self.docs(&item.docs);
        match &item.kind {
            ItemKind::Jump(target) => self.target(target),
            ItemKind::Branch(branch) => self.branch(branch),
            ItemKind::Block(block) => self.block(block),
            ItemKind::Nothing => {}
            ItemKind::Broken(span) => self.put("broken", span.of(self.text)),
        }
        self.out.push('\n');
    }

    fn name(&mut self, name: &Name<'_>) {
        self.put(if name.quoted { "quoted" } else { "name" }, &name.text);
    }

    fn docs(&mut self, docs: &[Doc<'_>]) {
        for doc in docs {
            self.put("///", doc.text);
        }
    }

    fn block(&mut self, block: &Block<'_>) {
        self.line(&block.line);
        if let Some(entries) = &block.entries {
            self.entries(entries);
        }
    }

    fn entries(&mut self, entries: &Entries<'_>) {
        self.out.push('{');
        for entry in &entries.entries {
            match entry {
                Entry::Property(property) => self.property(property),
                Entry::Branch(branch) => self.branch(branch),
                Entry::Broken(span) => self.put("broken", span.of(self.text)),
            }
            self.out.push(',');
        }
        self.out.push('}');
    }

    fn property(&mut self, property: &Property<'_>) {
        self.key(&property.key);
        self.value(&property.value);
    }

    fn key(&mut self, key: &Key<'_>) {
        self.put(if key.quoted { "quoted" } else { "key" }, &key.text);
    }

    fn value(&mut self, value: &Value<'_>) {
        match value {
            Value::List(values, _) => {
                self.out.push('[');
                for value in values {
                    self.value(value);
                    self.out.push(',');
                }
                self.out.push(']');
            }
            Value::Map(properties, _) => {
                self.out.push('{');
                for property in properties {
                    self.property(property);
                    self.out.push(',');
                }
                self.out.push('}');
            }
            Value::Line(line) => self.line(line),
        }
    }

    fn branch(&mut self, branch: &Branch<'_>) {
        for case in branch.cases.iter() {
            self.line(case);
            self.out.push('|');
        }
        self.target(&branch.target);
    }

    fn target(&mut self, target: &Target<'_>) {
        self.out.push_str("->");
        match target {
            Target::Items(items) => self.items(items),
            Target::Block(block) => self.block(block),
        }
    }

    fn line(&mut self, line: &Line<'_>) {
        self.put("words", &line.words.text());
        if let Some(operator) = line.operator {
            self.put("sign", operator.sign());
        }
        match line.literal.as_ref().map(|literal| &literal.kind) {
            None => {}
            Some(LiteralKind::String(text)) => self.put("string", text),
            Some(LiteralKind::Text(text)) => self.put("text", text),
            Some(LiteralKind::Reference(text)) => self.put("reference", text),
            Some(LiteralKind::Duration(seconds)) => self.put("time", &seconds.to_string()),
            Some(LiteralKind::Percent(percent)) => self.put("percent", &percent.to_string()),
            Some(LiteralKind::Number(text)) => self.put("number", text),
            Some(LiteralKind::Key(key)) => self.put("key", &key.to_string()),
        }
    }
}
