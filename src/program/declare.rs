//! First look at a source: which flows and resources it defines.

use super::builder::Builder;
use super::contract;
use super::flow::{Flow, FlowId, Origin, Resource};
use super::mention::known_in;
use super::names;
use super::reference;
use crate::catalogue::{FlowKind, ResourceKind};
use crate::diag::{Diagnostic, Sink};
use crate::id::IndexVec;
use crate::source::Span;
use crate::syntax::tree::{Doc, File, Line, LiteralKind, Section, Top, Words};
use crate::text;
use std::sync::Arc;

impl Builder {
    /// Declares every resource and flow of a source. Bodies are left for
    /// [`lower`](Self::lower); tests are left alone.
    pub fn declare(&mut self, file: &File<'_>, sink: &mut Sink) {
        for top in &file.tops {
            match top {
                Top::Resource(resource) => self.declare_line(&resource.line, sink),
                Top::Section(section) if is_test(section) => {}
                Top::Section(section) => self.declare_flow(section, sink),
                Top::Broken(_) => {}
            }
        }
    }

    fn declare_line(&mut self, line: &Line<'_>, sink: &mut Sink) {
        let Some((kind, name)) = kind_and_name(line.words) else {
            sink.push(nameless(line, "a resource"));
            return;
        };
        let said = kind.text();
        let Some(kind) = ResourceKind::ALL
            .into_iter()
            .find(|known| known.words() == said)
        else {
            sink.push(unknown_resource_kind(line, &said));
            return;
        };
        if let Some(operator) = line.operator {
            let message = format!("`{}` stands before the quotes", operator.sign());
            let finding = Diagnostic::new(&names::WRONG_VALUE, line.span, message);
            sink.push(finding.help(format!("leave it out: `{} \"…\"`", line.words.text())));
        }
        let title = if kind == ResourceKind::Text {
            said_without_environment(line, name, sink)
        } else {
            title(line, sink)
        };
        let resource = Resource {
            kind,
            name: name.raw.to_owned(),
            title,
            id: None,
            span: Some(name.span),
            flow: None,
        };
        self.declare_resource(resource, name.span, sink);
    }

    fn declare_flow(&mut self, section: &Section<'_>, sink: &mut Sink) {
        let line = &section.line;
        let Some((kind, name)) = kind_and_name(line.words) else {
            sink.push(nameless(line, "a flow"));
            return;
        };
        let said = kind.text();
        let Some(kind) = FlowKind::ALL
            .into_iter()
            .find(|known| known.words() == said)
        else {
            sink.push(unknown_flow_kind(line, &said));
            return;
        };
        let title = title(line, sink);
        let flow = Flow {
            name: name.raw.to_owned(),
            title: title.clone().unwrap_or_else(|| name.raw.to_owned()),
            kind: Some(kind),
            description: text_of(&section.docs),
            origin: Origin::Ebb,
            span: name.span,
            blocks: IndexVec::new(),
            start: None,
            contract: (kind == FlowKind::Module)
                .then(|| contract::read(&section.items.items, sink))
                .flatten(),
            chat_duration: None,
            canvas: None,
            broken: false,
        };
        let id = self.add_flow(flow);
        self.stand_for(id, kind, title, name.span, sink);
        Arc::make_mut(&mut self.by_head).insert(line.span, id);
    }

    /// The resource that other flows name a flow by.
    fn stand_for(
        &mut self,
        flow: FlowId,
        kind: FlowKind,
        title: Option<String>,
        span: Span,
        sink: &mut Sink,
    ) {
        let kind = match kind {
            FlowKind::Module => ResourceKind::Module,
            FlowKind::Inbound
            | FlowKind::Disconnect
            | FlowKind::CustomerQueue
            | FlowKind::CustomerHold
            | FlowKind::CustomerWhisper
            | FlowKind::OutboundWhisper
            | FlowKind::AgentHold
            | FlowKind::AgentWhisper
            | FlowKind::TransferToAgent
            | FlowKind::TransferToQueue
            | FlowKind::Campaign => ResourceKind::Flow,
        };
        let resource = Resource {
            kind,
            name: self.program.flows[flow].name.clone(),
            title,
            id: None,
            span: Some(span),
            flow: Some(flow),
        };
        self.declare_resource(resource, span, sink);
    }
}

/// Whether a section is a test or steps that tests share, which no flow is made of.
#[must_use]
pub fn is_test(section: &Section<'_>) -> bool {
    matches!(section.line.words.raw, "test" | "steps")
}

/// Whether nobody looks into the braces of a section before blocks are made of it: what a
/// module takes and gives is declared by them, and tests are left alone.
#[must_use]
pub fn can_wait(section: &Section<'_>) -> bool {
    let kind = section.line.words.iter().next();
    !is_test(section) && kind != Some(FlowKind::Module.words())
}

/// The lines of a description, as one text.
pub(super) fn text_of(docs: &[Doc<'_>]) -> Option<String> {
    let lines: Vec<&str> = docs.iter().map(|doc| doc.text).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn kind_and_name<'s>(words: Words<'s>) -> Option<(Words<'s>, Words<'s>)> {
    let last = words.iter().count().checked_sub(1)?;
    (last > 0).then(|| (words.upto(last), words.from(last)))
}

fn title(line: &Line<'_>, sink: &mut Sink) -> Option<String> {
    let literal = line.literal.as_ref()?;
    match &literal.kind {
        LiteralKind::String(title) if title.trim().is_empty() => {
            let finding = Diagnostic::new(&names::WRONG_VALUE, literal.span, "a name is empty");
            sink.push(
                finding.help("leave it out: then it is called in Connect as it is called here"),
            );
            None
        }
        LiteralKind::String(title) => Some(title.to_string()),
        LiteralKind::Text(_)
        | LiteralKind::Reference(_)
        | LiteralKind::Duration(_)
        | LiteralKind::Percent(_)
        | LiteralKind::Number(_)
        | LiteralKind::Key(_) => {
            let finding = Diagnostic::new(
                &names::WRONG_VALUE,
                literal.span,
                "what something is called in Connect stands in quotes",
            );
            sink.push(finding.help("for example `queue support \"BasicQueue\"`"));
            None
        }
    }
}

/// What a text says where no environment chooses.
fn said_without_environment(line: &Line<'_>, name: Words<'_>, sink: &mut Sink) -> Option<String> {
    let name = name.text();
    let wrong = |span: Span, message: String| {
        let finding = Diagnostic::new(&names::WRONG_VALUE, span, message);
        finding.help(format!(
            "write in quotes what it says where no environment chooses: `text {name} \"…\"`"
        ))
    };
    match line.literal.as_ref().map(|literal| &literal.kind) {
        Some(LiteralKind::String(text) | LiteralKind::Text(text)) if !text.is_empty() => {
            sink.extend(reference::check_text(text, line.span));
            if let Some(reference) = known_in(text) {
                let message = format!("a text is the same in all chats, and `{reference}` is not");
                sink.push(
                    Diagnostic::new(&names::WRONG_VALUE, line.span, message)
                        .help("name the reference in the block itself, or keep it in an attribute"),
                );
            }
            return Some(text.to_string());
        }
        Some(_) => sink.push(wrong(line.span, format!("`{name}` says no text"))),
        None => sink.push(wrong(line.span, format!("the text `{name}` says nothing"))),
    }
    None
}

fn nameless(line: &Line<'_>, what: &str) -> Diagnostic {
    Diagnostic::new(
        &names::UNKNOWN_KIND,
        line.span,
        format!("{what} has a kind and a name, and here is only one word"),
    )
    .help("write for example `queue support \"BasicQueue\"` or `inbound flow welcome { … }`; the name is one word without quotes")
}

fn unknown_resource_kind(line: &Line<'_>, said: &str) -> Diagnostic {
    let kinds = ResourceKind::ALL.map(ResourceKind::words);
    let finding = Diagnostic::new(
        &names::UNKNOWN_KIND,
        line.words.span,
        format!("`{said}` is no kind of resource"),
    );
    if FlowKind::ALL.iter().any(|kind| kind.words() == said) || said == "test" {
        return finding.help(format!(
            "a {said} has its blocks in braces: `{} {{ … }}`",
            line.words.text()
        ));
    }
    if crate::catalogue::row_of_phrase(line.words.iter()).is_some() {
        return finding.help("a block stands between the braces of a flow; is a `}` too early?");
    }
    finding.help(match text::nearest(said, kinds) {
        Some(kind) => format!("did you mean `{kind}`?"),
        None => format!("the kinds are {}", text::and_ticked(kinds)),
    })
}

fn unknown_flow_kind(line: &Line<'_>, said: &str) -> Diagnostic {
    let kinds = FlowKind::ALL.map(FlowKind::words);
    let finding = Diagnostic::new(
        &names::UNKNOWN_KIND,
        line.words.span,
        format!("`{said}` is no kind of flow"),
    );
    if ResourceKind::ALL
        .iter()
        .any(|kind| kind.words() == said && said != "flow")
    {
        return finding.help(format!("a {said} is declared on one line, without braces"));
    }
    finding.help(match (said, text::nearest(said, kinds)) {
        ("flow" | "contact flow", _) => "did you mean `inbound flow`?".to_owned(),
        (_, Some(kind)) => format!("did you mean `{kind}`?"),
        (_, None) => format!("the kinds are {}", text::and_ticked(kinds)),
    })
}
