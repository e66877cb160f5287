//! Ids that cannot be mixed up, and vectors that only the right id can index.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A number that names one element of an [`IndexVec`].
pub trait Id: Copy + Eq {
    /// The id of the element at `index`.
    fn from_index(index: usize) -> Self;
    /// Where the element is.
    fn index(self) -> usize;
}

/// Declares id types: a `u32` each, `Copy`, in order of creation.
macro_rules! define_id {
    ($($(#[$meta:meta])* $visibility:vis struct $name:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $visibility struct $name(u32);

        impl $crate::id::Id for $name {
            fn from_index(index: usize) -> Self {
                // INVARIANT: sources are limited to 64 MiB, so nothing has 2^32 elements.
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
pub(crate) use define_id;

/// A vector whose elements are named by ids of one type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexVec<I, T> {
    elements: Vec<T>,
    ids: PhantomData<fn(I) -> I>,
}

impl<I, T> Default for IndexVec<I, T> {
    fn default() -> Self {
        Self {
            elements: Vec::new(),
            ids: PhantomData,
        }
    }
}

impl<I: Id, T> IndexVec<I, T> {
    /// An empty vector.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty vector with room for so many elements.
    #[must_use]
    pub fn with_capacity(elements: usize) -> Self {
        Self {
            elements: Vec::with_capacity(elements),
            ids: PhantomData,
        }
    }

    /// Adds an element and gives its id.
    pub fn push(&mut self, element: T) -> I {
        let id = I::from_index(self.elements.len());
        self.elements.push(element);
        id
    }

    /// Forgets all elements but the first so many.
    pub fn truncate(&mut self, elements: usize) {
        self.elements.truncate(elements);
    }

    /// Gives back the room for elements that are not there.
    pub fn shrink_to_fit(&mut self) {
        self.elements.shrink_to_fit();
    }

    /// The id that the next [`push`](Self::push) gives.
    #[must_use]
    pub fn next_id(&self) -> I {
        I::from_index(self.elements.len())
    }

    /// The element, if the id is one of this vector's.
    #[must_use]
    pub fn get(&self, id: I) -> Option<&T> {
        self.elements.get(id.index())
    }

    /// The number of elements.
    #[must_use]
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Whether there is no element.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// The elements in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.elements.iter()
    }

    /// The elements in order, to change.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.elements.iter_mut()
    }

    /// The ids in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + use<I, T> {
        (0..self.elements.len()).map(I::from_index)
    }

    /// The elements in order, each with its id.
    pub fn iter_enumerated(&self) -> impl DoubleEndedIterator<Item = (I, &T)> {
        self.elements
            .iter()
            .enumerate()
            .map(|(index, element)| (I::from_index(index), element))
    }
}

// INVARIANT: ids are only made by the vector they index, which never shrinks.
impl<I: Id, T> Index<I> for IndexVec<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        &self.elements[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for IndexVec<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.elements[id.index()]
    }
}

impl<I, T> FromIterator<T> for IndexVec<I, T> {
    fn from_iter<It: IntoIterator<Item = T>>(elements: It) -> Self {
        Self {
            elements: elements.into_iter().collect(),
            ids: PhantomData,
        }
    }
}

impl<I: Id, T> IntoIterator for IndexVec<I, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.elements.into_iter()
    }
}

impl<'a, I: Id, T> IntoIterator for &'a IndexVec<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
