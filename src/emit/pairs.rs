//! What stands on both sides of a comparison under one name.

use crate::json::{Node, Object};
use crate::program::ident::ByName;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::hash_map::Entry;

/// What two objects or lists hold under each name, the earlier one first; the names in the
/// order in which they come first.
#[derive(Default)]
pub(super) struct Pairs<'a> {
    pub(super) all: Vec<(Cow<'a, str>, [Option<Node<'a>>; 2])>,
    /// Where each name stands, once there are more than [`FEW`](Self::FEW).
    places: ByName<Cow<'a, str>, usize>,
    /// For both sides, which names it has in which order.
    orders: [Vec<usize>; 2],
    /// About how many names there are going to be.
    room: usize,
}

impl<'a> Pairs<'a> {
    /// How many names are looked through one by one.
    const FEW: usize = 8;

    fn with_room([one, other]: [usize; 2]) -> Self {
        Self {
            room: one.max(other),
            ..Self::default()
        }
    }

    /// The members of two objects; of several with one key the last one counts.
    pub(super) fn members(objects: [Object<'a>; 2]) -> Self {
        let mut pairs = Self::with_room(objects.map(Object::len));
        for (side, object) in objects.into_iter().enumerate() {
            for member in object.members() {
                pairs.put(side, member.key(), member.value);
            }
        }
        pairs
    }

    /// Two lists whose elements have names behind this key, all different in each of them.
    pub(super) fn named(lists: [Node<'a>; 2], key: &str) -> Option<Self> {
        let lengths = lists.map(|list| list.elements().map_or(0, Iterator::count));
        let mut pairs = Self::with_room(lengths);
        for (side, list) in lists.into_iter().enumerate() {
            for node in list.elements()? {
                let name = node.object()?.get(key)?;
                let text = match name.text() {
                    Some(text) => text,
                    None => Cow::Owned(name_of(&value(name)?)),
                };
                pairs.put(side, text, node).is_none().then_some(())?;
            }
        }
        Some(pairs)
    }

    /// Puts what one side has under a name; gives what it had there.
    fn put(&mut self, side: usize, name: Cow<'a, str>, node: Node<'a>) -> Option<Node<'a>> {
        let at = self.place(name);
        let place = self.all.get_mut(at)?.1.get_mut(side)?;
        let before = place.replace(node);
        if before.is_none() {
            self.orders.get_mut(side)?.push(at);
        }
        before
    }

    /// Where a name stands; a new one stands behind the others.
    fn place(&mut self, name: Cow<'a, str>) -> usize {
        let next = self.all.len();
        if next < Self::FEW {
            let known = self.all.iter().position(|(known, _)| *known == name);
            return known.unwrap_or_else(|| {
                self.all.push((name, [None, None]));
                next
            });
        }
        if self.places.is_empty() {
            let names = self.all.iter().map(|(name, _)| name.clone());
            self.places.reserve(self.room);
            self.places.extend(names.zip(0..));
        }
        match self.places.entry(name) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                self.all.push((new.key().clone(), [None, None]));
                *new.insert(next)
            }
        }
    }

    /// Whether both sides have the same names in the same order.
    pub(super) fn is_in_order(&self) -> bool {
        let [before, after] = &self.orders;
        before == after
    }

    /// The names that one side has, in its order.
    pub(super) fn order(&self, side: usize) -> impl Iterator<Item = &str> {
        let places = self.orders.get(side).into_iter().flatten();
        let names = places.filter_map(|at| self.all.get(*at));
        names.map(|(name, _)| name.as_ref())
    }
}

/// What names an element, as a text.
pub(super) fn name_of(name: &Value) -> String {
    let text = name.as_str().map(str::to_owned);
    text.unwrap_or_else(|| name.to_string())
}

/// What a piece says.
pub(super) fn value(node: Node<'_>) -> Option<Value> {
    serde_json::from_str(node.raw()).ok()
}
