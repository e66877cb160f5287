//! `ebb check --fix`.

use crate::support::{Project, root};
use ebb::compile::{Compilation, Input, compile, fixed};
use ebb::diag::Diagnostic;
use ebb::graph::Settings;
use std::fs;

const FOREIGN: &str = r#"// allow late-return: nobody is late here
inbound flow hello {
    play prompt 'Hi.';
    check contact attributes $.Attributes.plan {
        == "gold" => vip
        is "silver" -> vip
        else -> vip
    }
vip:
    wait 5m { error: bye }
bye:
    disconnect
}
"#;

#[test]
fn foreign_spellings_become_ebb() {
    let project = Project::new();
    project.write("hello.ebb", FOREIGN);
    let ran = project.ebb(&["check", "--fix"]);
    insta::assert_snapshot!(format!(
        "{}----- hello.ebb\n{}",
        ran.shown(),
        project.read("hello.ebb")
    ));
}

#[test]
fn standard_input_is_no_file() {
    let ran = Project::new().ebb_with(&["check", "--fix", "-"], FOREIGN);
    assert_eq!(ran.code, Some(2), "{}", ran.shown());
}

fn judged(name: &str, text: &str) -> Compilation {
    let input = Input {
        name: name.to_owned(),
        text: text.to_owned(),
        named: true,
    };
    compile(vec![input], &Settings::default())
}

/// Every source with mistakes that there is.
fn sources() -> Vec<String> {
    let mut all = vec![FOREIGN.to_owned()];
    for folder in ["tests/fixtures/mistakes", "tests/fixtures/syntax"] {
        for entry in fs::read_dir(root().join(folder)).expect("fixtures") {
            let path = entry.expect("a fixture").path();
            if path.extension().is_some_and(|ending| ending == "ebb") {
                all.push(fs::read_to_string(&path).expect("a fixture"));
            }
        }
    }
    all
}

/// How many findings say the same as `finding`.
fn alike(finding: &Diagnostic, all: &Compilation) -> usize {
    let same =
        |one: &&Diagnostic| one.rule.name == finding.rule.name && one.message == finding.message;
    all.findings.iter().filter(same).count()
}

#[test]
fn a_fix_takes_its_finding_away() {
    let mut tried = 0;
    for text in sources() {
        let before = judged("x.ebb", &text);
        for finding in before.findings.iter().filter(|one| one.fix.is_some()) {
            let fixed = fixed(std::slice::from_ref(finding), &before.sources);
            let after = judged("x.ebb", &fixed[0].text);
            assert!(
                alike(finding, &after) < alike(finding, &before),
                "{} is still there:\n{}",
                finding.message,
                fixed[0].text
            );
            tried += 1;
        }
    }
    assert!(tried > 8, "{tried}");
}
