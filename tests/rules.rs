//! Where rules fire and where they are silent: every file of `fixtures/rules` is one rule,
//! with cases between lines that begin with `----`. Each case is a program of its own; a line
//! of it that ends in `// warning RULE`, or `// error` or `// info`, is one where that rule
//! fires with that level, and no other line is.

use ebb::compile::{Compilation, Input, compile};
use ebb::diag::render::{Format, Style, render};
use ebb::graph::Settings;
use ebb::rules;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The rules that have cases elsewhere: `fixtures/mistakes`, and the tests of time.
const ELSEWHERE: &[&str] = &[
    "unreachable-block",
    "dangling-branch",
    "disconnect-flow-missing",
    "disconnect-flow-wrong-type",
    "wait-impossible",
    "wait-overrun",
    "late-return",
    "time-unknown",
    "too-many-states",
];

fn compiled(name: &str, text: &str) -> Compilation {
    let input = Input {
        name: name.to_owned(),
        text: text.to_owned(),
        named: true,
    };
    compile(vec![input], &Settings::default())
}

fn folder() -> PathBuf {
    crate::support::root().join("tests/fixtures/rules")
}

/// The cases of a file: what each is about, and its text.
fn cases(text: &str) -> Vec<(&str, &str)> {
    text.split("---- ")
        .skip(1)
        .map(|case| case.split_once('\n').expect("a title, then a program"))
        .collect()
}

/// The findings that the lines of a program speak of: line, level, rule.
fn marked(text: &str) -> Vec<(usize, &str, &str)> {
    let marked = text.lines().enumerate().filter_map(|(number, line)| {
        let (_, mark) = line.rsplit_once("// ")?;
        let (level, rule) = mark.split_once(' ')?;
        let known = ["error", "warning", "info", "off"].contains(&level);
        (known && !rule.contains(' ')).then_some((number + 1, level, rule))
    });
    marked.collect()
}

/// What is found in a program: everything that is shown, and what the rule would say that
/// is off.
fn found(text: &str, rule: &str) -> (Compilation, Vec<(usize, &'static str, &'static str)>) {
    let mut compilation = compiled("case.ebb", text);
    let off = std::mem::take(&mut compilation.off).into_iter();
    let off = off.filter(|finding| finding.rule.name == rule);
    compilation.findings.extend(off);
    let found = compilation.findings.iter().map(|finding| {
        let line = compilation.sources.location(finding.primary.span).line;
        (line as usize, finding.level.word(), finding.rule.name)
    });
    let found = found.collect();
    (compilation, found)
}

#[test]
fn rules_fire_where_the_cases_say_and_nowhere_else() {
    insta::glob!("fixtures/rules/*.ebb", |path| {
        let rule = path.file_stem().expect("a name").to_string_lossy();
        let text = fs::read_to_string(path).expect("fixtures are text");
        let style = Style {
            colour: false,
            width: 90,
        };
        let mut told = String::new();
        let (mut fires, mut silent) = (0, 0);
        for (title, text) in cases(&text) {
            let (compilation, found) = found(text, &rule);
            let shown = render(
                &compilation.findings,
                &compilation.sources,
                Format::Full,
                style,
            );
            assert_eq!(found, marked(text), "{title}\n{shown}");
            if marked(text).iter().any(|(.., fired)| *fired == rule) {
                fires += 1;
                told += &format!("---- {title}\n{shown}\n");
            } else {
                silent += 1;
            }
        }
        assert!(fires >= 2 && silent >= 2, "{rule}: {fires}, {silent}");
        insta::assert_snapshot!(told);
    });
}

#[test]
fn every_rule_has_cases() {
    for rule in rules::ALL {
        let path = folder().join(format!("{}.ebb", rule.name));
        let there = path.exists() || ELSEWHERE.contains(&rule.name);
        assert!(there, "`{}` has no cases", rule.name);
    }
}

/// 2^30 paths, and answers, channels and hooks that differ on all of them.
#[test]
fn thirty_joins_are_judged_at_once() {
    let mut text = String::from(
        "queue support \"BasicQueue\"\nlambda look_up\n\ninbound flow welcome {\n    error -> end\n",
    );
    for join in 0..30 {
        text += &format!(
            "    check contact attributes $.Attributes.a{join} {{ = \"1\" -> right{join} }}\n    invoke lambda function look_up\n    -> join{join}\nright{join}:\n    set flow attributes {{ a{join}: $.External.x }}\njoin{join}:\n    play prompt \"{join} $.External.x\"\n"
        );
    }
    text += "    set working queue support\n    transfer to queue\nend:\n    disconnect\n}\n";
    let start = Instant::now();
    let compilation = compiled("joins.ebb", &text);
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
    assert!(compilation.judged);
}
