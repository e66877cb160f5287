//! From TOML to a [`Project`].

use super::variables::{self, Piece};
use super::{Binding, Check, DEFAULT_OUT, Environment, Project, Setting, keys, names};
use crate::catalogue::{Arn, ResourceKind};
use crate::diag::{Diagnostic, Sink};
use crate::program::ident;
use crate::source::{FileId, Span};
use crate::text::{and_ticked, nearest};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

type Value<'t> = Spanned<DeValue<'t>>;

/// What `ebb.toml` says; every mistake in it is a finding. Where it is no TOML at all,
/// the project is empty.
#[must_use]
pub fn read(file: FileId, text: &str, sink: &mut Sink) -> Project {
    let mut reader = Reader { file, sink };
    let (document, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return reader.project(document.get_ref());
    }
    for error in errors {
        let span = reader.span(error.span().unwrap_or(0..0));
        let finding = Diagnostic::new(&names::PROJECT_FILE, span, said(error.message()));
        reader.sink.push(finding.label("here"));
    }
    reader.empty()
}

/// A message of the TOML parser, as one phrase.
fn said(message: &str) -> String {
    let lines: Vec<&str> = message.lines().map(str::trim).collect();
    format!("this is not TOML: {}", lines.join(", "))
}

pub(super) struct Reader<'s> {
    file: FileId,
    sink: &'s mut Sink,
}

/// An entry of a table with the places of its key and value.
pub(super) struct Entry<'t> {
    pub(super) key: &'t str,
    pub(super) key_span: Span,
    pub(super) value: &'t DeValue<'t>,
    pub(super) value_span: Span,
}

impl Reader<'_> {
    fn empty(&self) -> Project {
        Project {
            file: self.file,
            name: String::new(),
            sources: Vec::new(),
            out: DEFAULT_OUT.to_owned(),
            environments: Vec::new(),
            check: Check::default(),
        }
    }

    fn project(&mut self, table: &DeTable<'_>) -> Project {
        let mut project = self.empty();
        let mut named = false;
        for entry in self.entries(table) {
            match entry.key {
                "name" => {
                    named = true;
                    if let Some(name) = self.text(&entry, "name = \"support-chat\"") {
                        project.name = name.text;
                    }
                }
                "sources" => {
                    project.sources =
                        self.texts(&entry, "sources = [\"flows\", \"resources.ebb\"]");
                }
                "out" => {
                    if let Some(out) = self.text(&entry, "out = \"build\"") {
                        project.out = out.text;
                    }
                }
                "environments" => project.environments = self.environments(&entry),
                "check" => project.check = self.check(&entry),
                _ => self.unknown_project_key(&entry),
            }
        }
        if !named {
            let place = Span::new(self.file, 0, 0);
            let finding = Diagnostic::new(&names::WRONG_SETTING, place, "the project has no name");
            self.sink
                .push(finding.help("begin the file with `name = \"…\"`"));
        }
        project
    }

    pub(super) fn texts(&mut self, entry: &Entry<'_>, form: &str) -> Vec<Setting> {
        let DeValue::Array(list) = entry.value else {
            self.wrong(
                entry.value_span,
                format!(
                    "`{}` is a list, and this is {}",
                    entry.key,
                    shape(entry.value)
                ),
                &format!("write `{form}`"),
            );
            return Vec::new();
        };
        let mut sources = Vec::new();
        for value in list {
            let entry = Entry {
                value: value.get_ref(),
                value_span: self.span(value.span()),
                ..*entry
            };
            sources.extend(self.text(&entry, form));
        }
        sources
    }

    fn environments(&mut self, entry: &Entry<'_>) -> Vec<Environment> {
        let Some(table) = self.table(entry, "[environments.prod]") else {
            return Vec::new();
        };
        let mut environments = Vec::new();
        for entry in self.entries(table) {
            let header = format!("[environments.{}]", entry.key);
            if !is_name_of_folder(entry.key) {
                self.wrong(
                    entry.key_span,
                    format!("no environment can be called `{}`", entry.key),
                    "what is built for it comes into a folder of this name: write letters, digits, `-` and `_`",
                );
                continue;
            }
            if let Some(table) = self.table(&entry, &header) {
                environments.push(self.environment(&entry, table));
            }
        }
        environments
    }

    fn environment(&mut self, entry: &Entry<'_>, table: &DeTable<'_>) -> Environment {
        let mut environment = Environment {
            name: entry.key.to_owned(),
            span: entry.key_span,
            region: None,
            account: None,
            instance: None,
            bindings: Vec::new(),
        };
        for entry in self.entries(table) {
            match (entry.key, keys::kind(entry.key)) {
                ("region", _) => environment.region = self.region(&entry),
                ("account", _) => environment.account = self.account(&entry),
                ("instance", _) => environment.instance = self.instance(&entry),
                (_, Some(kind)) => self.bindings(&entry, kind, &mut environment),
                (_, None) => {
                    let what = format!("the environment `{}`", environment.name);
                    self.unknown_key(&entry, &what, &keys::environment());
                }
            }
        }
        environment
    }

    fn bindings(&mut self, entry: &Entry<'_>, kind: ResourceKind, environment: &mut Environment) {
        let header = format!("[environments.{}.{}]", environment.name, entry.key);
        let Some(table) = self.table(entry, &header) else {
            return;
        };
        for entry in self.entries(table) {
            let value = if kind == ResourceKind::Text {
                self.text_as_it_is(&entry)
            } else {
                self.text(&entry, &format!("{} = \"arn:aws:…\"", entry.key))
            };
            let Some(value) = value else {
                continue;
            };
            self.check_variables(&value);
            let name = Setting {
                text: entry.key.to_owned(),
                span: entry.key_span,
            };
            environment.bindings.push(Binding { kind, name, value });
        }
    }

    fn region(&mut self, entry: &Entry<'_>) -> Option<Setting> {
        let form = "region = \"eu-central-1\"";
        self.checked(entry, form, "is no AWS region", |text| {
            let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
            text.split('-').count() >= 3
                && text
                    .split('-')
                    .all(|part| !part.is_empty() && part.chars().all(plain))
        })
    }

    fn account(&mut self, entry: &Entry<'_>) -> Option<Setting> {
        let form = "account = \"111122223333\"";
        self.checked(
            entry,
            form,
            "is no AWS account: it has twelve digits",
            |text| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()),
        )
    }

    fn instance(&mut self, entry: &Entry<'_>) -> Option<Setting> {
        let setting = self.text(entry, "instance = \"8a1c0d5e-…\"")?;
        if let Some(id) = Arn::parse(&setting.text).and_then(|arn| arn.instance()) {
            let message = "the instance is named by its id, not by its ARN";
            let help = format!("write `instance = \"{id}\"`");
            self.wrong(setting.span, message, &help);
            return None;
        }
        let form = "instance = \"8a1c0d5e-…\"";
        self.checked(
            entry,
            form,
            "is no id of a Connect instance: it is a UUID",
            ident::is_uuid,
        )
    }

    /// A text that is right, as far as it can be said before variables are known.
    fn checked(
        &mut self,
        entry: &Entry<'_>,
        form: &str,
        wrong: &str,
        right: impl Fn(&str) -> bool,
    ) -> Option<Setting> {
        let setting = self.text(entry, form)?;
        self.check_variables(&setting);
        if !variables::has_any(&setting.text) && !right(&setting.text) {
            let message = format!("`{}` {wrong}", setting.text);
            self.wrong(setting.span, message, &format!("for example `{form}`"));
            return None;
        }
        Some(setting)
    }

    fn check_variables(&mut self, setting: &Setting) {
        let broken = variables::pieces(&setting.text).into_iter();
        for piece in broken {
            if let Piece::Broken(name) = piece {
                self.wrong(
                    setting.span,
                    format!("`${{{name}` names no environment variable"),
                    "write `${NAME}`, with letters, digits and underscores",
                );
            }
        }
    }

    /// A text that says something.
    pub(super) fn text(&mut self, entry: &Entry<'_>, form: &str) -> Option<Setting> {
        let text = self.string(entry, form)?;
        if text.trim().is_empty() {
            let message = format!("`{}` is empty", entry.key);
            self.wrong(
                entry.value_span,
                message,
                &format!("write for example `{form}`"),
            );
            return None;
        }
        Some(Setting {
            text: text.trim().to_owned(),
            span: entry.value_span,
        })
    }

    /// A text with the blanks around it: the texts of flows are written as they are.
    fn text_as_it_is(&mut self, entry: &Entry<'_>) -> Option<Setting> {
        let text = self.string(entry, &format!("{} = \"…\"", entry.key))?;
        if text.is_empty() {
            let message = format!("`{}` is empty, which Amazon Connect refuses", entry.key);
            self.wrong(entry.value_span, message, "write a single space");
            return None;
        }
        Some(Setting {
            text: text.to_owned(),
            span: entry.value_span,
        })
    }

    fn string<'e>(&mut self, entry: &'e Entry<'_>, form: &str) -> Option<&'e str> {
        if let DeValue::String(text) = entry.value {
            return Some(text);
        }
        let message = format!(
            "`{}` is {}, and it must be a text",
            entry.key,
            shape(entry.value)
        );
        self.wrong(entry.value_span, message, &format!("write `{form}`"));
        None
    }

    pub(super) fn table<'t>(&mut self, entry: &Entry<'t>, header: &str) -> Option<&'t DeTable<'t>> {
        if let DeValue::Table(table) = entry.value {
            return Some(table);
        }
        let message = format!(
            "`{}` is {}, and it must be a table",
            entry.key,
            shape(entry.value)
        );
        self.wrong(
            entry.value_span,
            message,
            &format!(
                "write `{header}` on a line of its own, and below it one `key = \"value\"` a line"
            ),
        );
        None
    }

    fn unknown_project_key(&mut self, entry: &Entry<'_>) {
        let is_table = matches!(entry.value, DeValue::Table(_));
        if is_table && nearest(entry.key, keys::PROJECT).is_none() {
            let key = entry.key;
            let finding = Diagnostic::new(
                &names::UNKNOWN_KEY,
                entry.key_span,
                format!("`{key}` is no key of a project"),
            );
            self.sink.push(finding.help(format!(
                "is it an environment? Then write `[environments.{key}]`"
            )));
        } else {
            self.unknown_key(entry, "a project", &keys::PROJECT);
        }
    }

    pub(super) fn unknown_key(&mut self, entry: &Entry<'_>, whose: &str, known: &[&'static str]) {
        let key = entry.key;
        let finding = Diagnostic::new(
            &names::UNKNOWN_KEY,
            entry.key_span,
            format!("`{key}` is no key of {whose}"),
        );
        self.sink
            .push(finding.help(match nearest(key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys are {}", and_ticked(known)),
            }));
    }

    pub(super) fn wrong(&mut self, span: Span, message: impl Into<String>, help: &str) {
        let finding = Diagnostic::new(&names::WRONG_SETTING, span, message);
        self.sink.push(finding.help(help));
    }

    /// The entries of a table, in order of the file.
    pub(super) fn entries<'t>(&self, table: &'t DeTable<'_>) -> Vec<Entry<'t>> {
        let mut entries: Vec<Entry<'t>> = table
            .iter()
            .map(|(key, value): (_, &Value<'_>)| Entry {
                key: key.get_ref(),
                key_span: self.span(key.span()),
                value: value.get_ref(),
                value_span: self.span(value.span()),
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_span);
        entries
    }

    fn span(&self, range: Range<usize>) -> Span {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span::new(self.file, offset(range.start), offset(range.end))
    }
}

/// Whether there can be a folder of this name, and below no other.
fn is_name_of_folder(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !name.contains(['/', '\\', ':', '\0'])
}

/// What a value is, in a person's words.
const fn shape(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
