//! Modules: what their heads say reaches the service.

use ebb::compile::{Input, compile};
use ebb::emit;
use ebb::graph::Settings;

const VERIFY: &str = r#"
module verify "Verify caller" {
    input { pin: text, tries: optional integer, address: { zip: text, lines: optional list } }
    result data { level: text, sure: boolean, score: number }
    result "verified"
    result "locked"

    check contact attributes $.Modules.Input.pin {
        = "1234" -> return "verified" { data: { level: "gold", sure: true, score: 0.9 } }
    }
    return "locked" { data: { level: "none", sure: false, score: 0 } }
}

inbound flow one {
    invoke module verify {
        input: { pin: "1234", address: { zip: "98101" } }
        result "verified" -> in
    }
    disconnect

in:
    play prompt "Welcome."
    disconnect
}

inbound flow another {
    invoke module verify {
        input: { pin: $.StoredCustomerInput, tries: 3, address: { zip: $.Attributes.zip } }
        result "locked" -> disconnect
        default -> next
    }
    play prompt "Welcome."
    disconnect
}
"#;

#[test]
fn a_module_and_its_callers_agree_and_the_contract_is_written() {
    let input = Input {
        name: "verify.ebb".to_owned(),
        text: VERIFY.to_owned(),
        named: true,
    };
    let compilation = compile(vec![input], &Settings::default());
    assert!(!compilation.has_errors(), "{:?}", compilation.findings);
    let program = &compilation.program;
    let module = program.flow_named("verify").expect("it is defined");
    let contract = program.flows[module]
        .contract
        .as_ref()
        .expect("it is stated");
    let caller = program.flow_named("one").expect("it is defined");
    insta::assert_snapshot!(format!(
        "{VERIFY}----- settings\n{}----- caller\n{}----- module\n{}",
        emit::module_settings(contract),
        emit::flow(program, caller).json,
        emit::flow(program, module).json,
    ));
}
