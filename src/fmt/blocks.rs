//! What stands in a file, from its sections down to the elements of its lists.

use super::WIDTH;
use super::inline::Inline;
use super::printer::Printer;
use crate::source::Span;
use crate::syntax::tree::{
    Block, Branch, Doc, Entries, Entry, Item, ItemKind, Items, Key, Line, Literal, LiteralKind,
    Property, Resource, Target, Top, Value,
};

impl<'s> Printer<'s, '_> {
    /// The whole file.
    pub(super) fn file(mut self) -> String {
        let mut rest = self.file.tops.as_slice();
        while !rest.is_empty() {
            let (run, behind) = self.split(rest, resource_span);
            match self.columns(run) {
                Some(lines) => self.column(run.iter().filter_map(resource_span), lines),
                None => run.iter().for_each(|top| self.top(top)),
            }
            rest = behind;
        }
        self.finish()
    }

    fn top(&mut self, top: &Top<'s>) {
        match top {
            Top::Resource(resource) => {
                self.docs(&resource.docs);
                self.start(resource.line.span.start);
                self.line(&resource.line);
                self.end(resource.line.span.end);
            }
            Top::Section(section) => {
                self.docs(&section.docs);
                self.start(section.line.span.start);
                self.line(&section.line);
                self.out.push(' ');
                self.items(&section.items);
                self.end(section.items.span.end);
            }
            Top::Broken(span) => self.broken(*span),
        }
    }

    fn docs(&mut self, docs: &[Doc<'s>]) {
        for doc in docs {
            self.start(doc.span.start);
            self.out.push_str("///");
            if !doc.text.is_empty() {
                self.out.push(' ');
                self.out.push_str(doc.text);
            }
            self.end(doc.span.end);
        }
    }

    fn broken(&mut self, span: Span) {
        self.start(span.start);
        self.out.push_str(self.text(span));
        self.end(span.end);
    }

    // ------------------------------------------------------------- in a flow

    fn items(&mut self, items: &Items<'s>) {
        if items.items.is_empty() && !self.has_comment(items.span) {
            self.out.push_str("{}");
            return;
        }
        self.open('{', items.span.start);
        for item in &items.items {
            self.item(item);
        }
        self.close('}', items.span.end);
    }

    fn item(&mut self, item: &Item<'s>) {
        for label in &item.labels {
            self.start_label(label.span.start);
            self.out.push_str(self.text(label.span));
            self.out.push(':');
            self.end(label.span.end);
        }
        self.docs(&item.docs);
        match &item.kind {
            ItemKind::Jump(target) => {
                self.start(self.arrow(item.span.start, target));
                self.target(target);
                self.end(target.span().end);
            }
            ItemKind::Branch(branch) => {
                self.start(branch.span().start);
                self.branch(branch);
                self.end(branch.span().end);
            }
            ItemKind::Block(block) => {
                self.start(block.line.span.start);
                self.block(block);
                self.end(block.span().end);
            }
            ItemKind::Nothing => {}
            ItemKind::Broken(span) => self.broken(*span),
        }
    }

    /// Where the arrow before a target stands, in what starts at `start`.
    fn arrow(&self, start: u32, target: &Target<'s>) -> u32 {
        let target = target.span();
        let before = self.text(Span::new(target.file, start, target.start));
        let behind = before.rfind("->").map_or(0, |at| before.len() - at);
        target
            .start
            .saturating_sub(u32::try_from(behind).unwrap_or(0))
    }

    fn target(&mut self, target: &Target<'s>) {
        self.out.push_str("-> ");
        match target {
            Target::Items(items) => self.items(items),
            Target::Block(block) => self.block(block),
        }
    }

    fn block(&mut self, block: &Block<'s>) {
        self.line(&block.line);
        if let Some(entries) = &block.entries {
            self.out.push(' ');
            self.entries(entries);
        }
    }

    // ------------------------------------------------------------- in a block

    fn entries(&mut self, entries: &Entries<'s>) {
        if self.keeps_line(entries.span, Inline::of(self.file).entries(entries)) {
            return;
        }
        self.open('{', entries.span.start);
        let mut rest = entries.entries.as_slice();
        while !rest.is_empty() {
            let inline = Inline::of(self.file);
            let (run, behind) = self.split(rest, |entry| inline.branch_span(entry));
            match self.arrows(run) {
                Some(lines) => self.column(run.iter().map(entry_span), lines),
                None => run.iter().for_each(|entry| self.entry(entry)),
            }
            rest = behind;
        }
        self.close('}', entries.span.end);
    }

    fn entry(&mut self, entry: &Entry<'s>) {
        match entry {
            Entry::Property(property) => self.property(property),
            Entry::Branch(branch) => {
                self.start(branch.span().start);
                self.branch(branch);
                self.end(branch.span().end);
            }
            Entry::Broken(span) => self.broken(*span),
        }
    }

    fn property(&mut self, property: &Property<'s>) {
        self.start(property.key.span.start);
        self.key(&property.key);
        self.out.push_str(": ");
        self.value(&property.value);
        self.end(property.span().end);
    }

    fn key(&mut self, key: &Key<'s>) {
        if key.quoted {
            self.out.push_str(self.text(key.span));
        } else {
            self.out.push_str(&key.text);
        }
    }

    fn branch(&mut self, branch: &Branch<'s>) {
        for (number, case) in branch.cases.iter().enumerate() {
            if number > 0 {
                self.out.push_str(" or ");
            }
            self.line(case);
        }
        self.out.push(' ');
        self.target(&branch.target);
    }

    // ------------------------------------------------------------- values

    fn value(&mut self, value: &Value<'s>) {
        match value {
            Value::Line(line) => self.line(line),
            Value::List(values, span) => {
                if self.keeps_line(*span, Inline::of(self.file).value(value)) {
                    return;
                }
                self.open('[', span.start);
                for value in values {
                    self.start(value.span().start);
                    self.value(value);
                    self.end(value.span().end);
                }
                self.close(']', span.end);
            }
            Value::Map(properties, span) => {
                if self.keeps_line(*span, Inline::of(self.file).value(value)) {
                    return;
                }
                self.open('{', span.start);
                for property in properties {
                    self.property(property);
                }
                self.close('}', span.end);
            }
        }
    }

    /// Prints braces on the current line, if they are written so and fit.
    fn keeps_line(&mut self, span: Span, inline: Option<String>) -> bool {
        let Some(inline) = inline.filter(|_| !self.has_comment(span)) else {
            return false;
        };
        let fits = inline.len() <= 2 || self.width() + inline.chars().count() <= WIDTH;
        if fits {
            self.out.push_str(&inline);
        }
        fits
    }

    /// A line; a text over several lines is moved to where the line stands.
    fn line(&mut self, line: &Line<'s>) {
        let inline = Inline::of(self.file);
        if let Some(inline) = inline.line(line) {
            self.out.push_str(&inline);
            return;
        }
        self.out.push_str(&inline.words(line));
        if let Some(Literal {
            kind: LiteralKind::Text(text),
            ..
        }) = &line.literal
        {
            let indent = self.indent(1);
            self.out.push_str("\"\"\"\n");
            for line in text.split('\n') {
                if !line.is_empty() {
                    self.out.push_str(&indent);
                    self.out.push_str(line);
                }
                self.out.push('\n');
            }
            self.out.push_str(&indent);
            self.out.push_str("\"\"\"");
        }
    }

    // ------------------------------------------------------------- columns

    /// Lines of a column, each for its place in the source.
    fn column(&mut self, places: impl Iterator<Item = Span>, lines: Vec<String>) {
        for (span, line) in places.zip(lines) {
            self.start(span.start);
            self.out.push_str(&line);
            self.end(span.end);
        }
    }

    /// The elements at the start that stand on lines next to each other, at least one, by
    /// the place of those that may stand in columns; and those behind them.
    fn split<'e, T>(
        &self,
        elements: &'e [T],
        place: impl Fn(&T) -> Option<Span>,
    ) -> (&'e [T], &'e [T]) {
        let mut end: Option<Span> = None;
        let count = elements
            .iter()
            .take_while(|element| {
                let Some(span) = place(element) else {
                    return false;
                };
                let between = end
                    .replace(span)
                    .map(|before| self.text(Span::new(span.file, before.end, span.start)));
                between.is_none_or(|between| {
                    between.bytes().filter(|byte| *byte == b'\n').count() == 1
                })
            })
            .count();
        elements
            .split_at_checked(count.max(1))
            .unwrap_or((elements, &[]))
    }

    /// Resources in columns, if one of them was written so.
    fn columns(&self, tops: &[Top<'s>]) -> Option<Vec<String>> {
        let resources: Option<Vec<&Resource<'s>>> = tops
            .iter()
            .map(|top| match top {
                Top::Resource(resource) => resource_span(top).map(|_| resource),
                Top::Section(_) | Top::Broken(_) => None,
            })
            .collect();
        let resources = resources?;
        if !resources.iter().any(|resource| self.is_spaced(resource)) {
            return None;
        }
        let cells: Vec<(String, &str, &str)> = resources
            .iter()
            .map(|resource| {
                let line = &resource.line;
                let mut words: Vec<&str> = line.words.iter().collect();
                let name = words.pop().unwrap_or("");
                let literal = line.literal.as_ref();
                let title = literal.map_or("", |literal| self.text(literal.span));
                (words.join(" "), name, title)
            })
            .collect();
        let kind = widest(cells.iter().map(|(kind, _, _)| kind.as_str()));
        let name = widest(cells.iter().map(|(_, name, _)| *name));
        let lines = cells.iter().map(|(kind_of, name_of, title)| {
            let line = format!("{kind_of:kind$} {name_of:name$} {title}");
            line.trim_end().to_owned()
        });
        Some(lines.collect())
    }

    /// Whether a resource has more than one space between two of its parts.
    fn is_spaced(&self, resource: &Resource<'s>) -> bool {
        let line = &resource.line;
        let title = line
            .literal
            .as_ref()
            .map_or(line.span.end, |literal| literal.span.start);
        let behind = Span::new(line.span.file, line.words.span.end, title);
        line.words.raw.contains("  ") || behind.len() > 1
    }

    /// Branches with their arrows below each other, if one of them was written so and
    /// each fits on a line.
    fn arrows(&self, entries: &[Entry<'s>]) -> Option<Vec<String>> {
        let inline = Inline::of(self.file);
        let branches: Vec<&Branch<'s>> = entries
            .iter()
            .filter_map(|entry| match entry {
                Entry::Branch(branch) => Some(branch),
                Entry::Property(_) | Entry::Broken(_) => None,
            })
            .collect();
        if branches.len() < 2 || !branches.iter().any(|branch| self.is_padded(branch)) {
            return None;
        }
        let halves: Option<Vec<(String, String)>> = branches
            .iter()
            .map(|branch| Some((inline.cases(branch)?, inline.target(&branch.target)?)))
            .collect();
        let halves = halves?;
        let width = widest(halves.iter().map(|(cases, _)| cases.as_str()));
        let indent = self.indent(0).len();
        halves
            .into_iter()
            .map(|(cases, target)| {
                let line = format!("{cases:width$} {target}");
                let fits = indent + line.chars().count() <= WIDTH || !target.contains('{');
                fits.then_some(line)
            })
            .collect()
    }

    /// Whether more than one space stands before the arrow of a branch.
    fn is_padded(&self, branch: &Branch<'s>) -> bool {
        let last = branch.cases.last();
        let arrow = self.arrow(last.span.end, &branch.target);
        arrow > last.span.end.saturating_add(1)
    }
}

fn widest<'t>(texts: impl Iterator<Item = &'t str>) -> usize {
    texts.map(|text| text.chars().count()).max().unwrap_or(0)
}

/// The place of a resource that may stand in columns.
fn resource_span(top: &Top<'_>) -> Option<Span> {
    match top {
        Top::Resource(resource)
            if resource.docs.is_empty()
                && resource.line.operator.is_none()
                && resource.line.words.iter().nth(1).is_some()
                && !matches!(
                    &resource.line.literal,
                    Some(literal) if matches!(literal.kind, LiteralKind::Text(_))
                ) =>
        {
            Some(resource.line.span)
        }
        Top::Resource(_) | Top::Section(_) | Top::Broken(_) => None,
    }
}

fn entry_span(entry: &Entry<'_>) -> Span {
    match entry {
        Entry::Property(property) => property.span(),
        Entry::Branch(branch) => branch.span(),
        Entry::Broken(span) => *span,
    }
}
