//! What there is beside sources: files that they name, `data: file "views/form.json"`, and texts
//! that an environment chooses.

use crate::diag::Diagnostic;
use crate::import::data;
use crate::program::{Value, names};
use crate::source::{SourceMap, Span};
use std::collections::BTreeMap;

/// Reads the text of a file: the name of the source that asks for it, the path that it
/// names, relative to the source. Otherwise a sentence that says why there is none.
pub type ReadBeside<'r> = dyn Fn(&str, &str) -> Result<String, String> + Sync + 'r;

/// What there is beside sources.
pub struct Beside<'b> {
    /// Reads the files that they name.
    pub read: &'b ReadBeside<'b>,
    /// What the texts that they declare say, where an environment chooses, by their names.
    pub texts: &'b BTreeMap<String, String>,
}

impl Beside<'_> {
    /// Nothing at all.
    pub const NOTHING: Beside<'static> = Beside {
        read: &none,
        texts: &BTreeMap::new(),
    };
}

impl<'b> Beside<'b> {
    /// Files alone.
    #[must_use]
    pub const fn files(read: &'b ReadBeside<'b>) -> Self {
        Self {
            read,
            texts: Beside::NOTHING.texts,
        }
    }
}

/// The JSON of a file, or the finding about it at the place that names it.
pub(super) fn json(
    sources: &SourceMap,
    read: &ReadBeside<'_>,
    path: &str,
    span: Span,
) -> Result<Value, Box<Diagnostic>> {
    let source = sources.file(span.file).name();
    let wrong = |message: String| Diagnostic::new(&names::DATA_FILE, span, message);
    let text = read(source, path).map_err(|why| {
        let help = "the path begins at the folder of this source";
        Box::new(wrong(why).help(help))
    })?;
    data::read(&text).map_err(|why| {
        let finding = wrong(format!("`{path}` is not JSON: {why}"));
        Box::new(finding.help("correct the file; it holds one JSON value, such as `{ … }`"))
    })
}

/// Where nobody reads files.
pub(super) fn none(_source: &str, path: &str) -> Result<String, String> {
    Err(format!(
        "nobody reads files here, so `{path}` cannot be read"
    ))
}
