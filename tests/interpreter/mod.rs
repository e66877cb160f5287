//! Flows that are played: what a customer, an agent and the clock make of them.

mod again;
mod calls;
mod cases;
mod circles;
mod differential;
mod laws;
mod live;
mod memory;
mod modules;
mod outside;
mod scenario;
mod steps;
mod told;

use ebb::diag::Sink;
use ebb::program::{Builder, Program};
use ebb::run::Transcript;
use ebb::source::SourceMap;
use ebb::suite::{self, Test, TestResult, Verdict};
use ebb::syntax;

/// A source with everything that was made of it.
pub struct Loaded {
    pub sources: SourceMap,
    pub program: Program,
    pub tests: Vec<Test>,
    pub findings: Vec<String>,
}

/// Reads one source: flows, resources and tests.
pub fn load(text: &str) -> Loaded {
    let mut sources = SourceMap::new();
    let id = sources.add("test.ebb", text);
    let mut sink = Sink::new();
    let file = syntax::parse(id, sources.file(id).text(), &mut sink);
    let mut builder = Builder::new();
    builder.declare(&file, &mut sink);
    builder.lower(&file, &mut sink);
    let program = builder.finish();
    let tests = suite::collect(&[file], &program, &mut sink);
    let findings = sink.into_sorted().into_iter().map(|finding| {
        let help = finding.help.map(|help| format!("\n  help: {help}"));
        format!(
            "{} {}[{}]: {}{}",
            sources.place(finding.primary.span),
            finding.level.word(),
            finding.rule.name,
            finding.message,
            help.unwrap_or_default()
        )
    });
    let findings = findings.collect();
    Loaded {
        sources,
        program,
        tests,
        findings,
    }
}

/// Reads one source that has no mistake.
pub fn load_whole(text: &str) -> Loaded {
    let loaded = load(text);
    assert!(loaded.findings.is_empty(), "{}", loaded.findings.join("\n"));
    assert!(!loaded.tests.is_empty(), "there is no test");
    loaded
}

/// Plays every test of a source: each has to pass.
pub fn pass(text: &str) {
    let loaded = load_whole(text);
    for test in &loaded.tests {
        let result = suite::play(&loaded.program, test);
        assert!(result.passed(), "{}", shown(&loaded, test, &result, true));
    }
}

/// Plays every test of a source and tells what came of it, with what people saw.
pub fn transcripts(text: &str, verbose: bool) -> String {
    let loaded = load_whole(text);
    let results = loaded.tests.iter().map(|test| {
        let result = suite::play(&loaded.program, test);
        shown(&loaded, test, &result, verbose)
    });
    results.collect::<Vec<_>>().join("\n")
}

fn shown(loaded: &Loaded, test: &Test, result: &TestResult, verbose: bool) -> String {
    let transcript = match verbose {
        true => Transcript::verbose(&loaded.program, &result.seen),
        false => Transcript::new(&loaded.program, &result.seen),
    };
    let verdict = match &result.verdict {
        Verdict::Passed => "passed".to_owned(),
        Verdict::Failed(failure) => {
            let finding = failure.diagnostic();
            let place = loaded.sources.place(finding.primary.span);
            let mut text = format!("FAILED at {place}: {}", finding.message);
            for more in finding.notes.iter().chain(&finding.help) {
                text.push_str("\n  ");
                text.push_str(more);
            }
            text
        }
    };
    format!("test \"{}\"\n{transcript}{verdict}\n", test.name)
}

/// An inbound flow with these lines, and things that flows name.
pub fn inbound(lines: &str, tests: &str) -> String {
    format!(
        "queue support\nqueue sales\nbot Helper\nlambda look_up\nhours office\nagent maria\nmodule elsewhere\n\
         inbound flow main {{\n{lines}\n}}\n\n{tests}\n"
    )
}
