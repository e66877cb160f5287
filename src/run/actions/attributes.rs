//! Setting attributes, all or nothing, and what the system knows of the contact.

use crate::catalogue::Role;
use crate::program::Argument;
use crate::run::effect::Effect;
use crate::run::ready::Ready;
use crate::run::slots::Slot;
use crate::run::state::State;
use crate::run::steps::Next;
use crate::run::texts::Texts;
use crate::run::work::Run;

/// How many bytes of attributes a contact takes, names included
/// (`UpdateContactAttributes`). Taken for those of a flow, too, of which no source speaks.
const MOST_BYTES: usize = 32_768;

pub(super) fn set_on_contact<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    if block.is_on_related {
        return super::passed_over(run);
    }
    let set = |key, value| Effect::AttributeSet { key, value };
    set_on(run, block, set, |state| Some(&mut state.contact.attributes))
}

pub(super) fn set_on_flow<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let set = |key, value| Effect::FlowAttributeSet { key, value };
    set_on(run, block, set, |state| {
        state.frame_mut().map(|frame| &mut frame.attributes)
    })
}

/// Sets the name, the language and the like; what else the block sets is not modelled. What one
/// becomes may be read from another that is set with it, so all are looked up before any is set.
pub(super) fn set_contact_data<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    if block.is_on_related {
        return super::passed_over(run);
    }
    let mut arguments = block.block.arguments.iter();
    let is_known =
        |argument: &Argument| matches!(argument.parameter.role, Role::ContactData | Role::Target);
    if !arguments.all(is_known) && !run.pass_over() {
        return Next::Branch("error");
    }
    let mut new = std::mem::take(&mut run.state.spare_texts);
    for (parameter, slot) in block.having(Role::ContactData) {
        run.put_slot(&mut new, parameter.path, slot);
    }
    run.see_all(new.iter().map(|(name, value)| Effect::ContactDataSet {
        name: name.to_owned(),
        value: value.to_owned(),
    }));
    run.state.contact.system.extend(new.iter());
    run.done_with_texts(new);
    Next::Success
}

/// Sets all the attributes that a block names, or none where they do not fit.
fn set_on<'r>(
    run: &mut Run<'r>,
    block: &'r Ready<'r>,
    effect: impl Fn(String, String) -> Effect,
    table: impl Fn(&mut State) -> Option<&mut Texts>,
) -> Next {
    let Some(Slot::Map(map)) = block.value(Role::Attributes) else {
        return Next::Success;
    };
    let tell = |(key, value): (&str, &str)| effect(key.to_owned(), value.to_owned());
    let all_set = match map.literals() {
        Some(new) => {
            let fits = |known: &&mut Texts| fits(known, new.iter(), map.bytes());
            let known = table(run.state).filter(fits);
            let all_set = known.map(|known| known.set_all(new)).is_some();
            if all_set {
                run.see_all(new.iter().map(tell));
            }
            all_set
        }
        // What one attribute becomes may be read from another that is set with it, so all
        // are looked up before any is set.
        None => {
            let texts = run.strip_of(map);
            let all_set = {
                let new = map.filled_with(texts.iter());
                let words = new.clone().map(|(name, text)| (name.as_str(), text));
                let bytes = map.bytes() + texts.bytes();
                let fits = |known: &&mut Texts| fits(known, words.clone(), bytes);
                let known = table(run.state).filter(fits);
                let all_set = known
                    .map(|known| new.for_each(|(name, text)| known.set_named(name, text)))
                    .is_some();
                if all_set {
                    run.see_all(words.map(tell));
                }
                all_set
            };
            run.done_with_strip(texts);
            all_set
        }
    };
    match all_set {
        true => Next::Success,
        false => Next::Branch("error"),
    }
}

/// Whether the attributes are small enough once the new ones, of so many bytes, are set.
fn fits<'t>(
    attributes: &Texts,
    new: impl Iterator<Item = (&'t str, &'t str)>,
    bytes: usize,
) -> bool {
    let after = attributes.bytes() + bytes;
    after <= MOST_BYTES || {
        let replaced = new.filter_map(|(key, _)| Some(key.len() + attributes.get(key)?.len()));
        after.saturating_sub(replaced.sum()) <= MOST_BYTES
    }
}
