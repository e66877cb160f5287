//! Texts that are longer than a voice reads, a chat shows or a contact keeps.

use super::Finding;
use super::attribute_never_set::attributes_with_values;
use super::context::Context;
use crate::catalogue::{Channel, Role};
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::NodeId;
use crate::program::Block;
use crate::text::count;

pub(super) static RULE: Rule = Rule {
    name: "text-too-long",
    level: Level::Warning,
    summary: "a text is longer than Amazon Connect takes at run time",
    page: include_str!("text_too_long.md"),
};

/// What a voice reads at most, in characters: without and with SSML tags (administrator
/// guide, text-to-speech).
const SPOKEN: usize = 3_000;
const SPOKEN_WITH_TAGS: usize = 6_000;
/// What a message of a chat holds at most, in bytes (administrator guide, limits of chat).
const WRITTEN: usize = 16_384;
/// What the attributes of a contact hold at most, in bytes.
const KEPT: usize = 32_768;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    for (node, flow, block) in context.ways.blocks() {
        if let Some(limit) = said(context, node, block).or_else(|| kept(context, block)) {
            let message = format!(
                "the text of {} is too long: {limit}",
                context.called(flow, block)
            );
            let finding = Diagnostic::new(&RULE, block.span, message)
                .note("the block takes its error branch, if it has one")
                .help("say it in two parts, or keep less");
            found.push(finding.into());
        }
    }
}

fn said(context: &Context<'_>, node: NodeId, block: &Block) -> Option<String> {
    let channels = context.channels.at(node)?;
    let text = |role| context.program.text_in(block.value(role)?);
    let text = text(Role::Text).or_else(|| text(Role::Ssml))?;
    if channels.has(Channel::Voice) {
        let all = text.chars().count();
        let spoken = without_tags(text);
        return if spoken > SPOKEN {
            Some(format!(
                "it has {}, and a voice reads {SPOKEN}",
                count("character", spoken)
            ))
        } else if all > SPOKEN_WITH_TAGS {
            Some(format!(
                "with its tags it has {}, and a voice takes {SPOKEN_WITH_TAGS}",
                count("character", all)
            ))
        } else {
            None
        };
    }
    (channels.has(Channel::Chat) && text.len() > WRITTEN).then(|| {
        format!(
            "it has {}, and a message holds {WRITTEN}",
            count("byte", text.len())
        )
    })
}

/// How many characters of a text are no tags.
fn without_tags(text: &str) -> usize {
    let mut inside = false;
    let spoken = text.chars().filter(|letter| {
        let before = inside;
        inside = match letter {
            '<' => true,
            '>' => false,
            _ => inside,
        };
        !before && !inside
    });
    spoken.count()
}

fn kept(context: &Context<'_>, block: &Block) -> Option<String> {
    let bytes: usize = attributes_with_values(block)
        .map(|(key, value)| key.len() + context.program.text_in(value).map_or(0, str::len))
        .sum();
    (bytes > KEPT).then(|| {
        format!(
            "its attributes have {}, and a contact keeps {KEPT}",
            count("byte", bytes)
        )
    })
}
