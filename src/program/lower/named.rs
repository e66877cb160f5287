//! Words that name what is declared.

use super::Lowering;
use super::values::what_it_takes;
use crate::catalogue::{ResourceKind, Shape};
use crate::diag::Diagnostic;
use crate::program::{ResourceId, names};
use crate::source::Span;
use crate::text;

impl Lowering<'_, '_> {
    /// The resource of one of these kinds with this name.
    pub(super) fn resource(&self, kinds: &[ResourceKind], name: &str) -> Option<ResourceId> {
        kinds
            .iter()
            .find_map(|kind| self.builder.by_name.get(&(*kind, name.to_owned())))
            .copied()
    }

    /// Whether anything is declared with this name.
    pub(super) fn is_declared(&self, name: &str) -> bool {
        self.resource(&ResourceKind::ALL, name).is_some()
    }

    /// A name that nothing of these kinds has.
    pub(super) fn unknown_name(
        &self,
        kinds: &[ResourceKind],
        name: &str,
        span: Span,
    ) -> Diagnostic {
        let words: Vec<&str> = kinds.iter().map(|kind| kind.words()).collect();
        let what = words.join(" or ");
        let finding = Diagnostic::new(
            &names::UNKNOWN_NAME,
            span,
            format!("no {what} is called `{name}`"),
        );
        let known = self
            .builder
            .by_name
            .keys()
            .filter(|(kind, _)| kinds.contains(kind))
            .map(|(_, name)| name.as_str());
        if let Some(near) = text::nearest(name, known) {
            return finding.help(format!("did you mean `{near}`?"));
        }
        let other = self.builder.by_name.keys().find(|(_, other)| other == name);
        finding.help(match (other, kinds) {
            (Some((kind, _)), _) => format!("`{name}` is {}, and {} belongs here", text::a(kind.words()), text::a(&what)),
            (None, [ResourceKind::Flow, ..]) => format!(
                "define it with `inbound flow {name} {{ … }}`, or declare one outside this project with `flow {name}`"
            ),
            (None, _) => format!(
                "declare it at the top of a file: `{} {name} \"its name in Connect\"`",
                words.first().unwrap_or(&"queue")
            ),
        })
    }

    /// A word that stands where a text belongs, and is the name of none.
    pub(super) fn no_text(&self, word: &str, span: Span) -> Diagnostic {
        let takes = what_it_takes(Shape::Text);
        let message = format!("this has to be {takes}; `{word}` stands there without quotes");
        let finding = Diagnostic::new(&names::WRONG_VALUE, span, message);
        finding.help(match self.near_text(word) {
            Some(near) => near,
            None => "text stands in quotes".to_owned(),
        })
    }

    /// The question whether the text of a name like this is meant.
    pub(super) fn near_text(&self, word: &str) -> Option<String> {
        let names = self.builder.by_name.keys();
        let texts = names.filter(|(kind, _)| *kind == ResourceKind::Text);
        let near = text::nearest(word, texts.map(|(_, name)| name.as_str()))?;
        Some(format!("did you mean the text `{near}`?"))
    }
}
