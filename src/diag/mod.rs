//! What there is to say about a flow: one plain value, many ways to show it.
//!
//! A finding has a *name*, never a code. The name is declared once, as a static
//! [`Rule`], beside the code that finds it; `ebb explain NAME`, the JSON output
//! and the list of rules read that static. Wording: lower case, no final stop,
//! user text in backticks; the message alone makes sense, the help says what to do.

mod essence;
pub mod render;
mod sink;

use crate::source::Span;
use crate::text::with_short_quotes;
pub use essence::{Essence, Fingerprints};
pub use sink::Sink;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not reported unless somebody asks for it: opinions differ.
    Off,
    /// Worth knowing; nothing has to change.
    Info,
    /// Probably not what was meant.
    Warning,
    /// Cannot work, or is refused by Amazon Connect.
    Error,
}

impl Level {
    /// The word that is printed.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A kind of finding: its name, what it says in general, and its page.
#[derive(Debug)]
pub struct Rule {
    /// Reads after "allow": `unreachable-block`.
    pub name: &'static str,
    /// The level it has unless a finding says otherwise.
    pub level: Level,
    /// One sentence for lists.
    pub summary: &'static str,
    /// The page in Markdown: what it means, an example, what to do.
    pub page: &'static str,
}

/// Declares rules, each with its name, level, summary and page, and a list of them all.
macro_rules! declare_rules {
    ($($id:ident = $name:literal, $level:ident, $summary:literal, $page:literal;)*) => {
        $(
            #[doc = $summary]
            pub static $id: $crate::diag::Rule = $crate::diag::Rule {
                name: $name,
                level: $crate::diag::Level::$level,
                summary: $summary,
                page: $page,
            };
        )*
        /// Every rule of this module.
        pub static ALL: &[&$crate::diag::Rule] = &[$(&$id),*];
    };
}
pub(crate) use declare_rules;

/// A place with a few words about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
}

/// One event of a timed story that leads to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Seconds since the chat started.
    pub at: i64,
    /// What happens then, in a person's words.
    pub text: String,
    /// The block it happens in.
    pub span: Option<Span>,
}

/// A change of the source that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as help says it: `leave it out`.
    pub what: String,
    /// The passages to change, none over another.
    pub edits: Vec<Edit>,
}

/// One passage of a source with what shall stand there instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The passage; empty where something is put in.
    pub span: Span,
    /// What shall stand there.
    pub text: String,
}

/// A story as the steps of a script that the interpreter has played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// The flow in which the chat starts.
    pub flow: String,
    /// The steps, one a line, as in a test.
    pub steps: Vec<String>,
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Its kind.
    pub rule: &'static Rule,
    /// How bad it is here.
    pub level: Level,
    /// What is wrong, in one phrase.
    pub message: String,
    /// Where it is wrong.
    pub primary: Label,
    /// Other places that matter.
    pub secondary: Vec<Label>,
    /// What to know besides.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// How a customer gets there, with times.
    pub story: Vec<Step>,
    /// A change that surely mends it: nothing that is right now behaves otherwise after it.
    pub fix: Option<Box<Fix>>,
    /// The same for the interpreter, which has played it.
    pub replay: Option<Box<Replay>>,
}

impl Diagnostic {
    /// A finding at `span` with the level of its rule.
    #[must_use]
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            level: rule.level,
            message: with_short_quotes(message.into()),
            primary: Label {
                span,
                text: String::new(),
            },
            secondary: Vec::new(),
            notes: Vec::new(),
            help: None,
            story: Vec::new(),
            fix: None,
            replay: None,
        }
    }

    /// Every place that it speaks of.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        let labels = self.secondary.iter().map(|label| label.span);
        let story = self.story.iter().filter_map(|step| step.span);
        [self.primary.span].into_iter().chain(labels).chain(story)
    }

    /// With words at the primary place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = with_short_quotes(text.into());
        self
    }

    /// With another place that matters.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label {
            span,
            text: with_short_quotes(text.into()),
        });
        self
    }

    /// With something to know besides.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(with_short_quotes(text.into()));
        self
    }

    /// With what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(with_short_quotes(text.into()));
        self
    }

    /// With what to do, where something is known.
    #[must_use]
    pub fn maybe_help(mut self, text: Option<String>) -> Self {
        self.help = text.or(self.help);
        self
    }

    /// With another level than its rule's.
    #[must_use]
    pub const fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// With `text` in place of what is found as the fix that the help describes.
    #[must_use]
    pub fn fix(self, text: impl Into<String>) -> Self {
        let span = self.primary.span;
        self.fix_at(span, text)
    }

    /// With `text` in place of `span` as the fix that the help describes.
    #[must_use]
    pub fn fix_at(mut self, span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        let what = self.help.clone().unwrap_or_else(|| self.message.clone());
        let edits = vec![Edit { span, text }];
        self.fix = Some(Box::new(Fix { what, edits }));
        self
    }

    /// With the story that leads there.
    #[must_use]
    pub fn story(mut self, story: Vec<Step>) -> Self {
        self.story = story;
        self
    }
}

/// A rule for tests.
#[cfg(test)]
static SOME_RULE: Rule = Rule {
    name: "some-rule",
    level: Level::Warning,
    summary: "",
    page: "",
};
