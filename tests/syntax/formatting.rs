//! There is one way to write Ebb, and writing it so changes nothing.

use super::{any_file, fixtures, parsed};
use ebb::fmt::{self, Refusal};

#[test]
fn files_become_tidy() {
    insta::glob!("../fixtures/syntax/ok", "*.ebb", |path| {
        let text = std::fs::read_to_string(path).expect("fixtures are text");
        let tidy = fmt::formatted(any_file(), &text);
        insta::assert_snapshot!(tidy.unwrap_or_else(|refusal| panic!("{refusal}")));
    });
}

#[test]
fn tidy_files_stay_as_they_are() {
    for (path, text) in fixtures("ok") {
        let once = fmt::formatted(any_file(), &text).expect("the file has no mistake");
        let twice = fmt::formatted(any_file(), &once).expect("the tidy file has no mistake");
        assert_eq!(once, twice, "{}", path.display());
    }
}

#[test]
fn the_scenario_is_tidy() {
    let (_, text) = fixtures("ok")
        .into_iter()
        .find(|(path, _)| path.ends_with("scenario.ebb"))
        .expect("the scenario is a fixture");
    assert_eq!(fmt::formatted(any_file(), &text), Ok(text));
}

#[test]
fn files_with_mistakes_are_left_alone() {
    for (path, text) in fixtures("broken") {
        let refused = fmt::formatted(any_file(), &text);
        assert_eq!(refused, Err(Refusal::Mistakes), "{}", path.display());
    }
}

#[test]
fn what_cannot_be_read_is_printed_as_it_stands() {
    let text = "inbound flow a {\n  play prompt \"a\"   \"b\"\n  wait 1h {\n    x | y   -> z\n    error -> next\n  }\n}\n";
    let (file, findings) = parsed(text);
    assert_eq!(findings.len(), 2);
    insta::assert_snapshot!(fmt::format(&file), @r#"
    inbound flow a {
        play prompt "a"   "b"
        wait 1h {
            x | y   -> z
            error -> next
        }
    }
    "#);
}
