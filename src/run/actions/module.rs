//! Invoking a module, and returning from one.

use super::compare::by_case;
use crate::catalogue::{ResourceKind, Role};
use crate::run::named::Named;
use crate::run::ready::Ready;
use crate::run::steps::Next;
use crate::run::work::Run;

/// Runs the module; the block is left when it returns.
pub(super) fn invoke<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let module = block
        .value(Role::Module)
        .and_then(|value| run.named(value, ResourceKind::Module));
    let Some(module) = module else {
        return Next::Branch("error");
    };
    let Some(flow) = module.flow(run.program) else {
        return outside(run, block, &module);
    };
    let mut input = std::mem::take(&mut run.state.spare_texts);
    if let Some(given) = block.value(Role::ModuleInput) {
        run.put(&mut input, "Modules.Input.", given);
    }
    match run.invoke(flow, input) {
        true => Next::Gone,
        false => Next::Branch("error"),
    }
}

/// A module that is not part of the program returns what the test says.
fn outside<'r>(run: &mut Run<'r>, block: &'r Ready<'r>, module: &Named) -> Next {
    let Some(returned) = run.state.world.module(module).cloned() else {
        return super::scripted(run, block);
    };
    let contact = &mut run.state.contact;
    contact.set_module_result(&returned.result, &returned.data);
    by_case(run, block, &returned.result)
}

/// Ends the module and hands its result to the block that invoked it; outside a module
/// it ends the flow.
pub(super) fn give_back<'r>(run: &mut Run<'r>, block: &'r Ready<'r>) -> Next {
    let result = block.value(Role::Result);
    let result = result.map(|value| run.text_of(value)).unwrap_or_default();
    let mut data = std::mem::take(&mut run.state.spare_texts);
    if let Some(given) = block.value(Role::Data) {
        run.put(&mut data, "Modules.ResultData.", given);
    }
    run.leave("returned");
    run.return_to_caller(&result, &data);
    run.done_with(result);
    run.done_with_texts(data);
    Next::Gone
}
