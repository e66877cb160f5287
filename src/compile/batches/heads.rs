//! What sources declare, and which of them belong together.

use crate::compile::exports::Apart;
use crate::compile::said::parse_heads;
use crate::compile::{Input, Language};
use crate::diag::Sink;
use crate::graph;
use crate::parallel;
use crate::program::{Builder, is_test};
use crate::source::{FileId, LARGEST_SOURCE, ReadAgain, SourceMap};
use crate::syntax::tree::{File, Top};
use std::collections::HashMap;

/// So many files are read at the same time, and then let go.
const FILES: usize = 256;

/// So many bytes of sources are read again at the same time, as a rule.
const ROUND: usize = 4 << 20;

/// No more files than so many: what is left of each takes room until the round is over.
const FILES_OF_ROUND: usize = 4 * FILES;

/// A batch of so many bytes is worked on by all cores together.
const LARGE: usize = ROUND / 16;

/// Batches that are compiled at the same time, by as many workers as there are.
#[derive(Debug, Default)]
pub(super) struct Round {
    /// Each with its sources, in order.
    pub(super) batches: Vec<Vec<FileId>>,
}

/// The heads of all sources.
pub(super) struct Heads {
    builder: Builder,
    found: Sink,
    files: Vec<Head>,
    /// The names of JSON files that are no flows.
    passed_over: Vec<String>,
}

/// What is left of all heads.
pub(super) struct Declared {
    pub(super) rounds: Vec<Round>,
    /// Has declared everything, and joined flows to what stands for them.
    pub(super) builder: Builder,
    pub(super) found: Sink,
    pub(super) passed_over: Vec<String>,
}

/// What is kept of a source.
struct Head {
    id: FileId,
    bytes: usize,
    /// The [marks](mark) of the words that stand in it.
    words: Vec<u32>,
}

impl Heads {
    /// Reads them; nothing where the sources have to be there together.
    pub(super) fn read<F: Sync>(
        sources: &mut SourceMap,
        files: &[F],
        read: impl Fn(&F) -> Option<(Input, ReadAgain)> + Send + Sync,
    ) -> Option<Self> {
        let mut heads = Self {
            builder: Builder::new(),
            found: Sink::new(),
            files: Vec::with_capacity(files.len()),
            passed_over: Vec::new(),
        };
        for some in files.chunks(FILES) {
            let first = sources.next_id();
            let mut ids = Vec::with_capacity(some.len());
            for read in parallel::map(some, &read) {
                let (input, again) = read?;
                let id = sources.next_id();
                match input.language() {
                    _ if input.text.len() > LARGEST_SOURCE => return None,
                    Language::Ebb => ids.push(id),
                    Language::Json if is_no_flow(id, &input) => {
                        heads.passed_over.push(input.name.clone());
                    }
                    Language::Json => return None,
                }
                sources.add_held(input.name, input.text, again);
            }
            heads.declare(sources, &ids)?;
            sources.let_go_behind(first);
        }
        heads.builder.join();
        Some(heads)
    }

    fn declare(&mut self, sources: &SourceMap, ids: &[FileId]) -> Option<()> {
        let parsed = parallel::map(ids, |id| {
            let text = sources.file(*id).text();
            let mut found = Sink::new();
            let tree = parse_heads(*id, text, &mut found);
            let head = Head {
                id: *id,
                bytes: text.len(),
                words: words(text),
            };
            (tree, found, head)
        });
        for (tree, found, head) in parsed {
            self.found.append(found);
            self.builder.declare(&tree, &mut self.found);
            self.files.push(head);
            // Whatever is named by an ARN would be found out in the end, after all the work.
            if has_tests(&tree) || tree.text.contains("\"arn:") {
                return None;
            }
        }
        (!self.found.has_errors()).then_some(())
    }

    /// The sources in batches: those together that name each other.
    pub(super) fn into_rounds(self) -> Declared {
        let mut rounds = Vec::new();
        let (mut round, mut bytes, mut files) = (Round::default(), 0, 0);
        for group in graph::connected(self.files.len(), self.pairs()) {
            let heads = group.iter().filter_map(|place| self.files.get(*place));
            let size: usize = heads.clone().map(|head| head.bytes).sum();
            let batch = heads.map(|head| head.id).collect();
            if size >= LARGE {
                rounds.push(Round {
                    batches: vec![batch],
                });
                continue;
            }
            round.batches.push(batch);
            bytes += size;
            files += group.len();
            if bytes >= ROUND || files >= FILES_OF_ROUND {
                rounds.push(std::mem::take(&mut round));
                (bytes, files) = (0, 0);
            }
        }
        rounds.push(round);
        Declared {
            rounds,
            builder: self.builder,
            found: self.found,
            passed_over: self.passed_over,
        }
    }

    /// Which source may name a flow of which other, by their places.
    fn pairs(&self) -> Vec<(usize, usize)> {
        let program = self.builder.program();
        let mut pairs = Vec::new();
        let mut declared: HashMap<u32, usize> = HashMap::new();
        for resource in program.resources.iter() {
            let flow = resource.flow.and_then(|flow| program.flows.get(flow));
            let Some(flow) = flow else { continue };
            let id = |head: &Head| head.id;
            if let Ok(place) = self.files.binary_search_by_key(&flow.span.file, id) {
                let other = declared.insert(mark(&resource.name), place);
                pairs.extend(other.map(|other| (place, other)));
            }
        }
        for (place, head) in self.files.iter().enumerate() {
            let named = head.words.iter().filter_map(|word| declared.get(word));
            let others = named.filter(|named| **named != place);
            pairs.extend(others.map(|other| (place, *other)));
        }
        pairs
    }
}

/// Whether a JSON file was only found and is no flow.
fn is_no_flow(id: FileId, input: &Input) -> bool {
    !input.named && Apart::read(id, &input.name, &input.text).is_foreign()
}

fn has_tests(tree: &File<'_>) -> bool {
    tree.tops.iter().any(|top| match top {
        Top::Section(section) => is_test(section),
        Top::Resource(_) | Top::Broken(_) => false,
    })
}

/// The marks of all words of a text, each once.
fn words(text: &str) -> Vec<u32> {
    const SEEN: usize = 1 << 10;
    let mut seen = [0; SEEN];
    let mut words = Vec::new();
    let mut word = NO_WORD;
    // A space ends the last word.
    for byte in text.bytes().chain([b' ']) {
        if is_of_name(byte) {
            word = longer(word, byte);
        } else if word != NO_WORD {
            // The number is as good as any other to say where a word is looked for.
            if let Some(seen) = seen.get_mut(word as usize % SEEN)
                && *seen != word
            {
                *seen = word;
                words.push(word);
            }
            word = NO_WORD;
        }
    }
    words.sort_unstable();
    words.dedup();
    words.shrink_to_fit();
    words
}

/// Whether words are made of it: a name has no other.
const fn is_of_name(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | 0x80..)
}

/// A number by which a word is known again; another word may have the same.
fn mark(word: &str) -> u32 {
    word.bytes().fold(NO_WORD, longer)
}

/// The mark of no letter.
const NO_WORD: u32 = 0x811c_9dc5;

/// The mark of a word with another byte behind it (FNV-1a).
const fn longer(word: u32, byte: u8) -> u32 {
    (word ^ byte as u32).wrapping_mul(0x0100_0193)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_that_can_be_a_name_is_known_again() {
        let marks = words("a_1 {-> b-c} \"élan, x\"//é last");
        let known = ["a_1", "b-c", "élan", "x", "é", "last"].map(mark);
        assert!(known.iter().all(|mark| marks.contains(mark)));
        assert_eq!(words("one two one, one").len(), 2);
        assert!(words(" ,{}").is_empty());
    }
}
