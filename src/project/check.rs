//! The table `check`: what a project expects of its flows.

use super::read::{Entry, Reader};
use super::{Allowed, Check, ChosenLevel, Setting, keys};
use toml::de::{DeTable, DeValue};

impl Reader<'_> {
    pub(super) fn check(&mut self, entry: &Entry<'_>) -> Check {
        let mut check = Check::default();
        let Some(table) = self.table(entry, "[check]") else {
            return check;
        };
        for entry in self.entries(table) {
            match entry.key {
                "late-returns" => check.late_returns = self.allowed(&entry, Allowed::returns),
                "service" => check.service = self.allowed(&entry, Allowed::time),
                "entries" => check.entries = self.texts(&entry, "entries = [\"welcome\"]"),
                "levels" => check.levels = self.levels(&entry),
                _ => self.unknown_key(&entry, "`check`", &keys::CHECK),
            }
        }
        check
    }

    fn allowed(
        &mut self,
        entry: &Entry<'_>,
        read: fn(&str) -> Result<Allowed, &'static str>,
    ) -> Option<Allowed> {
        let said = match entry.value {
            DeValue::String(text) => read(text.trim()),
            DeValue::Integer(number) if number.radix() == 10 => read(number.as_str()),
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => read(""),
        };
        said.map_err(|wanted| {
            let message = format!("`{}` is {wanted}, and this is not", entry.key);
            let help = "for example `late-returns = 1` or `service = \"1h\"`";
            self.wrong(entry.value_span, message, help);
        })
        .ok()
    }

    /// Rules with their levels; a table in between is for the sources that its key names.
    fn levels(&mut self, entry: &Entry<'_>) -> Vec<ChosenLevel> {
        let Some(table) = self.table(entry, "[check.levels]") else {
            return Vec::new();
        };
        let mut levels = Vec::new();
        let mut narrower = Vec::new();
        for entry in self.entries(table) {
            if let DeValue::Table(table) = entry.value {
                narrower.extend(self.levels_of(table, &entry));
            } else {
                levels.extend(self.level(&entry, None));
            }
        }
        // What is said of some sources counts more than what is said of all.
        levels.append(&mut narrower);
        levels
    }

    fn levels_of(&mut self, table: &DeTable<'_>, whose: &Entry<'_>) -> Vec<ChosenLevel> {
        let paths = Setting {
            text: whose.key.to_owned(),
            span: whose.key_span,
        };
        let entries = self.entries(table).into_iter();
        entries
            .filter_map(|entry| self.level(&entry, Some(&paths)))
            .collect()
    }

    fn level(&mut self, entry: &Entry<'_>, paths: Option<&Setting>) -> Option<ChosenLevel> {
        let form = format!("{} = \"warning\"", entry.key);
        let level = self.text(entry, &form)?;
        Some(ChosenLevel {
            paths: paths.cloned(),
            rule: Setting {
                text: entry.key.to_owned(),
                span: entry.key_span,
            },
            level,
        })
    }
}
