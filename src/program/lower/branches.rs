//! The exits of a block: those that are drawn, then those that are not.

use super::Lowering;
use super::points::PointId;
use crate::catalogue::{
    Behaviour, Branch, CaseForm, FlowKind, Kind, Operand, Row, Shape, Then, Undrawn,
};
use crate::diag::{Diagnostic, Level};
use crate::program::unsaid::Unsaid;
use crate::program::{Block, BlockId, Exit, Outcome, Target, names};
use crate::source::Span;
use crate::syntax::tree::{self, Entry, Line, LiteralKind};
use crate::text;

/// A branch that is drawn; without a place where it is drawn to `none`.
struct Drawn {
    outcome: Outcome,
    point: Option<PointId>,
    span: Span,
}

impl<'s> Lowering<'_, 's> {
    /// Finds every way out of a block. The order is: success, cases as they stand,
    /// branches of the row in its order, what the row does not know.
    pub(super) fn exits(&mut self, id: BlockId, next: PointId) {
        let drawn = self.drawn(id, next);
        // From here on no other block is lowered, so the points of this one stand in a row.
        self.drafts[id].first_exit = self.exit_points.len();
        let block = &mut self.blocks[id];
        let row = block.row;
        block
            .exits
            .reserve_exact(1 + drawn.len() + row.branches.len());
        if row.then == Then::Next && !drawn.iter().any(|exit| exit.outcome == Outcome::Success) {
            self.exit(id, Outcome::Success, next, None, false);
        }
        self.draw(id, &drawn, |outcome| *outcome == Outcome::Success);
        self.draw(id, &drawn, |outcome| matches!(outcome, Outcome::Case(..)));
        let mut places: Vec<(&str, Option<PointId>)> = Vec::with_capacity(row.branches.len());
        for branch in row.branches {
            self.branch(id, branch, &drawn, next, &mut places);
        }
        self.draw(id, &drawn, |outcome| {
            matches!(outcome, Outcome::Error(_) | Outcome::Condition { .. })
        });
        // Right here, so that the next block gets the same memory to fill.
        self.blocks[id].exits.shrink_to_fit();
    }

    fn draw(&mut self, id: BlockId, drawn: &[Drawn], wanted: impl Fn(&Outcome) -> bool) {
        for exit in drawn.iter().filter(|exit| wanted(&exit.outcome)) {
            if let Some(point) = exit.point {
                self.exit(id, exit.outcome.clone(), point, Some(exit.span), true);
            }
        }
    }

    fn exit(
        &mut self,
        id: BlockId,
        outcome: Outcome,
        point: PointId,
        drawn: Option<Span>,
        decided: bool,
    ) {
        self.exit_points.push(point);
        let block = &mut self.blocks[id];
        let span = drawn.unwrap_or(block.span);
        block.exits.push(Exit {
            outcome,
            target: Target::Nowhere,
            span,
            drawn: drawn.is_some(),
            decided,
        });
    }

    /// One branch of the row: as drawn, else where the flow's head or the row sends it.
    fn branch(
        &mut self,
        id: BlockId,
        branch: &'static Branch,
        drawn: &[Drawn],
        next: PointId,
        places: &mut Vec<(&'static str, Option<PointId>)>,
    ) {
        let place = match drawn.iter().find(|exit| exit.outcome.is(branch.word)) {
            Some(exit) => {
                let finding = never_taken(&self.blocks[id], branch, self.kind, exit.span);
                self.sink.extend(finding);
                if let Some(point) = exit.point {
                    self.exit(id, exit.outcome.clone(), point, Some(exit.span), true);
                }
                exit.point
            }
            None if self.blocks[id].offers(branch, Some(self.kind)) => {
                let row = self.blocks[id].row.phrase;
                let place = self.place_of_undrawn(id, branch, drawn, next);
                if let Some(point) = place {
                    let decided = self.is_decided(branch, row);
                    self.exit(id, Outcome::Branch(branch), point, None, decided);
                }
                place
            }
            None => None,
        };
        places.push((branch.word, place));
    }

    /// Whether the head of the flow says where a branch goes that is not drawn.
    fn is_decided(&mut self, branch: &Branch, row: &'static str) -> bool {
        let mut says = |word| self.defaults.find(word, row).is_some();
        says(branch.word) || branch.undrawn == Undrawn::Failure && says("error")
    }

    fn place_of_undrawn(
        &mut self,
        id: BlockId,
        branch: &'static Branch,
        drawn: &[Drawn],
        next: PointId,
    ) -> Option<PointId> {
        let row = self.blocks[id].row;
        let defaults = &mut self.defaults;
        let is_drawn = |word: &str| {
            let exit = drawn.iter().find(|exit| exit.outcome.is(word));
            exit.map(|exit| exit.point)
        };
        let mut unsaid = Unsaid {
            row,
            next,
            drawn: &is_drawn,
            standing: &mut |word| defaults.find(word, row.phrase),
        };
        unsaid.place(branch)
    }

    /// The branches that are drawn in the block's braces.
    fn drawn(&mut self, id: BlockId, next: PointId) -> Vec<Drawn> {
        let line = self.drafts[id].line;
        let mut drawn: Vec<Drawn> = Vec::new();
        for entry in line.entries.iter().flat_map(|entries| &entries.entries) {
            let Entry::Branch(branch) = entry else {
                continue;
            };
            let point = self.target(&branch.target, next);
            for case in branch.cases.iter() {
                let Some(outcome) = self.outcome(id, case) else {
                    continue;
                };
                let is_drawn = drawn.iter().any(|exit| exit.outcome == outcome);
                if is_drawn && share(&outcome).is_none() {
                    self.error(drawn_twice(&outcome, case));
                    continue;
                }
                if point.is_none() && !may_be_none(self.blocks[id].row, &outcome) {
                    self.error(not_none(&outcome, branch));
                }
                drawn.push(Drawn {
                    outcome,
                    point,
                    span: case.span,
                });
            }
        }
        self.check_shares(&drawn);
        drawn
    }

    /// All shares together are at most the whole.
    fn check_shares(&mut self, drawn: &[Drawn]) {
        let mut sum: i64 = 0;
        for exit in drawn {
            let Some(share) = share(&exit.outcome) else {
                continue;
            };
            let before = sum;
            sum = sum.saturating_add(share);
            if before <= 100 && sum > 100 {
                self.error(too_many_shares(exit.span, sum));
            }
        }
    }

    /// What a case stands for on this block.
    fn outcome(&mut self, id: BlockId, case: &Line<'s>) -> Option<Outcome> {
        let row = self.blocks[id].row;
        let words = case.words.text();
        if case.literal.is_none() {
            if let Some(branch) = row.branch(&words) {
                self.check_event(id, branch, case);
                return Some(Outcome::Branch(branch));
            }
            if words == "success" && row.then != Then::Ends {
                return Some(Outcome::Success);
            }
        }
        if row.behaviour == Behaviour::Unknown {
            return self.unknown_outcome(case);
        }
        let sign = case.operator.map_or("", tree::Operator::sign);
        let forms = || row.cases.iter();
        let form = forms().find(|form| form.words == words && form.sign == sign);
        match form {
            Some(form) => self
                .operand(form, case)
                .map(|operand| Outcome::Case(form, operand)),
            None => {
                self.error(unknown_branch(row, case, &words));
                None
            }
        }
    }

    /// A branch for an event that the block does not wait for is never taken.
    fn check_event(&mut self, id: BlockId, branch: &'static Branch, case: &Line<'_>) {
        let block = &self.blocks[id];
        if matches!(branch.kind, Kind::Event(_)) && !block.offers(branch, None) {
            let finding = Diagnostic::new(
                &names::UNKNOWN_BRANCH,
                case.span,
                format!("this block does not wait for what `{}` needs", branch.word),
            );
            self.error(
                finding.help("add it to `for: […]`, or leave `for` out: then the branches say it"),
            );
        }
    }

    fn unknown_outcome(&mut self, case: &Line<'_>) -> Option<Outcome> {
        let literal = case.literal.as_ref().map(|literal| &literal.kind);
        match (case.words.is_empty(), literal) {
            (true, Some(LiteralKind::String(error))) if case.operator.is_none() => {
                Some(Outcome::Error(error.to_string()))
            }
            (false, Some(LiteralKind::String(operand))) if case.operator.is_none() => {
                Some(Outcome::Condition {
                    operator: case.words.raw.to_owned(),
                    operands: vec![operand.to_string()],
                })
            }
            _ => {
                let finding = Diagnostic::new(
                    &names::UNKNOWN_BRANCH,
                    case.span,
                    "the branches of an `action` are written as the wire has them",
                );
                self.error(finding.help(
                    "an error as `\"NoMatchingError\" -> …`, a condition as `Equals \"operand\" -> …`, the rest as `success -> …`",
                ));
                None
            }
        }
    }

    fn operand(&mut self, form: &'static CaseForm, case: &Line<'s>) -> Option<String> {
        let literal = case.literal.as_ref().map(|literal| &literal.kind);
        let operand = match (form.operand, literal) {
            (Operand::Key, Some(LiteralKind::Number(key))) if key.len() == 1 => {
                Some((*key).to_owned())
            }
            (Operand::Key, Some(LiteralKind::Key(key))) => Some(key.to_string()),
            (Operand::Text | Operand::Any, Some(LiteralKind::String(text))) if !text.is_empty() => {
                Some(text.to_string())
            }
            (Operand::Any, Some(LiteralKind::Number(number))) => Some((*number).to_owned()),
            (Operand::Any, Some(LiteralKind::Reference(reference))) => {
                Some((*reference).to_owned())
            }
            (Operand::Percent, Some(LiteralKind::Percent(share))) => Some(share.to_string()),
            (Operand::Metric, Some(LiteralKind::Number(number))) => Some((*number).to_owned()),
            (Operand::Metric, Some(LiteralKind::Duration(seconds))) => {
                Some(seconds.saturating_mul(1_000).to_string())
            }
            _ => None,
        };
        if operand.is_none() {
            let what = match form.operand {
                Operand::Key => "one key: `0` to `9`, `*` or `#`",
                Operand::Text => "a text in quotes that is not empty",
                Operand::Any => "a text in quotes that is not empty, a number or a reference",
                Operand::Percent => "a share such as `40%`",
                Operand::Metric => "a number, or a time such as `5m`",
            };
            let lead = if form.words.is_empty() {
                form.sign
            } else {
                form.words
            };
            let finding = Diagnostic::new(
                &names::UNKNOWN_BRANCH,
                case.span,
                format!("behind `{lead}` stands {what}"),
            );
            self.error(finding.help("Amazon Connect refuses anything else"));
        }
        operand
    }
}

/// Whether a branch may be left out. Nobody knows what an unknown action demands.
fn may_be_none(row: &Row, outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Branch(branch) => matches!(branch.kind, Kind::Omittable | Kind::Drawn),
        Outcome::Success => row.behaviour == Behaviour::Unknown,
        Outcome::Case(..) | Outcome::Error(_) | Outcome::Condition { .. } => false,
    }
}

/// The share of a case, in percent. Two shares may be equal: each is a part of its own.
fn share(outcome: &Outcome) -> Option<i64> {
    match outcome {
        Outcome::Case(form, operand) if form.operand == Operand::Percent => operand.parse().ok(),
        Outcome::Success
        | Outcome::Branch(_)
        | Outcome::Case(..)
        | Outcome::Error(_)
        | Outcome::Condition { .. } => None,
    }
}

fn too_many_shares(span: Span, sum: i64) -> Diagnostic {
    Diagnostic::new(
        &names::WRONG_VALUE,
        span,
        format!("the shares up to here add up to {sum}%"),
    )
    .help("make the shares add up to at most 100%; what is left over takes `default`")
}

fn drawn_twice(outcome: &Outcome, case: &Line<'_>) -> Diagnostic {
    Diagnostic::new(
        &names::DUPLICATE_BRANCH,
        case.span,
        format!("`{}` is drawn twice on this block", outcome.words()),
    )
    .help("a branch goes to one place: keep one of them")
}

/// The finding about a branch that is drawn and that another value of the block rules out.
fn never_taken(block: &Block, branch: &Branch, kind: FlowKind, span: Span) -> Option<Diagnostic> {
    let help = "leave the branch out: Amazon Connect refuses it here";
    if !branch.flows.has(kind) {
        let is = format!(
            "`{}` of `{}` cannot be in {}",
            branch.word,
            block.row.phrase,
            text::a(kind.words())
        );
        let finding = Diagnostic::new(&names::UNKNOWN_BRANCH, span, is).level(Level::Warning);
        return Some(finding.help(help));
    }
    let Kind::Where(path, wire) = branch.kind else {
        return None;
    };
    if block.offers(branch, Some(kind)) {
        return None;
    }
    let mut parameters = block.row.parameters.iter();
    let parameter = parameters.find(|parameter| parameter.path == path)?;
    let name = parameter.written.property()?;
    let Shape::Flag { yes, .. } = parameter.shape else {
        return None;
    };
    let value = if yes == wire { "yes" } else { "no" };
    let is = format!(
        "`{}` of `{}` is there only with `{name}: {value}`",
        branch.word, block.row.phrase
    );
    let finding = Diagnostic::new(&names::UNKNOWN_BRANCH, span, is).level(Level::Warning);
    Some(finding.help(help))
}

fn not_none(outcome: &Outcome, branch: &tree::Branch<'_>) -> Diagnostic {
    Diagnostic::new(
        &names::UNKNOWN_BRANCH,
        branch.target.span(),
        format!(
            "Amazon Connect demands the branch `{}`: it cannot be left out",
            outcome.words()
        ),
    )
    .help("point it at a label, at a block, or at `next`, the next line")
}

fn unknown_branch(row: &Row, case: &Line<'_>, words: &str) -> Diagnostic {
    let mut known: Vec<String> = row
        .branches
        .iter()
        .map(|branch| branch.word.to_owned())
        .collect();
    known.extend(row.cases.iter().map(|form| {
        let lead = if form.words.is_empty() {
            form.sign
        } else {
            form.words
        };
        format!("{lead} …")
    }));
    let said = if words.is_empty() { "this" } else { words };
    let finding = Diagnostic::new(
        &names::UNKNOWN_BRANCH,
        case.span,
        format!("`{}` has no branch `{said}`", row.phrase),
    );
    let unquoted = row.cases.iter().find_map(|form| {
        let value = words.strip_prefix(form.words)?.strip_prefix(' ')?;
        let is_text = matches!(form.operand, Operand::Text | Operand::Any);
        (is_text && !form.words.is_empty()).then(|| format!("{} \"{value}\"", form.words))
    });
    if let Some(quoted) = unquoted {
        return finding.help(format!("what it names stands in quotes: `{quoted}`"));
    }
    finding.help(
        match text::nearest(words, row.branches.iter().map(|branch| branch.word)) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "it has no branches".to_owned(),
            None => format!("its branches are {}", text::and_ticked(known)),
        },
    )
}
