//! Real flows with Waits and event hooks spliced in, and what the rules about time say of
//! them: real flows hold too few Waits to show that these rules raise no false alarm.

use super::input;
use crate::decompile::Imported;
use crate::support;
use ebb::compile::{Compilation, compile};
use ebb::diag::{Diagnostic, Level};
use ebb::graph::Settings;
use ebb::program::{BlockId, Flow, Target};
use std::collections::{BTreeMap, BTreeSet};

/// The rules that raise an alarm; `time-unknown` only says what is not known.
const ALARMS: [&str; 3] = ["wait-impossible", "wait-overrun", "late-return"];

/// What leads to some of these flows is a quick connect to a queue.
const SET_QUEUE: &str = "    set working queue spliced_queue\n";
const QUEUE: &str = "queue spliced_queue\n";

/// A flow that the service has accepted, in Ebb, in which no timer runs.
struct Real {
    file: String,
    sources: Vec<(String, String)>,
    flow: String,
    /// Whether a chat that comes with a queue can reach an agent with no disconnect flow set.
    reaches_agents: bool,
}

impl Real {
    /// Nothing where no other flow can transfer to it, or where it has timers of its own.
    fn read(file: &str, text: &str) -> Option<Self> {
        let imported = Imported::of(&[(file, text)]);
        let sources = imported.sources();
        let mut real = Self {
            file: file.to_owned(),
            sources: sources
                .map(|file| (file.name.clone(), file.text.clone()))
                .collect(),
            flow: String::new(),
            reaches_agents: false,
        };
        let alone = real.with("");
        let flow = alone.program.flows.iter().next()?;
        let inbound = flow.kind.is_some_and(|kind| kind.words() == "inbound flow");
        let timed = flow.blocks.iter().any(|block| block.row.pauses());
        real.flow = flow.name.clone();
        let with_queue = real.after(SET_QUEUE, QUEUE);
        real.reaches_agents = has(&with_queue, "disconnect-flow-missing");
        (inbound && !timed && alone.judged).then_some(real)
    }

    /// The flow beside others.
    fn with(&self, spliced: &str) -> Compilation {
        let sources = self.sources.iter();
        let mut inputs: Vec<_> = sources.map(|(name, text)| input(name, text)).collect();
        inputs.push(input("spliced.ebb", spliced));
        compile(inputs, &Settings::default())
    }

    /// The flow beside one that comes to it from these lines.
    fn after(&self, lines: &str, others: &str) -> Compilation {
        let text = format!(
            "inbound flow spliced {{\n    error -> over\n{lines}    transfer to flow {}\nover:\n    disconnect\n}}\n{others}",
            self.flow
        );
        self.with(&text)
    }

    /// What is said about the time of chats that come to the flow from these lines.
    fn behind(&self, lines: &str, others: &str) -> Vec<(&'static str, Level)> {
        let compilation = self.after(lines, others);
        assert!(compilation.judged, "{}: {lines}{others}", self.file);
        told(&compilation)
    }
}

fn has(compilation: &Compilation, rule: &str) -> bool {
    let mut findings = compilation.findings.iter();
    findings.any(|finding| finding.rule.name == rule)
}

fn of_time(compilation: &Compilation) -> impl Iterator<Item = &Diagnostic> {
    let findings = compilation.findings.iter();
    findings.filter(|finding| ALARMS.contains(&finding.rule.name))
}

fn told(compilation: &Compilation) -> Vec<(&'static str, Level)> {
    of_time(compilation)
        .map(|finding| (finding.rule.name, finding.level))
        .collect()
}

fn real_flows() -> Vec<Real> {
    let Some(folder) = support::corpus() else {
        return Vec::new();
    };
    let flows = crate::calibration::manifest(&folder);
    let flows = flows["flows"].as_array().expect("flows").iter();
    let published = flows.filter(|flow| crate::calibration::is_published(flow));
    let read = published.filter_map(|flow| {
        let file = flow["file"].as_str().expect("a name");
        let bytes = std::fs::read(folder.join(file)).expect("the flow is there");
        Real::read(file, &String::from_utf8_lossy(&bytes))
    });
    read.collect()
}

/// A disconnect flow that waits so long for the customer.
fn later(time: &str) -> String {
    format!(
        "{QUEUE}\ndisconnect flow spliced_later {{\n    error -> over\n    wait {time} {{ customer returned -> again }}\nover:\n    disconnect\nagain:\n    set working queue spliced_queue\n    transfer to queue\n    disconnect\n}}\n"
    )
}

#[test]
fn waits_and_hooks_before_real_flows_are_judged_as_they_should_be() {
    let (mut flows, mut agents) = (0, 0);
    for real in real_flows() {
        flows += 1;
        agents += usize::from(real.reaches_agents);
        let file = &real.file;
        assert_eq!(real.behind("    wait 1h\n", ""), [], "{file}");
        assert_eq!(
            real.behind("    wait 13h\n    wait 13h\n", ""),
            [("wait-impossible", Level::Error)],
            "{file}"
        );
        let around = "    check contact attributes $.Attributes.known { = \"yes\" -> second }\n    wait 13h\nsecond:\n    wait 13h\n";
        assert_eq!(
            real.behind(around, ""),
            [("wait-overrun", Level::Error)],
            "{file}"
        );
        let hook = format!("    set disconnect flow spliced_later\n{SET_QUEUE}");
        assert_eq!(real.behind(&hook, &later("12h")), [], "{file}");
        let wanted: &[_] = match real.reaches_agents {
            true => &[
                ("late-return", Level::Warning),
                ("wait-overrun", Level::Warning),
            ],
            false => &[],
        };
        assert_eq!(real.behind(&hook, &later("24h58m")), wanted, "{file}");
    }
    println!("{flows} flows, of which {agents} reach an agent");
}

/// Whether a contact can come to one block twice.
fn goes_round(flow: &Flow) -> bool {
    let next = |block: BlockId| {
        let exits = flow.blocks[block].exits.iter();
        exits.filter_map(|exit| match exit.target {
            Target::Block(block) => Some(block),
            _ => None,
        })
    };
    flow.blocks.ids().any(|start| {
        let mut seen = BTreeSet::new();
        let mut open: Vec<BlockId> = next(start).collect();
        while let Some(block) = open.pop() {
            if seen.insert(block) {
                open.extend(next(block));
            }
        }
        seen.contains(&start)
    })
}

#[test]
fn waits_behind_every_prompt_of_real_flows_are_cut_off_only_where_they_can_be() {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for mut real in real_flows() {
        let mut waits = 0;
        for (_, text) in &mut real.sources {
            let mut spliced = String::new();
            for line in text.lines() {
                spliced += &format!("{line}\n");
                if line.starts_with("    play prompt \"") && line.ends_with('"') {
                    spliced += "    wait 2h { error -> next }\n";
                    waits += 1;
                }
            }
            *text = spliced;
        }
        let compilation = real.with("");
        let file = &real.file;
        assert!(compilation.judged, "{file}");
        let flow = compilation.program.flows.iter().next().expect("a flow");
        let can_overrun = goes_round(flow) || waits > 12;
        for finding in of_time(&compilation) {
            assert!(can_overrun, "{file}: {}", finding.message);
            let shown = finding.replay.is_some();
            assert!(shown || finding.level < Level::Error, "{file}");
            *counted.entry(finding.rule.name).or_default() += 1;
        }
        *counted.entry("waits").or_default() += waits;
    }
    println!("{counted:?}");
}
