//! Finding out that a flow goes round in circles.

/// How many blocks may follow one another without time passing.
const MOST_WITHOUT_TIME: u32 = 10_000;

/// How many blocks may run in one event.
const MOST_IN_ONE_EVENT: u32 = 300_000;

/// Counts the blocks that run in one event, down from how many there may be.
pub(super) struct Circles {
    /// How many may still run until time passes.
    left: u32,
    /// How many may run after that.
    in_reserve: u32,
}

impl Circles {
    /// No block has run yet.
    pub(super) const fn new() -> Self {
        Self {
            left: MOST_WITHOUT_TIME,
            in_reserve: MOST_IN_ONE_EVENT - MOST_WITHOUT_TIME,
        }
    }

    /// Another block is to run; whether it is one too many.
    pub(super) const fn too_many(&mut self) -> bool {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                false
            }
            None => true,
        }
    }

    /// Time has passed: flows may go on for another while.
    pub(super) fn time_passed(&mut self) {
        let all = self.left + self.in_reserve;
        self.left = all.min(MOST_WITHOUT_TIME);
        self.in_reserve = all - self.left;
    }
}
