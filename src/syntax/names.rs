//! The names of what can be wrong with the way something is written.

use crate::diag::declare_rules;

declare_rules! {
    SYNTAX_ERROR = "syntax-error", Error, "something is not written the way Ebb is written",
        "Everything in Ebb is a line: words, then at most one value.\n\n```ebb\nplay prompt \"Hi.\"\nwait 12h {\n    customer returned -> back\n}\n```\n\nThe message says which part of the line does not fit.";
    MISPLACED_NOTE = "misplaced-note", Error, "a `///` note stands above nothing that could carry it",
        "`///` is text that Amazon Connect keeps: above a flow its description, above a block the note of the designer. Anywhere else write `//`, a comment that stays in the source.";
    MISPLACED_ARROW = "misplaced-arrow", Error, "an arrow stands where none can be, or points to nothing",
        "An arrow stands behind the case of a branch, `timeout -> again`, or on a line of its own, `-> again`. Behind a block there is none: what succeeds goes on to the next line.\n\n```ebb\nplay prompt \"Hi.\"\n-> again\n```";
    MISPLACED_PROPERTY = "misplaced-property", Error, "a property stands outside the braces of a block",
        "Properties belong to a block and stand in its braces.\n\n```ebb\ninvoke lambda function lookup { timeout: 5s }\n```";
    WRONG_LITERAL = "wrong-literal", Error, "a number, a time span or a string cannot be read",
        "Time spans are whole numbers with their units, `90s`, `15m`, `12h`, `1d`, `1h30m`; percentages are whole, `40%`. In a string, a backslash stands before `\"`, `\\`, `n` (new line), `t` (tab) or `u{1F600}` (a character by its number).";
    FOREIGN_SYNTAX = "foreign-syntax", Error, "something is written as in another language",
        "Ebb has few signs: `:` before a value, `->` before a target, `//` before a comment, `\"…\"` around text, a new line between two things. The message says how to write it.";
    UNCLOSED_BRACE = "unclosed-brace", Error, "a brace or a bracket is opened and not closed, or closed and not opened",
        "Every `{` has its `}` and every `[` its `]`. What stands between them is one step further to the right than the line that opens them, and the closing brace stands below the start of that line; the message believes the indentation when it says which one is missing.";
    UNCLOSED_STRING = "unclosed-string", Error, "a string has no closing quote",
        "A string `\"…\"` ends on its line. A text over several lines stands between `\"\"\"` and `\"\"\"`; the indentation that its lines share is removed.";
    NESTED_TOO_DEEP = "nested-too-deep", Error, "braces stand inside each other too deep",
        "Braces and brackets can stand inside each other up to 64 deep. Give the inner blocks a label and let an arrow point there.";
    ARN_IN_SOURCE = "arn-in-source", Error, "an ARN stands in the source",
        "A flow names things, `queue support \"BasicQueue\"`; which ARN that is in which environment is no business of the flow. Declare the thing at the top of a file and use its name.";
}
