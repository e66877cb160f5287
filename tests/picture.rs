//! `ebb graph`: pictures of flows.

use crate::support::{self, Project};
use ebb::compile::{Input, compile};
use ebb::graph::Settings;
use ebb::id::IndexVec;
use ebb::layout::{self, Position};
use ebb::picture::Picture;
use ebb::program::{BlockId, Flow};
use std::fs;
use std::path::Path;

const MENU: &str = r#"inbound flow menu "A small menu" {
    error -> sorry

again:
    get customer input "Press 1 for sales, 2 to hear this again." {
        pressed 1 -> sales
        pressed 2 -> again
        timeout -> goodbye
    }

goodbye:
    play prompt "Goodbye."
    disconnect

sales:
    set working queue sales
    transfer to queue {
        at capacity -> goodbye
    }

sorry:
    play prompt "Sorry, something went wrong on our side."
    disconnect
}

queue sales
"#;

fn project() -> Project {
    let project = Project::new();
    project.write("flows/menu.ebb", MENU);
    project
}

#[test]
fn a_small_flow_as_svg() {
    insta::assert_snapshot!(project().ebb(&["graph", "flows"]).shown());
}

#[test]
fn a_small_flow_as_mermaid() {
    let ran = project().ebb(&["graph", "flows", "--format", "mermaid"]);
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn a_small_flow_as_dot() {
    let ran = project().ebb(&["graph", "flows", "--format", "dot"]);
    insta::assert_snapshot!(ran.shown());
}

#[test]
fn which_flow_has_to_be_clear() {
    let project = Project::with_examples();
    let mut shown = String::new();
    for arguments in [
        vec!["graph", "examples/chat"],
        vec!["graph", "examples/chat", "--flow", "welcom"],
    ] {
        let ran = project.ebb(&arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
        shown.push_str(&ran.stderr);
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn an_export_is_drawn_like_a_source() {
    let project = Project::with_examples();
    // It has findings; `ebb check` is for these.
    let ran = project.ebb(&["graph", "examples/exported"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert_eq!(ran.stdout.matches("<rect class=\"card\"").count(), 1 + 8);
    assert!(ran.stdout.contains("after_the_agent.json#L146"));
}

#[test]
fn a_file_is_written_once_and_its_links_lead_to_the_source() {
    let project = project();
    let arguments = ["graph", "flows", "--out", "docs/pictures/menu.svg"];
    let first = project.ebb(&arguments);
    assert_eq!((first.code, first.stdout.as_str()), (Some(0), ""));
    assert!(first.stderr.starts_with("wrote "), "{}", first.stderr);
    let picture = project.read("docs/pictures/menu.svg");
    assert!(picture.contains("href=\"../../flows/menu.ebb#L5\""));
    let second = project.ebb(&arguments);
    assert!(second.stderr.starts_with("unchanged "), "{}", second.stderr);
}

#[test]
fn standard_input_has_no_address() {
    let ran = Project::new().ebb_with(&["graph", "-"], MENU);
    assert_eq!(ran.code, Some(0));
    assert!(!ran.stdout.contains("href"));
    assert!(ran.stdout.contains("(&lt;stdin&gt;:5:5)"));
}

#[test]
fn a_flow_with_mistakes_is_drawn_and_the_mistakes_are_told() {
    let broken = MENU.replace("-> goodbye", "-> goodby");
    let ran = Project::new().ebb_with(&["graph", "-"], &broken);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("goodby"), "{}", ran.stderr);
    assert!(ran.stdout.ends_with("</svg>\n"));
}

/// What means something in XML, Mermaid or DOT and is only text here.
const HOSTILE: &str = r##"inbound flow hostile "</title><script>alert(1)</script>" {
    play prompt "a \"quoted\" & <b>bold</b> text"
    play prompt "]] end #quot; `x` %%"
    check contact attributes $.Attributes.x {
        = "\" onload=\"alert(1)" or = "|x|" -> next
        default -> next
    }
    disconnect
}
"##;

#[test]
fn what_a_user_wrote_stays_text() {
    let project = Project::new();
    project.write("a \"b\" <c>.ebb", HOSTILE);
    let svg = project.ebb(&["graph", "."]).stdout;
    well_formed(&svg);
    assert!(!svg.contains("<script"), "{svg}");
    assert!(
        svg.contains("href=\"a%20%22b%22%20%3Cc%3E.ebb#L2\""),
        "{svg}"
    );
    let mermaid = project.ebb(&["graph", "--format", "mermaid"]).stdout;
    let dot = project.ebb(&["graph", "--format", "dot"]).stdout;
    insta::assert_snapshot!(format!("{mermaid}\n{dot}"));
}

#[test]
fn every_exported_flow_can_be_drawn() {
    let Some(corpus) = support::corpus() else {
        return;
    };
    let mut drawn = 0;
    for input in sources(&corpus.join("flows")) {
        let compilation = compile(vec![input], &Settings::default());
        let program = &compilation.program;
        for flow in program.flows.ids() {
            let link = |file: &str| Some(file.to_owned());
            let picture = Picture::new(program, flow, &compilation.sources, &link);
            well_formed(&picture.svg());
            assert!(picture.mermaid().starts_with("---\n"));
            assert!(picture.dot().ends_with("}\n"));
            drawn += 1;
        }
    }
    assert!(drawn > 100, "{drawn}");
}

/// Every flow of the examples, with how many edges cross when blocks are only stacked in
/// the order in which a search comes to them.
const STACKED: &[(&str, &str, usize)] = &[
    ("examples/chat", "welcome", 12),
    ("examples/chat", "after_agent_leaves", 1),
    ("examples/chat", "welcome_another_queue", 3),
    ("examples/chat", "welcome_same_agent", 3),
    ("examples/chat", "welcome_same_queue", 3),
    ("examples/exported", "after_the_agent", 9),
];

#[test]
fn fewer_edges_cross_than_when_blocks_are_only_stacked() {
    for (folder, name, stacked) in STACKED {
        let compilation = compile(sources(&support::root().join(folder)), &Settings::default());
        let flow = compilation.program.flow_named(name).expect("the flow");
        let flow = &compilation.program.flows[flow];
        let crossings = crossings(flow, &layout::positions(flow));
        assert!(
            crossings < (*stacked).max(2),
            "{folder}: {name}: {crossings} of {stacked}"
        );
    }
}

fn sources(folder: &Path) -> Vec<Input> {
    let entries = fs::read_dir(folder).expect("the flows can be read");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|ending| ending == "ebb" || ending == "json")
    });
    let inputs = paths.iter().map(|path| Input {
        name: path.display().to_string(),
        text: fs::read_to_string(path).expect("text"),
        named: true,
    });
    inputs.collect()
}

/// How many pairs of edges cross, drawn as straight lines from connector to block, one
/// line from a block to another.
fn crossings(flow: &Flow, at: &IndexVec<BlockId, Position>) -> usize {
    type Point = (i64, i64);
    let mut lines: Vec<(Point, Point)> = Vec::new();
    for (id, block) in flow.blocks.iter_enumerated() {
        let mut known = Vec::new();
        for (exit, port) in layout::connectors(block).into_iter().zip(1_i64..) {
            let Some(to) = exit.target.block().filter(|to| !known.contains(to)) else {
                continue;
            };
            known.push(to);
            let start = (at[id].x + layout::WIDTH, at[id].y + 70 + 24 * port);
            lines.push((start, (at[to].x, at[to].y + 20)));
        }
    }
    let turn = |a: Point, b: Point, c: Point| {
        ((b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)).signum()
    };
    let cross = |(a, b): (Point, Point), (c, d): (Point, Point)| {
        turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0
    };
    let pairs = lines.iter().enumerate();
    pairs
        .map(|(at, one)| {
            lines
                .iter()
                .take(at)
                .filter(|other| cross(*one, **other))
                .count()
        })
        .sum()
}

/// Every element is closed by its own name, attributes are quoted, and `<` and `&` only
/// stand where XML wants them.
#[track_caller]
fn well_formed(svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = svg;
    while let Some(at) = rest.find('<') {
        let text = &rest[..at];
        for (at, _) in text.match_indices('&') {
            let entity = text[at..].split(';').next().expect("a part");
            assert!(
                ["&amp", "&lt", "&gt", "&quot"].contains(&entity),
                "{entity}"
            );
        }
        let (tag, after) = rest[at + 1..].split_once('>').expect("a tag ends");
        assert!(!tag.contains('<'), "{tag}");
        assert!(tag.matches('"').count().is_multiple_of(2), "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().expect("a name"));
        }
        rest = after;
    }
    assert_eq!((open, rest), (Vec::new(), "\n"));
}

#[test]
fn an_export_that_cannot_be_read_is_said_to_be_so() {
    let project = Project::new();
    project.write(
        "cut.json",
        r#"{"Version":"2019-10-30","StartAction":"a","Actions":["#,
    );
    let ran = project.ebb(&["graph", "cut.json", "--out", "cut.svg"]);
    assert_eq!(ran.code, Some(1), "{}", ran.shown());
    assert!(ran.stderr.contains("ends in the middle"), "{}", ran.shown());
    assert!(!project.path("cut.svg").exists());
}
