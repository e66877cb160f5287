//! How a run is shown: the conversation, the trace, the records.

use super::{Arguments, Trace};
use crate::catalogue::steps::RecordField;
use crate::compile::Compilation;
use crate::program::{BlockId, FlowId, Program};
use crate::run::{Effect, Record, Seen, Transcript, counts, records};
use crate::text::Clock;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// What to show of a run.
pub(super) struct Shown<'a> {
    compilation: &'a Compilation,
    verbose: bool,
    trace: Option<Trace>,
    records: bool,
}

impl<'a> Shown<'a> {
    pub(super) const fn new(arguments: &Arguments, compilation: &'a Compilation) -> Self {
        Self {
            compilation,
            verbose: arguments.verbose,
            trace: arguments.trace,
            records: arguments.records,
        }
    }

    pub(super) const fn program(&self) -> &'a Program {
        &self.compilation.program
    }

    /// What was seen, as the arguments want it.
    pub(super) fn seen(&self, seen: &[Seen]) -> String {
        let program = self.program();
        match (self.trace, self.verbose) {
            (Some(Trace::Json), _) => self.json(seen),
            (None, true) => {
                let sources = &self.compilation.sources;
                Transcript::verbose(program, seen)
                    .with_places(sources)
                    .to_string()
            }
            (None, false) => Transcript::new(program, seen).to_string(),
        }
    }

    /// What stands below it.
    pub(super) fn at_the_end(&self, seen: &[Seen]) -> String {
        match self.records {
            true => self.records(seen),
            false => String::new(),
        }
    }
}

// --------------------------------------------------------------------- records

impl Shown<'_> {
    pub(super) fn records(&self, seen: &[Seen]) -> String {
        let records = records(seen);
        match self.trace {
            Some(Trace::Json) => self.records_as_json(&records),
            None => self.records_as_text(&records),
        }
    }

    fn records_as_text(&self, records: &[Record]) -> String {
        let mut out = String::from("\ncontact records\n");
        for record in records {
            let _ = writeln!(out, "  {}", self.record(record));
        }
        out.push_str("\ncontact events\n");
        for event in records.iter().flat_map(Record::events) {
            let (at, id) = (Clock(event.at), event.contact_id());
            let _ = writeln!(out, "  {at}  {id}  {}", event.kind);
        }
        let counts = counts(records);
        let _ = writeln!(
            out,
            "\ncounts\n  incoming {}, queued {}, handled {}, abandoned {}, transferred {}",
            counts.incoming, counts.queued, counts.handled, counts.abandoned, counts.transferred
        );
        out
    }

    fn record(&self, record: &Record) -> String {
        let text = |field| record.text(self.program(), field).unwrap_or_default();
        let mut line = format!(
            "{}  {} at {}",
            text(RecordField::Id),
            record.initiation.word(),
            Clock(record.initiated)
        );
        if let Some(name) = &record.task {
            let _ = write!(line, ", task \"{name}\"");
        }
        if record.related.is_some() {
            let how = if record.task.is_some() {
                "related to"
            } else {
                "continues"
            };
            let _ = write!(line, ", {how} {}", text(RecordField::RelatedId));
        }
        if let Some((queue, at)) = &record.queued {
            let _ = write!(
                line,
                ", queued in {} at {}",
                queue.name(self.program()),
                Clock(*at)
            );
        }
        if let Some(at) = record.with_agent {
            let agent = record.agent.as_ref();
            let agent = agent.map_or("an agent", |agent| agent.name(self.program()));
            let _ = write!(line, ", with {agent} from {}", Clock(at));
        }
        if let Some(at) = record.ended {
            let reason = record.reason.map_or("no reason", |reason| reason.word());
            let _ = write!(line, ", ended at {} ({reason})", Clock(at));
        }
        line
    }

    fn records_as_json(&self, records: &[Record]) -> String {
        let all = records.iter().map(|record| {
            let text = |field| record.text(self.program(), field);
            json!({
                "ContactId": text(RecordField::Id),
                "InitialContactId": text(RecordField::InitialId),
                "PreviousContactId": text(RecordField::PreviousId),
                "NextContactId": text(RecordField::NextId),
                "RelatedContactId": text(RecordField::RelatedId),
                "Channel": text(RecordField::Channel),
                "InitiationMethod": text(RecordField::Initiation),
                "InitiationTimestamp": record.initiated,
                "Queue": text(RecordField::Queue),
                "EnqueueTimestamp": record.queued.as_ref().map(|(_, at)| *at),
                "Agent": text(RecordField::Agent),
                "ConnectedToAgentTimestamp": record.with_agent,
                "DisconnectTimestamp": record.ended,
                "DisconnectReason": text(RecordField::Reason),
            })
        });
        let events = records.iter().flat_map(Record::events).map(|event| {
            json!({
                "at": event.at,
                "contactId": event.contact_id(),
                "eventType": event.kind,
            })
        });
        let counts = counts(records);
        let whole = json!({
            "records": all.collect::<Vec<_>>(),
            "events": events.collect::<Vec<_>>(),
            "counts": {
                "incoming": counts.incoming,
                "queued": counts.queued,
                "handled": counts.handled,
                "abandoned": counts.abandoned,
                "transferred": counts.transferred,
            },
        });
        format!("{whole}\n")
    }
}

// ----------------------------------------------------------------------- trace

impl Shown<'_> {
    /// One object a line: when, what, where, and the words of the transcript.
    fn json(&self, seen: &[Seen]) -> String {
        let mut out = String::new();
        for one in seen {
            let mut object = Map::new();
            object.insert("at".to_owned(), json!(one.at));
            object.insert("event".to_owned(), json!(one.effect.name()));
            self.add_place(&mut object, &one.effect);
            if let Effect::AttributeSet { key, value }
            | Effect::FlowAttributeSet { key, value }
            | Effect::ContactDataSet { name: key, value } = &one.effect
            {
                object.insert("name".to_owned(), json!(key));
                object.insert("value".to_owned(), json!(value));
            }
            if let Some(text) = Transcript::verbose(self.program(), seen).text_of(one) {
                object.insert("text".to_owned(), json!(text));
            }
            let _ = writeln!(out, "{}", Value::Object(object));
        }
        out
    }

    fn add_place(&self, object: &mut Map<String, Value>, effect: &Effect) {
        let Some((flow, block)) = effect.place() else {
            return;
        };
        let Some(flow_of) = self.program().flows.get(flow) else {
            return;
        };
        object.insert("flow".to_owned(), json!(flow_of.name));
        if let Some(block) = block {
            self.add_block(object, flow, block);
        }
        if let Some(branch) = effect.branch(self.program()) {
            object.insert("branch".to_owned(), json!(branch));
        }
    }

    fn add_block(&self, object: &mut Map<String, Value>, flow: FlowId, block: BlockId) {
        let flow = self.program().flows.get(flow);
        if let Some(block) = flow.and_then(|flow| flow.blocks.get(block)) {
            let place = self.compilation.sources.place(block.span);
            object.insert("block".to_owned(), json!(block.name));
            object.insert("place".to_owned(), json!(place));
        }
    }
}
