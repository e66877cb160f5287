//! Connect JSON as a program.
//!
//! A document may hold a flow, an answer of the API with a flow in it, an export of the
//! old designer, or a template with several flows; all but the first are unwrapped or
//! written anew first, and keep their places. A flow is read straight into a [`Flow`](crate::program::Flow), with a span into
//! the JSON for whatever may be wrong with it. What is no flow is refused with the
//! reason; a flow is always read, and what the service would refuse in it is reported:
//! everything that the rows of the catalogue say about an action, and no more.
//!
//! What gets lost: where blocks stand on the canvas, notes that belong to no block, and
//! keys that are not part of the Flow language.

mod canon;
pub mod data;
mod demands;
mod envelope;
mod flow;
mod json;
mod legacy;
mod metadata;
pub mod names;
mod parameters;
mod rows;
mod template;
mod transitions;
mod values;
mod written;

use crate::diag::{Diagnostic, Rule, Sink};
use crate::program::{Builder, FlowId};
use crate::source::{FileId, Span};
pub use canon::canonical;
use envelope::{About, Envelope, Wrapped};
use flow::Reader;
use json::{Document, Object, Places};

/// Reads the flows of a JSON document: an export of the console, old or new, the content
/// of a flow or a module, the answer of `describe-contact-flow`, a CloudFormation template
/// or Terraform in JSON. Only the last two hold more than one.
///
/// `name` is what people call the file; a flow that does not say its own name is called
/// as the file is. Nothing comes back for a document that holds no flow, which is reported.
pub fn read(
    builder: &mut Builder,
    file: FileId,
    name: &str,
    text: &str,
    sink: &mut Sink,
) -> Vec<FlowId> {
    let places = Places::new(file, text);
    let mut into = Into {
        builder,
        sink,
        name,
    };
    let read = match envelope::parse(text, &places) {
        Ok(document) => into.all(&document, &places),
        Err(refusal) => vec![Err(refusal)],
    };
    let keep =
        |read: Result<FlowId, Box<Diagnostic>>| read.map_err(|refusal| sink.push(*refusal)).ok();
    read.into_iter().filter_map(keep).collect()
}

/// Whether a finding says that a part of a document was read as something else than it says.
#[must_use]
pub fn is_changed(rule: &'static Rule) -> bool {
    [
        &names::DEEP_NESTING,
        &names::DUPLICATE_IDENTIFIER,
        &names::DUPLICATE_KEY,
        &names::LEGACY_BLOCK,
    ]
    .iter()
    .any(|changed| std::ptr::eq(*changed, rule))
}

/// Where what is read goes.
struct Into<'b> {
    builder: &'b mut Builder,
    sink: &'b mut Sink,
    name: &'b str,
}

impl Into<'_> {
    /// Reads every flow of a document.
    fn all<'a>(
        &mut self,
        document: &'a Document<'a>,
        places: &Places<'a>,
    ) -> Vec<Result<FlowId, Box<Diagnostic>>> {
        match envelope::open(document, places) {
            Ok(Envelope::Bare(root)) => {
                let whole = places.span(0, 0);
                vec![self.flow(&About::default(), false, &root, places, whole)]
            }
            Ok(Envelope::Wrapped(flows)) => flows
                .into_iter()
                .map(|flow| self.wrapped(&flow?, places))
                .collect(),
            Err(refusal) => vec![Err(refusal)],
        }
    }

    /// Reads a flow whose content is a text of its own.
    fn wrapped(
        &mut self,
        flow: &Wrapped<'_>,
        places: &Places<'_>,
    ) -> Result<FlowId, Box<Diagnostic>> {
        let inside = places.inside(flow.quoted, &flow.content);
        let document = envelope::parse(&flow.content, &inside)?;
        let root = envelope::root(&document, &inside)?;
        let whole = places.of(flow.quoted);
        self.flow(&flow.about, flow.is_module, &root, &inside, whole)
    }

    /// Reads one flow. `about` is what stands around its content, `whole` where that is.
    fn flow(
        &mut self,
        about: &About<'_>,
        is_module: bool,
        root: &Object<'_>,
        places: &Places<'_>,
        whole: Span,
    ) -> Result<FlowId, Box<Diagnostic>> {
        let Some(modules) = legacy::modules(root) else {
            return Reader::new(self.builder, self.sink, places, about, self.name)
                .of_a_module(is_module)
                .flow(root, whole);
        };
        let message =
            "this is an export of the old flow designer, which Amazon Connect no longer takes";
        let finding = Diagnostic::new(&names::LEGACY_EXPORT, places.of(modules.name), message);
        self.sink
            .push(finding.help("it is read as what its blocks are called today"));
        let (text, pieces) = legacy::translate(root, places, self.sink).into_parts();
        let places = places.made(&text, pieces);
        let document = envelope::parse(&text, &places)?;
        let root = envelope::root(&document, &places)?;
        Reader::new(self.builder, self.sink, &places, about, self.name)
            .of_the_old_designer()
            .flow(&root, whole)
    }
}
