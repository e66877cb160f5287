//! Fixes: the changes of sources that findings ask for, made.

use crate::diag::{Diagnostic, Edit, Fix};
use crate::source::{FileId, SourceMap};
use std::collections::BTreeMap;

/// A source with its fixes made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The source.
    pub file: FileId,
    /// Its text after them.
    pub text: String,
    /// How many findings that mends.
    pub mended: usize,
}

/// The sources that the fixes of findings change, each with its new text. Of fixes that
/// change one passage the first is made. A source that is not held and is not what it was is
/// left alone.
#[must_use]
pub fn fixed(findings: &[Diagnostic], sources: &SourceMap) -> Vec<Fixed> {
    let mut fixes: Vec<&Fix> = findings
        .iter()
        .filter_map(|finding| finding.fix.as_deref())
        .filter(|fix| in_one_file(fix).is_some())
        .collect();
    fixes.sort_by_key(|fix| fix.edits.first().map(|edit| edit.span));
    let mut files: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
    for fix in fixes {
        let Some(file) = in_one_file(fix) else {
            continue;
        };
        let chosen = files.entry(file).or_default();
        if chosen.last().is_none_or(|last| follows(last, fix)) {
            chosen.push(fix);
        }
    }
    let fixed = |(file, fixes): (FileId, Vec<&Fix>)| {
        let text = sources.file(file).text_for_once()?;
        Some(Fixed {
            file,
            text: changed(&text, &fixes),
            mended: fixes.len(),
        })
    };
    files.into_iter().filter_map(fixed).collect()
}

/// The file that a fix changes, if it is one.
fn in_one_file(fix: &Fix) -> Option<FileId> {
    let file = fix.edits.first()?.span.file;
    let alike = fix.edits.iter().all(|edit| edit.span.file == file);
    alike.then_some(file)
}

/// Whether everything that `next` changes stands behind what `last` changes; it may touch.
fn follows(last: &Fix, next: &Fix) -> bool {
    let end = last.edits.iter().map(|edit| edit.span.end).max();
    let start = next.edits.iter().map(|edit| edit.span.start).min();
    end <= start
}

fn changed(text: &str, fixes: &[&Fix]) -> String {
    let mut edits: Vec<&Edit> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        out.push_str(text.get(done..start).unwrap_or(""));
        out.push_str(&edit.text);
        done = end;
    }
    out.push_str(text.get(done..).unwrap_or(""));
    out
}
