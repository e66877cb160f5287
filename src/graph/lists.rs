//! One list for each node of a graph, all side by side in one piece of memory.

use crate::id::Id;

/// The lists of `I`s that belong to numbered things.
#[derive(Debug, Clone)]
pub(super) struct Lists<I> {
    /// Where each list begins; one more at the end.
    first: Vec<usize>,
    entries: Vec<I>,
}

impl<I: Id> Lists<I> {
    /// The lists of `count` things, from pairs of a thing and an entry of its list. Entries
    /// stay in the order of the pairs; pairs of things that there are not are left out.
    pub(super) fn new(count: usize, pairs: &[(I, I)]) -> Self {
        let mut first = vec![0; count + 1];
        for (owner, _) in pairs {
            if let Some(behind) = first.get_mut(owner.index() + 1) {
                *behind += 1;
            }
        }
        let mut total = 0;
        for start in &mut first {
            total += *start;
            *start = total;
        }
        let mut next = first.clone();
        let mut entries = vec![I::from_index(0); total];
        for (owner, entry) in pairs {
            // What has no list of its own has no place behind its list either.
            if owner.index() < count
                && let Some(place) = next.get_mut(owner.index())
                && let Some(free) = entries.get_mut(*place)
            {
                *free = *entry;
                *place += 1;
            }
        }
        Self { first, entries }
    }

    /// The list of a thing.
    pub(super) fn of(&self, owner: I) -> &[I] {
        let from = self.first.get(owner.index()).copied().unwrap_or(0);
        let to = self.first.get(owner.index() + 1).copied().unwrap_or(from);
        self.entries.get(from..to).unwrap_or_default()
    }
}

/// For each of `count` nodes, by index, whether some path over `edges` leads from it to one of
/// `goals`; the goals included.
pub(super) fn leading_to<I: Id>(
    count: usize,
    edges: impl IntoIterator<Item = (I, I)>,
    goals: impl IntoIterator<Item = I>,
) -> Vec<bool> {
    let backwards: Vec<_> = edges.into_iter().map(|(from, to)| (to, from)).collect();
    let before = Lists::new(count, &backwards);
    let mut leading = vec![false; count];
    let mut next: Vec<I> = goals.into_iter().collect();
    while let Some(node) = next.pop() {
        if let Some(mark @ false) = leading.get_mut(node.index()) {
            *mark = true;
            next.extend(before.of(node));
        }
    }
    leading
}
