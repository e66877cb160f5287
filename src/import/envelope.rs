//! What a JSON document is: a flow, an answer with a flow in it, or something else.

use super::json::{Document, JsonKind, Node, Object, Places};
use super::{names, template};
use crate::catalogue::LANGUAGE_VERSION;
use crate::diag::Diagnostic;
use crate::source::{LineIndex, Span};
use crate::text::and_ticked;
use std::borrow::Cow;

/// What a document holds.
pub enum Envelope<'a> {
    /// The content of one flow, and nothing around it.
    Bare(Object<'a>),
    /// Flows whose contents are texts of their own; of some, only why they cannot be read.
    Wrapped(Vec<Result<Wrapped<'a>, Box<Diagnostic>>>),
}

/// A flow whose content is a text of its own.
pub struct Wrapped<'a> {
    /// What stands around the content: `Name` and `Type`.
    pub about: About<'a>,
    /// The text in its quotes.
    pub quoted: Node<'a>,
    /// What the text says.
    pub content: Cow<'a, str>,
    /// Whether it is a module.
    pub is_module: bool,
}

/// What stands around the content of a flow.
#[derive(Default)]
pub struct About<'a> {
    /// What it is called.
    pub name: Option<Node<'a>>,
    /// What it is.
    pub kind: Option<Node<'a>>,
}

impl<'a> About<'a> {
    /// What an answer of the API says.
    fn of(answer: &Object<'a>) -> Self {
        Self {
            name: answer.get("Name"),
            kind: answer.get("Type"),
        }
    }

    /// The name, where there is one.
    pub fn name(&self) -> Option<Cow<'a, str>> {
        self.name?.text().filter(|text| !text.is_empty())
    }

    /// The type, where there is one.
    pub fn kind(&self) -> Option<Cow<'a, str>> {
        self.kind?.text().filter(|text| !text.is_empty())
    }
}

/// Takes the envelope off a document: that of an answer of the API, of a CloudFormation
/// template, or of Terraform in JSON.
pub fn open<'a>(
    document: &'a Document<'a>,
    places: &Places<'a>,
) -> Result<Envelope<'a>, Box<Diagnostic>> {
    let root = root(document, places)?;
    for (key, is_module) in [("ContactFlow", false), ("ContactFlowModule", true)] {
        let Some(about) = root.get(key).and_then(Node::object) else {
            continue;
        };
        let Some(content) = about.get("Content") else {
            continue;
        };
        if let Some(content) = content.object() {
            return Ok(Envelope::Bare(content));
        }
        let flow = template::wrapped(About::of(&about), content, is_module, places);
        return Ok(Envelope::Wrapped(vec![flow]));
    }
    let flows = template::flows(&root, places);
    Ok(if flows.is_empty() {
        Envelope::Bare(root)
    } else {
        Envelope::Wrapped(flows)
    })
}

/// The document that a text is.
pub fn parse<'a>(text: &'a str, places: &Places<'_>) -> Result<Document<'a>, Box<Diagnostic>> {
    let without_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mark = text.len() - without_mark.len();
    Document::read(without_mark)
        .map_err(|error| Box::new(not_json(without_mark, mark, &error, places)))
}

/// The object that a document is.
pub fn root<'a>(
    document: &'a Document<'a>,
    places: &Places<'_>,
) -> Result<Object<'a>, Box<Diagnostic>> {
    let node = document.root();
    node.object().ok_or_else(|| {
        let message = format!("this is {}, not a flow", node.kind().word());
        let finding = Diagnostic::new(&names::NOT_A_FLOW, places.of(node).head(), message);
        Box::new(finding.help(if node.kind() == JsonKind::List {
            "a file holds one flow; write each flow to a file of its own"
        } else {
            "a flow is an object with `Version`, `StartAction` and `Actions`"
        }))
    })
}

fn not_json(text: &str, mark: usize, error: &serde_json::Error, places: &Places<'_>) -> Diagnostic {
    if text.trim().is_empty() {
        let finding = Diagnostic::new(
            &names::NOT_JSON,
            places.span(mark, mark),
            "the file is empty",
        );
        return finding.help("export the flow again");
    }
    let line = u32::try_from(error.line()).unwrap_or(u32::MAX);
    // The column counts bytes from 1; the offence is the byte that was read last.
    let start = LineIndex::new(text).start(line) as usize + error.column().saturating_sub(1);
    let mut start = start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let offence = text.get(start..).and_then(|rest| rest.chars().next());
    let said = reason(error);
    // A line break in a text is a text without its end, if nothing follows.
    let unended = said == LINE_BREAK && start + 1 >= text.trim_end().len();
    if error.is_eof() || unended {
        let end = text.trim_end().len() + mark;
        let finding = Diagnostic::new(
            &names::NOT_JSON,
            places.span(end, end),
            "the file ends in the middle of its JSON",
        );
        return finding
            .label("nothing comes after this")
            .help("it was not copied or downloaded to its end: export the flow again");
    }
    let end = start + offence.map_or(0, char::len_utf8);
    let finding = Diagnostic::new(
        &names::NOT_JSON,
        places.span(start + mark, end + mark),
        format!("this is not JSON: {said}"),
    );
    finding.help(match offence {
        Some('$' | '<' | '%') => {
            "a template is no JSON until it is filled in: read the file that it is rendered to"
        }
        // `{{name}}`
        Some('{')
            if text
                .get(..start)
                .is_some_and(|before| before.ends_with('{')) =>
        {
            "a template is no JSON until it is filled in: read the file that it is rendered to"
        }
        Some('\'') => "texts of JSON stand in double quotes",
        Some('/' | '#') => "JSON has no comments: remove it",
        Some('}' | ']') => "there may be a comma too many before this",
        _ => "correct it, or export the flow again",
    })
}

const LINE_BREAK: &str = "a text may not go over several lines";

/// The reason in plain words.
pub fn reason(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or(&said);
    let plain = match said {
        "expected value" | "expected ident" => "no value begins like this",
        "key must be a string" => "a key in double quotes has to stand here",
        "trailing characters" => "the document is over before this",
        "trailing comma" => "the comma before this is one too many",
        "invalid escape" => "no escape in a text is written like this",
        "invalid number" => "no number is written like this",
        said if said.starts_with("control character") => LINE_BREAK,
        said => match said.strip_prefix("expected ") {
            Some(expected) => return format!("{expected} has to stand here"),
            None => said,
        },
    };
    plain.to_owned()
}

/// The list of actions of an object that is a flow; else what it is instead.
pub fn actions<'a>(
    root: &Object<'a>,
    places: &Places<'a>,
    whole: Span,
) -> Result<Vec<Node<'a>>, Box<Diagnostic>> {
    let Some(actions) = root.get("Actions") else {
        return Err(Box::new(no_flow(root, whole)));
    };
    match root.get("Version") {
        Some(version) if version.text().as_deref() == Some(LANGUAGE_VERSION) => {}
        Some(version) => {
            let message = match version.text() {
                Some(version) => format!("`Version` is `{version}`"),
                None => format!("`Version` is {}", version.kind().word()),
            };
            let finding = Diagnostic::new(&names::WRONG_VERSION, places.of(version), message);
            return Err(Box::new(
                finding.help(format!("the only version is `\"{LANGUAGE_VERSION}\"`")),
            ));
        }
        None => {
            let message = "this has `Actions`, but no `Version`";
            let finding = Diagnostic::new(&names::WRONG_VERSION, whole.head(), message);
            return Err(Box::new(
                finding.help(format!("add `\"Version\": \"{LANGUAGE_VERSION}\"`")),
            ));
        }
    }
    actions.list().ok_or_else(|| {
        let message = format!("`Actions` is {}, not a list", actions.kind().word());
        let finding = Diagnostic::new(&names::WRONG_STRUCTURE, places.of(actions), message);
        Box::new(finding.help("it is the list of the flow's actions"))
    })
}

fn no_flow(root: &Object<'_>, whole: Span) -> Diagnostic {
    let finding = |message: String| Diagnostic::new(&names::NOT_A_FLOW, whole.head(), message);
    if let Some(guess) = GUESSES
        .iter()
        .find(|guess| guess.keys.iter().all(|key| root.get(key).is_some()))
    {
        return finding(format!("this is {}, not a flow", guess.says)).help(guess.help);
    }
    let keys: Vec<Cow<'_, str>> = root.members().map(|member| member.key()).collect();
    let has = match keys.split_at_checked(5) {
        _ if keys.is_empty() => "it is empty".to_owned(),
        Some((first, rest)) if !rest.is_empty() => {
            format!("it has {} and more", and_ticked(first))
        }
        _ => format!("it has {}", and_ticked(&keys)),
    };
    finding(format!("this is not a flow: {has}")).help(format!(
        "a flow has {}",
        and_ticked(["Version", "StartAction", "Actions"])
    ))
}

/// Something that people keep beside their flows, known by its keys.
struct Guess {
    keys: &'static [&'static str],
    says: &'static str,
    help: &'static str,
}

const ELSEWHERE: &str = "give the files that hold flows";

static GUESSES: &[Guess] = &[
    Guess {
        keys: &["AWSTemplateFormatVersion"],
        says: "a CloudFormation template",
        help: "none of its resources is a flow of Amazon Connect",
    },
    Guess {
        keys: &["Resources"],
        says: "a CloudFormation template",
        help: "none of its resources is a flow of Amazon Connect",
    },
    Guess {
        keys: &["StartAt", "States"],
        says: "a state machine of Step Functions",
        help: ELSEWHERE,
    },
    Guess {
        keys: &["ContactFlowSummaryList"],
        says: "the answer of `list-contact-flows`",
        help: "read the flows with `aws connect describe-contact-flow`",
    },
    Guess {
        keys: &["terraform_version"],
        says: "the state or plan of Terraform",
        help: ELSEWHERE,
    },
    Guess {
        keys: &["openapi"],
        says: "an OpenAPI description",
        help: ELSEWHERE,
    },
    Guess {
        keys: &["compilerOptions"],
        says: "a `tsconfig.json`",
        help: ELSEWHERE,
    },
    Guess {
        keys: &["lockfileVersion"],
        says: "a `package-lock.json`",
        help: ELSEWHERE,
    },
    Guess {
        keys: &["name", "version"],
        says: "a `package.json`",
        help: ELSEWHERE,
    },
    Guess {
        keys: &["$schema"],
        says: "a JSON schema or a configuration",
        help: ELSEWHERE,
    },
];
