//! The contract of a module, as `CreateContactFlowModule` takes it in `Settings`: JSON
//! Schemas of what it takes and gives, and the names of its results (botocore 1.44.5,
//! `FlowModuleSettings`). It is no part of the module's content.

use super::json::Writer;
use crate::program::{Contract, Field, FieldKind};

/// The `Settings` of a module with this contract, with a line break at the end.
#[must_use]
pub fn module_settings(contract: &Contract) -> String {
    let mut json = Writer::with_capacity(512);
    json.object(|json| {
        json.key("input");
        schema_of(json, &contract.input);
        json.key("resultData");
        schema_of(json, &contract.output);
        json.key("transitions").object(|json| {
            json.key("results").list(|json| {
                for name in &contract.results {
                    json.object(|json| json.key("name").text(name));
                }
            });
        });
    });
    json.finish()
}

fn schema_of(json: &mut Writer, fields: &[Field]) {
    json.object(|json| {
        json.key("schema").object(|json| object(json, fields));
    });
}

fn object(json: &mut Writer, fields: &[Field]) {
    json.key("type").text("object");
    json.key("properties").object(|json| {
        for field in fields {
            json.key(&field.name).object(|json| kind(json, &field.kind));
        }
    });
    let required = fields.iter().filter(|field| field.required);
    json.key("required").list(|json| {
        for field in required {
            json.text(&field.name);
        }
    });
}

fn kind(json: &mut Writer, kind: &FieldKind) {
    match kind {
        FieldKind::Text => json.key("type").text("string"),
        FieldKind::Number => json.key("type").text("number"),
        FieldKind::Integer => json.key("type").text("integer"),
        FieldKind::Boolean => json.key("type").text("boolean"),
        FieldKind::List => json.key("type").text("array"),
        FieldKind::Object(fields) => object(json, fields),
    }
}
