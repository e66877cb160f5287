//! Setting attributes, all or nothing.

use crate::catalogue::Role;
use crate::run::effect::Effect;
use crate::run::ready::Ready;
use crate::run::steps::Next;
use crate::run::texts::Texts;
use crate::run::work::Run;

/// How many bytes of attributes a contact takes, names included
/// (`UpdateContactAttributes`). Taken for those of a flow, too, of which no source speaks.
const MOST_BYTES: usize = 32_768;

pub(super) fn set_on_contact<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    if block.is(Role::Target, "related") {
        return super::passed_over(run);
    }
    let new = run.texts_of(block.value(Role::Attributes));
    let attributes = &mut run.state.contact.attributes;
    let fits = bytes_after(attributes, &new) <= MOST_BYTES;
    if fits {
        attributes.extend(new.iter());
        for (key, value) in new.iter() {
            run.see(|| Effect::AttributeSet {
                key: key.to_owned(),
                value: value.to_owned(),
            });
        }
    }
    done(run, new, fits)
}

pub(super) fn set_on_flow<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let new = run.texts_of(block.value(Role::Attributes));
    let frame = run.state.frame_mut();
    let frame = frame.filter(|frame| bytes_after(&frame.attributes, &new) <= MOST_BYTES);
    let fits = frame.is_some();
    if let Some(frame) = frame {
        frame.attributes.extend(new.iter());
        for (key, value) in new.iter() {
            run.see(|| Effect::FlowAttributeSet {
                key: key.to_owned(),
                value: value.to_owned(),
            });
        }
    }
    done(run, new, fits)
}

fn done(run: &mut Run<'_>, new: Texts, fits: bool) -> Next {
    run.done_with_texts(new);
    match fits {
        true => Next::Success,
        false => Next::Branch("error"),
    }
}

/// How many bytes the attributes have once the new ones are set.
fn bytes_after(attributes: &Texts, new: &Texts) -> usize {
    let replaced = new.names().filter_map(|key| {
        let old = attributes.get(key)?;
        Some(key.len() + old.len())
    });
    let replaced: usize = replaced.sum();
    (attributes.bytes() + new.bytes()).saturating_sub(replaced)
}
