//! Setting attributes, all or nothing.

use crate::catalogue::Role;
use crate::program::{Block, Value};
use crate::run::effect::Effect;
use crate::run::flows::{Next, Run};
use std::collections::BTreeMap;

/// How many bytes of attributes a contact takes, names included
/// (`UpdateContactAttributes`). Taken for those of a flow, too, of which no source speaks.
const MOST_BYTES: usize = 32_768;

pub(super) fn set_on_contact(run: &mut Run<'_>, block: &Block) -> Next {
    if matches!(block.value(Role::Target), Some(Value::Word("related"))) {
        run.pass_over();
        return Next::Success;
    }
    let entries = run.texts_of(block.value(Role::Attributes));
    if bytes_after(&run.state.contact.attributes, &entries) > MOST_BYTES {
        return Next::Branch("error");
    }
    for (key, value) in entries {
        let attributes = &mut run.state.contact.attributes;
        attributes.insert(key.clone(), value.clone());
        run.see(Effect::AttributeSet { key, value });
    }
    Next::Success
}

/// How many bytes the attributes have once the new ones are set.
fn bytes_after(attributes: &BTreeMap<String, String>, new: &[(String, String)]) -> usize {
    let kept = attributes
        .iter()
        .filter(|(key, _)| !new.iter().any(|(name, _)| name == *key));
    let kept: usize = kept.map(|(key, value)| key.len() + value.len()).sum();
    let new: usize = new.iter().map(|(key, value)| key.len() + value.len()).sum();
    kept + new
}

pub(super) fn set_on_flow(run: &mut Run<'_>, block: &Block) -> Next {
    let entries = run.texts_of(block.value(Role::Attributes));
    let Some(frame) = &mut run.state.frame else {
        return Next::Branch("error");
    };
    if bytes_after(&frame.attributes, &entries) > MOST_BYTES {
        return Next::Branch("error");
    }
    frame.attributes.extend(entries.iter().cloned());
    for (key, value) in entries {
        run.see(Effect::FlowAttributeSet { key, value });
    }
    Next::Success
}
