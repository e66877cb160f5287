//! Large and deep texts, good and broken. Nothing is timed here: what takes more than
//! linear time would not come back.

use super::parsed;

/// So many that a second look at each for each would take minutes.
const MANY: usize = 50_000;

fn findings(text: &str) -> usize {
    let (_, findings) = parsed(text);
    findings.len()
}

/// A flow with something on so many lines.
fn flow(line: &str, lines: usize) -> String {
    format!("inbound flow a {{\n{}}}\n", line.repeat(lines))
}

#[test]
fn many_good_lines() {
    assert_eq!(findings(&flow("    play prompt \"Hi.\"\n", MANY)), 0);
    assert_eq!(findings(&"queue q \"Q\"\n".repeat(MANY)), 0);
    assert_eq!(
        findings(&"inbound flow a {\n    disconnect\n}\n".repeat(MANY / 2)),
        0
    );
    assert_eq!(
        findings(&flow(
            "    wait 1h { error or timeout -> next } // c\n",
            MANY
        )),
        0
    );
}

#[test]
fn many_broken_lines() {
    assert_eq!(
        findings(&flow("    play prompt \"a\" \"b\"\n", 20_000)),
        20_000
    );
    assert_eq!(
        findings(&flow("    wait 1h { a | b -> next } // c\n", 20_000)),
        20_000
    );
    assert_eq!(findings(&flow("    play prompt \"open\n", 20_000)), 20_000);
    assert_eq!(findings(&flow("    wait 5min;\n", 20_000)), 40_000);
    assert!(findings(&"inbound flow a {\n    wait 1h {\n".repeat(20_000)) >= 20_000);
}

#[test]
fn deep_texts() {
    for sign in [
        "{", "[", "}", "]", "a {", "-> {", "\"", "\"\"\"", "'", "/*", "//", "///", "$.", "a:",
        "->", "or ", "(", "= ", "\\",
    ] {
        assert!(findings(&sign.repeat(MANY)) < MANY, "{sign}");
        findings(&flow(sign, MANY));
        findings(&flow(&format!("{sign}\n"), MANY));
        findings(&flow(&format!("    {sign} \n"), MANY / 10));
    }
    let nested = |depth: usize| {
        format!(
            "inbound flow a {{ x {{ y: {}{} }} }}",
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    assert_eq!(findings(&nested(62)), 0);
    assert_eq!(findings(&nested(63)), 1);
    assert_eq!(findings(&nested(MANY)), 1);
    assert_eq!(findings(&"{".repeat(1_000_000)), 1);
}

#[test]
fn long_lines() {
    assert_eq!(
        findings(&flow(
            &format!("    play prompt \"{}\"\n", "x".repeat(1_000_000)),
            1
        )),
        0
    );
    assert_eq!(
        findings(&flow(&format!("    {}\n", "word ".repeat(MANY)), 1)),
        0
    );
    assert_eq!(
        findings(&flow(
            &format!(
                "    wait 1h {{ {} -> next }}\n",
                "error or timeout or ".repeat(MANY) + "x"
            ),
            1
        )),
        0
    );
    assert_eq!(
        findings(&flow(
            &format!("    set x {{ a: [{}] }}\n", "1, ".repeat(MANY)),
            1
        )),
        0
    );
    assert_eq!(
        findings(&flow(
            &format!("    set x {{ {} }}\n", "a | b, ".repeat(20_000)),
            1
        )),
        20_000
    );
}
