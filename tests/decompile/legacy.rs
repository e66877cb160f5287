//! Exports of the old designer become Ebb, or it is said which blocks stand in the way.

use crate::support::{Project, corpus};

#[test]
fn every_export_of_the_old_designer_becomes_ebb_that_builds() {
    let Some(folder) = corpus() else { return };
    let mut files: Vec<_> = std::fs::read_dir(folder.join("legacy"))
        .expect("the old exports are there")
        .map(|entry| entry.expect("the old exports are there").path())
        .collect();
    files.sort();
    let (mut imported, mut clean) = (0, 0);
    for file in &files {
        let name = file.file_name().unwrap().to_string_lossy();
        let project = Project::new();
        let path = file.to_string_lossy();
        let ran = project.ebb(&["import", &path, "--out", "flows"]);
        assert_eq!(ran.code, Some(0), "{name}: {}", ran.stderr);
        imported += 1;
        let built = project.ebb(&["check", "flows"]);
        assert_eq!(built.code, Some(0), "{name}: {}", built.stdout);
        clean += 1;
    }
    println!("{imported} old exports imported, {clean} of them without an error");
    assert_eq!((files.len(), imported, clean), (79, 79, 79));
}

#[test]
fn an_old_block_that_nobody_knows_is_named() {
    let project = Project::new();
    project.write(
        "old.json",
        r#"{"version": "1", "type": "contactFlow", "start": "a", "modules": [
            {"id": "a", "type": "SetScreenPop", "parameters": [{"name": "Url", "value": "example"}],
             "branches": [{"condition": "Success", "transition": "b"}, {"condition": "Error", "transition": "b"}]},
            {"id": "b", "type": "Disconnect", "branches": [], "parameters": []}],
            "metadata": {"name": "Old"}}"#,
    );
    insta::assert_snapshot!(project.ebb(&["import", "old.json"]).shown());
}
