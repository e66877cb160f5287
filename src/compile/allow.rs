//! `// allow NAME: reason`: findings that somebody has decided to live with.
//!
//! A comment behind a line speaks of that line, one on a line of its own of the next
//! line that holds something; `// allow NAME in this file: reason` of its whole file. Only what judges a flow can be allowed; what cannot be
//! understood or built cannot.

use super::levels::judging;
use crate::diag::{Diagnostic, Level, Rule};
use crate::source::{FileId, SourceMap, Span};
use crate::syntax::tree::{Comment, File};
use crate::text;
use std::collections::BTreeMap;

/// The rule for `// allow` comments that do nothing.
pub static POINTLESS_ALLOW: Rule = Rule {
    name: "pointless-allow",
    level: Level::Warning,
    summary: "an `// allow` comment names no rule, gives no reason, or silences nothing",
    page: "`// allow NAME: reason` silences a finding where it stands. Behind a line it speaks of that line, on a line of its own of the next one. `// allow NAME in this file: reason` silences all of its file. The reason is required: it is what the next reader wants to know. A comment that silences nothing is reported, so that none outlives its cause.\n\n```ebb\n// allow wait-overrun: the survey is optional\nwait 14h\n```",
};

struct Allow {
    rule: String,
    /// The comment.
    span: Span,
    /// The comment with its line, where nothing else stands there.
    whole: Span,
    /// Whether it speaks of all of its file.
    everywhere: bool,
    used: bool,
}

/// What a comment ends its rule with that speaks of its whole file.
const EVERYWHERE: &str = " in this file";

/// The line that comments speak of that speak of a whole file.
const EVERY_LINE: u32 = 0;

/// The comments of some sources.
#[derive(Default)]
pub(super) struct Allows {
    /// By the line they speak of.
    by_line: BTreeMap<(FileId, u32), Vec<Allow>>,
    /// What is wrong with them.
    wrong: Vec<Diagnostic>,
}

impl Allows {
    /// Reads those of some files.
    pub(super) fn read(&mut self, files: &[File<'_>], sources: &SourceMap) {
        for file in files {
            for comment in &file.comments {
                if let Some(allow) = read(file, comment, &mut self.wrong) {
                    let line = match allow.everywhere {
                        true => EVERY_LINE,
                        false => line_meant(file, comment, sources),
                    };
                    let of_line = self.by_line.entry((file.id, line));
                    of_line.or_default().push(allow);
                }
            }
        }
    }

    /// Takes over those of other files.
    pub(super) fn join(&mut self, mut other: Self) {
        // `append` would go through all that is there already.
        self.by_line.extend(other.by_line);
        self.wrong.append(&mut other.wrong);
    }

    /// Whether one of them names a rule.
    pub(super) fn name(&self, rule: &Rule) -> bool {
        let mut all = self.by_line.values().flatten();
        all.any(|allow| allow.rule == rule.name)
    }

    /// Takes away what is allowed.
    pub(super) fn silence(&mut self, findings: &mut Vec<Diagnostic>, sources: &SourceMap) {
        if !self.by_line.is_empty() {
            findings.retain(|finding| !self.allows(finding, sources));
        }
    }

    /// What is wrong with the comments themselves, once all findings have been silenced.
    /// `judged` says whether the rules have been run; if not, no comment is pointless yet.
    pub(super) fn pointless(mut self, judged: bool) -> Vec<Diagnostic> {
        // Those of other files may have joined in any order.
        self.wrong.sort_by_key(|finding| finding.primary.span);
        if judged {
            let all = self.by_line.values().flatten();
            let unused = all.filter(|allow| !allow.used).map(unused);
            self.wrong.extend(unused);
        }
        self.wrong
    }

    fn allows(&mut self, finding: &Diagnostic, sources: &SourceMap) -> bool {
        let span = finding.primary.span;
        let line = sources.location(span).line;
        let mut allowed = false;
        for line in [line, EVERY_LINE] {
            let here = self.by_line.get_mut(&(span.file, line));
            let here = here.into_iter().flatten();
            for allow in here.filter(|allow| allow.rule == finding.rule.name) {
                allow.used = true;
                allowed = true;
            }
        }
        allowed
    }
}

fn read(file: &File<'_>, comment: &Comment, wrong: &mut Vec<Diagnostic>) -> Option<Allow> {
    let text = comment.span.of(file.text).trim_start_matches('/').trim();
    let said = text.strip_prefix("allow ")?;
    let (rule, reason) = said.split_once(':').unwrap_or((said, ""));
    let rule = rule.trim();
    let (rule, everywhere) = match rule.strip_suffix(EVERYWHERE) {
        Some(rule) => (rule.trim_end(), true),
        None => (rule, false),
    };
    // Prose may start with the word, too.
    if rule.is_empty() || rule.contains(' ') {
        return None;
    }
    if !judging().any(|known| known.name == rule) {
        wrong.push(no_rule(rule, comment.span));
        return None;
    }
    if reason.trim().is_empty() {
        wrong.push(no_reason(said.trim_end_matches([':', ' ']), comment.span));
    }
    Some(Allow {
        rule: rule.to_owned(),
        span: comment.span,
        whole: whole(file, comment),
        everywhere,
        used: false,
    })
}

/// A comment with the blanks before it, and with the end of its line where it stands alone.
fn whole(file: &File<'_>, comment: &Comment) -> Span {
    let Span {
        file: id,
        start,
        end,
    } = comment.span;
    let before = file.text.get(..start as usize).unwrap_or("");
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    let behind = file.text.get(end as usize..).unwrap_or("");
    let line_end = behind.find('\n').map_or(behind.len(), |at| at + 1);
    let more = if comment.own_line { line_end } else { 0 };
    let size = |length: usize| u32::try_from(length).unwrap_or(0);
    Span::new(
        id,
        start.saturating_sub(size(blanks)),
        end.saturating_add(size(more)),
    )
}

fn line_meant(file: &File<'_>, comment: &Comment, sources: &SourceMap) -> u32 {
    let line = sources.file(file.id).lines().line(comment.span.start);
    if !comment.own_line {
        return line;
    }
    let below = file.text.get(comment.span.end as usize..).unwrap_or("");
    let passed = below
        .lines()
        .skip(1)
        .take_while(|line| line.trim().is_empty() || line.trim_start().starts_with("//"))
        .count();
    line.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX))
        .saturating_add(1)
}

fn no_rule(rule: &str, span: Span) -> Diagnostic {
    let known = judging().map(|known| known.name);
    let near = text::nearest(rule, known.clone());
    let message = format!("`{rule}` is no rule that can be allowed");
    Diagnostic::new(&POINTLESS_ALLOW, span, message).help(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the rules are {}", text::and_ticked(known)),
    })
}

fn no_reason(rule: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        &POINTLESS_ALLOW,
        span,
        "a finding is allowed without a reason",
    )
    .help(format!(
        "write one behind a colon: `// allow {rule}: why it is all right`"
    ))
}

fn unused(allow: &Allow) -> Diagnostic {
    Diagnostic::new(
        &POINTLESS_ALLOW,
        allow.span,
        format!(
            "there is no `{}` to allow {}",
            allow.rule,
            if allow.everywhere {
                "in this file"
            } else {
                "here"
            }
        ),
    )
    .help("delete the comment")
    .fix_at(allow.whole, "")
}
