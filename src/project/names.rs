//! The names of what can be wrong with a project file.

use crate::diag::declare_rules;

declare_rules! {
    PROJECT_FILE = "project-file", Error, "`ebb.toml` cannot be read",
        "`ebb.toml` is written in TOML: `key = \"value\"`, one a line, under headers such as `[environments.prod.queues]`.";
    UNKNOWN_KEY = "unknown-project-key", Error, "`ebb.toml` has a key that nobody reads",
        "A key that nobody reads is mostly a slip of the pen, and silence would hide it. The message names the nearest key that there is.\n\n```toml\nname = \"support-chat\"\nsources = [\"flows\"]\nout = \"build\"\n\n[environments.prod.queues]\nsupport = \"arn:aws:connect:…\"\n```";
    WRONG_SETTING = "wrong-setting", Error, "a key of `ebb.toml` cannot have this value",
        "The value is missing, empty, of the wrong kind, or the ARN of something else: a queue cannot have the ARN of a prompt. An id that is no ARN is completed with the `region`, the `account` and the `instance` of its environment.";
    UNBOUND_NAME = "unbound-name", Error, "a name has no ARN in the environment",
        "Flows name queues, bots, functions and flows by words of their own. Which ARN such a word has is a matter of the environment, and stands in `ebb.toml`:\n\n```toml\n[environments.prod.queues]\nsupport = \"arn:aws:connect:…\"\n```\n\nFlows of the project itself may lack one: they have none before they are deployed for the first time, and placeholders stand for them.";
    UNUSED_BINDING = "unused-binding", Warning, "an environment binds a name that nothing declares",
        "The name is misspelt, stands under the wrong kind, or is not used any more. Correct it or delete the line.";
    MISSING_VARIABLE = "missing-variable", Error, "`ebb.toml` takes a value from an environment variable that is not set",
        "`${NAME}` in an environment of `ebb.toml` stands for the environment variable `NAME`. One that is empty counts as not set.";
    FOREIGN_ARN = "foreign-arn", Error, "something of another environment is in what is built",
        "A flow for production that plays a prompt of the test instance, or calls its function, is found by customers. So every ARN, account and instance in the result is compared with those of the other environments, and with those of placeholders. Without `--env`, what belongs to one environment and not to another is found, unless that one takes values from variables.\n\nAn ARN belongs in `ebb.toml`, once for each environment; flows name it by a word.";
}
