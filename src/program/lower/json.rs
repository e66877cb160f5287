//! Values that are JSON: written in place, or taken from a file.

use super::Lowering;
use crate::catalogue::{Json, ResourceKind, Shape};
use crate::diag::Diagnostic;
use crate::program::{Value, names, reference};
use crate::source::Span;
use crate::syntax::tree::{self, Line, Literal, LiteralKind};

/// The word before the path of a file.
const FILE: &str = "file";

impl<'s> Lowering<'_, 's> {
    /// JSON of a kind, or a reference that stands for it; nothing where it is wrong, which
    /// is then reported.
    pub(super) fn json_of(&mut self, kind: Json, value: &tree::Value<'s>) -> Option<Value> {
        let read = self.json(value)?;
        let fits = match kind {
            Json::Any => true,
            Json::Object => matches!(read, Value::Map(_) | Value::Reference(_)),
            Json::List => matches!(read, Value::List(_) | Value::Reference(_)),
        };
        if fits {
            return Some(read);
        }
        let what = if matches!(read, Value::Map(_)) {
            "this is something in braces"
        } else if matches!(read, Value::List(_)) {
            "this is something in brackets"
        } else {
            "this is a single value"
        };
        self.wrong(value.span(), Shape::Json(kind), what)
    }

    /// Any JSON.
    pub(super) fn json(&mut self, value: &tree::Value<'s>) -> Option<Value> {
        match value {
            tree::Value::List(list, _) => {
                let mut elements = Vec::with_capacity(list.len());
                for element in list {
                    elements.push(self.json(element)?);
                }
                Some(Value::List(elements))
            }
            tree::Value::Map(entries, _) => {
                Some(Value::Map(self.map(Shape::Json(Json::Any), entries)))
            }
            tree::Value::Line(line) => self.json_line(line),
        }
    }

    fn json_line(&mut self, line: &Line<'s>) -> Option<Value> {
        let words = line.words.text();
        match (words.as_ref(), &line.literal) {
            ("true", None) => Some(Value::RawBool(true)),
            ("false", None) => Some(Value::RawBool(false)),
            ("null", None) => Some(Value::Null),
            (FILE, literal) => self.file(literal.as_ref(), line.span),
            ("", Some(literal)) => match &literal.kind {
                LiteralKind::String(text) | LiteralKind::Text(text) => {
                    self.json_text(text, literal.span);
                    Some(Value::Text(text.to_string()))
                }
                LiteralKind::Number(number) => Some(Value::RawNumber((*number).to_owned())),
                LiteralKind::Reference(reference) => {
                    if let Some(finding) = reference::check(reference, literal.span) {
                        self.error(finding);
                    }
                    Some(Value::Reference((*reference).to_owned()))
                }
                LiteralKind::Duration(_) | LiteralKind::Percent(_) | LiteralKind::Key(_) => self
                    .wrong(
                        literal.span,
                        Shape::Json(Json::Any),
                        "JSON has no such value",
                    ),
            },
            (name, None) if let Some(text) = self.resource(&[ResourceKind::Text], name) => {
                Some(Value::Resource(text))
            }
            (name, None) if let Some(near) = self.near_text(name) => {
                let message = format!("no text is called `{name}`");
                let finding = Diagnostic::new(&names::UNKNOWN_NAME, line.span, message);
                self.error(finding.help(near));
                None
            }
            _ => self.wrong(
                line.span,
                Shape::Json(Json::Any),
                "text stands in quotes, and `file \"name.json\"` takes it from a file",
            ),
        }
    }

    /// The JSON of a file beside the source.
    fn file(&mut self, path: Option<&Literal<'s>>, span: Span) -> Option<Value> {
        let Some(Literal {
            kind: LiteralKind::String(path),
            span,
        }) = path
        else {
            let what = "behind `file` stands a path in quotes, such as `file \"views/form.json\"`";
            return self.wrong(span, Shape::Json(Json::Any), what);
        };
        match (self.files)(path, *span) {
            Ok(value) => {
                value.each_text(&mut |text| self.json_text(text, *span));
                Some(value)
            }
            Err(finding) => {
                self.error(*finding);
                None
            }
        }
    }

    fn json_text(&mut self, text: &str, span: Span) {
        self.sink.extend(reference::check_text(text, span));
    }
}
