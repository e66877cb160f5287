//! The names of what can be wrong with tests.

use crate::diag::{Level, Rule};

/// A line of a test is no step.
pub static UNKNOWN_STEP: Rule = Rule {
    name: "unknown-step",
    level: Level::Error,
    summary: "a line of a test is no step",
    page: "A step says what happens (`customer \"Hello\"`, `agent joins`, `pass 11h`), what the world is like (`given function look_up fails`), or what is expected (`expect chat ended`).\n\nThe message names the nearest step; the reference lists them all.",
};

/// A step is written with something that it does not take.
pub static WRONG_STEP: Rule = Rule {
    name: "wrong-step",
    level: Level::Error,
    summary: "a step is written with something that it does not take",
    page: "Each step takes what its form says: `pass 11h` a time, `customer presses 1` a key, `customer \"Hello\"` a text in quotes. What stands in braces belongs to the step, too.",
};

/// A test does not begin with its start.
pub static TEST_WITHOUT_START: Rule = Rule {
    name: "test-without-start",
    level: Level::Error,
    summary: "a test does not begin with one `start`",
    page: "The first step of a test is `start FLOW on chat` (or `voice`, `task`), and there is no second one.",
};

/// A test failed.
pub static TEST_FAILED: Rule = Rule {
    name: "test-failed",
    level: Level::Error,
    summary: "a flow does not do what its test expects",
    page: "The test was played on the interpreter, and at the step that is shown the flow did something else, or could not take the step. The transcript tells what happened up to there.",
};

/// Every rule of this module.
pub static ALL: &[&Rule] = &[
    &UNKNOWN_STEP,
    &WRONG_STEP,
    &TEST_WITHOUT_START,
    &TEST_FAILED,
];
