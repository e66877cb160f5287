//! Sources that are compiled a batch after the other, and nobody can tell.

use crate::support::{Project, cases};
use ebb::compile::{Batch, Beside, Compilation, Input, compile_beside, compile_in_batches};
use ebb::diag::Rule;
use ebb::emit;
use ebb::graph::Settings;
use ebb::program::{Flow, FlowId, Program};
use ebb::rules;
use ebb::source::{ReadAgain, SourceMap};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Some sources: a name and a text each.
type Texts = Vec<(String, String)>;

fn inputs(texts: &Texts) -> impl Iterator<Item = Input> {
    texts.iter().map(|(name, text)| Input {
        name: name.clone(),
        text: text.clone(),
        named: true,
    })
}

fn json(program: &Program, flows: impl IntoIterator<Item = FlowId>) -> BTreeMap<String, String> {
    let flows = flows.into_iter().map(|id| {
        let name = program.flows[id].name.clone();
        (name, emit::flow(program, id).json)
    });
    flows.collect()
}

/// What has been compiled batch by batch, with the flows of each batch.
struct InBatches {
    compilation: Compilation,
    flows: Vec<BTreeMap<String, String>>,
}

/// Compiles sources batch by batch, where that can be. What is read for the second time is
/// `again`.
fn in_batches(texts: &Texts, again: impl Fn(&str) -> Option<String>) -> Option<InBatches> {
    in_batches_asked(texts, again, rules::ALL)
}

fn in_batches_asked(
    texts: &Texts,
    again: impl Fn(&str) -> Option<String>,
    asked: &[&'static Rule],
) -> Option<InBatches> {
    let files: Vec<Input> = inputs(texts).collect();
    let again: BTreeMap<&str, Option<String>> = files
        .iter()
        .map(|input| (input.name.as_str(), again(&input.text)))
        .collect();
    let mut sources = SourceMap::new();
    let compiled = compile_in_batches(
        &mut sources,
        &files,
        |input| {
            let again = again[input.name.as_str()].clone();
            Some((input.clone(), ReadAgain::new(move || again.clone())))
        },
        &Settings::default(),
        asked,
        &Beside::files(&no_file),
        |batch: Batch<'_>| json(batch.program, batch.flows.iter().copied()),
    );
    assert_eq!(
        sources.iter().count(),
        0,
        "they are handed over or forgotten"
    );
    let (compilation, flows) = compiled?;
    Some(InBatches { compilation, flows })
}

fn no_file(_: &str, path: &str) -> Result<String, String> {
    Err(format!("there is no `{path}`"))
}

fn texts(texts: &[&str]) -> Texts {
    let numbered = texts.iter().zip(1..);
    numbered
        .map(|(text, number)| (format!("{number}.ebb"), (*text).to_owned()))
        .collect()
}

/// The names of the flows of each batch.
fn names(of: &[&str]) -> Vec<Vec<String>> {
    let compiled = in_batches(&texts(of), |text| Some(text.to_owned())).expect("batches");
    let names = compiled.flows.into_iter().map(BTreeMap::into_keys);
    names.map(Iterator::collect).collect()
}

#[test]
fn sources_that_name_each_other_are_of_one_batch() {
    let batches = names(&[
        "inbound flow a {\n    set disconnect flow d\n    disconnect\n}\n",
        "inbound flow b {\n    disconnect\n}\n",
        "inbound flow c {\n    transfer to flow elsewhere {\n        error -> next\n    }\n    disconnect\n}\n",
        "disconnect flow d {\n    end flow\n}\n",
        "flow elsewhere \"Fifth\"\n",
        "inbound flow e \"Fifth\" {\n    disconnect\n}\n",
    ]);
    assert_eq!(batches, [vec!["a", "d"], vec!["b"], vec!["c", "e"]]);
}

#[test]
fn some_sources_have_to_be_there_together() {
    let flow = "inbound flow a {\n    disconnect\n}\n";
    let by_arn = "inbound flow a {\n    set working queue \"arn:aws:connect:eu-central-1:111122223333:instance/i/queue/q\"\n    disconnect\n}\n";
    let test = "inbound flow a {\n    disconnect\n}\n\ntest \"t\" {\n    start a on chat\n    expect chat ended\n}\n";
    let same = |text: &str| Some(text.to_owned());
    assert!(in_batches(&texts(&[flow]), same).is_some());
    assert!(in_batches(&texts(&[flow]), |_| None).is_none());
    let at_run_time =
        "inbound flow a {\n    set customer queue flow $.Attributes.flow\n    disconnect\n}\n";
    for text in [
        by_arn,
        at_run_time,
        test,
        "bogus",
        "inbound flow a {\n    bogus\n}\n",
        "{}",
    ] {
        assert!(in_batches(&texts(&[text]), same).is_none(), "{text}");
    }
}

#[test]
fn a_source_that_has_lost_a_flow_in_between_is_compiled_with_the_others() {
    let texts = texts(&["inbound flow a {\n    disconnect\n}\n"]);
    assert!(in_batches(&texts, |_| Some(String::new())).is_none());
}

const FLOWS: &[&str] = &[
    "inbound flow a \"A\"",
    "inbound flow b",
    "disconnect flow c",
    "module d",
    "inbound flow e",
    "customer queue flow f",
];

/// What they name besides, one of them a flow that is here by another name.
const RESOURCES: &str = "queue support\nqueue vip\nqueue never\nflow also_a \"A\"\n";

/// What flows are made of. Most can be understood; some name flows, or allow something.
const LINES: &[&str] = &[
    "play prompt \"Hello.\"",
    "play prompt \"Hello.\"",
    "play prompt \"b is only a word here\"",
    "wait 14h {\n        customer returned -> next\n    }",
    "wait 30h",
    "wait 30h",
    "set disconnect flow c",
    "set customer queue flow f",
    "set event flows {\n        CustomerRemaining: c\n    }",
    "invoke module d",
    "transfer to flow b",
    "transfer to flow also_a",
    "set working queue support",
    "set contact attributes { plan: $.External.plan } // allow stale-result: it is set elsewhere",
    "// allow unused-flow in this file: not yet",
    "// allow unused-resource",
    "set working queue vip",
];

/// What may stand in a flow for customers in a queue.
fn is_for_queues(line: &str) -> bool {
    ["play prompt", "set contact attributes", "//"]
        .iter()
        .any(|start| line.starts_with(start))
}

/// What has everything compiled together.
const OTHERS: &[&str] = &[
    "bogus",
    "set working queue \"arn:aws:connect:eu-central-1:111122223333:instance/i/queue/q\"",
    "transfer to flow nowhere",
    "set customer queue flow $.Attributes.flow",
    "set disconnect flow \"arn:aws:connect:eu-central-1:111122223333:instance/i/contact-flow/c\"",
];

/// Sources with these flows, and whether nothing in them has to be compiled with all others.
fn sources() -> impl Strategy<Value = (Texts, bool)> {
    let lines = prop::collection::vec(select(LINES), 0..6);
    let body = (lines, prop::option::weighted(0.02, select(OTHERS)));
    let bodies = prop::collection::vec(body, FLOWS.len());
    let heads = Just(FLOWS.to_vec()).prop_shuffle();
    let ends = prop::collection::vec(any::<bool>(), FLOWS.len());
    (heads, bodies, ends).prop_map(|(heads, bodies, ends)| {
        let mut files = vec![RESOURCES.to_owned(), String::new()];
        let mut is_plain = true;
        for ((head, (mut lines, other)), ends) in heads.into_iter().zip(bodies).zip(ends) {
            is_plain &= other.is_none();
            lines.retain(|line| !head.starts_with("customer queue") || is_for_queues(line));
            lines.extend(other);
            if head.ends_with("flow e") {
                lines.insert(0, "chat duration 48h");
            }
            let end = if head.starts_with("inbound") {
                "disconnect"
            } else {
                "end flow"
            };
            let end = if head.starts_with("module") {
                "return"
            } else {
                end
            };
            lines.push(end);
            let text = format!("{head} {{\n    {}\n}}\n", lines.join("\n    "));
            files.last_mut().expect("a file").push_str(&text);
            if ends {
                files.push(String::new());
            }
        }
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        (texts(&files), is_plain)
    })
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn batch_by_batch_or_together_is_the_same(
        (texts, is_plain) in sources(),
        asks in any::<bool>(),
    ) {
        let asked = if asks { rules::ALL } else { &[] };
        let (inputs, settings) = (inputs(&texts).collect(), Settings::default());
        let together = compile_beside(SourceMap::new(), inputs, &settings, asked, &Beside::files(&no_file));
        let in_batches = in_batches_asked(&texts, |text| Some(text.to_owned()), asked);
        prop_assert!(in_batches.is_some() || !is_plain || !together.judged);
        if let Some(InBatches { compilation, flows }) = in_batches {
            let flow = |flow: &Arc<Flow>| (flow.name.clone(), flow.chat_duration, flow.broken);
            let said = |of: &Compilation| {
                let flows: Vec<_> = of.program.flows.iter().map(flow).collect();
                // A rule that is off and that a comment allows is asked in its batch alone.
                let off = asks.then_some(&of.off);
                format!("{:#?}{off:#?}{flows:?}{:?}", of.findings, of.program.resources)
            };
            prop_assert_eq!(said(&compilation), said(&together));
            let all = json(&together.program, together.program.flows.ids());
            prop_assert_eq!(flows.iter().map(BTreeMap::len).sum::<usize>(), all.len());
            prop_assert_eq!(flows.into_iter().flatten().collect::<BTreeMap<_, _>>(), all);
        }
    }
}

#[test]
fn a_command_tells_of_all_batches_and_leaves_nothing_of_one_that_was_in_vain() {
    let project = Project::new();
    project.write(
        "a.ebb",
        "inbound flow a {\n    play prompt \"Hello.\"\n    disconnect\n}\n",
    );
    project.write("b.ebb", "inbound flow b {\n    bogus\n    disconnect\n}\n");
    let built = project.ebb(&["build", "a.ebb", "b.ebb", "--out", "out"]);
    assert_eq!(built.code, Some(1), "{}", built.shown());
    assert_eq!(project.shell("ls -A"), "a.ebb\nb.ebb\n");
}

#[test]
fn most_random_sources_are_compiled_in_batches() {
    let mut runner = TestRunner::deterministic();
    let is_compiled = || {
        let (texts, _) = sources().new_tree(&mut runner).unwrap().current();
        in_batches(&texts, |text| Some(text.to_owned())).is_some()
    };
    let compiled = std::iter::repeat_with(is_compiled).take(200);
    let compiled = compiled.filter(|compiled| *compiled).count();
    assert!(compiled > 120, "{compiled} of 200");
}

#[test]
fn an_environment_is_judged_where_no_flow_is_written_in_ebb() {
    let project = Project::new();
    let toml = "name = \"x\"\n\n[environments.test.queues]\nnowhere = \"abc\"\n";
    project.write("ebb.toml", toml);
    project.write("data.json", "{}");
    let checked = project.ebb(&["check", "--env", "test"]);
    assert!(
        checked.stdout.contains("no queue is called `nowhere`"),
        "{}",
        checked.shown()
    );
}
