//! Finding out that a flow goes round in circles.

/// How many blocks may follow one another without time passing.
const MOST_WITHOUT_TIME: u32 = 10_000;

/// How many blocks may run in one event.
const MOST_IN_ONE_EVENT: u32 = 300_000;

/// Counts the blocks that run in one event.
pub(super) struct Circles {
    blocks: u32,
    /// How many there may be until time passes.
    most: u32,
}

impl Circles {
    /// No block has run yet.
    pub(super) const fn new() -> Self {
        Self {
            blocks: 0,
            most: MOST_WITHOUT_TIME,
        }
    }

    /// Another block is to run; whether it is one too many.
    pub(super) const fn too_many(&mut self) -> bool {
        self.blocks += 1;
        self.blocks > self.most
    }

    /// Time has passed: flows may go on for another while.
    pub(super) fn time_passed(&mut self) {
        self.most = MOST_IN_ONE_EVENT.min(self.blocks.saturating_add(MOST_WITHOUT_TIME));
    }
}
