//! The names of what can be wrong with names, phrases and values.

use crate::diag::declare_rules;

declare_rules! {
    UNKNOWN_BLOCK = "unknown-block", Error, "no block of Amazon Connect is written like this",
        "A line starts with words that are not the name of a block.\n\nThe names are the ones the flow designer prints on its blocks, in lower case: `play prompt`, `wait`, `transfer to queue`. An action that Ebb does not know yet is written `action \"Type\" { … }`.";
    UNKNOWN_KIND = "unknown-kind", Error, "a line at the top of a file declares no known kind of thing",
        "At the top of a file stand resources (`queue support \"BasicQueue\"`), flows (`inbound flow welcome { … }`), modules and tests.";
    DUPLICATE_NAME = "duplicate-name", Error, "two things have one name",
        "All files of a compilation share one set of names. Two resources of one kind, two flows, two labels of one flow or two settings cannot have the same name.";
    UNKNOWN_NAME = "unknown-name", Error, "a name is used that is not declared",
        "A name without quotes is a resource: a queue, a bot, a flow. It is declared at the top of a file, `queue support \"BasicQueue\"`, in any file of the compilation.";
    UNKNOWN_LABEL = "unknown-label", Error, "an arrow points to a label that is not there",
        "`-> agent` goes to the label `agent:` of the same flow. Labels of other flows cannot be reached; use `transfer to flow`.";
    WRONG_ARGUMENT = "wrong-argument", Error, "what stands behind the block's name is not what the block takes",
        "Each block takes one argument of its own kind: `wait 12h` a time, `set working queue support` a queue, `play prompt \"Hi.\"` a text. A name is a resource, a `$.…` is a value at run time, a string is text.";
    UNKNOWN_PROPERTY = "unknown-property", Error, "a block does not have this property",
        "The properties of a block are listed in the reference; the message names the nearest one.";
    WRONG_VALUE = "wrong-value", Error, "a property cannot have this value",
        "The value is of the wrong kind, outside the bounds that Amazon Connect sets, or empty.";
    UNKNOWN_BRANCH = "unknown-branch", Error, "a block does not have this branch",
        "The branches of a block are the connectors that the flow designer prints on it. The message lists them.";
    DUPLICATE_BRANCH = "duplicate-branch", Error, "one branch of a block is drawn twice",
        "A branch goes to one place.";
    DUPLICATE_PROPERTY = "duplicate-property", Error, "one property of a block is written twice",
        "A property has one value.";
    DATA_FILE = "data-file", Error, "a file that a source takes JSON from cannot be read, or is no JSON",
        "Wherever JSON belongs, such as the data of a view, `file \"views/form.json\"` takes it from a file. The path begins at the folder of the source that names it; for a source on standard input, at the current folder.\n\nThe file holds one JSON value. Its texts may hold `$.…` references, which are checked as everywhere.\n\n```ebb\nshow view form {\n    data: file \"views/form.json\"\n    action \"Next\" -> next\n}\n```";
    MISSING_ARGUMENT = "missing-argument", Error, "a block lacks something that it cannot be without",
        "For example the time of a `wait`, the text of a `play prompt`, or the flow of a `transfer to flow`.";
    EXCLUSIVE = "exclusive-properties", Error, "two properties exclude each other",
        "Amazon Connect takes one of them at most: \"Only one of these properties may be defined\".";
    UNKNOWN_REFERENCE = "unknown-reference", Error, "a `$.…` reference starts with a word that Connect does not know",
        "References are Amazon Connect's own: `$.Attributes.plan`, `$.External.status`, `$.Channel`. The service refuses others.";
    WRONG_HEAD = "wrong-head", Error, "something stands in the head of a flow, or of a test, that does not belong there",
        "The head of a flow, before its first block, holds settings (`chat duration 12h`) and defaults for branches (`error -> apology`, `error in play prompt -> next`).";
    WRONG_FLOW_KIND = "wrong-flow-kind", Error, "a block is not allowed in this kind of flow",
        "Amazon Connect refuses to publish such a flow. For example, `disconnect` is refused in whisper and hold flows; `end flow` takes its place there.";
    EMPTY_FLOW = "empty-flow", Error, "a flow has no block",
        "A flow needs at least one block; `disconnect` or `end flow` is the smallest.";
    SHADOWED_PHRASE = "shadowed-phrase", Warning, "a label looks like a block",
        "An arrow to one word goes to the label of that name, not to the block. Rename the label so that readers are not misled.";
    UNUSED_LABEL = "unused-label", Info, "no arrow goes to a label, and it names no block",
        "A label is a place that arrows go to, and the name of the block behind it in the designer. This one is neither: no arrow of the flow goes there, and behind it stands an arrow, the end, or a block that has its name from a label before.\n\n```ebb\ninbound flow welcome {\n    play prompt \"Hello.\"\nend:\n    -> done\ndone:\n    disconnect\n}\n```";
    TOO_LARGE = "too-large", Error, "a flow is larger than Amazon Connect takes",
        "A flow has at most 250 actions and 256,000 characters.";
}
