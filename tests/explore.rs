//! Tests that write themselves: what `explore` takes, and that its tests pass.

use crate::support;
use ebb::compile::{Compilation, Input, compile};
use ebb::graph::{Settings, reach};
use ebb::suite::explore::{Explored, explore};
use ebb::suite::{self, Coverage, coverage};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn input(path: &Path) -> Input {
    let bytes = std::fs::read(path).unwrap();
    Input {
        name: path.display().to_string(),
        text: String::from_utf8_lossy(&bytes).into_owned(),
        named: false,
    }
}

fn explored(compilation: &Compilation) -> (Explored, Coverage) {
    let reaches = reach::everywhere(&compilation.program, &Settings::default());
    let mut coverage = Coverage::of(&compilation.program, &reaches);
    let explored = explore(&compilation.program, &reaches, &mut coverage);
    (explored, coverage)
}

/// The branches that were missed, each with its reason.
fn missed(compilation: &Compilation, explored: &Explored) -> Vec<String> {
    let program = &compilation.program;
    let tell = |missed: &suite::explore::Missed| {
        let (block, way) = coverage::words(program, missed.branch);
        let flow = &program.flows[missed.branch.flow].name;
        format!("{flow}: {block}: {way}: {}", missed.reason)
    };
    explored.missed.iter().map(tell).collect()
}

/// The tests that were found pass, and take what they were found to take.
#[track_caller]
fn proved(inputs: &[Input], explored: &Explored, wanted: &Coverage) {
    let mut inputs = inputs.to_vec();
    for input in &mut inputs {
        if input.name.ends_with(".ebb") {
            input.text = without_tests(&input.text);
        }
    }
    inputs.push(Input {
        name: "explored.ebb".to_owned(),
        text: explored.tests.join("\n"),
        named: true,
    });
    let compilation = compile(inputs, &Settings::default());
    let mistakes: Vec<&str> = compilation
        .findings
        .iter()
        .filter(|finding| {
            compilation.sources.file(finding.primary.span.file).name() == "explored.ebb"
        })
        .map(|finding| finding.message.as_str())
        .collect();
    assert!(
        mistakes.is_empty(),
        "{mistakes:#?}\n{}",
        explored.tests.join("\n")
    );
    assert_eq!(compilation.tests.len(), explored.tests.len());
    let mut coverage = Coverage::new(&compilation.program, &Settings::default());
    for test in &compilation.tests {
        let result = suite::play(&compilation.program, test);
        assert!(result.passed(), "{}: {:?}", test.name, result.verdict);
        coverage.add(&compilation.program, &result.seen);
    }
    assert_eq!(coverage.share(), wanted.share());
}

fn without_tests(text: &str) -> String {
    text.find("\ntest \"")
        .map_or(text, |at| &text[..at])
        .to_owned()
}

#[test]
fn every_reachable_branch_of_the_examples_is_taken() {
    for folder in ["chat", "exported", "first_disconnect_flow", "samples"] {
        let inputs = example(folder);
        let compilation = compile(inputs.clone(), &Settings::default());
        let (explored, coverage) = explored(&compilation);
        let missed = missed(&compilation, &explored);
        let share = coverage.share();
        println!(
            "{folder}: {} of {} branches, {} tests",
            share.taken,
            share.reachable,
            explored.tests.len()
        );
        assert!(missed.is_empty(), "{folder}: {missed:#?}");
        proved(&inputs, &explored, &coverage);
    }
}

fn example(folder: &str) -> Vec<Input> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(support::root().join("examples").join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending == "ebb" || ending == "json")
        })
        .collect();
    paths.sort();
    paths.iter().map(|path| input(path)).collect()
}

/// The branches of `invoke module` are those of its results.
#[test]
fn modules_are_walked_through_and_what_they_return_counts() {
    let inputs = [Input {
        name: "modules.ebb".to_owned(),
        text: r#"
module judge {
    result "gold"
    result "plain"
    check contact attributes $.Attributes.plan { = "gold" -> gold }
    return "plain"
gold:
    return "gold"
}
inbound flow main {
    invoke module judge { result "gold" -> gold }
    play prompt "Welcome."
    disconnect
gold:
    play prompt "Welcome, gold."
    disconnect
}
"#
        .to_owned(),
        named: true,
    }];
    let compilation = compile(inputs.to_vec(), &Settings::default());
    assert!(!compilation.has_errors(), "{:?}", compilation.findings);
    let (explored, coverage) = explored(&compilation);
    let missed = missed(&compilation, &explored);
    assert!(missed.is_empty(), "{missed:#?}");
    let counts = |wanted: &str| {
        coverage.branches().any(|(branch, times)| {
            let (block, way) = coverage::words(&compilation.program, branch);
            block == "invoke module" && way.contains(wanted) && times > 0
        })
    };
    assert!(counts("gold") && counts("error"));
    proved(&inputs, &explored, &coverage);
}

#[test]
fn whoever_is_asked_to_sign_in_does_so_or_not() {
    let text = r#"
inbound flow main {
    authenticate customer {
        user pool: "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_1"
        app client: "web"
        opted out -> stranger
        timeout -> late
        error -> failed
    }
    disconnect
stranger:
    play prompt "As you like."
    disconnect
late:
    play prompt "Are you still there?"
    disconnect
failed:
    play prompt "That did not work."
    disconnect
}
"#;
    let inputs = [Input {
        name: "main.ebb".to_owned(),
        text: text.to_owned(),
        named: true,
    }];
    let compilation = compile(inputs.to_vec(), &Settings::default());
    let (explored, coverage) = explored(&compilation);
    let steps = explored.tests.join("\n");
    for step in ["signs in", "opts out", "is silent", "fails to sign in"] {
        assert!(steps.contains(&format!("customer {step}")), "{steps}");
    }
    proved(&inputs, &explored, &coverage);
}

#[test]
fn nearly_every_reachable_branch_of_the_corpus_is_taken() {
    let Some(corpus) = support::corpus() else {
        return;
    };
    let (mut reachable, mut taken, mut tests) = (0, 0, 0);
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for folder in ["flows", "legacy"] {
        let Ok(entries) = std::fs::read_dir(corpus.join(folder)) else {
            continue;
        };
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files {
            let compilation = compile(vec![input(&file)], &Settings::default());
            let (explored, coverage) = explored(&compilation);
            reachable += coverage.share().reachable;
            taken += coverage.share().taken;
            tests += explored.tests.len();
            for missed in &explored.missed {
                *reasons.entry(missed.reason.clone()).or_insert(0) += 1;
                if std::env::var("EXPLORE_VERBOSE").is_ok() {
                    println!("{}", file.display());
                }
            }
            if std::env::var("EXPLORE_VERBOSE").is_ok() {
                for line in missed(&compilation, &explored) {
                    println!("   {line}");
                }
            }
        }
    }
    println!("{taken} of {reachable} branches, {tests} tests");
    for (reason, times) in &reasons {
        println!("{times:5}  {reason}");
    }
    assert!(taken * 100 >= reachable * 96, "{taken} of {reachable}");
}

#[test]
fn what_is_given_later_does_not_hold_from_the_start() {
    let text = r#"
lambda lookup

inbound flow main {
    invoke lambda function lookup {
        error -> failed
    }
    wait 1m {
        customer returned -> next
        time expired -> next
    }
    invoke lambda function lookup {
        error -> failed_late
    }
    disconnect

failed:
    disconnect

failed_late:
    disconnect
}
"#;
    let input = Input {
        name: "main.ebb".to_owned(),
        text: text.to_owned(),
        named: true,
    };
    let compilation = compile(vec![input.clone()], &Settings::default());
    assert!(!compilation.has_errors(), "{:#?}", compilation.findings);
    let (explored, coverage) = explored(&compilation);
    proved(&[input], &explored, &coverage);
    insta::assert_snapshot!(explored.tests.join("\n"));
}
