//! What a block says: each thing by itself, in a form in which two can be compared.

use super::resources::Canon;
use crate::catalogue::{Parameter, Shape, Written};
use crate::program::{Block, Program, Resource, ResourceId, Value, path};
use crate::text::Duration;

/// Everything that a block says, in its order.
pub struct Facts {
    /// The type of its action, and its phrase.
    pub kind: String,
    /// What it says, by name.
    pub all: Vec<Fact>,
}

/// One thing that a block says.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Its name: that of the property, with the keys inside it.
    pub name: String,
    /// Its value, in a form that tells all values apart.
    pub key: String,
    /// Its value, as people see it.
    pub shown: String,
    /// The value where it is a time, in seconds.
    pub seconds: Option<i64>,
    /// What tells it from another that is shown as it is.
    pub detail: String,
    /// Whether only a source in Ebb has a place for it.
    pub only_in_ebb: bool,
}

/// What a block says.
pub fn of(program: &Program, names: &Canon, block: &Block) -> Facts {
    let mut writer = Writer {
        program,
        names,
        all: Vec::new(),
        only_in_ebb: false,
    };
    for argument in &block.arguments {
        let parameter = argument.parameter;
        if matches!(
            parameter.written,
            Written::Fixed(_) | Written::Beside { .. }
        ) {
            continue;
        }
        writer.only_in_ebb = matches!(parameter.written, Written::Said(_));
        writer.add(name_of(parameter), &argument.value);
    }
    writer.only_in_ebb = false;
    for (path, value) in &block.extra {
        writer.add(path.clone(), value);
    }
    if let Some(note) = &block.note {
        writer.add("note".to_owned(), &Value::Text(note.clone()));
    }
    Facts {
        kind: format!("{} {}", block.action_type(), block.words()),
        all: writer.all,
    }
}

impl Facts {
    /// Everything that counts for saying that two blocks do the same.
    pub fn content(&self) -> String {
        let mut content = self.kind.clone();
        for fact in self.all.iter().filter(|fact| !fact.only_in_ebb) {
            for part in [&fact.name, &fact.key] {
                // The lengths keep parts apart that hold each other's signs.
                content.push_str(&format!("\n{}:{part}", part.len()));
            }
        }
        content
    }
}

/// What people call a parameter.
fn name_of(parameter: &Parameter) -> String {
    match parameter.written {
        Written::Property(name) | Written::Said(name) | Written::Tagged(name) => name.to_owned(),
        Written::Behind(name) => format!("{name} behind it"),
        Written::Rest => String::new(),
        Written::Argument | Written::Fixed(_) | Written::Beside { .. } => match parameter.shape {
            Shape::Text | Shape::Texts | Shape::Messages => "text".to_owned(),
            Shape::Resource(kinds) => kinds
                .first()
                .map_or("resource", |kind| kind.words())
                .to_owned(),
            Shape::Duration { .. } => "time".to_owned(),
            Shape::Number { .. } => "number".to_owned(),
            Shape::Reference
            | Shape::Flag { .. }
            | Shape::Word(_)
            | Shape::WordOrReference(_)
            | Shape::Words(_)
            | Shape::TextMap
            | Shape::WrappedMap
            | Shape::HookMap
            | Shape::Directions(_)
            | Shape::Json(_) => "value".to_owned(),
        },
    }
}

struct Writer<'a> {
    program: &'a Program,
    names: &'a Canon,
    all: Vec<Fact>,
    only_in_ebb: bool,
}

impl Writer<'_> {
    /// Adds a value; what is inside it, by itself. Values are nested less deep than the
    /// limit of nesting.
    fn add(&mut self, name: String, value: &Value) {
        match value {
            Value::Map(entries) if !entries.is_empty() => {
                for (key, value) in entries {
                    self.add(path::join(&name, key.into()).into_owned(), value);
                }
            }
            Value::List(values) if !values.is_empty() => {
                for (index, value) in values.iter().enumerate() {
                    self.add(format!("{name} {}", index + 1), value);
                }
            }
            Value::Prompt(parameter, said) => {
                let tagged = if let Written::Tagged(tag) = parameter.written {
                    format!("{name} {tag}")
                } else {
                    name
                };
                self.add(tagged, said);
            }
            Value::Text(_)
            | Value::Reference(_)
            | Value::Resource(_)
            | Value::Duration(_)
            | Value::Number(_)
            | Value::Flag(_)
            | Value::Word(_)
            | Value::Words(_)
            | Value::Map(_)
            | Value::List(_)
            | Value::RawNumber(_)
            | Value::RawBool(_)
            | Value::Null => self.simple(name, value),
        }
    }

    fn simple(&mut self, name: String, value: &Value) {
        let (key, shown) = match value {
            Value::Text(text) => (format!("\"{text}"), quoted(text)),
            Value::Reference(text) => (format!("\"{text}"), text.clone()),
            Value::Resource(id) => self.resource(*id),
            Value::Duration(seconds) => (format!("s{seconds}"), Duration(*seconds).to_string()),
            Value::Number(number) => (format!("i{number}"), number.to_string()),
            Value::Flag(yes) => (
                format!("f{yes}"),
                if *yes { "yes" } else { "no" }.to_owned(),
            ),
            Value::Word(word) => (format!("w{word}"), (*word).to_owned()),
            Value::Words(words) => (format!("w{}", words.join(",")), words.join(", ")),
            Value::RawNumber(number) => (format!("n{number}"), number.clone()),
            Value::RawBool(yes) => (format!("b{yes}"), yes.to_string()),
            Value::Null => ("null".to_owned(), "null".to_owned()),
            Value::Map(_) => ("{}".to_owned(), "{}".to_owned()),
            Value::List(_) | Value::Prompt(..) => ("[]".to_owned(), "[]".to_owned()),
        };
        let detail = if let Value::Resource(id) = value {
            self.detail(*id)
        } else {
            key.clone()
        };
        let seconds = if let Value::Duration(seconds) = value {
            Some(*seconds)
        } else {
            None
        };
        self.all.push(Fact {
            name,
            key,
            shown,
            seconds,
            detail,
            only_in_ebb: self.only_in_ebb,
        });
    }

    fn detail(&self, id: ResourceId) -> String {
        let resource = self.program.resources.get(id);
        let detail =
            resource.map(|resource| resource.id.as_ref().unwrap_or(&resource.name).clone());
        detail.unwrap_or_default()
    }

    fn resource(&self, id: ResourceId) -> (String, String) {
        // An export holds the text itself.
        if let Some(text) = self.program.resources.get(id).and_then(Resource::text) {
            return (format!("\"{text}"), quoted(text));
        }
        let number = self.names.get(id).copied().unwrap_or(usize::MAX);
        let shown = self.program.resources.get(id).map(|resource| {
            let title = resource.title.as_ref();
            title.unwrap_or(&resource.name).clone()
        });
        (format!("r{number}"), shown.unwrap_or_default())
    }
}

/// A text in quotes, on one line.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\r', "\\r").replace('\n', "\\n"))
}
