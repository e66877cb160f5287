//! What must not be in an environment: ARNs, accounts and instances of the others.

use super::Environment;
use super::variables;
use crate::catalogue::{Arn, Place, is_placeholder_account};
use crate::program::ident::is_uuid;
use std::collections::{BTreeMap, BTreeSet};

/// What belongs to other environments, each with the name of one of them.
#[derive(Debug, Clone, Default)]
pub struct Foreign {
    /// Accounts and UUIDs: instances, queues, prompts.
    ids: BTreeMap<String, String>,
    /// Whole ARNs.
    arns: BTreeMap<String, String>,
    /// The instance of the environment itself, where it is known.
    instance: Option<String>,
}

/// Something that belongs elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stray {
    /// What stands there.
    pub text: String,
    /// Whose it is: `the environment `test``.
    pub owner: String,
}

impl Foreign {
    /// What belongs to `others`, each with its ARNs, and not to the environment whose place and values these are.
    pub(super) fn new<'e>(
        place: &Place,
        values: impl Iterator<Item = &'e str>,
        others: impl Iterator<Item = (&'e Environment, Vec<String>)>,
    ) -> Self {
        let own = own(place, values);
        let mut foreign = Self {
            instance: place.instance.clone(),
            ..Self::default()
        };
        for (other, arns) in others {
            let known = |text: &&str| !variables::has_any(text);
            let settings = [&other.account, &other.instance].into_iter().flatten();
            let settings = settings.map(|setting| setting.text.as_str());
            let values = other.bindings.iter();
            let values = values.map(|binding| binding.value.text.as_str());
            let written = settings.chain(values).filter(known);
            for text in written.chain(arns.iter().map(String::as_str)) {
                foreign.add(text, &other.name, &own);
            }
        }
        foreign
    }

    fn add(&mut self, text: &str, environment: &str, own: &BTreeSet<String>) {
        let owner = || format!("the environment `{environment}`");
        if Arn::parse(text).is_some() && !own.contains(text) {
            self.arns.entry(text.to_owned()).or_insert_with(owner);
        }
        // A function may live in an account that several environments share; only what
        // belongs to an instance tells whose account it is.
        let elsewhere = Arn::parse(text).is_some_and(|arn| arn.instance().is_none());
        for id in ids(text) {
            let shared = elsewhere && is_account(id);
            if !own.contains(id) && !shared {
                self.ids.entry(id.to_owned()).or_insert_with(owner);
            }
        }
    }

    /// What in a text belongs elsewhere, each once. `placeholders` are known to stand
    /// for something that has no ARN yet.
    #[must_use]
    pub fn strays(&self, text: &str, placeholders: &BTreeSet<&str>) -> BTreeSet<Stray> {
        let mut strays = BTreeSet::new();
        for line in text.lines() {
            if line.contains("arn:") {
                for word in line.split(is_between_words) {
                    if !placeholders.contains(word) {
                        self.stray(word, &mut strays);
                    }
                }
            } else {
                strays.extend(ids(line).filter_map(|id| self.stray_id(id)));
            }
        }
        strays
    }

    fn stray(&self, word: &str, strays: &mut BTreeSet<Stray>) {
        let arn = word.find("arn:").and_then(|at| word.get(at..));
        let arn = arn.and_then(|arn| Some((arn, Arn::parse(arn)?)));
        let Some((text, parts)) = arn else {
            strays.extend(ids(word).filter_map(|id| self.stray_id(id)));
            return;
        };
        let elsewhere = parts
            .instance()
            .filter(|instance| self.instance.as_deref().is_some_and(|own| own != *instance));
        let owner = if is_placeholder_account(parts.account) {
            Some("no environment: it is a placeholder".to_owned())
        } else {
            let of_ids = ids(text).find_map(|id| self.ids.get(id));
            let known = self.arns.get(text).or(of_ids).cloned();
            known.or_else(|| elsewhere.map(|instance| format!("the instance `{instance}`")))
        };
        strays.extend(owner.map(|owner| Stray {
            text: text.to_owned(),
            owner,
        }));
    }

    fn stray_id(&self, id: &str) -> Option<Stray> {
        Some(Stray {
            text: id.to_owned(),
            owner: self.ids.get(id)?.clone(),
        })
    }
}

/// What an environment may hold: its place, its values, and the accounts and instances
/// that its Connect ARNs name.
fn own<'e>(place: &Place, values: impl Iterator<Item = &'e str>) -> BTreeSet<String> {
    let mut own: BTreeSet<String> = [&place.account, &place.instance]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    for value in values {
        own.insert(value.to_owned());
        let last = value.rsplit([':', '/']).next().unwrap_or(value);
        own.insert(last.to_owned());
        if let Some(arn) = Arn::parse(value)
            && let Some(instance) = arn.instance()
            && place.instance.as_deref().is_none_or(|own| own == instance)
        {
            own.insert(instance.to_owned());
            own.extend(place.account.is_none().then(|| arn.account.to_owned()));
        }
    }
    own
}

/// Account numbers and UUIDs in a text.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    let word = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    text.split(move |letter| !word(letter))
        .filter(|word| is_account(word) || is_uuid(word))
}

fn is_account(word: &str) -> bool {
    word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// What an ARN ends at in a text of a flow.
fn is_between_words(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '"' | '\'' | '\\' | ',' | ';' | '(' | ')' | '<' | '>'
        )
}
