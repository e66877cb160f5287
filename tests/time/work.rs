//! What the analysis takes, counted, so that it is the same on every machine.

use super::{compiled, shown};
use ebb::budget::{Budget, Judgement};
use ebb::graph::{self, Chats, Settings, Verdict};
use ebb::program::Program;
use std::collections::HashSet;
use std::fmt::Write;

/// States, edges and times passed along, of all chats of a program.
fn work(program: &Program) -> usize {
    let settings = Settings::default();
    graph::groups(program)
        .iter()
        .map(|flows| {
            let chats = Chats::new(program, flows, &settings);
            assert!(chats.not_followed.is_empty());
            let analyses = chats.analyses.iter();
            analyses.map(graph::Analysis::work).sum::<usize>()
        })
        .sum()
}

fn work_of(text: &str) -> usize {
    work(&compiled("many.ebb", text, &Settings::default()).program)
}

/// 2^`joins` paths, each of another length.
fn joins(joins: usize) -> String {
    let mut text = String::from("inbound flow welcome {\n");
    for join in 0..joins {
        let seconds = 1_u32 << (join % 14);
        let _ = write!(
            text,
            "    check contact attributes $.Attributes.a{join} {{ = \"1\" -> short{join} }}\n    wait {seconds}s\nshort{join}:\n    play prompt \"{join}\"\n"
        );
    }
    text + "    wait 24h\n    disconnect\n}\n"
}

#[test]
fn many_joins_take_the_work_of_one_each() {
    let compilation = compiled("joins.ebb", &joins(30), &Settings::default());
    let found = compilation.findings.iter();
    let found: Vec<_> = found.map(|finding| finding.rule.name).collect();
    assert_eq!(found, ["wait-overrun"]);
    let (thirty, sixty) = (work_of(&joins(30)), work_of(&joins(60)));
    // After a few joins a set holds as many times as it can; from there on all are alike.
    assert!(
        10 * sixty < 23 * thirty,
        "{thirty} for 30, {sixty} for 60 joins"
    );
    assert!(thirty < 30 * 1_000, "{thirty}");
}

/// A story of twenty thousand rounds, each of which wishes the same of one attribute.
#[test]
fn what_every_round_wishes_is_wished_once() {
    let text = "
inbound flow welcome {
again:
    wait 4s {
        customer returned -> end
        time expired -> next
    }
    check contact attributes $.Attributes.visits {
        > 10 -> again
        default -> next
    }
end:
    disconnect
}
";
    let compilation = compiled("rounds.ebb", text, &Settings::default());
    assert!(shown(&compilation).contains("error[wait-overrun]"));
}

/// A project with a queue flow, a disconnect flow that re-enters, and a module of two callers.
fn project(number: usize) -> String {
    "
inbound flow welcome# {
    set disconnect flow after#
    set customer queue flow waiting#
    set working queue support
    invoke module pause# { error -> goodbye }
    transfer to queue

goodbye:
    disconnect
}

customer queue flow waiting# {
again:
    wait 10m { time expired -> again }
    end flow
}

disconnect flow after# {
    wait 4h { customer returned -> back }
    disconnect

back:
    invoke module pause# { error -> goodbye }
    transfer to queue

goodbye:
    disconnect
}

module pause# {
    wait 5m { customer returned -> done }

done:
    return
}
"
    .replace('#', &number.to_string())
}

fn projects(count: usize) -> String {
    let projects: String = (0..count).map(project).collect();
    format!("queue support \"BasicQueue\"\n{projects}")
}

#[test]
fn every_copy_of_a_project_takes_what_one_takes() {
    let one = work_of(&projects(1));
    assert!(one > 50, "{one}");
    assert_eq!(work_of(&projects(40)), 40 * one);
}

/// Where no chat comes to a transfer without a queue, nobody has to know where it was set.
#[test]
fn a_queue_that_is_always_set_makes_no_more_states() {
    let text = projects(1).replace(
        "    set working queue support\n",
        "    set working queue support { error -> goodbye }\n",
    );
    let program = compiled("one.ebb", &text, &Settings::default()).program;
    let welcome = program.flow_named("welcome0").expect("welcome");
    let graph = graph::ContactGraph::new(&program, welcome, 1_000);
    let without: HashSet<_> = graph
        .states()
        .iter()
        .map(|state| (state.place, state.hooks, state.passes, state.stack))
        .collect();
    assert_eq!(graph.states().len(), without.len());
}

/// One flow that leads to every copy: all of it is one chat's world.
#[test]
fn copies_behind_one_door_take_what_they_take_alone() {
    let behind_a_door = |count: usize| {
        let mut text = projects(count) + "\ninbound flow door {\n";
        for number in 0..count {
            let _ = writeln!(
                text,
                "    check contact attributes $.Attributes.door {{ = \"{number}\" -> to{number} }}"
            );
        }
        text += "    disconnect\n";
        for number in 0..count {
            let _ = write!(
                text,
                "\nto{number}:\n    transfer to flow welcome{number}\n    disconnect\n"
            );
        }
        work_of(&(text + "}\n"))
    };
    let (ten, twenty, forty) = (behind_a_door(10), behind_a_door(20), behind_a_door(40));
    assert_eq!(forty - twenty, 2 * (twenty - ten));
}

/// Hooks, queue flows and modules that multiply: each chat can set any of them at any time.
fn multiplied(each: usize) -> String {
    let choice = |what: &str| -> String {
        let cases: Vec<String> = (0..each)
            .map(|number| format!("= \"{number}\" -> {what}{number}"))
            .collect();
        format!(
            "    check contact attributes $.Attributes.{what} {{ {} }}\n    disconnect\n",
            cases.join(", ")
        )
    };
    let mut text = String::from("queue support \"BasicQueue\"\n\ninbound flow welcome {\n");
    text += "    check contact attributes $.Channel { = \"VOICE\" -> end }\n";
    text += &choice("after");
    for number in 0..each {
        let _ = write!(
            text,
            "\nafter{number}:\n    set disconnect flow after_chat{number} {{ success -> queue }}\n    disconnect\n"
        );
    }
    text += "\nqueue:\n";
    text += &choice("queue");
    for number in 0..each {
        let _ = write!(
            text,
            "\nqueue{number}:\n    set customer queue flow waiting{number} {{ success -> agent }}\n    disconnect\n"
        );
    }
    text += "\nagent:\n    invoke module deep0\n    set working queue support\n    transfer to queue\n\nend:\n    disconnect\n}\n";
    for number in 0..each {
        let _ = write!(
            text,
            "\ndisconnect flow after_chat{number} {{\n    wait 1h {{ customer returned -> back }}\n    disconnect\n\nback:\n    transfer to flow welcome\n    disconnect\n}}\n\ncustomer queue flow waiting{number} {{\nagain:\n    wait 1m {{ time expired -> again }}\n    end flow\n}}\n"
        );
    }
    for depth in 0..4 {
        let next = depth + 1;
        let _ = write!(
            text,
            "\nmodule deep{depth} {{\n    invoke module deep{next}\n    invoke module deep{next}\n    return\n}}\n"
        );
    }
    text + "\nmodule deep4 {\n    wait 1s\n    return\n}\n"
}

#[test]
fn what_multiplies_beyond_what_is_followed_is_never_called_safe() {
    let settings = Settings::default();
    let budgets = |text: &str| {
        let compilation = compiled("many.ebb", text, &settings);
        let names: Vec<&str> = compilation
            .findings
            .iter()
            .map(|finding| finding.rule.name)
            .collect();
        let told = names.contains(&"too-many-states");
        let budgets = Budget::all(&compilation.program, &compilation.sources, &settings);
        (told, budgets, shown(&compilation))
    };
    let (told, _, findings) = budgets(&multiplied(2));
    assert!(!told, "{findings}");
    let (told, budgets, findings) = budgets(&multiplied(24));
    assert!(told, "{findings}");
    assert!(!budgets.is_empty());
    for budget in budgets {
        assert!(
            !matches!(budget.judgement, Judgement::Safe),
            "{}",
            budget.text()
        );
        assert_eq!(budget.margin, (None, None), "{}", budget.text());
    }
}

/// The verdict says that it was not followed to the end, though no Wait that was followed
/// is in doubt.
#[test]
fn what_is_not_followed_to_the_end_leaves_the_verdict_open() {
    let settings = Settings::default();
    let compilation = compiled("many.ebb", &projects(1), &settings);
    let welcome = compilation
        .program
        .flow_named("welcome0")
        .expect("welcome0");
    let verdict =
        |limit| graph::Analysis::new(&compilation.program, welcome, &settings, limit).verdict();
    let Verdict::Unknown(reasons) = verdict(8) else {
        panic!("eight states are not all");
    };
    assert_eq!(reasons, [graph::time::Reason::TooLarge]);
}
