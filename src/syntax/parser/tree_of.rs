//! From the tokens of the grammar to the tree.
//!
//! pest hands over a flat row of openings and closings; one pass over it makes the
//! tree. The grammar is wider than the language in places; what it lets through on
//! purpose is reported here.

use super::Rule;
use crate::diag::{Diagnostic, Sink};
use crate::source::{FileId, Span};
use crate::syntax::literal::{self, Fault};
use crate::syntax::names;
use crate::syntax::tree::{
    Block, Branch, Comment, Doc, Entries, Entry, Item, ItemKind, Items, Key, Line, Literal,
    LiteralKind, Name, Operator, Property, Resource, Section, Target, Top, Value, Words,
};
use pest::Token;
use pest::iterators::{Pairs, Tokens};
use std::borrow::Cow;

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Event {
    Open(Rule, u32),
    Close(u32),
}

/// Makes the tree of one parsed piece of a file.
pub(super) struct Builder<'s, 'a> {
    id: FileId,
    text: &'s str,
    base: u32,
    tokens: Tokens<'s, Rule>,
    next: Event,
    comments: &'a mut Vec<Comment>,
    sink: &'a mut Sink,
    /// Whether something in the current item or entry cannot be kept.
    spoiled: bool,
}

/// `line or line`: at least one.
struct Lines<'s> {
    first: Line<'s>,
    others: Vec<Line<'s>>,
}

impl<'s, 'a> Builder<'s, 'a> {
    /// For what was parsed of `text` from byte `base` on.
    pub(super) fn new(
        id: FileId,
        text: &'s str,
        base: u32,
        pairs: Pairs<'s, Rule>,
        comments: &'a mut Vec<Comment>,
        sink: &'a mut Sink,
    ) -> Self {
        let mut builder = Self {
            id,
            text,
            base,
            tokens: pairs.tokens(),
            next: Event::Close(0),
            comments,
            sink,
            spoiled: false,
        };
        // Into the piece itself, then to its first token.
        builder.advance();
        builder.advance();
        builder
    }

    /// Everything at the top of a file.
    pub(super) fn tops(mut self) -> Vec<Top<'s>> {
        let mut tops = Vec::new();
        let mut docs = Vec::new();
        loop {
            match self.next {
                Event::Open(Rule::doc, _) => docs.push(self.doc()),
                Event::Open(Rule::line, _) => tops.push(self.top(std::mem::take(&mut docs))),
                Event::Open(..) | Event::Close(_) => break,
            }
        }
        tops.extend(self.dangling(&docs).map(Top::Broken));
        tops
    }

    fn top(&mut self, docs: Vec<Doc<'s>>) -> Top<'s> {
        let lines = self.lines();
        self.only_one(&lines);
        let line = lines.first;
        if matches!(self.next, Event::Open(Rule::items, _)) {
            let items = self.items();
            return Top::Section(Section { docs, line, items });
        }
        Top::Resource(Resource { docs, line })
    }

    fn items(&mut self) -> Items<'s> {
        let start = self.open();
        let items = self.item_list();
        let span = self.close(start);
        Items { items, span }
    }

    fn item_list(&mut self) -> Vec<Item<'s>> {
        let mut items = Vec::new();
        let mut labels = Vec::new();
        let mut docs = Vec::new();
        let mut start = None;
        loop {
            let Event::Open(rule, at) = self.next else {
                break;
            };
            let from = *start.get_or_insert(at);
            self.spoiled = false;
            let kind = match rule {
                Rule::doc => {
                    docs.push(self.doc());
                    continue;
                }
                Rule::arrow => ItemKind::Jump(self.arrow()),
                Rule::line => {
                    let lines = self.lines();
                    if matches!(self.next, Event::Open(Rule::colon, _)) {
                        self.leaf();
                        labels.extend(self.label(lines));
                        continue;
                    }
                    self.statement(lines, &labels)
                }
                _ => break,
            };
            let span = kind_span(&kind).map_or_else(
                || self.span(from, from),
                |span| span.join(self.span(from, from)),
            );
            start = None;
            items.push(Item {
                labels: std::mem::take(&mut labels),
                docs: std::mem::take(&mut docs),
                kind: if self.spoiled {
                    ItemKind::Broken(span)
                } else {
                    kind
                },
                span,
            });
        }
        self.leftover(&mut items, labels, &docs);
        items
    }

    /// Labels and notes behind the last item.
    fn leftover(&mut self, items: &mut Vec<Item<'s>>, labels: Vec<Name<'s>>, docs: &[Doc<'s>]) {
        if let (Some(first), Some(last)) = (labels.first(), labels.last()) {
            let span = first.span.join(last.span);
            items.push(Item {
                labels,
                docs: Vec::new(),
                kind: ItemKind::Nothing,
                span,
            });
        }
        let broken: Vec<Span> = self.dangling(docs).collect();
        items.extend(broken.into_iter().map(|span| Item {
            labels: Vec::new(),
            docs: Vec::new(),
            kind: ItemKind::Broken(span),
            span,
        }));
    }

    /// Reports notes with nothing behind them and gives their places.
    fn dangling<'d>(&mut self, docs: &'d [Doc<'s>]) -> impl Iterator<Item = Span> + use<'d, 's> {
        if let Some(doc) = docs.first() {
            self.sink.push(
                Diagnostic::new(
                    &names::MISPLACED_NOTE,
                    doc.span,
                    "nothing follows that this note could belong to",
                )
                .help("write `//` for a comment; `///` stands above a flow or a block"),
            );
        }
        docs.iter().map(|doc| doc.span)
    }

    fn label(&mut self, lines: Lines<'s>) -> Option<Name<'s>> {
        self.only_one(&lines);
        let line = lines.first;
        match (line.words.is_empty(), line.operator, line.literal) {
            (false, None, None) if !line.words.raw.contains([' ', '\t']) => Some(Name {
                text: Cow::Borrowed(line.words.raw),
                quoted: false,
                span: line.words.span,
            }),
            (true, None, Some(literal)) => match literal.kind {
                LiteralKind::String(text) => Some(Name {
                    text,
                    quoted: true,
                    span: literal.span,
                }),
                LiteralKind::Text(_)
                | LiteralKind::Reference(_)
                | LiteralKind::Duration(_)
                | LiteralKind::Percent(_)
                | LiteralKind::Number(_)
                | LiteralKind::Key(_) => self.no_label(line.span),
            },
            _ => self.no_label(line.span),
        }
    }

    fn no_label(&mut self, span: Span) -> Option<Name<'s>> {
        let written = span.of(self.text);
        self.error(
            Diagnostic::new(
                &names::SYNTAX_ERROR,
                span,
                format!("`{written}` cannot be a label"),
            )
            .help(format!(
                "a label is one word, `{}:`, or a string",
                written
                    .split([' ', '\t', '"'])
                    .filter(|word| !word.is_empty())
                    .collect::<Vec<_>>()
                    .join("_")
            )),
        );
        None
    }

    /// A block, or a branch of the head.
    fn statement(&mut self, lines: Lines<'s>, labels: &[Name<'s>]) -> ItemKind<'s> {
        if matches!(self.next, Event::Open(Rule::arrow, _)) {
            return ItemKind::Branch(self.branch(lines));
        }
        self.only_one(&lines);
        if lines.first.words.is_empty() {
            self.lonely_value(&lines.first, labels);
        }
        ItemKind::Block(self.block(lines.first))
    }

    fn lonely_value(&mut self, line: &Line<'s>, labels: &[Name<'s>]) {
        let written = line.span.of(self.text);
        let finding = match labels.last() {
            Some(label) if !self.between(label.span.end, line.span.start).contains('\n') => {
                Diagnostic::new(
                    &names::MISPLACED_PROPERTY,
                    label.span.join(line.span),
                    format!("`{}: {written}` stands outside of a block", label.text),
                )
                .help("put it into the braces of its block")
            }
            _ => Diagnostic::new(
                &names::SYNTAX_ERROR,
                line.span,
                format!("`{written}` stands alone"),
            )
            .help("a block starts with its name, for example `play prompt`"),
        };
        self.error(finding);
    }

    fn block(&mut self, line: Line<'s>) -> Block<'s> {
        let entries = matches!(self.next, Event::Open(Rule::entries, _)).then(|| self.entries());
        Block { line, entries }
    }

    fn entries(&mut self) -> Entries<'s> {
        let start = self.open();
        let spoiled = self.spoiled;
        let entries = self.entry_list();
        self.spoiled = spoiled;
        let span = self.close(start);
        Entries { entries, span }
    }

    fn entry_list(&mut self) -> Vec<Entry<'s>> {
        let mut entries = Vec::new();
        loop {
            match self.next {
                Event::Open(Rule::doc, _) => {
                    let doc = self.doc();
                    entries.extend(self.dangling(&[doc]).map(Entry::Broken));
                }
                Event::Open(Rule::line, _) => entries.push(self.entry()),
                Event::Open(..) | Event::Close(_) => break,
            }
        }
        entries
    }

    fn entry(&mut self) -> Entry<'s> {
        self.spoiled = false;
        let lines = self.lines();
        let start = lines.first.span;
        let (entry, span) = match self.next {
            Event::Open(Rule::arrow, _) => {
                let branch = self.branch(lines);
                let span = branch.span();
                (Entry::Branch(branch), span)
            }
            _ => match self.property(lines) {
                Ok(property) => {
                    let span = property.span();
                    (Entry::Property(property), span)
                }
                Err(span) => return Entry::Broken(span),
            },
        };
        if self.spoiled {
            return Entry::Broken(start.join(span));
        }
        entry
    }

    fn property(&mut self, lines: Lines<'s>) -> Result<Property<'s>, Span> {
        let line = &lines.first;
        let span = lines
            .others
            .last()
            .map_or(line.span, |last| line.span.join(last.span));
        if !matches!(self.next, Event::Open(Rule::colon, _)) {
            return self.without_colon(lines, span);
        }
        self.only_one(&lines);
        let key = self.key(lines.first);
        let colon = self.leaf();
        let Some(value) = self.adjacent(colon).then(|| self.value()).flatten() else {
            self.error(
                Diagnostic::new(
                    &names::SYNTAX_ERROR,
                    span.join(colon),
                    format!("`{}` has no value", key.text),
                )
                .help("write the value on the same line, behind the colon"),
            );
            return Err(span.join(colon));
        };
        Ok(Property { key, value })
    }

    fn without_colon(&mut self, lines: Lines<'s>, span: Span) -> Result<Property<'s>, Span> {
        let Lines { first, others } = lines;
        let written = span.of(self.text);
        if let (true, Some(Operator::Equal), Some(literal), false) = (
            others.is_empty(),
            first.operator,
            &first.literal,
            first.words.is_empty(),
        ) {
            let value = literal.span.of(self.text);
            self.sink.push(
                Diagnostic::new(
                    &names::FOREIGN_SYNTAX,
                    first.span,
                    format!("`{written}` sets nothing"),
                )
                .help(format!(
                    "a property has a colon: `{}: {value}`",
                    first.words.text()
                )),
            );
            let literal = first.literal.clone();
            let value = Value::Line(Line {
                words: Words {
                    raw: "",
                    span: literal.as_ref().map_or(span, |literal| literal.span.head()),
                },
                operator: None,
                span: literal.as_ref().map_or(span, |literal| literal.span),
                literal,
            });
            let key = self.key(Line {
                span: first.words.span,
                operator: None,
                literal: None,
                ..first
            });
            return Ok(Property { key, value });
        }
        self.error(
            Diagnostic::new(
                &names::SYNTAX_ERROR,
                span,
                format!("`{written}` is neither a property nor a branch"),
            )
            .help("between a block's braces stand `name: value` and `case -> target`"),
        );
        Err(span)
    }

    fn key(&mut self, line: Line<'s>) -> Key<'s> {
        match (line.words.is_empty(), line.operator, line.literal) {
            (false, None, None) => Key {
                text: line.words.text(),
                quoted: false,
                span: line.words.span,
            },
            (
                true,
                None,
                Some(Literal {
                    kind: LiteralKind::String(text),
                    span,
                }),
            ) => Key {
                text,
                quoted: true,
                span,
            },
            _ => {
                let written = line.span.of(self.text);
                self.error(
                    Diagnostic::new(
                        &names::SYNTAX_ERROR,
                        line.span,
                        format!("`{written}` cannot be the name of a property"),
                    )
                    .help("a name is words, or one string"),
                );
                Key {
                    text: Cow::Borrowed(written),
                    quoted: false,
                    span: line.span,
                }
            }
        }
    }

    fn value(&mut self) -> Option<Value<'s>> {
        match self.next {
            Event::Open(Rule::line, _) => {
                let lines = self.lines();
                self.only_one(&lines);
                Some(Value::Line(lines.first))
            }
            Event::Open(Rule::list, _) => {
                let start = self.open();
                let mut values = Vec::new();
                while let Some(value) = self.value() {
                    values.push(value);
                }
                let span = self.close(start);
                Some(Value::List(values, span))
            }
            Event::Open(Rule::map, _) => {
                let start = self.open();
                let mut properties = Vec::new();
                while let Event::Open(Rule::line, _) = self.next {
                    let lines = self.lines();
                    properties.extend(self.property(lines));
                }
                let span = self.close(start);
                Some(Value::Map(properties, span))
            }
            Event::Open(..) | Event::Close(_) => None,
        }
    }

    fn branch(&mut self, lines: Lines<'s>) -> Branch<'s> {
        let mut cases = Vec::with_capacity(1 + lines.others.len());
        self.cases(lines.first, &mut cases);
        for other in lines.others {
            self.cases(other, &mut cases);
        }
        let target = self.arrow();
        Branch { cases, target }
    }

    /// The cases of `in hours or = "x"`; the last has the literal of the line.
    fn cases(&mut self, line: Line<'s>, cases: &mut Vec<Line<'s>>) {
        let mut rest = line.words;
        while let Some((before, behind)) = rest.split_at_word("or") {
            if before.is_empty() {
                self.lonely_or(rest.span);
            }
            cases.push(Line {
                words: before,
                operator: None,
                literal: None,
                span: before.span,
            });
            rest = behind;
        }
        if rest.is_empty() && line.operator.is_none() && line.literal.is_none() {
            self.lonely_or(rest.span);
        }
        cases.push(Line {
            words: rest,
            span: rest.span.join(
                line.literal
                    .as_ref()
                    .map_or(rest.span, |literal| literal.span),
            ),
            ..line
        });
    }

    fn lonely_or(&mut self, span: Span) {
        self.error(
            Diagnostic::new(&names::SYNTAX_ERROR, span, "`or` has no case beside it")
                .help("write a case on both sides: `error or timeout -> again`"),
        );
    }

    fn arrow(&mut self) -> Target<'s> {
        let arrow = self.leaf();
        if arrow.of(self.text) == "=>" {
            self.sink.push(
                Diagnostic::new(&names::FOREIGN_SYNTAX, arrow, "`=>` is no arrow of Ebb")
                    .help("write `->`"),
            );
        }
        match self.next {
            Event::Open(Rule::items, _) => {
                let spoiled = self.spoiled;
                let items = self.items();
                self.spoiled = spoiled;
                Target::Items(items)
            }
            Event::Open(Rule::line, _) if self.adjacent(arrow) => {
                let lines = self.lines();
                self.only_one(&lines);
                Target::Block(Box::new(self.block(lines.first)))
            }
            Event::Open(..) | Event::Close(_) => self.points_nowhere(arrow),
        }
    }

    fn points_nowhere(&mut self, arrow: Span) -> Target<'s> {
        self.error(
            Diagnostic::new(
                &names::MISPLACED_ARROW,
                arrow,
                "the arrow points to nothing",
            )
            .help("write its target on the same line: a label, `next`, `none`, a block, or `{`"),
        );
        Target::Block(Box::new(Block {
            line: Line {
                words: Words {
                    raw: "",
                    span: arrow,
                },
                operator: None,
                literal: None,
                span: arrow,
            },
            entries: None,
        }))
    }

    fn lines(&mut self) -> Lines<'s> {
        let first = self.line();
        let mut others = Vec::new();
        while matches!(self.next, Event::Open(Rule::also, _)) {
            others.push(self.line());
        }
        Lines { first, others }
    }

    /// Reports alternatives where there are no cases.
    fn only_one(&mut self, lines: &Lines<'s>) {
        if let Some(other) = lines.others.first() {
            self.error(
                Diagnostic::new(
                    &names::SYNTAX_ERROR,
                    other.span,
                    "`or` joins the cases of a branch, and this is none",
                )
                .help("write two lines"),
            );
        }
    }

    fn line(&mut self) -> Line<'s> {
        self.open();
        let (Event::Open(_, start) | Event::Close(start)) = self.next;
        let words = match self.next {
            Event::Open(Rule::words, _) => {
                let span = self.leaf();
                Words {
                    raw: span.of(self.text),
                    span,
                }
            }
            Event::Open(_, at) | Event::Close(at) => Words {
                raw: "",
                span: self.span(at, at),
            },
        };
        let operator = match self.next {
            Event::Open(Rule::operator, _) => self.operator(),
            Event::Open(..) | Event::Close(_) => None,
        };
        let literal = match self.next {
            Event::Open(rule, _) => Some(self.literal(rule)),
            Event::Close(_) => None,
        };
        let span = self.close(start);
        Line {
            words,
            operator,
            literal,
            span,
        }
    }

    fn operator(&mut self) -> Option<Operator> {
        let span = self.leaf();
        match span.of(self.text) {
            "=" => Some(Operator::Equal),
            ">" => Some(Operator::Greater),
            ">=" => Some(Operator::GreaterOrEqual),
            "<" => Some(Operator::Less),
            "<=" => Some(Operator::LessOrEqual),
            "==" => {
                self.sink.push(
                    Diagnostic::new(&names::FOREIGN_SYNTAX, span, "`==` is no sign of Ebb")
                        .help("write one `=`"),
                );
                Some(Operator::Equal)
            }
            _ => {
                self.error(
                    Diagnostic::new(&names::FOREIGN_SYNTAX, span, "`!=` is no sign of Ebb")
                        .help("draw the equal case first, then `default -> …` for all the others"),
                );
                None
            }
        }
    }

    fn literal(&mut self, rule: Rule) -> Literal<'s> {
        let span = self.leaf();
        let raw = span.of(self.text);
        let kind = match rule {
            Rule::string => literal::string(raw).map(LiteralKind::String),
            Rule::text => Ok(LiteralKind::Text(literal::text(raw))),
            Rule::number => literal::quantity(raw),
            Rule::digit => Ok(LiteralKind::Key(if raw == "*" { '*' } else { '#' })),
            Rule::quoted => Ok(self.single_quoted(raw, span)),
            _ => Ok(LiteralKind::Reference(raw)),
        };
        let kind = kind.unwrap_or_else(|fault| {
            self.error(literal_finding(&fault, raw, span));
            LiteralKind::Number(raw)
        });
        Literal { kind, span }
    }

    fn single_quoted(&mut self, raw: &'s str, span: Span) -> LiteralKind<'s> {
        let inner = raw.trim_matches('\'');
        self.sink.push(
            Diagnostic::new(
                &names::FOREIGN_SYNTAX,
                span,
                format!("`{raw}` is in single quotes"),
            )
            .help(format!("write `\"{inner}\"`")),
        );
        LiteralKind::String(Cow::Borrowed(inner))
    }

    fn doc(&mut self) -> Doc<'s> {
        let span = self.leaf();
        let text = span.of(self.text);
        Doc {
            text: text.strip_prefix("///").unwrap_or(text).trim(),
            span,
        }
    }

    fn error(&mut self, finding: Diagnostic) {
        self.spoiled = true;
        self.sink.push(finding);
    }

    /// Enters a rule that holds others and gives its start.
    fn open(&mut self) -> u32 {
        let start = match self.next {
            Event::Open(_, at) | Event::Close(at) => at,
        };
        self.advance();
        start
    }

    /// Leaves the rule entered at `start`.
    fn close(&mut self, start: u32) -> Span {
        let end = match self.next {
            Event::Open(_, at) | Event::Close(at) => at,
        };
        self.advance();
        self.span(start, end)
    }

    /// Takes a rule that holds no other.
    fn leaf(&mut self) -> Span {
        let start = self.open();
        self.close(start)
    }

    /// Goes on to the next token; comments and semicolons are taken on the way.
    fn advance(&mut self) {
        loop {
            self.next = self.read();
            let Event::Open(rule @ (Rule::comment | Rule::remark | Rule::semicolon), start) =
                self.next
            else {
                return;
            };
            let (Event::Open(_, end) | Event::Close(end)) = self.read();
            self.trivia(rule, self.span(start, end));
        }
    }

    fn read(&mut self) -> Event {
        match self.tokens.next() {
            Some(Token::Start { rule, pos }) => Event::Open(rule, self.at(pos.pos())),
            Some(Token::End { pos, .. }) => Event::Close(self.at(pos.pos())),
            None => Event::Close(self.at(self.text.len())),
        }
    }

    fn at(&self, position: usize) -> u32 {
        // INVARIANT: sources are at most 64 MiB.
        self.base
            .saturating_add(u32::try_from(position).unwrap_or(u32::MAX))
    }

    fn trivia(&mut self, rule: Rule, span: Span) {
        match rule {
            Rule::comment => self.comment(span),
            Rule::remark => self.sink.push(
                Diagnostic::new(
                    &names::FOREIGN_SYNTAX,
                    span,
                    "`/* … */` is no comment of Ebb",
                )
                .help("start each line of a comment with `//`"),
            ),
            _ => self.sink.push(
                Diagnostic::new(&names::FOREIGN_SYNTAX, span, "`;` ends nothing")
                    .help("leave it out: a new line ends a line"),
            ),
        }
    }

    fn comment(&mut self, span: Span) {
        let trimmed = span.of(self.text).trim_end();
        let length = u32::try_from(trimmed.len()).unwrap_or(u32::MAX);
        let before = self.text.get(..span.start as usize).unwrap_or("");
        let line = before.rsplit('\n').next().unwrap_or("");
        self.comments.push(Comment {
            span: Span::new(self.id, span.start, span.start.saturating_add(length)),
            own_line: line.trim_start_matches('\u{FEFF}').trim().is_empty(),
        });
    }

    fn span(&self, start: u32, end: u32) -> Span {
        Span::new(self.id, start, end)
    }

    fn between(&self, start: u32, end: u32) -> &'s str {
        self.span(start, end).of(self.text)
    }

    /// Whether only blanks stand between `span` and what comes next.
    fn adjacent(&self, span: Span) -> bool {
        let (Event::Open(_, at) | Event::Close(at)) = self.next;
        self.between(span.end, at)
            .bytes()
            .all(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
    }
}

fn kind_span(kind: &ItemKind<'_>) -> Option<Span> {
    match kind {
        ItemKind::Jump(target) => Some(target.span()),
        ItemKind::Branch(branch) => Some(branch.span()),
        ItemKind::Block(block) => Some(block.span()),
        ItemKind::Broken(span) => Some(*span),
        ItemKind::Nothing => None,
    }
}

fn literal_finding(fault: &Fault, raw: &str, span: Span) -> Diagnostic {
    let finding = |span, message: String| Diagnostic::new(&names::WRONG_LITERAL, span, message);
    match fault {
        Fault::Escape(start, end) => {
            let shift = |bytes: &usize| {
                span.start
                    .saturating_add(u32::try_from(*bytes).unwrap_or(u32::MAX))
            };
            finding(
                Span::new(span.file, shift(start), shift(end)),
                format!(
                    "`{}` stands for nothing",
                    raw.get(*start..*end).unwrap_or("\\")
                ),
            )
            .help("write `\\\\` for a backslash; there are `\\\"`, `\\n`, `\\t` and `\\u{1F600}`")
        }
        Fault::Unit => finding(span, format!("`{raw}` is neither a number nor a time span"))
            .help("time spans are written `90s`, `15m`, `12h`, `1d` or `1h30m`"),
        Fault::TooLarge => finding(span, format!("`{raw}` is too large"))
            .help("nothing in Amazon Connect lasts as long or counts as far"),
    }
}
