//! Connect JSON as a program.
//!
//! A document is read straight into a [`Flow`](crate::program::Flow), with a span into
//! the JSON for whatever may be wrong with it. What is no flow is refused with the
//! reason; a flow is always read, and what the service would refuse in it is reported:
//! everything that the rows of the catalogue say about an action, and no more.
//!
//! What gets lost: where blocks stand on the canvas, notes that belong to no block, and
//! keys that are not part of the Flow language.

mod demands;
mod envelope;
mod flow;
mod json;
mod legacy;
mod metadata;
pub mod names;
mod parameters;
mod rows;
mod transitions;
mod values;
mod written;

use crate::diag::{Diagnostic, Sink};
use crate::program::{Builder, FlowId};
use crate::source::{FileId, Span};
use envelope::Envelope;
use flow::Reader;
use json::{Object, Places};

/// Reads a Connect JSON document: an export of the console, old or new, the content of a
/// flow or a module, or the answer of `describe-contact-flow`.
///
/// `name` is what people call the file; a flow that does not say its own name is called
/// as the file is. Nothing comes back for a document that is no flow, which is reported.
pub fn read(
    builder: &mut Builder,
    file: FileId,
    name: &str,
    text: &str,
    sink: &mut Sink,
) -> Option<FlowId> {
    let places = Places::new(file, text);
    let mut into = Into {
        builder,
        sink,
        name,
    };
    let read = match envelope::open(text, &places) {
        Ok(Envelope::Bare(root)) => {
            into.flow(&Object::default(), &root, &places, places.span(0, 0))
        }
        Ok(Envelope::Answer {
            about,
            quoted,
            content,
        }) => {
            let inside = places.inside(quoted, &content);
            envelope::parse(&content, &inside)
                .and_then(|root| into.flow(&about, &root, &inside, places.of(quoted)))
        }
        Err(refusal) => Err(refusal),
    };
    read.map_err(|refusal| sink.push(*refusal)).ok()
}

/// Where what is read goes.
struct Into<'b> {
    builder: &'b mut Builder,
    sink: &'b mut Sink,
    name: &'b str,
}

impl Into<'_> {
    /// Reads one flow. `about` is what stands around its content, `whole` where that is.
    fn flow(
        &mut self,
        about: &Object<'_>,
        root: &Object<'_>,
        places: &Places<'_>,
        whole: Span,
    ) -> Result<FlowId, Box<Diagnostic>> {
        let Some(modules) = legacy::modules(root) else {
            return Reader::new(self.builder, self.sink, places, about, self.name)
                .flow(root, whole);
        };
        let message =
            "this is an export of the old flow designer, which Amazon Connect no longer takes";
        let finding = Diagnostic::new(&names::LEGACY_EXPORT, places.of(modules.name), message);
        self.sink
            .push(finding.help("it is read as what its blocks are called today"));
        let (text, pieces) = legacy::translate(root, places, self.sink).into_parts();
        let places = places.made(&text, pieces);
        let root = envelope::parse(&text, &places)?;
        Reader::new(self.builder, self.sink, &places, about, self.name)
            .of_the_old_designer()
            .flow(&root, whole)
    }
}
