//! `Transitions`: the ways out of an action.

use super::flow::{Reader, who};
use super::json::{Elements, Member, Node, Object};
use super::names;
use crate::catalogue::{Behaviour, Operand, Operator, Row, Then, Wire};
use crate::diag::Diagnostic;
use crate::program::{self, Block, Exit, Outcome, Target};
use crate::source::Span;
use crate::text;

impl<'a> Reader<'a, '_> {
    /// Reads every way out of a block, in the order of the program: success, values,
    /// branches by row, what the row does not know. Says whether there is a `NextAction`.
    pub(super) fn exits(&mut self, block: &mut Block, node: Option<Node<'a>>) -> bool {
        let Some(node) = node else {
            return false;
        };
        let Some(transitions) = node.object() else {
            self.structure(node, "`Transitions`", "an object");
            return true;
        };
        let keys = ["NextAction", "Errors", "Conditions"];
        let [next, errors, conditions] = self.known(&transitions, keys, "`Transitions`");
        if block.row.then == Then::Ends {
            self.no_way_out(block, &transitions);
            return true;
        }
        self.drawn.clear();
        let conditions = self.listed(conditions, "Conditions");
        let errors = self.listed(errors, "Errors");
        let ways = 1 + conditions.clone().count() + errors.clone().count();
        block.exits.reserve_exact(ways.min(FEW));
        if let Some(next) = next {
            self.exit(
                block,
                Outcome::Success,
                next.value,
                self.places.of(next.value),
            );
        }
        for node in conditions {
            match node.object() {
                Some(object) => self.condition(block, &object, self.places.of(node)),
                None => self.structure(node, "an entry of `Conditions`", "an object"),
            }
        }
        for node in errors {
            match node.object() {
                Some(object) => self.error(block, &object, self.places.of(node)),
                None => self.structure(node, "an entry of `Errors`", "an object"),
            }
        }
        drop_copy(block);
        shares(block);
        let row = block.row;
        block.exits.sort_by_key(|exit| rank(row, &exit.outcome));
        next.is_some()
    }

    /// An action that ends the flow has no transitions (validation by the service:
    /// "Action does not support transitions").
    fn no_way_out(&mut self, block: &Block, transitions: &Object<'a>) {
        let drawn = transitions.members().find(|member| {
            let elements = member.value.elements();
            elements.is_none_or(|mut elements| elements.next().is_some())
        });
        if let Some(member) = drawn {
            let message = format!("{} ends the flow, but has `{}`", who(block), member.key());
            let place = self.places.of_member(member);
            let finding = Diagnostic::new(&names::REFUSED_BRANCH, place, message);
            self.report(finding.help("its `Transitions` have to be `{}`"));
        }
    }

    /// The entries of `Errors` or `Conditions`.
    fn listed(&mut self, list: Option<Member<'a>>, key: &str) -> Elements<'a> {
        let Some(Member { value, .. }) = list else {
            return Elements::default();
        };
        value.elements().unwrap_or_else(|| {
            self.structure(value, &format!("`{key}`"), "a list");
            Elements::default()
        })
    }

    fn error(&mut self, block: &mut Block, object: &Object<'a>, span: Span) {
        let [next, error] = self.known(object, ["NextAction", "ErrorType"], "an error");
        let Some(error) = error.and_then(Member::text) else {
            self.incomplete(block, span, "an error", "ErrorType");
            return;
        };
        let mut branches = block.row.branches.iter();
        let known =
            branches.find(|branch| matches!(branch.wire, Wire::Error(known) if known == error));
        let outcome = match known {
            Some(branch) => Outcome::Branch(branch),
            None => {
                self.unknown_error(block, &error, span);
                Outcome::Error(error.into_owned())
            }
        };
        self.target(block, outcome, next, span, "an error");
    }

    fn condition(&mut self, block: &mut Block, object: &Object<'a>, span: Span) {
        let [next, condition] = self.known(object, ["NextAction", "Condition"], "a condition");
        let Some(condition) = condition.and_then(|condition| condition.value.object()) else {
            self.incomplete(block, span, "a condition", "Condition");
            return;
        };
        let [operator, operands] = self.known(&condition, ["Operator", "Operands"], "a condition");
        let operator = operator.and_then(Member::text).unwrap_or_default();
        let Some(operands) = self.operands(operands, span) else {
            return;
        };
        let outcome = self.outcome(block, &operator, operands, span);
        self.target(block, outcome, next, span, "a condition");
    }

    fn operands(&mut self, said: Option<Member<'a>>, span: Span) -> Option<Vec<String>> {
        let list = said.and_then(|said| said.value.elements());
        let Some(list) = list else {
            let message = "a condition has no list of `Operands`";
            self.report(
                Diagnostic::new(&names::WRONG_STRUCTURE, span, message)
                    .help("`\"Operands\": [\"…\"]` holds what is compared with"),
            );
            return None;
        };
        let texts = list.map(|operand| match operand.text() {
            Some(text) => text.into_owned(),
            None => operand.raw().to_owned(),
        });
        Some(texts.collect())
    }

    /// What a condition is to the row; one that the service refuses is reported.
    fn outcome(
        &mut self,
        block: &Block,
        operator: &str,
        operands: Vec<String>,
        span: Span,
    ) -> Outcome {
        let row = block.row;
        let known = Operator::of_wire(operator);
        if let (Some(known), [operand]) = (known, operands.as_slice()) {
            let fixed = row.branches.iter().find(|branch| {
                matches!(branch.wire, Wire::Condition(operator, value)
                    if operator == known && value == operand)
            });
            if let Some(branch) = fixed {
                return Outcome::Branch(branch);
            }
            if let Some(form) = row.cases.iter().find(|form| form.operator == known) {
                self.check_operand(block, form.operand, operand, span);
                return Outcome::Case(form, operand.clone());
            }
        }
        self.unknown_condition(block, operator, &operands, span);
        Outcome::Condition {
            operator: operator.to_owned(),
            operands,
        }
    }

    fn check_operand(&mut self, block: &Block, kind: Operand, operand: &str, span: Span) {
        let is_key = || {
            let mut characters = operand.chars();
            let key = characters.next();
            characters.next().is_none()
                && key.is_some_and(|key| key.is_ascii_digit() || matches!(key, '*' | '#'))
        };
        let should = match kind {
            _ if operand.is_empty() => "something: it is empty",
            Operand::Key if !is_key() => "one key: `0` to `9`, `*` or `#`",
            Operand::Key | Operand::Text | Operand::Any | Operand::Percent | Operand::Metric => {
                return;
            }
        };
        let message = format!("a condition of {} has to compare with {should}", who(block));
        let finding = Diagnostic::new(&names::REFUSED_BRANCH, span, message);
        self.report(finding.help("correct its `Operands`, or remove the condition"));
    }

    fn unknown_condition(
        &mut self,
        block: &Block,
        operator: &str,
        operands: &[String],
        span: Span,
    ) {
        let row = block.row;
        if row.behaviour == Behaviour::Unknown {
            return;
        }
        let values = conditions(row);
        let (message, help) = if values.is_empty() && row.cases.is_empty() {
            let message = format!("{} cannot have conditions", who(block));
            (message, "remove the condition".to_owned())
        } else if Operator::of_wire(operator).is_none() {
            let known = Operator::ALL.map(Operator::wire);
            let help = match text::nearest(operator, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the operators are {}", text::and_ticked(known)),
            };
            let message = format!("Amazon Connect has no operator `{operator}`");
            (message, help)
        } else {
            let said = operands.join("`, `");
            let message = format!(
                "{} cannot have the result `{operator}` `{said}`",
                who(block)
            );
            let help = if values.is_empty() {
                "it takes one operand, and only the operators of its block".to_owned()
            } else {
                format!("its results are {}", text::and_ticked(values))
            };
            (message, help)
        };
        let finding = Diagnostic::new(&names::REFUSED_BRANCH, span, message);
        self.report(finding.help(help));
    }

    fn unknown_error(&mut self, block: &Block, error: &str, span: Span) {
        if block.row.behaviour == Behaviour::Unknown {
            return;
        }
        let known = errors(block.row);
        let message = format!("{} cannot have the error `{error}`", who(block));
        let finding = Diagnostic::new(&names::REFUSED_BRANCH, span, message);
        self.report(
            finding.help(match text::nearest(error, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.is_empty() => "it has no errors: remove this one".to_owned(),
                None if known.len() == 1 => {
                    format!("its only error is {}", text::and_ticked(known))
                }
                None => format!("its errors are {}", text::and_ticked(known)),
            }),
        );
    }

    fn target(
        &mut self,
        block: &mut Block,
        outcome: Outcome,
        next: Option<Member<'a>>,
        span: Span,
        what: &str,
    ) {
        match next {
            Some(next) => self.exit(block, outcome, next.value, span),
            None => self.incomplete(block, span, what, "NextAction"),
        }
    }

    fn incomplete(&mut self, block: &Block, span: Span, what: &str, key: &str) {
        if block.row.behaviour == Behaviour::Unknown {
            return;
        }
        let message = format!("{what} of {} lacks `{key}`", who(block));
        let finding = Diagnostic::new(&names::WRONG_STRUCTURE, span, message);
        self.report(finding.help(format!("add its `{key}`")));
    }

    fn exit(&mut self, block: &mut Block, outcome: Outcome, next: Node<'a>, span: Span) {
        let Some(identifier) = next.text() else {
            self.structure(next, "`NextAction`", "a text");
            return;
        };
        if let Some(first) = self.first(block, &outcome) {
            let message = format!("`{}` of {} is there twice", outcome.words(), who(block));
            let finding = Diagnostic::new(&program::names::DUPLICATE_BRANCH, span, message);
            let finding = finding.also(first, "the first one");
            self.report(finding.help("a branch goes to one place: remove one of them"));
            return;
        }
        let target = match self.blocks.get(&identifier) {
            Some(id) => Target::Block(*id),
            None if identifier.is_empty() => Target::Nowhere,
            None => Target::Missing(identifier.into_owned()),
        };
        block.exits.push(Exit {
            outcome,
            target,
            span,
            drawn: true,
            decided: true,
        });
    }

    /// Where a way out of the block has been read already.
    fn first(&mut self, block: &Block, outcome: &Outcome) -> Option<Span> {
        if block.exits.len() < FEW {
            let mut known = block.exits.iter();
            return known
                .find(|exit| exit.outcome == *outcome)
                .map(|exit| exit.span);
        }
        let key = |outcome: &Outcome| (rank(block.row, outcome), outcome.words());
        let new = block.exits.get(self.drawn.len()..).unwrap_or_default();
        self.drawn
            .extend(new.iter().map(|exit| (key(&exit.outcome), exit.span)));
        self.drawn.get(&key(outcome)).copied()
    }
}

/// How many ways out of a block are looked through one by one; most have no more.
const FEW: usize = 16;

/// The errors that a row knows.
fn errors(row: &Row) -> Vec<&'static str> {
    let branches = row.branches.iter();
    branches
        .filter_map(|branch| match branch.wire {
            Wire::Error(error) => Some(error),
            Wire::Condition(..) => None,
        })
        .collect()
}

/// The fixed values that a row knows.
fn conditions(row: &Row) -> Vec<&'static str> {
    let branches = row.branches.iter();
    branches
        .filter_map(|branch| match branch.wire {
            Wire::Error(_) => None,
            Wire::Condition(_, operand) => Some(operand),
        })
        .collect()
}

/// The designer copies a branch to `NextAction` where nothing else goes on from there;
/// such a copy says nothing of its own.
fn drop_copy(block: &mut Block) {
    let Then::Copies(word) = block.row.then else {
        return;
    };
    let copied = block.exit(word).map(|exit| exit.target.clone());
    if copied.is_some() && block.success().map(|exit| exit.target.clone()) == copied {
        block.exits.retain(|exit| exit.outcome != Outcome::Success);
    }
}

/// The order of exits in the program. Values stay in theirs: the first that holds wins.
fn rank(row: &Row, outcome: &Outcome) -> usize {
    match outcome {
        Outcome::Success => 0,
        Outcome::Case(..) | Outcome::Condition { .. } => 1,
        Outcome::Branch(branch) => row
            .branches
            .iter()
            .position(|known| std::ptr::eq(known, *branch))
            .map_or(usize::MAX - 1, |position| position + 2),
        Outcome::Error(_) => usize::MAX,
    }
}

/// Thresholds of random numbers from 1 to 100 become the shares between them. What is
/// no rising row of thresholds stays a condition.
fn shares(block: &mut Block) {
    let mut below = 1;
    for exit in &mut block.exits {
        let Outcome::Case(form, operand) = &mut exit.outcome else {
            continue;
        };
        if form.operand != Operand::Percent {
            continue;
        }
        match operand.parse::<i64>().ok().filter(|limit| *limit >= below) {
            Some(limit) => {
                *operand = (limit - below).to_string();
                below = limit;
            }
            None => {
                exit.outcome = Outcome::Condition {
                    operator: form.operator.wire().to_owned(),
                    operands: vec![std::mem::take(operand)],
                };
            }
        }
    }
}
