//! Many files are worked on at the same time, and nobody can tell.

use crate::support::cases;
use crate::wire::Read;
use crate::wire::random::program;
use ebb::compile::{Compilation, Input, compile, read_exports};
use ebb::graph::{self, Settings};
use ebb::program::FlowId;
use proptest::prelude::*;

fn compiled(texts: &[&str]) -> Compilation {
    let inputs = texts.iter().zip(1..).map(|(text, number)| Input {
        name: format!("{number}.ebb"),
        text: (*text).to_owned(),
        named: true,
    });
    compile(inputs.collect(), &Settings::default())
}

fn json(compilation: &Compilation, flow: &str) -> String {
    let flow = compilation.program.flow_named(flow).expect("a flow");
    ebb::emit::flow(&compilation.program, flow).json
}

#[test]
fn what_several_flows_name_by_one_id_is_one_thing() {
    let compilation = compiled(&[
        "inbound flow first {\n    set working queue \"id-1\"\n    disconnect\n}\n",
        "inbound flow second {\n    set working queue \"id-2\"\n    set working queue \"id-1\"\n    disconnect\n}\n",
        "inbound flow third {\n    set working queue \"id-2\"\n    disconnect\n}\n",
    ]);
    assert!(!compilation.has_errors(), "{:?}", compilation.findings);
    let ids = compilation.program.resources.iter();
    let ids: Vec<&str> = ids.filter_map(|known| known.id.as_deref()).collect();
    assert_eq!(ids, ["id-1", "id-2"]);
    let queues = |flow| {
        let json = json(&compilation, flow);
        let queues = json.lines().filter(|line| line.contains("\"QueueId\": \""));
        queues
            .map(|line| line.trim().trim_end_matches(',').to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(queues("first"), ["\"QueueId\": \"id-1\""]);
    assert_eq!(
        queues("second"),
        ["\"QueueId\": \"id-2\"", "\"QueueId\": \"id-1\""]
    );
    assert_eq!(queues("third"), ["\"QueueId\": \"id-2\""]);
}

#[test]
fn flows_that_name_each_other_are_judged_together() {
    let goes = |from: &str, to: &str| {
        format!("inbound flow {from} {{\n    transfer to flow {to}\n    disconnect\n}}\n")
    };
    let lone = "inbound flow lone {\n    disconnect\n}\n";
    let compilation = compiled(&[&goes("a", "b"), lone, &goes("c", "a"), &goes("b", "b")]);
    let name = |flow: &FlowId| compilation.program.flows[*flow].name.as_str();
    let groups: Vec<Vec<&str>> = graph::groups(&compilation.program)
        .iter()
        .map(|group| group.iter().map(name).collect())
        .collect();
    assert_eq!(groups, [vec!["a", "c", "b"], vec!["lone"]]);
}

#[test]
fn findings_stand_in_the_order_of_the_files() {
    let text = "inbound flow f {\n    play promt \"Hi.\"\n}\n";
    let texts: Vec<String> = (0..60)
        .map(|number| text.replace("flow f", &format!("flow f{number}")))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let compilation = compiled(&texts);
    let places = compilation.findings.iter();
    let places: Vec<String> = places
        .map(|finding| compilation.sources.place(finding.primary.span))
        .collect();
    let wanted: Vec<String> = (1..=60).map(|number| format!("{number}.ebb:2:5")).collect();
    assert_eq!(places, wanted);
}

#[test]
fn a_text_is_read_the_same_flow_by_flow_and_alone() {
    let flows: Vec<String> = (0..3)
        .map(|number| format!("/// Note {number}.\ninbound flow f{number} {{ // {{\n    play prompt \"\"\"\n    }}\n    \"\"\"\n    disconnect\n}} // end\n\n"))
        .collect();
    let apart: Vec<&str> = flows.iter().map(String::as_str).collect();
    let (apart, together) = (compiled(&apart), compiled(&[&flows.concat()]));
    assert!(together.findings.is_empty(), "{:?}", together.findings);
    for number in 0..3 {
        let name = format!("f{number}");
        assert_eq!(json(&apart, &name), json(&together, &name));
        assert!(json(&apart, &name).contains(&format!("Note {number}.")));
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn exports_read_at_the_same_time_are_as_if_read_one_by_one(
        programs in proptest::collection::vec(program(), 1..4),
    ) {
        let flows = programs.iter().flat_map(|program| {
            let flows = program.flows.ids();
            flows.map(|flow| ebb::emit::flow(program, flow).json)
        });
        let texts: Vec<(String, String)> = (0..)
            .map(|number| format!("{number}.json"))
            .zip(flows)
            .collect();
        let one_by_one = Read::of(texts.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        let inputs = texts.iter().map(|(name, text)| Input {
            name: name.clone(),
            text: text.clone(),
            named: true,
        });
        let at_once = read_exports(inputs.collect());
        prop_assert_eq!(
            format!("{:?}", at_once.program.resources),
            format!("{:?}", one_by_one.program.resources)
        );
        for (id, flow) in one_by_one.program.flows.iter_enumerated() {
            let other = at_once.program.flows.get(id);
            prop_assert_eq!(other.map(|other| format!("{other:?}")), Some(format!("{flow:?}")));
        }
    }
}
