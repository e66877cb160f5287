//! What is said about documents that are no flows, and about flows that are wrong.

use super::Read;

#[test]
fn every_mistake_is_named_where_it_is() {
    insta::glob!("../fixtures/json", "*.json", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        let read = Read::of([(&*name, text.as_str())]);
        let flows = match read.program.flows.iter().next() {
            Some(flow) => format!(
                "read as `{}` \"{}\" ({})",
                flow.name,
                flow.title,
                flow.kind.map_or("some flow", |kind| kind.words())
            ),
            None => "refused".to_owned(),
        };
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{flows}\n{}", read.lines()));
        });
    });
}
