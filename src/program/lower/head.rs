//! The head of a flow: settings and defaults for branches.

use super::Lowering;
use super::points::PointId;
use crate::catalogue::{BLOCKS, FlowKind, SETTINGS, Setting, Shape, row_of_phrase};
use crate::diag::Diagnostic;
use crate::program::unsaid::Goal;
use crate::program::{contract, names};
use crate::syntax::tree::{Branch, Item, ItemKind, Line, LiteralKind, Target};
use crate::text;

/// Where branches go that a flow's head draws once for all blocks.
#[derive(Debug, Default)]
pub(super) struct Defaults<'s> {
    list: Vec<Standing<'s>>,
}

#[derive(Debug)]
struct Standing<'s> {
    word: String,
    phrase: Option<&'static str>,
    goal: Goal<PointId>,
    target: &'s Target<'s>,
    used: bool,
}

impl Defaults<'_> {
    /// The default for a branch of a block: the one for its phrase, else the general one.
    pub(super) fn find(&mut self, word: &str, phrase: &str) -> Option<Goal<PointId>> {
        let narrow = self
            .list
            .iter()
            .position(|default| default.word == word && default.phrase == Some(phrase));
        let found = narrow.or_else(|| {
            self.list
                .iter()
                .position(|default| default.word == word && default.phrase.is_none())
        })?;
        let default = self.list.get_mut(found)?;
        default.used = true;
        Some(default.goal)
    }
}

impl<'s> Lowering<'_, 's> {
    /// Reads the head and gives the items behind it.
    pub(super) fn head(&mut self, items: &'s [Item<'s>]) -> &'s [Item<'s>] {
        let mut rest = items;
        while let [item, tail @ ..] = rest {
            if !item.labels.is_empty() || !self.head_item(item) {
                break;
            }
            rest = tail;
        }
        rest
    }

    fn head_item(&mut self, item: &'s Item<'s>) -> bool {
        match &item.kind {
            ItemKind::Branch(branch) => {
                for case in branch.cases.iter() {
                    self.default(branch, case);
                }
                true
            }
            ItemKind::Block(block) => match setting(&block.line) {
                Some(setting) => {
                    self.setting(setting, &block.line);
                    true
                }
                // Read when the module was declared, so that others can rely on it.
                None => self.kind == FlowKind::Module && contract::belongs(&block.line),
            },
            ItemKind::Broken(_) => {
                self.broken = true;
                true
            }
            ItemKind::Jump(_) | ItemKind::Nothing => false,
        }
    }

    fn setting(&mut self, setting: &'static Setting, line: &Line<'_>) {
        let Shape::Duration { least, most, .. } = setting.shape else {
            return;
        };
        let value = match line.literal.as_ref().map(|literal| &literal.kind) {
            Some(LiteralKind::Duration(seconds)) => *seconds,
            _ => 0,
        };
        if !(least..=most).contains(&value) {
            let finding = Diagnostic::new(
                &names::WRONG_VALUE,
                line.span,
                format!("`{}` takes a time", setting.phrase),
            );
            self.error(finding.help(format!(
                "from {} to {}, for example `{} 12h`",
                text::Duration(least),
                text::Duration(most),
                setting.phrase
            )));
            return;
        }
        if self.chat_duration.replace(value).is_some() {
            let finding = Diagnostic::new(
                &names::DUPLICATE_NAME,
                line.span,
                format!("`{}` is set twice", setting.phrase),
            );
            self.error(finding.help("keep one of them"));
        }
    }

    fn default(&mut self, branch: &'s Branch<'s>, case: &Line<'_>) {
        let words = case.words.text();
        let (word, phrase) = match words.split_once(" in ") {
            // `in hours` and `out of hours` hold the word, too; a phrase comes last.
            Some((word, phrase)) if is_phrase(phrase) => (word, Some(phrase.to_owned())),
            _ => (words.as_ref(), None),
        };
        let phrase = phrase.and_then(|said| phrase_of(&said));
        if case.literal.is_some() || !is_branch_word(word) {
            self.error(unknown_default(case, word));
            return;
        }
        let known = self
            .defaults
            .list
            .iter()
            .any(|default| default.word == word && default.phrase == phrase);
        if known {
            let finding = Diagnostic::new(
                &names::DUPLICATE_BRANCH,
                case.span,
                format!("the default for `{words}` is drawn twice"),
            );
            self.error(finding.help("keep one of them"));
            return;
        }
        let goal = self.goal(&branch.target);
        self.defaults.list.push(Standing {
            word: word.to_owned(),
            phrase,
            goal,
            target: &branch.target,
            used: false,
        });
    }

    fn goal(&mut self, target: &'s Target<'s>) -> Goal<PointId> {
        let Target::Block(block) = target else {
            return Goal::Point(self.points.open());
        };
        match self.labels.meaning(block) {
            super::labels::Meaning::Next => Goal::Next,
            super::labels::Meaning::None => Goal::None,
            super::labels::Meaning::Label(_)
            | super::labels::Meaning::Block
            | super::labels::Meaning::Unknown(_) => Goal::Point(self.points.open()),
        }
    }

    /// Lowers the blocks that a used default has in place of a label, behind all others.
    pub(super) fn late_defaults(&mut self) {
        let end = self.points.nowhere();
        for default in std::mem::take(&mut self.defaults.list) {
            let Goal::Point(point) = default.goal else {
                continue;
            };
            // A label is checked though no block uses the default; a block in place
            // that nothing leads to would only be in the way.
            let is_label = matches!(default.target, Target::Block(block)
                if matches!(self.labels.meaning(block), super::labels::Meaning::Unknown(_)));
            if (default.used || is_label)
                && let Some(target) = self.target(default.target, end)
            {
                self.points.alias(point, target);
            }
        }
    }
}

fn setting(line: &Line<'_>) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| {
        let mut said = line.words.iter();
        let phrase = setting.phrase.split(' ');
        phrase.into_iter().all(|word| said.next() == Some(word))
    })
}

/// Whether a line is a setting, which only a flow's head may hold.
pub(super) fn is_setting(line: &Line<'_>) -> bool {
    setting(line).is_some()
}

fn is_branch_word(word: &str) -> bool {
    BLOCKS
        .iter()
        .flat_map(|row| row.branches)
        .any(|branch| branch.word == word)
}

fn is_phrase(said: &str) -> bool {
    phrase_of(said).is_some()
}

fn phrase_of(said: &str) -> Option<&'static str> {
    let (rows, length) = row_of_phrase(said.split(' '))?;
    (length == said.split(' ').count())
        .then(|| rows.first().map(|row| row.phrase))
        .flatten()
}

fn unknown_default(case: &Line<'_>, word: &str) -> Diagnostic {
    let mut words: Vec<&str> = BLOCKS
        .iter()
        .flat_map(|row| row.branches)
        .map(|branch| branch.word)
        .collect();
    words.sort_unstable();
    words.dedup();
    let finding = Diagnostic::new(
        &names::UNKNOWN_BRANCH,
        case.span,
        "the head of a flow draws defaults for branches with fixed names, and this is none",
    );
    finding.help(match text::nearest(word, words.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "for example `error -> apology` or `error in play prompt -> next`; the names are {}",
            text::and_ticked(words)
        ),
    })
}
