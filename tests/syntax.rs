//! From text to tree and back.

use ebb::diag::Sink;
use ebb::source::SourceMap;

#[test]
fn a_flow_is_read() {
    let text = "queue support \"BasicQueue\"\r\n\r\n/// Hello.\ninbound flow welcome {\n  again:\n  wait 12h { // a day\n    customer returned or timeout -> again, error -> { disconnect } }\n  -> again\n}\n";
    let mut map = SourceMap::new();
    let id = map.add("a.ebb", text);
    let mut sink = Sink::new();
    let file = ebb::syntax::parse(id, text, &mut sink);
    assert!(sink.findings().is_empty());
    assert_eq!(file.tops.len(), 2);
    assert_eq!(file.comments.len(), 1);
}
