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

/// An export that sets queues, each with its ARN and the name that the designer shows for it.
fn export(queues: &[(&str, &str)]) -> String {
    let (mut actions, mut about) = (Vec::new(), serde_json::Map::new());
    for (number, (arn, shown)) in queues.iter().enumerate() {
        let (here, next) = (format!("a{number}"), format!("a{}", number + 1));
        actions.push(serde_json::json!({
            "Identifier": here,
            "Type": "UpdateContactTargetQueue",
            "Parameters": { "QueueId": arn },
            "Transitions": {
                "NextAction": next,
                "Errors": [{ "NextAction": next, "ErrorType": "NoMatchingError" }],
            },
        }));
        if !shown.is_empty() {
            let shown = serde_json::json!({ "QueueId": { "displayName": shown } });
            about.insert(here, serde_json::json!({ "parameters": shown }));
        }
    }
    actions.push(serde_json::json!({
        "Identifier": format!("a{}", queues.len()),
        "Type": "DisconnectParticipant",
        "Parameters": {},
        "Transitions": {},
    }));
    serde_json::json!({
        "Version": "2019-10-30",
        "StartAction": "a0",
        "Metadata": { "ActionMetadata": about },
        "Actions": actions,
    })
    .to_string()
}

#[test]
fn what_a_queue_is_called_does_not_depend_on_who_is_read_first() {
    let arn = "arn:aws:connect:eu-central-1:111122223333:instance/i/queue/q";
    let made_up = compiled(&[
        "queue support\n\ninbound flow f {\n    set working queue support\n    disconnect\n}\n",
    ]);
    let made_up = ebb::emit::flow(&made_up.program, made_up.program.flow_named("f").unwrap());
    let made_up = made_up.placeholders[0].arn.as_str();
    let documents = [
        export(&[(arn, "")]),
        export(&[(arn, arn), (arn, "Support")]),
        export(&[(made_up, "Line"), (made_up, "Support line")]),
    ];
    let names = ["a.json", "b.json", "c.json"];
    let files = || names.into_iter().zip(documents.iter().map(String::as_str));
    let inputs = files().map(|(name, text)| Input {
        name: name.to_owned(),
        text: text.to_owned(),
        named: true,
    });
    let said = |program: &ebb::program::Program| {
        let resources = program.resources.iter();
        let named = resources.map(|known| (known.name.clone(), known.title.clone()));
        named.collect::<Vec<_>>()
    };
    let one_by_one = said(&Read::of(files()).program);
    let inputs: Vec<Input> = inputs.collect();
    assert_eq!(said(&read_exports(&inputs).program), one_by_one);
    let titles = one_by_one.iter().map(|(_, title)| title.as_deref());
    assert_eq!(titles.collect::<Vec<_>>(), [Some("Support"), Some("Line")]);
    // A declared queue is called as it was declared at its first mention, and as a later one
    // says where its declaration says nothing.
    let declared = Input {
        name: "queues.ebb".to_owned(),
        text: "queue support\n".to_owned(),
        named: true,
    };
    let all = std::iter::once(declared).chain(inputs).collect();
    let program = compile(all, &Settings::default()).program;
    let support = program
        .resources
        .iter()
        .find(|known| known.name == "support");
    assert_eq!(support.unwrap().title.as_deref(), Some("Support line"));
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
        let at_once = read_exports(&inputs.collect::<Vec<_>>());
        prop_assert_eq!(
            format!("{:?}", at_once.program.resources),
            format!("{:?}", one_by_one.program.resources)
        );
        prop_assert_eq!(
            format!("{:?}", at_once.findings),
            format!("{:?}", one_by_one.findings)
        );
        prop_assert_eq!(at_once.program.flows.len(), one_by_one.program.flows.len());
        for (id, flow) in one_by_one.program.flows.iter_enumerated() {
            let other = at_once.program.flows.get(id);
            prop_assert_eq!(other.map(|other| format!("{other:?}")), Some(format!("{flow:?}")));
        }
    }
}
