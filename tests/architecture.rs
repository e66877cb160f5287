//! The layers of the house: a module uses only modules below it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Every room with its storey. Rooms of one storey do not know each other, but for the
/// pairs in [`NEIGHBOURS`].
const STOREYS: &[&[&str]] = &[
    &["source", "id", "text", "parallel", "json"],
    &["diag", "catalogue"],
    &["syntax"],
    &["program", "project", "fmt"],
    &["graph"],
    &["rules", "layout", "run", "diff"],
    &["emit", "import", "picture", "suite"],
    &["compile", "decompile", "explain", "report"],
    &["budget"],
    &["cli"],
];

/// Rooms of one storey that may be used by another of the same storey: (who, whom).
const NEIGHBOURS: &[(&str, &str)] = &[
    ("source", "id"),
    // Names are bound to what a program declares.
    ("project", "program"),
    // The rules that `explain` lists include the one about `// allow` comments.
    ("explain", "compile"),
    // And the one about flows that cannot be written.
    ("explain", "decompile"),
];

/// Who alone may name a crate, or a word of another world.
const ALONE: &[(&str, &[&str])] = &[
    ("pest", &["src/syntax/parser"]),
    ("miette", &["src/diag/render/full"]),
    ("petgraph", &["src/graph"]),
    ("mimalloc", &["src/main.rs"]),
    ("rayon", &["src/parallel.rs"]),
    ("rustc_hash", &["src/graph"]),
    ("smallvec", &["src/graph/times.rs"]),
    ("foldhash", &["src/program/ident.rs"]),
    ("clap", &["src/cli"]),
    (
        "serde_json",
        &[
            "src/json.rs",
            "src/diag/render",
            "src/diff/json.rs",
            "src/emit",
            "src/import",
            "src/compile/baseline.rs",
            "src/cli/run",
            "src/report/json.rs",
            "src/report/simulation.rs",
        ],
    ),
    (
        "quick_junit",
        &["src/diag/render/junit.rs", "src/report/junit.rs"],
    ),
    ("regex", &["src/suite"]),
    ("notify", &["src/cli/watch.rs"]),
    ("fastrand", &["src/suite/simulate"]),
    ("ignore", &["src/cli"]),
    ("globset", &["src/cli"]),
    ("tempfile", &["src/cli"]),
    ("toml", &["src/project"]),
    ("rustyline", &["src/cli/run"]),
];

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        let mut entries: Vec<_> = fs::read_dir(folder)
            .expect("src can be read")
            .map(|entry| entry.expect("src can be read").path())
            .collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("sources are text");
                found.push((path, text));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join("src"), &mut found);
    assert!(found.len() > 50, "the sources were found");
    found
        .into_iter()
        .map(|(path, text)| {
            (
                path.strip_prefix(root).expect("below the root").to_owned(),
                text,
            )
        })
        .collect()
}

/// The code of a file, without comments and without its tests.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    code.lines()
        .map(|line| line.split("//").next().unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n")
}

fn room(path: &Path) -> String {
    let inside = path.strip_prefix("src").expect("a source");
    let first = inside.components().next().expect("a name");
    let name = first.as_os_str().to_string_lossy();
    name.strip_suffix(".rs").unwrap_or(&name).to_owned()
}

/// Every module that the code names with `crate::`.
fn used(code: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap_or("").split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let name: String = name
                .trim()
                .chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect();
            rooms.push(name);
        }
    }
    rooms
}

#[test]
fn a_room_uses_only_lower_rooms() {
    let storeys: BTreeMap<&str, usize> = STOREYS
        .iter()
        .enumerate()
        .flat_map(|(storey, rooms)| rooms.iter().map(move |room| (*room, storey)))
        .collect();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let room = room(&path);
        if matches!(room.as_str(), "lib" | "main") {
            continue;
        }
        let Some(storey) = storeys.get(room.as_str()) else {
            wrong.push(format!(
                "{}: the room `{room}` is on no storey",
                path.display()
            ));
            continue;
        };
        for other in used(&code(&text)) {
            let Some(below) = storeys.get(other.as_str()) else {
                continue;
            };
            let allowed = other == room
                || below < storey
                || NEIGHBOURS.contains(&(room.as_str(), other.as_str()));
            if !allowed {
                wrong.push(format!("{}: `{room}` uses `{other}`", path.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "edges that the picture forbids:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn a_foreign_crate_has_one_home() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let shown = path.to_string_lossy().replace('\\', "/");
        let code = code(&text);
        for (name, homes) in ALONE {
            let named =
                code.contains(&format!("{name}::")) || code.contains(&format!("use {name}"));
            if named && !homes.iter().any(|home| shown.starts_with(home)) {
                wrong.push(format!("{shown} names {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_catalogue_and_the_two_translators_know_names_of_the_wire() {
    const HOMES: &[&str] = &["src/catalogue", "src/emit", "src/import"];
    let actions: Vec<&str> = ebb::catalogue::BLOCKS
        .iter()
        .map(|row| row.action)
        .collect();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let shown = path.to_string_lossy().replace('\\', "/");
        if HOMES.iter().any(|home| shown.starts_with(home)) {
            continue;
        }
        let code = code(&text);
        for action in &actions {
            // `Wait`, `Loop` and `Compare` are words of ours, too.
            if action.len() > 7 && code.contains(&format!("\"{action}\"")) {
                wrong.push(format!("{shown} names {action}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    for (path, text) in sources() {
        assert!(
            text.starts_with("//!") || path.ends_with("tests.rs"),
            "{} has no opening words",
            path.display()
        );
    }
}

#[test]
fn every_test_file_belongs_to_the_suite() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let all = fs::read_to_string(root.join("all.rs")).expect("tests/all.rs is there");
    for entry in fs::read_dir(&root).expect("tests can be read") {
        let path = entry.expect("tests can be read").path();
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let is_module =
            path.extension().is_some_and(|ending| ending == "rs") || path.join("mod.rs").exists();
        if is_module && name != "all" {
            assert!(
                all.contains(&format!("mod {name};")),
                "tests/{name} is never run"
            );
        }
    }
}
