//! What changed in the blocks of a flow.

use super::facts::Fact;
use super::pairs::Pairs;
use super::{BlockChange, Change, ChangeKind, Fate, Half, Pair};
use crate::id::Id;
use crate::program::{Block, BlockId, Exit, Origin, Outcome, Target};
use std::collections::BTreeMap;

/// The branches of a block, each with words that no other of them has.
pub fn branches(block: &Block) -> Vec<(String, &Exit)> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let exits = block.exits.iter();
    exits
        .map(|exit| {
            let words = exit.outcome.words();
            let count = seen.entry(words.clone()).or_default();
            *count += 1;
            let words = match *count {
                1 => words,
                more => format!("{words} ({more})"),
            };
            (words, exit)
        })
        .collect()
}

/// Every block that differs: in the order of the flow after, then those that are gone.
pub fn changes(pair: &Pair<'_>, matched: &Pairs) -> Vec<BlockChange> {
    let mut changes = Vec::new();
    for id in pair.after.flow.blocks.ids() {
        match matched.before_of(id) {
            Some(before) => changes.extend(changed(pair, matched, before, id)),
            None => changes.push(whole(&pair.after, id, Fate::Added)),
        }
    }
    for id in pair.before.flow.blocks.ids() {
        if matched.after_of(id).is_none() {
            changes.push(whole(&pair.before, id, Fate::Removed));
        }
    }
    changes
}

/// What people call a block: its phrase and what it is about.
pub fn label(half: &Half<'_>, id: BlockId) -> String {
    let Some(block) = half.flow.blocks.get(id) else {
        return String::new();
    };
    let facts = half.facts.get(id.index());
    let about = facts.and_then(|facts| facts.all.first());
    match about.filter(|_| {
        block
            .arguments
            .iter()
            .any(|argument| is_about(argument.parameter))
    }) {
        Some(about) => format!("{} {}", block.words(), short(&about.shown)),
        None => block.words(),
    }
}

const fn is_about(parameter: &crate::catalogue::Parameter) -> bool {
    use crate::catalogue::Written;
    matches!(parameter.written, Written::Argument | Written::Tagged(_))
}

/// A value on one line, shortened if it has to be.
fn short(shown: &str) -> String {
    const MOST: usize = 40;
    let line: Vec<&str> = shown.split_whitespace().collect();
    let line = line.join(" ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => {
            let start = line.get(..end).unwrap_or_default();
            let quote = if line.starts_with('"') { "\"" } else { "" };
            format!("{}…{quote}", start.trim_end())
        }
        None => line,
    }
}

/// Where an exit leads, for people.
pub fn target(half: &Half<'_>, target: &Target) -> String {
    match target {
        Target::Block(id) => {
            let line = half.flow.blocks.get(*id).map(|block| {
                let line = half.side.sources.location(block.span).line;
                format!(" (line {line})")
            });
            format!("{}{}", label(half, *id), line.unwrap_or_default())
        }
        Target::Nowhere => "nowhere".to_owned(),
        Target::Missing(name) => format!("`{name}`, which is not there"),
    }
}

/// A block that only one side has, with all that it says.
fn whole(half: &Half<'_>, id: BlockId, what: Fate) -> BlockChange {
    let block = &half.flow.blocks[id];
    let place = Some(half.place(block.span));
    let (before, after) = match what {
        Fate::Removed => (place, None),
        Fate::Added | Fate::Changed => (None, place),
    };
    let one_side = |kind: ChangeKind, name: String, value: String| {
        let (before, after) = match what {
            Fate::Removed => (Some(value), None),
            Fate::Added | Fate::Changed => (None, Some(value)),
        };
        Change {
            kind,
            name,
            before,
            after,
            longer: None,
        }
    };
    let facts = half.facts.get(id.index());
    let facts = facts.into_iter().flat_map(|facts| &facts.all);
    let said =
        facts.map(|fact| one_side(ChangeKind::Property, fact.name.clone(), fact.shown.clone()));
    let ways = branches(block).into_iter();
    let ways =
        ways.map(|(words, exit)| one_side(ChangeKind::Branch, words, target(half, &exit.target)));
    BlockChange {
        words: label(half, id),
        what,
        before,
        after,
        changes: said.chain(ways).collect(),
    }
}

/// What changed in a block that both sides have.
fn changed(
    pair: &Pair<'_>,
    matched: &Pairs,
    before: BlockId,
    after: BlockId,
) -> Option<BlockChange> {
    let mut changes = properties(pair, before, after);
    let [one, other] = [
        &pair.before.flow.blocks[before],
        &pair.after.flow.blocks[after],
    ];
    changes.extend(order(one, other));
    changes.extend(routes(pair, matched, one, other));
    (!changes.is_empty()).then(|| BlockChange {
        words: label(&pair.after, after),
        what: Fate::Changed,
        before: Some(pair.before.place(one.span)),
        after: Some(pair.after.place(other.span)),
        changes,
    })
}

fn properties(pair: &Pair<'_>, before: BlockId, after: BlockId) -> Vec<Change> {
    let in_ebb = [&pair.before, &pair.after].map(|half| half.flow.origin == Origin::Ebb);
    let all = in_ebb == [true, true];
    let facts = |half: &'_ Half<'_>, id: BlockId| -> Vec<(String, Fact)> {
        let facts = half.facts.get(id.index()).map(|facts| facts.all.clone());
        let facts = facts.unwrap_or_default().into_iter();
        numbered(facts.filter(|fact| all || !fact.only_in_ebb))
    };
    let (before, after) = (facts(&pair.before, before), facts(&pair.after, after));
    let one: BTreeMap<&str, &Fact> = before
        .iter()
        .map(|(name, fact)| (name.as_str(), fact))
        .collect();
    let other: BTreeMap<&str, &Fact> = after
        .iter()
        .map(|(name, fact)| (name.as_str(), fact))
        .collect();
    let said = after.iter().filter_map(|(name, fact)| {
        let before = one.get(name.as_str()).copied();
        before
            .is_none_or(|before| before.key != fact.key)
            .then(|| property(before, Some(fact)))
    });
    let gone = before
        .iter()
        .filter(|(name, _)| !other.contains_key(name.as_str()));
    let gone = gone.map(|(_, fact)| property(Some(fact), None));
    said.chain(gone).collect()
}

/// Facts with names that no other has.
fn numbered(facts: impl Iterator<Item = Fact>) -> Vec<(String, Fact)> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    facts
        .map(|fact| {
            let count = seen.entry(fact.name.clone()).or_default();
            *count += 1;
            (format!("{count} {}", fact.name), fact)
        })
        .collect()
}

fn property(before: Option<&Fact>, after: Option<&Fact>) -> Change {
    let name = after.or(before).map_or("", |fact| fact.name.as_str());
    let alike = after.map(|fact| &fact.shown) == before.map(|fact| &fact.shown);
    let shown = |fact: Option<&Fact>| {
        fact.map(|fact| match alike {
            true => format!("{} ({})", fact.shown, fact.detail),
            false => fact.shown.clone(),
        })
    };
    let seconds = |fact: Option<&Fact>| fact.and_then(|fact| fact.seconds);
    let longer = seconds(after).zip(seconds(before));
    Change {
        longer: longer.map(|(after, before)| after - before),
        ..Change::property(name, shown(before), shown(after))
    }
}

/// Values are tried in their order, and the first that holds wins.
fn order(before: &Block, after: &Block) -> Option<Change> {
    let values = |block: &Block| -> Vec<String> {
        let branches = branches(block).into_iter();
        let values = branches.filter(|(_, exit)| match exit.outcome {
            Outcome::Case(..) | Outcome::Condition { .. } => true,
            Outcome::Success | Outcome::Branch(_) | Outcome::Error(_) => false,
        });
        values.map(|(words, _)| words).collect()
    };
    let (one, other) = (values(before), values(after));
    let common = |all: &[String], known: &[String]| -> Vec<String> {
        let known: std::collections::BTreeSet<&String> = known.iter().collect();
        all.iter()
            .filter(|words| known.contains(words))
            .cloned()
            .collect()
    };
    let (one, other) = (common(&one, &other), common(&other, &one));
    (one != other).then(|| Change {
        kind: ChangeKind::Order,
        name: "order of values".to_owned(),
        before: Some(one.join(", ")),
        after: Some(other.join(", ")),
        longer: None,
    })
}

fn routes(pair: &Pair<'_>, matched: &Pairs, before: &Block, after: &Block) -> Vec<Change> {
    let (one, other) = (branches(before), branches(after));
    let was: BTreeMap<&str, &Exit> = one
        .iter()
        .map(|(words, exit)| (words.as_str(), *exit))
        .collect();
    let is: BTreeMap<&str, &Exit> = other
        .iter()
        .map(|(words, exit)| (words.as_str(), *exit))
        .collect();
    let route = |words: &str, was: Option<&Exit>, is: Option<&Exit>| Change {
        kind: ChangeKind::Branch,
        name: words.to_owned(),
        before: was.map(|exit| target(&pair.before, &exit.target)),
        after: is.map(|exit| target(&pair.after, &exit.target)),
        longer: None,
    };
    let drawn = other.iter().filter_map(|(words, exit)| {
        let was = was.get(words.as_str()).copied();
        let same = was.is_some_and(|was| leads_to_the_same(matched, &was.target, &exit.target));
        (!same).then(|| route(words, was, Some(exit)))
    });
    let gone = one
        .iter()
        .filter(|(words, _)| !is.contains_key(words.as_str()));
    let gone = gone.map(|(words, exit)| route(words, Some(exit), None));
    drawn.chain(gone).collect()
}

/// Whether two targets are one.
pub fn leads_to_the_same(matched: &Pairs, before: &Target, after: &Target) -> bool {
    match (before, after) {
        (Target::Block(before), Target::Block(after)) => matched.after_of(*before) == Some(*after),
        (Target::Nowhere, Target::Nowhere) => true,
        (Target::Missing(before), Target::Missing(after)) => before == after,
        (Target::Block(_) | Target::Nowhere | Target::Missing(_), _) => false,
    }
}
