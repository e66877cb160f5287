//! What sources say, before it is judged.

use super::exports::{PassedOver, import_all};
use crate::diag::Sink;
use crate::parallel;
use crate::program::{Builder, Files, Program, can_wait};
use crate::source::{FileId, SourceMap};
use crate::syntax;
use crate::syntax::tree::File;
use std::collections::BTreeMap;

/// Everything that sources say.
#[derive(Debug)]
pub(super) struct Said<'s> {
    /// The trees of Ebb sources, without their flows.
    pub(super) trees: Vec<File<'s>>,
    pub(super) program: Program,
    /// The exports that were only found and are not read.
    pub(super) passed_over: PassedOver,
    pub(super) found: Sink,
    /// Whether it is everything; otherwise `parse` left something unread that cannot be read
    /// by itself.
    is_whole: bool,
}

/// Makes the tree of a source.
type Parse = for<'s> fn(FileId, &'s str, &mut Sink) -> File<'s>;

impl<'s> Said<'s> {
    /// Reads Ebb sources and exports, of which some are named; `data` gives the JSON of files
    /// that sources name, `texts` what texts say that an environment chooses.
    ///
    /// Names are declared by the heads of flows, so what stands in the braces of a flow is
    /// read when its blocks are made of it: many trees at the same time would need more memory
    /// than all blocks do. Where that does not work, because of a mistake as a rule,
    /// everything is read again as a whole, `data` included.
    pub(super) fn of(
        sources: &'s SourceMap,
        ebb: &[FileId],
        json: &[(FileId, bool)],
        data: &Files<'_>,
        texts: &BTreeMap<String, String>,
    ) -> Self {
        let read = |parse| Self::read(sources, ebb, json, data, texts, parse);
        let flow_by_flow = read(parse_heads as Parse);
        if flow_by_flow.is_whole {
            return flow_by_flow;
        }
        drop(flow_by_flow);
        read(syntax::parse)
    }

    fn read(
        sources: &'s SourceMap,
        ebb: &[FileId],
        json: &[(FileId, bool)],
        data: &Files<'_>,
        texts: &BTreeMap<String, String>,
        parse: Parse,
    ) -> Self {
        let mut found = Sink::new();
        let mut trees = parse_all(sources, ebb, parse, &mut found);
        let mut builder = Builder::new();
        for tree in &trees {
            builder.declare(tree, &mut found);
        }
        builder.choose_texts(texts);
        let passed_over = import_all(&mut builder, sources, json, &mut found);
        let is_whole = builder.lower_all(&mut trees, data, &mut found).is_ok();
        Self {
            trees,
            program: builder.finish(),
            passed_over,
            found,
            is_whole,
        }
    }
}

/// The tree of a source without the blocks of large flows.
pub(super) fn parse_heads<'s>(file: FileId, text: &'s str, sink: &mut Sink) -> File<'s> {
    syntax::parse_heads(file, text, can_wait, sink)
}

fn parse_all<'s>(
    sources: &'s SourceMap,
    files: &[FileId],
    parse: Parse,
    sink: &mut Sink,
) -> Vec<File<'s>> {
    let bytes: usize = files
        .iter()
        .map(|file| sources.file(*file).text().len())
        .sum();
    let parsed = parallel::map_unless(bytes < parallel::SMALL, files, |file| {
        let mut found = Sink::new();
        let tree = parse(*file, sources.file(*file).text(), &mut found);
        (tree, found)
    });
    let keep = |(tree, found)| {
        sink.append(found);
        tree
    };
    parsed.into_iter().map(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::{Beside, files};
    use crate::source::Span;
    use proptest::prelude::*;
    use proptest::sample::select;

    /// Lines of flows, some of them with mistakes.
    const LINES: &[&str] = &[
        "play prompt \"Hi.\" // comment",
        "wait 1h { timeout -> a }",
        "// allow wait-overrun: why not",
        "wait 14h {\n        customer returned -> a\n        // within\n    }",
        "a: play prompt \"A label, and a text that is long enough for a piece of its own.\"",
        "set working queue q",
        "set disconnect flow f",
        "invoke lambda function \"arn:aws:lambda:us-east-1:123456789012:function:f\" { }",
        "transfer to flow nowhere",
        "-> a",
        "disconnect",
        "bogus",
        "/// A note.",
        "b:",
        "}",
        "-> {",
        "play prompt 'no'",
        "wait 5min;",
        "\"",
    ];

    const HEADS: &[&str] = &[
        "inbound flow f",
        "disconnect flow d \"D\"",
        "module m",
        "flow f",
        "test \"t\"",
        "inbound flow",
        "queue q\n/// Note.\ninbound flow g",
    ];

    fn flow() -> impl Strategy<Value = String> {
        let good = prop::collection::vec(select(&LINES[..6]), 20..40);
        let any = prop::collection::vec(select(LINES), 0..3);
        let gap = select(&[" ", " ", " ", "", "\n", ", ", " // c\n"]);
        (select(HEADS), gap, good, any).prop_map(|(head, gap, good, any)| {
            let lines: Vec<&str> = good.into_iter().chain(any).collect();
            format!("{head}{gap}{{\n    {}\n}}\n", lines.join("\n    "))
        })
    }

    fn read<'s>(sources: &'s SourceMap, ids: &[FileId], parse: Parse) -> Said<'s> {
        let data = |path: &str, span: Span| files::json(sources, Beside::NOTHING.read, path, span);
        Said::read(sources, ids, &[], &data, Beside::NOTHING.texts, parse)
    }

    #[test]
    fn the_flows_of_good_sources_are_read_by_themselves() {
        let line = "    play prompt \"Hi.\" // comment\n    wait 1h { timeout -> next }\n";
        let text = format!("inbound flow f {{\n{}    disconnect\n}}\n", line.repeat(40));
        let mut sources = SourceMap::new();
        let id = sources.add("f.ebb", text.as_str());
        let heads = parse_heads(id, &text, &mut Sink::new());
        assert!(heads.comments.is_empty(), "they are read with the flow");
        let said = read(&sources, &[id], parse_heads);
        assert!(said.is_whole);
        assert_eq!(said.trees[0].comments.len(), 40);
    }

    #[test]
    fn a_mistake_in_a_flow_has_everything_read_again() {
        let line = "    play prompt \"Hi.\" // comment\n    wait 5min { timeout -> next }\n";
        let text = format!("inbound flow f {{\n{}    disconnect\n}}\n", line.repeat(40));
        let mut sources = SourceMap::new();
        let ids = [sources.add("f.ebb", text)];
        assert!(!read(&sources, &ids, parse_heads).is_whole);
        let data = |path: &str, span: Span| files::json(&sources, Beside::NOTHING.read, path, span);
        let said = Said::of(&sources, &ids, &[], &data, Beside::NOTHING.texts);
        assert_eq!(said.found.findings().len(), 40);
        assert_eq!(said.trees[0].comments.len(), 40);
    }

    proptest! {
        /// Flow by flow or as a whole: the same program, comments and findings.
        #[test]
        fn the_order_of_reading_changes_nothing(
            texts in prop::collection::vec(prop::collection::vec(flow(), 1..3), 1..3),
        ) {
            let mut sources = SourceMap::new();
            let add = |flows: &Vec<String>| sources.add("f.ebb", flows.concat());
            let ids: Vec<FileId> = texts.iter().map(add).collect();
            let whole = read(&sources, &ids, syntax::parse);
            let by_flow = read(&sources, &ids, parse_heads);
            prop_assert!(whole.is_whole);
            if by_flow.is_whole {
                prop_assert_eq!(format!("{by_flow:?}"), format!("{whole:?}"));
            }
        }
    }
}
