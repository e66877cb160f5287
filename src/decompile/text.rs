//! The text of a flow, block by block.

use super::doc::{Doc, WIDTH, new_line, push_lines, width};
use super::draw::{Arrow, Case, Drawing, To};
use super::labels::{Labels, given, is_end, repeats};
use super::names::Names;
use super::place::{Goal, Place};
use super::standing::{Standing, WORD};
use super::values::{FEW, Told, case, told};
use crate::catalogue::FlowKind;
use crate::id::IndexVec;
use crate::program::{Block, BlockId, Flow, ident, unsaid};
use crate::syntax::quoted;
use std::collections::{BTreeMap, BTreeSet};

/// A flow whose text is being written.
pub(super) struct Page<'f> {
    /// What the names of blocks may have behind them for the part of the flow.
    parts: BTreeSet<String>,
    flow: &'f Flow,
    names: &'f Names,
    standing: Standing,
    labels: Labels,
    arrows: IndexVec<BlockId, Vec<Arrow<'f>>>,
    /// The block that the head holds in place of a label.
    in_head: Option<BlockId>,
    /// Blocks that nothing before them leads on to.
    apart: BTreeSet<BlockId>,
    out: String,
    is_formatted: bool,
    order: Vec<BlockId>,
    unsayable: BTreeSet<BlockId>,
}

/// A text that nobody has read again yet.
pub(super) struct Draft {
    pub(super) text: String,
    /// Whether it is in the one way to write it, as far as that is known.
    pub(super) is_formatted: bool,
    /// The blocks in the order of their lines.
    pub(super) order: Vec<BlockId>,
    /// Blocks that Ebb has no words for.
    pub(super) unsayable: BTreeSet<BlockId>,
}

/// Every place with where control goes on behind it, in the order of the text.
fn walk<'p>(places: &'p [Place], after: Goal, found: &mut Vec<(&'p Place, Goal)>) {
    for (index, place) in places.iter().enumerate() {
        let next = next(places, index, after);
        found.push((place, next));
        for nested in &place.nested {
            walk(nested, next, found);
        }
    }
}

/// Where control goes on behind one of several places.
fn next(places: &[Place], index: usize, after: Goal) -> Goal {
    let place = places.get(index);
    let follower = || places.get(index + 1).map(|next| Goal::Block(next.block));
    place
        .and_then(|place| place.jump)
        .or_else(follower)
        .unwrap_or(after)
}

impl<'f> Page<'f> {
    /// Writes a flow whose blocks stand at these places.
    pub(super) fn new(flow: &'f Flow, names: &'f Names, places: &[Place]) -> Self {
        let mut all = Vec::with_capacity(flow.blocks.len());
        walk(places, Goal::Open, &mut all);
        let standing = Standing::of(
            all.iter()
                .filter_map(|(place, next)| Some((flow.blocks.get(place.block)?, *next))),
        );
        let names_of_blocks = flow.blocks.iter().map(|block| block.name.as_str());
        let mut page = Self {
            flow,
            parts: names_of_blocks.map(ident::part_of_name).collect(),
            names,
            standing,
            labels: Labels::default(),
            arrows: flow.blocks.ids().map(|_| Vec::new()).collect(),
            in_head: None,
            apart: BTreeSet::new(),
            out: String::new(),
            is_formatted: true,
            order: Vec::new(),
            unsayable: BTreeSet::new(),
        };
        for (place, next) in &all {
            let drawing = Drawing {
                id: place.block,
                block: &flow.blocks[place.block],
                place,
                next: *next,
                standing: &page.standing,
                kind: flow.kind,
            };
            page.arrows[place.block] = drawing.arrows();
        }
        let goals = page.goals(places, &all);
        page.labels = Labels::of(flow, names, &goals, &page.ways());
        page
    }

    /// What needs a label, in the order of the text.
    fn goals(&mut self, places: &[Place], all: &[(&Place, Goal)]) -> Vec<Goal> {
        let mut wanted: BTreeSet<Goal> = BTreeSet::new();
        if self.flow.start.is_none() {
            wanted.insert(Goal::Open);
        }
        for (place, _) in all {
            wanted.extend(place.jump);
            wanted.extend(
                self.arrows[place.block]
                    .iter()
                    .filter_map(|arrow| match arrow.to {
                        To::Label(goal) => Some(goal),
                        To::Next | To::None | To::Nested(_) => None,
                    }),
            );
        }
        self.in_head = self.standing.general.and_then(|goal| {
            (!wanted.contains(&goal))
                .then(|| self.alone(places, goal))
                .flatten()
        });
        let in_head = self.in_head.map(Goal::Block);
        wanted.extend(self.standing.general.filter(|goal| Some(*goal) != in_head));
        wanted.extend(self.standing.narrow.values().filter_map(|goal| match goal {
            unsaid::Goal::Point(goal) => Some(*goal),
            unsaid::Goal::Next | unsaid::Goal::None => None,
        }));
        if self
            .in_head
            .is_some_and(|block| wanted.contains(&Goal::Block(block)))
        {
            self.in_head = None;
        }
        self.apart = self.apart(places);
        let apart = self.apart.iter().copied();
        let named = apart
            .filter(|block| !wanted.contains(&Goal::Block(*block)) && self.has_own_name(*block));
        let named: Vec<Goal> = named.map(Goal::Block).collect();
        wanted.extend(named);
        let ordered = all.iter().map(|(place, _)| Goal::Block(place.block));
        ordered
            .chain([Goal::Open])
            .filter(|goal| wanted.contains(goal))
            .collect()
    }

    /// The branches whose arrows point at labels.
    fn ways(&self) -> BTreeMap<Goal, Vec<Case<'f>>> {
        let mut ways: BTreeMap<Goal, Vec<Case<'f>>> = BTreeMap::new();
        for arrow in self.arrows.iter().flatten() {
            if let To::Label(goal) = arrow.to {
                ways.entry(goal).or_default().extend(&arrow.cases);
            }
        }
        ways
    }

    /// The blocks that stand behind one that does not lead on to them.
    fn apart(&self, places: &[Place]) -> BTreeSet<BlockId> {
        let pairs = places.iter().zip(places.iter().skip(1));
        let apart = pairs.filter(|(before, place)| {
            let ends = || self.flow.blocks.get(before.block).is_some_and(is_end);
            (before.jump.is_some() || ends()) && self.in_head != Some(place.block)
        });
        let first = places.first().filter(|_| self.flow.start.is_none());
        let apart = apart.map(|(_, place)| place);
        first
            .into_iter()
            .chain(apart)
            .map(|place| place.block)
            .collect()
    }

    /// Whether a person gave the block a name that says more than its line does.
    fn has_own_name(&self, id: BlockId) -> bool {
        let block = &self.flow.blocks[id];
        let told = told(self.names, block, &|_| false);
        match (given(block), told) {
            (Some(name), Some(told)) => !repeats(&name, &told.line, &self.parts),
            (name, _) => name.is_some(),
        }
    }

    /// The block, if it ends the flow, stands by itself and nothing goes on to it.
    fn alone(&self, places: &[Place], goal: Goal) -> Option<BlockId> {
        let index = places
            .iter()
            .position(|place| Goal::Block(place.block) == goal)?;
        let (before, place) = (places.get(index.checked_sub(1)?)?, places.get(index)?);
        let block = self.flow.blocks.get(place.block)?;
        let ends_before =
            before.jump.is_some() || self.flow.blocks.get(before.block).is_some_and(is_end);
        (is_end(block)
            && block.note.is_none()
            && ends_before
            && self.flow.start != Some(place.block))
        .then_some(place.block)
    }

    /// The text of the flow, behind what stands before it.
    pub(super) fn write(
        mut self,
        head: &str,
        name: &str,
        kind: FlowKind,
        places: &[Place],
    ) -> Draft {
        self.out.push_str(head);
        self.notes(self.flow.description.as_deref(), 0);
        self.out.push_str(&format!("{} {name}", kind.words()));
        if self.flow.title != name && !self.flow.title.trim().is_empty() {
            self.out.push(' ');
            self.out.push_str(&quoted(&self.flow.title));
        }
        self.out.push_str(" {");
        self.head();
        if self.flow.start.is_none() {
            self.arrow_line(Goal::Open, 1);
        }
        self.items(places, 1);
        if let Some(label) = self.labels.get(Goal::Open) {
            self.out.push_str(&format!("\n\n{label}:"));
        }
        self.out.push_str("\n}\n");
        self.out.shrink_to_fit();
        Draft {
            text: self.out,
            is_formatted: self.is_formatted,
            order: self.order,
            unsayable: self.unsayable,
        }
    }

    fn head(&mut self) {
        let mut lines = Vec::new();
        if let Some(goal) = self.standing.general {
            lines.push((WORD.to_owned(), To::Label(goal)));
        }
        for (phrase, goal) in &self.standing.narrow {
            let to = match goal {
                unsaid::Goal::Next => To::Next,
                unsaid::Goal::None => To::None,
                unsaid::Goal::Point(goal) => To::Label(*goal),
            };
            lines.push((format!("{WORD} in {phrase}"), to));
        }
        let any = !lines.is_empty();
        for (lead, to) in lines {
            new_line(&mut self.out, 1);
            self.out.push_str(&lead);
            self.out.push_str(" -> ");
            match (to, self.in_head) {
                (To::Label(Goal::Block(goal)), Some(block)) if goal == block => {
                    self.block_in_place(block);
                }
                (to, _) => self.out.push_str(target(&self.labels, to)),
            }
        }
        if any {
            self.out.push('\n');
        }
    }

    fn block_in_place(&mut self, block: BlockId) {
        self.order.push(block);
        match told(self.names, &self.flow.blocks[block], &|_| false) {
            Some(told) => push_lines(&mut self.out, &told.line, 2),
            None => {
                self.unsayable.insert(block);
            }
        }
    }

    fn items(&mut self, places: &[Place], depth: usize) {
        for (index, place) in places.iter().enumerate() {
            if self.in_head == Some(place.block) {
                continue;
            }
            if let Some(label) = self.labels.get(Goal::Block(place.block)) {
                if depth == 1 && (index > 0 || self.flow.start.is_none()) {
                    self.out.push('\n');
                }
                new_line(&mut self.out, depth - 1);
                self.out.push_str(label);
                self.out.push(':');
            } else if self.apart.contains(&place.block) {
                self.out.push('\n');
            }
            let block = &self.flow.blocks[place.block];
            if block.note.is_some() {
                new_line(&mut self.out, depth);
                self.notes(block.note.as_deref(), depth);
            } else {
                new_line(&mut self.out, depth);
            }
            self.block(place, depth);
            if let Some(goal) = place.jump {
                self.arrow_line(goal, depth);
            }
        }
    }

    fn arrow_line(&mut self, goal: Goal, depth: usize) {
        new_line(&mut self.out, depth);
        self.out.push_str("-> ");
        self.out.push_str(target(&self.labels, To::Label(goal)));
    }

    /// `///` lines, each with its line break.
    fn notes(&mut self, note: Option<&str>, depth: usize) {
        let Some(note) = note.filter(|note| depth > 0 || !note.trim().is_empty()) else {
            return;
        };
        for line in note.split('\n') {
            self.out.push_str(format!("/// {}", line.trim()).trim_end());
            new_line(&mut self.out, depth);
        }
    }

    /// A block with its braces; its line begins where the text ends.
    fn block(&mut self, place: &Place, depth: usize) {
        let block: &'f Block = &self.flow.blocks[place.block];
        self.order.push(place.block);
        let arrows = std::mem::take(&mut self.arrows[place.block]);
        let cases: Option<Vec<String>> = arrows.iter().map(|arrow| cases(&arrow.cases)).collect();
        let is_drawn = |word: &str| {
            let mut cases = arrows.iter().flat_map(|arrow| &arrow.cases);
            cases.any(|case| match case {
                Case::Outcome(outcome) => outcome.is(word),
                Case::Word(drawn) => *drawn == word,
            })
        };
        let told = told(self.names, block, &is_drawn);
        let (Some(told), Some(cases)) = (told, cases) else {
            self.unsayable.insert(place.block);
            return;
        };
        push_lines(&mut self.out, &told.line, depth + 1);
        if told.properties.is_empty() && arrows.is_empty() {
            return;
        }
        let entries = Entries {
            told: &told,
            arrows: &arrows,
            cases: &cases,
        };
        if !self.on_one_line(&entries) {
            self.on_lines(place, &entries, depth);
        }
    }

    /// Entries on the line of their block, where they are few and fit.
    fn on_one_line(&mut self, entries: &Entries<'_, 'f>) -> bool {
        let arrows = entries.arrows.iter().zip(entries.cases);
        let simple: Option<Vec<Doc>> = arrows
            .map(|(arrow, cases)| match arrow.to {
                To::Nested(_) => None,
                to @ (To::Next | To::None | To::Label(_)) => Some(Doc::Line(
                    [cases, " -> ", target(&self.labels, to)].concat(),
                )),
            })
            .collect();
        let Some(arrows) = simple.filter(|arrows| arrows.len() <= 1) else {
            return false;
        };
        let elements = entries
            .told
            .properties
            .iter()
            .cloned()
            .chain(arrows)
            .collect();
        let doc = Doc::Braces {
            lead: String::new(),
            open: '{',
            close: '}',
            elements,
            most: FEW,
        };
        let begin = self.out.len();
        let line = self.out.rfind('\n').map_or(0, |end| end + 1);
        self.out.push(' ');
        let fits = doc.push_flat(&mut self.out) && width(&self.out, line) <= WIDTH;
        if !fits {
            self.out.truncate(begin);
        }
        fits
    }

    fn on_lines(&mut self, place: &Place, entries: &Entries<'_, 'f>, depth: usize) {
        self.out.push_str(" {");
        for property in &entries.told.properties {
            new_line(&mut self.out, depth + 1);
            property.write(&mut self.out, depth + 1);
        }
        let width = entries.column(place);
        for (arrow, cases) in entries.arrows.iter().zip(entries.cases) {
            new_line(&mut self.out, depth + 1);
            let begin = self.out.len();
            let pad = width.filter(|width| *width >= cases.chars().count());
            let blanks = pad.map_or(0, |width| width - cases.chars().count());
            self.out.push_str(cases);
            self.out.extend(std::iter::repeat_n(' ', blanks));
            self.out.push_str(" -> ");
            match arrow.to {
                To::Nested(number) => {
                    if let Some(nested) = place.nested.get(number) {
                        self.nested(nested, depth + 1);
                    }
                }
                to @ (To::Next | To::None | To::Label(_)) => {
                    self.out.push_str(target(&self.labels, to));
                }
            }
            // What goes over several lines stands in no column.
            let is_long = || {
                self.out
                    .get(begin..)
                    .is_some_and(|text| text.contains('\n'))
            };
            self.is_formatted &= width.is_none() || !is_long();
        }
        new_line(&mut self.out, depth);
        self.out.push('}');
    }

    /// What stands behind an arrow in place of a label.
    fn nested(&mut self, places: &[Place], depth: usize) {
        if let [place] = places
            && place.jump.is_none()
            && self.labels.get(Goal::Block(place.block)).is_none()
            && self.flow.blocks[place.block].note.is_none()
        {
            self.block(place, depth);
            return;
        }
        self.out.push('{');
        self.items(places, depth + 1);
        new_line(&mut self.out, depth);
        self.out.push('}');
    }
}

/// What stands behind an arrow to no braces.
fn target(labels: &Labels, to: To) -> &str {
    match to {
        To::Next => "next",
        To::None | To::Nested(_) => "none",
        To::Label(goal) => labels.get(goal).unwrap_or("next"),
    }
}

/// What stands in the braces of a block.
struct Entries<'a, 'f> {
    told: &'a Told,
    arrows: &'a [Arrow<'f>],
    cases: &'a [String],
}

impl Entries<'_, '_> {
    /// Where arrows stand below each other, if all of them are short.
    fn column(&self, place: &Place) -> Option<usize> {
        let is_short = |arrow: &Arrow<'_>| {
            match arrow.to {
            To::Nested(number) => place.nested.get(number).is_some_and(|nested| {
                matches!(nested.as_slice(), [only] if only.jump.is_none() && only.nested.is_empty())
            }),
            To::Next | To::None | To::Label(_) => true,
        }
        };
        let widest = self.cases.iter().map(|cases| cases.chars().count()).max()?;
        let all = self.arrows.iter().all(is_short);
        (all && self.arrows.len() > 1 && widest <= WIDEST).then_some(widest)
    }
}

/// The widest cases whose arrows are lined up.
const WIDEST: usize = 40;

fn cases(cases: &[Case<'_>]) -> Option<String> {
    let mut words = String::new();
    for (number, one) in cases.iter().enumerate() {
        words.push_str(if number > 0 { " or " } else { "" });
        match one {
            Case::Outcome(outcome) => words.push_str(&case(outcome)?),
            Case::Word(word) => words.push_str(word),
        }
    }
    Some(words)
}
