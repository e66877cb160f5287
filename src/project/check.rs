//! The table `check`: what a project expects of its flows.

use super::read::{Entry, Reader};
use super::{Check, ChosenLevel, Setting, keys};
use toml::de::{DeTable, DeValue};

impl Reader<'_> {
    pub(super) fn check(&mut self, entry: &Entry<'_>) -> Check {
        let mut check = Check::default();
        let Some(table) = self.table(entry, "[check]") else {
            return check;
        };
        for entry in self.entries(table) {
            match entry.key {
                "levels" => check.levels = self.levels(&entry),
                _ => self.unknown_key(&entry, "`check`", &keys::CHECK),
            }
        }
        check
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
