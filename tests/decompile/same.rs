//! Whether two documents are one flow, whatever its actions are called.

use ebb::catalogue::{Presence, Shape, Then, Written, rows_of_action};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What a document may differ in, counted: what the designer writes today and an export
/// may leave out.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// Parameters that have the value they have when they are left out.
    pub defaults: usize,
    /// A `NextAction` that only repeats a branch.
    pub copies: usize,
    /// Targets that are no action of the flow, and lead nowhere now.
    pub missing: usize,
}

/// Compares two documents from their start, then what cannot be reached.
pub fn compare(before: &Value, after: &Value, allowed: &mut Allowed) -> Result<(), String> {
    let (before, after) = (Flow::of(before), Flow::of(after));
    if before.actions.len() != after.actions.len() {
        let counts = (before.actions.len(), after.actions.len());
        return Err(format!("{} actions became {}", counts.0, counts.1));
    }
    let mut pairs = Pairs {
        before,
        after,
        forth: BTreeMap::new(),
        back: BTreeMap::new(),
        allowed,
    };
    let start = (pairs.before.start.clone(), pairs.after.start.clone());
    if pairs.before.actions.contains_key(&start.0) {
        pairs.walk(&start.0, &start.1)?;
    }
    let mut rest: Vec<String> = pairs.before.actions.keys().cloned().collect();
    rest.sort_by_key(|id| pairs.before.is_led_to(id));
    for id in rest {
        if pairs.forth.contains_key(&id) {
            continue;
        }
        let others: Vec<String> = pairs.after.actions.keys().cloned().collect();
        let fits = others.into_iter().any(|other| {
            !pairs.back.contains_key(&other)
                && pairs.before.is_led_to(&id) == pairs.after.is_led_to(&other)
                && pairs.said(&id, &other).is_ok()
                && pairs.fits(&id, &other)
                && pairs.walk_or_go_back(&id, &other)
        });
        if !fits {
            return Err(format!("`{id}` is gone"));
        }
    }
    Ok(())
}

struct Flow {
    start: String,
    actions: BTreeMap<String, Value>,
    /// What the designer shows beside actions.
    notes: BTreeMap<String, String>,
}

impl Flow {
    fn of(document: &Value) -> Self {
        let actions = document["Actions"].as_array().into_iter().flatten();
        let mut known = BTreeMap::new();
        for (number, action) in actions.enumerate() {
            let id = action["Identifier"].as_str().map(str::to_owned);
            let id = id.unwrap_or_else(|| format!("#{number}"));
            // Of two with one identifier, arrows lead to the first.
            let id = if known.contains_key(&id) {
                format!("{id}#{number}")
            } else {
                id
            };
            known.insert(id, action.clone());
        }
        Self {
            start: document["StartAction"].as_str().unwrap_or("").to_owned(),
            actions: known,
            notes: notes(document),
        }
    }

    /// The note on an action, as `///` lines keep it.
    fn note(&self, id: &str) -> Option<Vec<&str>> {
        let note = self.notes.get(id)?;
        Some(note.split('\n').map(str::trim).collect())
    }

    fn is_led_to(&self, id: &str) -> bool {
        let lead = |action: &Value| {
            action["Transitions"]
                .to_string()
                .contains(&format!("\"{id}\""))
        };
        let mut others = self.actions.iter().filter(|(other, _)| *other != id);
        others.any(|(_, action)| lead(action))
    }
}

fn notes(document: &Value) -> BTreeMap<String, String> {
    let notes = document["Metadata"]["Annotations"].as_array();
    let text = |note: &Value, key: &str| note[key].as_str().map(str::to_owned);
    let notes = notes.into_iter().flatten();
    notes
        .filter_map(|note| Some((text(note, "actionId")?, text(note, "content")?)))
        .collect()
}

/// A way out, with where it leads in the one document and in the other.
type Way = (String, (String, String));

struct Pairs<'a> {
    before: Flow,
    after: Flow,
    forth: BTreeMap<String, String>,
    back: BTreeMap<String, String>,
    allowed: &'a mut Allowed,
}

impl Pairs<'_> {
    fn walk(&mut self, one: &str, other: &str) -> Result<(), String> {
        let mut open = vec![(one.to_owned(), other.to_owned())];
        while let Some((one, other)) = open.pop() {
            match (self.forth.get(&one), self.back.get(&other)) {
                (Some(known), Some(back)) if *known == other && *back == one => continue,
                (None, None) => {}
                _ => return Err(format!("`{one}` would be two actions")),
            }
            self.forth.insert(one.clone(), other.clone());
            self.back.insert(other.clone(), one.clone());
            let allowed = self.said(&one, &other)?;
            self.allowed.defaults += allowed;
            for (what, (from, to)) in self.targets(&one, &other)? {
                match (self.before.actions.contains_key(&from), to.is_empty()) {
                    (true, false) => open.push((from, to)),
                    (false, true) => self.allowed.missing += usize::from(!from.is_empty()),
                    _ => return Err(format!("{what} of `{one}` leads to `{to}`, not `{from}`")),
                }
            }
        }
        Ok(())
    }

    /// Walks from one of several that look alike; where it is another one, nothing is known.
    fn walk_or_go_back(&mut self, one: &str, other: &str) -> bool {
        let known = (self.forth.clone(), self.back.clone());
        let walked = self.walk(one, other).is_ok();
        if !walked {
            (self.forth, self.back) = known;
        }
        walked
    }

    /// Whether pairs that are known already agree with this one.
    fn fits(&self, one: &str, other: &str) -> bool {
        let (one, other) = (&self.before.actions[one], &self.after.actions[other]);
        let (Ok(one), Ok(other)) = (exits(one), exits(other)) else {
            return false;
        };
        one.iter()
            .zip(&other)
            .all(|((_, from), (_, to))| self.forth.get(from).is_none_or(|known| known == to))
    }

    /// Whether type and parameters are equal; how many defaults were filled in.
    fn said(&self, one: &str, other: &str) -> Result<usize, String> {
        let notes = (self.before.note(one), self.after.note(other));
        if notes.0 != notes.1 {
            return Err(format!(
                "`{one}` has the note {:?}, not {:?}",
                notes.1, notes.0
            ));
        }
        let (one, other) = (&self.before.actions[one], &self.after.actions[other]);
        if one["Type"] != other["Type"] {
            return Err(format!("{} became {}", one["Type"], other["Type"]));
        }
        let (before, mut after) = (plain(&one["Parameters"]), plain(&other["Parameters"]));
        let kind = one["Type"].as_str().unwrap_or("");
        let mut filled = 0;
        for (path, default) in defaults(kind) {
            let pointer = format!("/{}", path.replace('.', "/"));
            let added = before.pointer(&pointer).is_none()
                && after.pointer(&pointer) == Some(&plain(&default));
            if added {
                remove(&mut after, &path.split('.').collect::<Vec<_>>());
                filled += 1;
            }
        }
        if before != after {
            return Err(format!("{} has {after}, not {before}", one["Identifier"]));
        }
        Ok(filled)
    }

    fn targets(&mut self, one: &str, other: &str) -> Result<Vec<Way>, String> {
        let (before, after) = (&self.before.actions[one], &self.after.actions[other]);
        let (mut left, mut right) = (exits(before)?, exits(after)?);
        let rows = rows_of_action(before["Type"].as_str().unwrap_or(""));
        let copies = rows.iter().any(|row| matches!(row.then, Then::Copies(_)));
        let next = |exits: &[(String, String)]| exits.iter().position(|(what, _)| what == "next");
        if rows.iter().any(|row| row.then == Then::Ends) && right.is_empty() {
            left.clear();
        }
        if copies
            && next(&left).is_none()
            && let Some(at) = next(&right)
        {
            right.remove(at);
            self.allowed.copies += 1;
        }
        let names = |exits: &[(String, String)]| -> Vec<String> {
            exits.iter().map(|(what, _)| what.clone()).collect()
        };
        if names(&left) != names(&right) {
            return Err(format!(
                "{one}: {:?} became {:?}",
                names(&left),
                names(&right)
            ));
        }
        let targets = left.into_iter().zip(right);
        Ok(targets
            .map(|((what, from), (_, to))| (what, (from, to)))
            .collect())
    }
}

/// Every way out with its target; conditions keep their order, errors have none.
fn exits(action: &Value) -> Result<Vec<(String, String)>, String> {
    let transitions = &action["Transitions"];
    let target = |entry: &Value| entry["NextAction"].as_str().unwrap_or("").to_owned();
    let list = |key: &str| transitions[key].as_array().cloned().unwrap_or_default();
    let mut exits = Vec::new();
    if transitions["NextAction"].is_string() {
        exits.push(("next".to_owned(), target(transitions)));
    }
    let mut errors: Vec<(String, String)> = list("Errors")
        .iter()
        .map(|entry| (format!("error {}", entry["ErrorType"]), target(entry)))
        .collect();
    errors.sort();
    let rows = rows_of_action(action["Type"].as_str().unwrap_or(""));
    let mut conditions: Vec<(String, String)> = list("Conditions")
        .iter()
        .map(|entry| {
            (
                format!("condition {}", plain(&entry["Condition"])),
                target(entry),
            )
        })
        .collect();
    // Results with fixed names exclude each other.
    let cases = rows.iter().any(|row| !row.cases.is_empty());
    if !cases {
        conditions.sort();
    }
    exits.extend(errors);
    exits.extend(conditions);
    Ok(exits)
}

/// What the designer writes for an action where an export may leave it out.
fn defaults(kind: &str) -> Vec<(&'static str, Value)> {
    let rows = rows_of_action(kind).iter();
    let parameters = rows.flat_map(|row| row.parameters);
    parameters
        .filter(|parameter| parameter.presence == Presence::Optional)
        .filter_map(|parameter| match (parameter.default, parameter.written) {
            (Some(default), _) if parameter.shape == Shape::Texts => {
                let texts = default.split_ascii_whitespace();
                Some((parameter.path, texts.map(Value::from).collect()))
            }
            (Some(default), _) | (None, Written::Fixed(default)) => {
                Some((parameter.path, default.into()))
            }
            _ => None,
        })
        .collect()
}

fn remove(value: &mut Value, path: &[&str]) {
    let Some(map) = value.as_object_mut() else {
        return;
    };
    match path {
        [] => {}
        [key] => {
            map.remove(*key);
        }
        [key, rest @ ..] => {
            if let Some(inner) = map.get_mut(*key) {
                remove(inner, rest);
                if inner.as_object().is_some_and(Map::is_empty) {
                    map.remove(*key);
                }
            }
        }
    }
}

/// A value in which flags have one spelling, and nothing is as much as an empty object.
fn plain(value: &Value) -> Value {
    match value {
        Value::Null => json!({}),
        Value::String(text) if text.eq_ignore_ascii_case("true") => json!("true"),
        Value::String(text) if text.eq_ignore_ascii_case("false") => json!("false"),
        Value::Array(list) => list.iter().map(plain).collect(),
        Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| (key.clone(), plain(value)));
            Value::Object(entries.collect())
        }
        other => other.clone(),
    }
}
