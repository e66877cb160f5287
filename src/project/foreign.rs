//! What must not be in an environment: ARNs, accounts and instances of the others.

use super::bind::Values;
use super::variables;
use super::{Binding, Environment};
use crate::catalogue::{Arn, Place, ResourceKind, is_placeholder_account};
use crate::program::ident::is_uuid;
use std::collections::{BTreeMap, BTreeSet};

/// What belongs to other environments, each with the name of one of them.
#[derive(Debug, Clone, Default)]
pub struct Foreign {
    /// Accounts and UUIDs: instances, queues, prompts.
    ids: BTreeMap<String, String>,
    /// Whole ARNs.
    arns: BTreeMap<String, String>,
    /// Ids of another form that nobody makes up: user pools, app clients.
    names: BTreeMap<String, String>,
    /// The instance of the environment itself, where it is known.
    instance: Option<String>,
    /// Whether there is an environment, so that no placeholder may be left.
    bound: bool,
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
    /// What belongs to `others`, each with its values, and not to the environment whose place
    /// and values these are.
    pub(super) fn new<'e>(
        place: &Place,
        values: &Values<'_>,
        others: impl Iterator<Item = (&'e Environment, Values<'e>)>,
    ) -> Self {
        // What a text says is nobody's own.
        let is_thing = |binding: &Binding| binding.kind != ResourceKind::Text;
        let own = values.iter().filter(|(binding, _)| is_thing(binding));
        let own = own_of(place, own.map(|(_, id)| id.as_str()));
        let mut foreign = Self {
            instance: place.instance.clone(),
            bound: true,
            ..Self::default()
        };
        for (other, values) in others {
            let settings = [&other.account, &other.instance].into_iter().flatten();
            let settings = settings.map(|setting| setting.text.as_str());
            for text in settings.filter(|text| !variables::has_any(text)) {
                foreign.add(text, &other.name, &own);
            }
            for (binding, id) in values.iter().filter(|(binding, _)| is_thing(binding)) {
                foreign.add(&binding.value.text, &other.name, &own);
                foreign.add(id, &other.name, &own);
                foreign.name(binding.kind, id, &other.name, &own);
            }
        }
        foreign
    }

    /// Takes away what some text holds: it is known.
    pub(super) fn except(&mut self, text: &str) {
        let known: Vec<&str> = ids(text).chain(text.split(is_between_words)).collect();
        for of in [&mut self.ids, &mut self.arns, &mut self.names] {
            of.retain(|foreign, _| !known.contains(&foreign.as_str()));
        }
    }

    /// What is foreign to either.
    pub(super) fn join(&mut self, other: Self) {
        let both = |known: &mut BTreeMap<String, String>, more: BTreeMap<String, String>| {
            for (text, owner) in more {
                known.entry(text).or_insert(owner);
            }
        };
        both(&mut self.ids, other.ids);
        both(&mut self.arns, other.arns);
        both(&mut self.names, other.names);
    }

    /// Whether it is what is foreign to one environment.
    pub(super) const fn is_bound(&self) -> bool {
        self.bound
    }

    /// Whether nothing at all is foreign.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.bound && self.ids.is_empty() && self.arns.is_empty() && self.names.is_empty()
    }

    /// Adds the id of a thing, where it is of a form of its own.
    fn name(&mut self, kind: ResourceKind, id: &str, environment: &str, own: &BTreeSet<String>) {
        if matches!(kind, ResourceKind::UserPool | ResourceKind::AppClient) {
            let name = id.rsplit('/').next().unwrap_or(id);
            if name.len() >= SHORTEST && !own.contains(name) {
                let known = self.names.entry(name.to_owned());
                known.or_insert_with(|| of(environment));
            }
        }
    }

    fn add(&mut self, text: &str, environment: &str, own: &BTreeSet<String>) {
        let owner = || of(environment);
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
                self.stray_ids(line, &mut strays);
            }
        }
        strays
    }

    fn stray(&self, word: &str, strays: &mut BTreeSet<Stray>) {
        let arn = word.find("arn:").and_then(|at| word.get(at..));
        let arn = arn.and_then(|arn| Some((arn, Arn::parse(arn)?)));
        let Some((text, parts)) = arn else {
            self.stray_ids(word, strays);
            return;
        };
        let elsewhere = parts
            .instance()
            .filter(|instance| self.instance.as_deref().is_some_and(|own| own != *instance));
        let owner = if self.bound && is_placeholder_account(parts.account) {
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

    fn stray_ids(&self, text: &str, strays: &mut BTreeSet<Stray>) {
        let of_ids = ids(text).filter_map(|id| self.ids.get_key_value(id));
        let words = match self.names.is_empty() {
            true => "",
            false => text,
        };
        let words = words.split(|letter| !is_of_word(letter) && letter != '_');
        let words = words.filter(|word| word.len() >= SHORTEST);
        let of_names = words.filter_map(|word| self.names.get_key_value(word));
        strays.extend(of_ids.chain(of_names).map(|(text, owner)| Stray {
            text: text.clone(),
            owner: owner.clone(),
        }));
    }
}

/// Ids of Cognito are longer: a region before nine characters, or 26.
const SHORTEST: usize = 12;

fn of(environment: &str) -> String {
    format!("the environment `{environment}`")
}

/// What an environment may hold: its place, its values, and the accounts and instances
/// that its Connect ARNs name.
fn own_of<'e>(place: &Place, values: impl Iterator<Item = &'e str>) -> BTreeSet<String> {
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

/// Account numbers and UUIDs in a text. What stands behind a `+` is a telephone number, which
/// may have as many digits.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    let pieces = text.split_inclusive(|letter| !is_of_word(letter));
    let dialled = pieces.scan(false, |dialled, piece| {
        let word = piece.trim_end_matches(|letter| !is_of_word(letter));
        let is_dialled = std::mem::replace(dialled, piece.ends_with('+'));
        Some((word, is_dialled))
    });
    dialled
        .filter(|(word, is_dialled)| is_uuid(word) || (is_account(word) && !is_dialled))
        .map(|(word, _)| word)
}

const fn is_of_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-'
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
