//! What it means that something is not written: where a branch goes that nobody drew, and
//! what a parameter is that nobody set. Asked by whoever reads Ebb, and by whoever writes it.

use super::value::Value;
use crate::catalogue::{Branch, Kind, Parameter, Presence, Role, Row, Shape, Undrawn, Unit};

/// Where a default in the head of a flow leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal<P> {
    /// The next line of whatever block it is.
    Next,
    /// Nowhere: the branch is left out.
    None,
    /// One place.
    Point(P),
}

/// Where the branches of one block go that are not drawn.
pub struct Unsaid<'a, P> {
    /// The row of the block.
    pub row: &'static Row,
    /// The next line.
    pub next: P,
    /// Where a branch with these words is drawn to, if it is; nothing within for `none`.
    pub drawn: &'a dyn Fn(&str) -> Option<Option<P>>,
    /// The default of the flow's head for a branch with these words.
    pub standing: &'a mut dyn FnMut(&str) -> Option<Goal<P>>,
}

impl<P: Copy> Unsaid<'_, P> {
    /// The place of a branch that is not drawn; nothing where it is left out.
    pub fn place(&mut self, branch: &'static Branch) -> Option<P> {
        if let Some(goal) = (self.standing)(branch.word) {
            return self.reached(branch, goal);
        }
        match branch.undrawn {
            Undrawn::Next => Some(self.next),
            // Not every block that can fail has a branch which is called so.
            Undrawn::Failure => match (self.standing)("error") {
                Some(goal) => self.reached(branch, goal),
                None => Some(self.next),
            },
            Undrawn::Like(word) => {
                if let Some(point) = (self.drawn)(word) {
                    return Some(point.unwrap_or(self.next));
                }
                match self.row.branch(word) {
                    Some(relative) => self.place(relative),
                    None => Some(self.next),
                }
            }
        }
    }

    const fn reached(&self, branch: &Branch, goal: Goal<P>) -> Option<P> {
        match goal {
            Goal::None if matches!(branch.kind, Kind::Omittable) => None,
            Goal::Next | Goal::None => Some(self.next),
            Goal::Point(point) => Some(point),
        }
    }
}

/// The value of a parameter that nobody wrote; `has` says which others are there.
#[must_use]
pub fn default_value(
    row: &Row,
    parameter: &Parameter,
    has: &dyn Fn(&Parameter) -> bool,
) -> Option<Value> {
    let default = parameter.default?;
    let fills = match parameter.presence {
        Presence::OneOf(group) => !in_group(row, group).any(has),
        Presence::Required
        | Presence::With(_)
        | Presence::Optional
        | Presence::AtMostOne(_)
        | Presence::SomeOf(_) => true,
    };
    fills.then(|| of_wire(parameter.shape, default))
}

/// The parameters of a group, of which one, at most one or some have to be there.
pub fn in_group<'r>(row: &'r Row, group: &'r str) -> impl Iterator<Item = &'r Parameter> {
    row.parameters.iter().filter(move |parameter| {
        matches!(parameter.presence,
            Presence::OneOf(name) | Presence::AtMostOne(name) | Presence::SomeOf(name)
                if name == group)
    })
}

/// The events that end a wait which does not list them: those whose branches are drawn.
#[must_use]
pub fn events(row: &Row, is_drawn: &dyn Fn(&str) -> bool) -> Vec<&'static str> {
    let Some(Shape::Words(words)) = row.parameter(Role::Events).map(|events| events.shape) else {
        return Vec::new();
    };
    let wanted = words.iter().filter(|(_, event)| {
        let mut branches = row.branches.iter();
        branches.any(|branch| branch.kind == Kind::Event(event) && is_drawn(branch.word))
    });
    wanted.map(|(word, _)| *word).collect()
}

/// A default of the catalogue, which is given in the words of the wire.
fn of_wire(shape: Shape, wire: &str) -> Value {
    let number = wire.parse::<i64>();
    match (shape, number) {
        (Shape::Duration { unit, .. }, Ok(number)) => Value::Duration(match unit {
            Unit::Milliseconds => number / 1_000,
            Unit::Seconds => number,
            Unit::Minutes => number * 60,
        }),
        (Shape::Number { .. }, Ok(number)) => Value::Number(number),
        (Shape::Flag { yes, .. }, _) => Value::Flag(wire == yes),
        (Shape::Texts, _) if wire.is_empty() => Value::List(Vec::new()),
        (Shape::Directions(words), _) => {
            let chosen = words
                .iter()
                .filter(|(_, known)| wire.split(' ').any(|one| one == *known));
            Value::Words(chosen.map(|(word, _)| *word).collect())
        }
        (Shape::Word(words) | Shape::WordOrReference(words), _) => {
            words.iter().find(|(_, known)| *known == wire).map_or_else(
                || Value::Text(wire.to_owned()),
                |(word, _)| Value::Word(word),
            )
        }
        _ => Value::Text(wire.to_owned()),
    }
}
