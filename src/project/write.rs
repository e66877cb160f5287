//! Writes an `ebb.toml` for flows that were read from elsewhere.

use super::keys;
use crate::catalogue::ResourceKind;
use std::collections::BTreeMap;

/// What an environment binds: kind and name to ARN or id.
pub type Found = BTreeMap<(ResourceKind, String), String>;

/// The text of an `ebb.toml` with one environment.
#[must_use]
pub fn written(project: &str, environment: &str, found: &Found) -> String {
    let mut out = format!("name = {}\n", quoted(project));
    for kind in ResourceKind::ALL {
        let of_kind = found.iter().filter(|((known, _), _)| *known == kind);
        let mut lines = of_kind.map(|((_, name), id)| format!("{} = {}\n", key(name), quoted(id)));
        let Some(first) = lines.next() else {
            continue;
        };
        let table = keys::table(kind);
        out.push_str(&format!("\n[environments.{environment}.{table}]\n{first}"));
        out.extend(lines);
    }
    if found.is_empty() {
        // An environment that binds nothing is one all the same.
        out.push_str(&format!("\n[environments.{environment}]\n"));
    }
    out
}

fn key(name: &str) -> String {
    let is_bare = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    if !name.is_empty() && name.chars().all(is_bare) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.replace("${", "$${").chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            letter if letter.is_control() => {
                out.push_str(&format!("\\u{:04X}", u32::from(letter)));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
