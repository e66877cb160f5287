//! Ebb sources of any size, shaped like real flows.
//!
//! Flows of a hundred blocks of the kinds that real flows are made of: messages,
//! attributes, functions, comparisons, bots, waits, a queue and its transfer, an end. All
//! names are declared, so that every stage has work to do and nothing to complain about.

use std::fmt::Write;

/// How many blocks a flow has.
pub const FLOW: usize = 100;

/// Flows of so many blocks together, each of `size` but for the last; what they name is in
/// [`RESOURCES`].
pub fn flows(blocks: usize, size: usize) -> impl Iterator<Item = String> {
    (0..blocks.div_ceil(size)).map(move |number| {
        let mut out = String::new();
        flow(&mut out, number, size.min(blocks - number * size));
        out
    })
}

/// What the flows name.
pub const RESOURCES: &str = "\
// What the flows of this file name.
queue support \"BasicQueue\"
bot order_help \"OrderHelp\"
lambda lookup \"customer-lookup\"
";

/// Blocks in the middle of a flow, in turns.
const MIDDLE: &[&str] = &[
    "    play prompt \"Thank you for writing to Example Corp, please give us a moment.\"\n",
    "    set contact attributes { topic: \"delivery\", plan: $.External.plan }\n",
    "    invoke lambda function lookup {\n        timeout: 5s\n        input: { customer: $.Attributes.customerId }\n    }\n",
    "    check contact attributes $.External.status {\n        = \"gold\" or = \"silver\" -> next\n        = \"blocked\" -> sorry\n        default -> next\n    }\n",
    "    get customer input \"How can we help?\" {\n        bot: order_help\n        intent \"TrackOrder\" -> next\n        intent \"Complain\" or default -> next\n        timeout -> sorry\n    }\n",
    "    wait 15m {\n        customer returned -> next\n        time expired -> sorry\n    }\n",
    "    set contact attributes { visited: \"yes\" }  // for the report\n",
    "    play prompt \"We have found your order.\"\n",
];

/// Blocks at the end of a flow.
const END: &[&str] = &[
    "    set working queue support\n",
    "    transfer to queue {\n        at capacity -> sorry\n    }\n",
    "    disconnect\n\nsorry:\n",
    "    play prompt \"Sorry, something went wrong on our side.\"\n",
    "    disconnect\n",
];

fn flow(out: &mut String, number: usize, size: usize) {
    writeln!(out, "\n/// Flow number {number} of a large project.\ninbound flow flow_{number} \"Flow {number}\" {{\n    error -> sorry\n")
        .expect("a String takes everything");
    for (position, block) in MIDDLE
        .iter()
        .cycle()
        .take(size.saturating_sub(END.len()))
        .enumerate()
    {
        if position % 10 == 9 {
            writeln!(out, "\nstep_{position}:").expect("a String takes everything");
        }
        out.push_str(block);
    }
    out.extend(END.iter().copied());
    out.push_str("}\n");
}
