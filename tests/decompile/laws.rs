//! What holds for every program.

use super::Imported;
use super::same::{Allowed, compare};
use crate::wire::random::program;
use ebb::emit;
use proptest::prelude::*;
use serde_json::Value;

fn cases() -> ProptestConfig {
    ProptestConfig {
        cases: if cfg!(feature = "slow-tests") {
            5_000
        } else {
            150
        },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn emitted_and_imported_every_program_is_the_same(program in program()) {
        let written: Vec<String> = program.flows.ids().map(|flow| emit::flow(&program, flow).json).collect();
        let names = ["first.json", "second.json"];
        let documents: Vec<(&str, &str)> =
            names.into_iter().zip(written.iter().map(String::as_str)).collect();
        let imported = Imported::of(&documents);
        prop_assert_eq!(&imported.refused, &Vec::<String>::new());
        let built = imported.build();
        prop_assert_eq!(built.written.len(), written.len());
        for before in &written {
            let before: Value = serde_json::from_str(before).unwrap();
            let is_same = |json: &str| {
                let after: Value = serde_json::from_str(json).unwrap();
                (after["Metadata"]["name"] == before["Metadata"]["name"]).then_some(after)
            };
            let after = built.written.iter().find_map(|written| is_same(&written.json));
            let same = compare(&before, &after.unwrap(), &mut Allowed::default());
            prop_assert!(same.is_ok(), "{:?}", same);
            let kept = built.written.iter().find_map(|written| is_same(&written.kept));
            prop_assert_eq!(kept, Some(before));
        }
    }
}
