//! The names of what can be wrong with Connect JSON.

use crate::diag::declare_rules;

declare_rules! {
    NOT_JSON = "not-json", Error, "a file that should hold JSON does not",
        "The file ends in the middle, or something in it is not JSON. The finding points to the first place that cannot be read.\n\nA file that ends too early was usually not copied or downloaded to its end. Templates with `${…}` outside of strings are no JSON until they are filled in.";
    LEGACY_EXPORT = "legacy-export", Warning, "an export of the flow designer from before 2020",
        "The old designer exported another language, with `modules` instead of `Actions`. The API of Amazon Connect never took it, and since March 2026 the console does not convert it any more.\n\nEbb reads it: each old block becomes the block that does the same today, so everything that works on flows works on it. Old values of the namespace `User Defined` are `$.Attributes` today, and those of `System` have names of their own.";
    LEGACY_BLOCK = "legacy-block", Error, "a block of the old designer that has no equivalent today",
        "No block of today is known to do the same, so it stays what it was, as `action \"OldType\"` with its parameters and branches under their old names. Amazon Connect refuses such an action: put blocks of today in its place.";
    NOT_A_FLOW = "not-a-flow", Error, "a JSON file that is not a flow",
        "A flow is an object with `Version`, `StartAction` and `Actions`: what the flow designer exports, what `Content` of `describe-contact-flow` holds, or its whole answer.";
    WRONG_VERSION = "wrong-version", Error, "a flow in a version of the language that does not exist",
        "The only version of the Flow language is `2019-10-30`.";
    WRONG_STRUCTURE = "wrong-structure", Error, "a part of a flow is not what it has to be",
        "`Actions`, `Errors`, `Conditions` and `Operands` are lists; actions, `Parameters`, `Transitions` and `Condition` are objects; identifiers, types and targets are texts.";
    MISSING_START = "missing-start", Error, "`StartAction` names no action of the flow",
        "`StartAction` is the `Identifier` of the action that runs first. Upper and lower case differ.";
    MISSING_IDENTIFIER = "missing-identifier", Error, "an action has no `Identifier`",
        "Every action has an `Identifier`, by which others lead to it.";
    WRONG_IDENTIFIER = "wrong-identifier", Error, "an identifier that Amazon Connect does not take",
        "An identifier has at most 50 characters, none of `% : ( \\ / ) = $ , ; [ ] { }`, and is none of the ten reserved names such as `constructor`.";
    DUPLICATE_IDENTIFIER = "duplicate-identifier", Error, "two actions have one identifier",
        "Each `Identifier` is there once in a flow; otherwise nobody knows which of the two a branch leads to.";
    MISSING_TYPE = "missing-type", Error, "an action has no `Type`",
        "The `Type` of an action says what it does: `MessageParticipant`, `Wait`.";
    WRONG_ACTION_TYPE = "wrong-action-type", Error, "an action type that Amazon Connect refuses",
        "Names that people and machines invent, or that a page of the documentation has wrong. The service answers \"Invalid Action type\". The finding names the right one.";
    UNKNOWN_ACTION_TYPE = "unknown-action-type", Warning, "an action type that Ebb does not know",
        "Either Amazon Connect refuses the type, or it is newer than this version of Ebb. The action goes through unchanged, and nothing in it is checked.";
    UNKNOWN_PARAMETER = "unknown-parameter", Error, "a parameter that an action does not have",
        "Amazon Connect refuses to publish such a flow: \"Invalid Action property name\".";
    WRONG_WIRE_VALUE = "wrong-wire-value", Error, "a parameter has a value that it cannot have",
        "Amazon Connect refuses to publish such a flow: \"Invalid Action property value\".";
    EMPTY_VALUE = "empty-value", Error, "an empty text in a parameter",
        "Amazon Connect refuses empty texts anywhere in `Parameters`. Leave the parameter out, or write a single space.";
    NON_TEXT_VALUE = "non-text-value", Warning, "a number or a flag where Amazon Connect has a text",
        "The console writes every scalar of a parameter as a text: `\"5\"`, `\"True\"`. The service takes some numbers, and refuses others with \"Invalid Action type\".";
    MISSING_PARAMETER = "missing-parameter", Error, "an action lacks a parameter that it needs",
        "Amazon Connect refuses to publish such a flow: \"Action is missing required property\".";
    EXCLUSIVE_PARAMETERS = "exclusive-parameters", Error, "parameters that exclude each other",
        "Amazon Connect takes one of them at most: \"Only one of these properties may be defined\".";
    MISSING_BRANCH = "missing-branch", Error, "an action lacks a branch that it needs",
        "Amazon Connect refuses to publish such a flow: \"Action is missing required error\".";
    REFUSED_BRANCH = "refused-branch", Error, "an action has a branch that it cannot have",
        "Amazon Connect refuses to publish such a flow: \"Invalid Action error\", \"Action does not support conditions\" or \"Action does not support transitions\".";
    MISSING_NEXT_ACTION = "missing-next-action", Error, "an action has no `NextAction`",
        "Every action that does not end the flow has a `NextAction`, even one whose every result is a condition: Amazon Connect refuses to publish a flow without it, and the designer copies another branch there.";
    UNKNOWN_KEY = "unknown-key", Warning, "a key that means nothing",
        "The key is not part of the Flow language; nothing reads what stands behind it.";
    DUPLICATE_KEY = "duplicate-key", Error, "a key is there twice in one object",
        "JSON takes the last of two members with one key, and other programs take the first, so nobody knows what the flow says. Remove one of them.";
    DEEP_NESTING = "deep-nesting", Error, "values inside values inside values",
        "What stands in a parameter may be nested 64 deep; no flow of Amazon Connect comes near that.";
}
