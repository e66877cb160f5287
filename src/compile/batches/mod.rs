//! Many sources, a few of them after the others, so that the blocks of all flows are never
//! there at the same time.
//!
//! First every source is read for what it declares, and let go again. The words that stand in
//! it say which flows it may name: sources of flows that may name each other are a batch. Then
//! each batch is read again, judged, given to somebody who makes of it what is wanted, and let
//! go, all by one core unless it is large, which so finds in its cache what it has just made.
//! Words are only a guess: once the blocks of a batch are there, they say what they name.

mod heads;

use super::judge::Judge;
use super::said::parse_heads;
use super::{Beside, Compilation, Input, by_whether_off, files};
use crate::diag::{Diagnostic, Rule, Sink};
use crate::graph::{self, Settings};
use crate::id::Id;
use crate::parallel;
use crate::program::{Builder, FlowId, Program};
use crate::source::{FileId, ReadAgain, SourceMap, Span};
use heads::{Declared, Heads, Round};
use std::sync::{Mutex, PoisonError};

/// Flows that have been judged and are about to be let go.
#[derive(Debug)]
pub struct Batch<'b> {
    /// The program. Of its flows only those of the batch have blocks.
    pub program: &'b Program,
    /// Every source. Of the texts those of the batch are held.
    pub sources: &'b SourceMap,
    /// The flows of the batch, in the order of the program.
    pub flows: &'b [FlowId],
    /// What was found in them, by place. What is taken away is missing in the end.
    pub found: &'b mut Vec<Diagnostic>,
}

/// Compiles sources as [`compile_beside`](super::compile_beside) does, batch by batch, and
/// gives each to `each`, many at the same time; with the compilation comes what that has made
/// of them, batch by batch. In the end the program has no blocks. `read` gives a source and a
/// way to read it again.
///
/// Nothing where the sources have to be there together, and nothing is added to `sources`
/// then: `each` has seen some batches in vain. So it is with exports, tests, and things that
/// are named by ARN; with flows that are named at run time; with what cannot be understood; and
/// with a file that cannot be read, or not again. A rule that is off and that a comment allows is
/// asked in the batch of the comment alone, so of [`Compilation::off`] less is there.
pub fn compile_in_batches<F: Sync, T: Send>(
    sources: &mut SourceMap,
    files: &[F],
    read: impl Fn(&F) -> Option<(Input, ReadAgain)> + Send + Sync,
    settings: &Settings,
    asked: &[&'static Rule],
    beside: &Beside<'_>,
    each: impl Fn(Batch<'_>) -> T + Send + Sync,
) -> Option<(Compilation, Vec<T>)> {
    let first = sources.next_id();
    let compiled = Heads::read(sources, files, read).and_then(|heads| {
        let mut declared = heads.into_rounds();
        declared.builder.choose_texts(beside.texts);
        let batches = Batches {
            judge: Judge::new(settings, asked),
            beside,
            each,
            declared,
            of_workers: Mutex::default(),
        };
        batches.compile(sources)
    });
    if compiled.is_none() {
        sources.truncate(first.index());
    }
    compiled
}

/// Batches that are being compiled.
struct Batches<'b, E> {
    judge: Judge<'b>,
    beside: &'b Beside<'b>,
    each: E,
    declared: Declared,
    /// Twins of the builder that has declared everything: each worker has one for itself, while
    /// it works.
    of_workers: Mutex<Vec<Builder>>,
}

/// What is left of a batch.
struct Left<'b, T> {
    judge: Judge<'b>,
    found: Vec<Diagnostic>,
    /// How many flows there were.
    flows: usize,
    /// How long chats are started to last, where a flow says so.
    chat_durations: Vec<(FlowId, i64)>,
    made: T,
}

impl<'b, T: Send, E: Fn(Batch<'_>) -> T + Send + Sync> Batches<'b, E> {
    fn compile(mut self, sources: &mut SourceMap) -> Option<(Compilation, Vec<T>)> {
        let mut judge = self.judge.twin();
        let (mut all, mut made, mut flows) = (Sink::new(), Vec::new(), 0);
        for Round { batches } in std::mem::take(&mut self.declared.rounds) {
            let batch = |files: &Vec<FileId>| self.batch(sources, files);
            for left in parallel::try_map_apart(&batches, batch)? {
                for (flow, seconds) in left.chat_durations {
                    self.declared.builder.set_chat_duration(flow, seconds);
                }
                flows += left.flows;
                judge.join(left.judge);
                all.extend(left.found);
                made.push(left.made);
            }
            for file in batches.iter().flatten() {
                sources.let_go(*file);
            }
        }
        let program = self.declared.builder.finish();
        if flows != program.flows.len() {
            // Some source has lost one since its head was read.
            return None;
        }
        let mut rest = self.declared.found;
        rest.extend(judge.the_whole(&program));
        let mut rest = rest.into_sorted();
        judge.silence(&mut rest, sources);
        for finding in &rest {
            sources.let_go(finding.primary.span.file);
        }
        all.extend(rest);
        let mut found = all.into_sorted();
        found.extend(judge.pointless(true));
        let (off, findings) = by_whether_off(found);
        let compilation = Compilation {
            sources: std::mem::take(sources),
            program,
            tests: Vec::new(),
            findings,
            off,
            passed_over: self.declared.passed_over,
            written_in_ebb: Vec::new(),
            judged: true,
        };
        Some((compilation, made))
    }

    /// Compiles one batch; nothing where its sources cannot be compiled without the others.
    fn batch(&self, sources: &SourceMap, files: &[FileId]) -> Option<Left<'b, T>> {
        let of_workers = || {
            self.of_workers
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let known = of_workers().pop();
        let mut builder = known.unwrap_or_else(|| self.declared.builder.clone());
        let left = self.compiled(&mut builder, sources, files);
        of_workers().push(builder);
        left
    }

    fn compiled(
        &self,
        builder: &mut Builder,
        sources: &SourceMap,
        files: &[FileId],
    ) -> Option<Left<'b, T>> {
        let parsed = parallel::map(files, |id| {
            let file = sources.file(*id);
            // What there is to say of its head has been said.
            let parse = || parse_heads(*id, file.text(), &mut Sink::new());
            file.hold().then(parse)
        });
        let mut trees = parsed.into_iter().collect::<Option<Vec<_>>>()?;
        let mut sink = Sink::new();
        let data = |path: &str, span: Span| files::json(sources, self.beside.read, path, span);
        let named = builder.program().resources.next_id();
        let flows = builder.lower_all(&mut trees, &data, &mut sink).ok()?;
        let program = builder.program();
        let is_broken = flows.iter().any(|flow| program.flows[*flow].broken);
        // What is first named here has a name that depends on those of all others.
        if is_broken || program.resources.next_id() != named {
            return None;
        }
        let groups = graph::groups_of(program, &flows)?;
        let mut judge = self.judge.twin();
        judge.read(&trees, sources);
        drop(trees);
        sink.extend(judge.groups(program, &groups));
        // A contact may be in any flow of the program then.
        if judge.names_flow_at_run_time() {
            return None;
        }
        let mut found = sink.into_sorted();
        judge.silence(&mut found, sources);
        let made = (self.each)(Batch {
            program,
            sources,
            flows: &flows,
            found: &mut found,
        });
        let duration = |flow: &FlowId| Some((*flow, program.flows[*flow].chat_duration?));
        let chat_durations = flows.iter().filter_map(duration).collect();
        builder.let_go(&flows, &self.declared.builder);
        Some(Left {
            judge,
            found,
            flows: flows.len(),
            chat_durations,
            made,
        })
    }
}
