//! Puts a program together from sources and exports.

use super::flow::{Flow, FlowId, Resource, ResourceId};
use super::{Program, names};
use crate::catalogue::{ResourceKind, name_in_placeholder};
use crate::diag::{Diagnostic, Sink};
use crate::id::IndexVec;
use crate::source::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Collects flows and resources, then joins what belongs together.
///
/// The order is: [`declare`](Self::declare) every Ebb source, add the flows of
/// exports, [`lower`](Self::lower) every Ebb source, [`finish`](Self::finish). So
/// a name may be used before it is declared, in whatever file. A copy shares what neither has
/// changed.
#[derive(Debug, Clone, Default)]
pub struct Builder {
    pub(super) program: Program,
    /// Declared resources.
    pub(super) by_name: Arc<BTreeMap<(ResourceKind, String), ResourceId>>,
    /// Resources that an export names, by ARN or id.
    by_id: Arc<BTreeMap<(ResourceKind, String), ResourceId>>,
    /// Declared flows by the line of their head.
    pub(super) by_head: Arc<BTreeMap<Span, FlowId>>,
    /// How each resource was mentioned, where somebody mentions it again.
    mentions: Option<IndexVec<ResourceId, Mentions>>,
}

/// How exports mention a resource.
#[derive(Debug, Clone)]
struct Mentions {
    id: String,
    /// The title of the first mention, which counts for other things than a later one.
    first: Option<String>,
    /// The titles of later mentions, each once.
    others: Vec<String>,
}

impl Mentions {
    fn first(id: &str, title: Option<&str>) -> Self {
        Self {
            id: id.to_owned(),
            first: title.map(str::to_owned),
            others: Vec::new(),
        }
    }

    fn again(&mut self, title: &str) {
        if !self.others.iter().any(|known| known == title) {
            self.others.push(title.to_owned());
        }
    }
}

impl Builder {
    /// The flows that are known so far.
    pub fn flows(&self) -> impl Iterator<Item = &Flow> {
        self.program.flows.iter().map(Arc::as_ref)
    }

    /// An empty program.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What has been collected so far.
    #[must_use]
    pub const fn program(&self) -> &Program {
        &self.program
    }

    /// Adds a flow that was read from an export.
    pub fn add_flow(&mut self, flow: Flow) -> FlowId {
        self.program.flows.push(Arc::new(flow))
    }

    /// A builder for exports that are read apart from others, for somebody who
    /// [absorbs](Self::absorb) it.
    #[must_use]
    pub fn apart() -> Self {
        Self {
            mentions: Some(IndexVec::new()),
            ..Self::default()
        }
    }

    /// Adds what a builder [apart](Self::apart) has read, as if it had been read here. So many
    /// exports can be read at the same time.
    pub fn absorb(&mut self, apart: Self) {
        let mentions = apart.mentions.unwrap_or_default();
        debug_assert_eq!(mentions.len(), apart.program.resources.len());
        let new: IndexVec<ResourceId, ResourceId> = apart
            .program
            .resources
            .iter()
            .zip(&mentions)
            .map(|(resource, mentions)| self.mentioned(resource, mentions))
            .collect();
        let is_moved = new.iter_enumerated().any(|(old, new)| old != *new);
        let id = |old: ResourceId| new.get(old).copied().unwrap_or(old);
        for mut flow in apart.program.flows {
            let blocks = is_moved.then(|| &mut Arc::make_mut(&mut flow).blocks);
            for block in blocks.into_iter().flat_map(IndexVec::iter_mut) {
                let arguments = block.arguments.iter_mut();
                arguments.for_each(|argument| argument.value.renumber(&id));
                let extra = block.extra.iter_mut();
                extra.for_each(|(_, value)| value.renumber(&id));
            }
            self.program.flows.push(flow);
        }
    }

    /// Mentions a resource as it was mentioned elsewhere.
    fn mentioned(&mut self, resource: &Resource, mentions: &Mentions) -> ResourceId {
        let (kind, span) = (resource.kind, resource.span);
        let first = self.named(kind, &mentions.id, mentions.first.as_deref(), span);
        for title in &mentions.others {
            self.named(kind, &mentions.id, Some(title), span);
        }
        first
    }

    /// The resource that an export names by `id`, made on first use. A made-up ARN names
    /// what it stands for, which may be declared.
    pub fn resource(
        &mut self,
        kind: ResourceKind,
        id: &str,
        title: Option<&str>,
        span: Span,
    ) -> ResourceId {
        self.named(kind, id, title, Some(span))
    }

    fn named(
        &mut self,
        kind: ResourceKind,
        id: &str,
        title: Option<&str>,
        span: Option<Span>,
    ) -> ResourceId {
        if let Some(known) = self.by_id.get(&(kind, id.to_owned())) {
            let known = *known;
            if let (Some(title), Some(mentions)) = (title, &mut self.mentions) {
                mentions[known].again(title);
            }
            let resource = &mut Arc::make_mut(&mut self.program.resources)[known];
            let title = title.filter(|title| resource.name != *title);
            resource.title = resource.title.take().or_else(|| title.map(str::to_owned));
            return known;
        }
        let made_up = name_in_placeholder(kind, id);
        let resource = self.declared_by_id(kind, id).unwrap_or_else(|| {
            Arc::make_mut(&mut self.program.resources).push(Resource {
                kind,
                name: made_up.unwrap_or(id).to_owned(),
                title: title
                    .filter(|title| made_up != Some(title))
                    .map(str::to_owned),
                id: made_up.is_none().then(|| id.to_owned()),
                span,
                flow: None,
            })
        });
        if let Some(mentions) = &mut self.mentions {
            mentions.push(Mentions::first(id, title));
        }
        Arc::make_mut(&mut self.by_id).insert((kind, id.to_owned()), resource);
        resource
    }

    /// The resource that is known to be meant by `id`.
    pub(super) fn known_by_id(&self, kind: ResourceKind, id: &str) -> Option<ResourceId> {
        let known = self.by_id.get(&(kind, id.to_owned())).copied();
        known.or_else(|| self.declared_by_id(kind, id))
    }

    fn declared_by_id(&self, kind: ResourceKind, id: &str) -> Option<ResourceId> {
        let name = name_in_placeholder(kind, id)?;
        self.by_name.get(&(kind, name.to_owned())).copied()
    }

    /// Declares a resource by name; a second one of the kind and name is a finding.
    pub(super) fn declare_resource(
        &mut self,
        resource: Resource,
        span: Span,
        sink: &mut Sink,
    ) -> ResourceId {
        let key = (resource.kind, resource.name.clone());
        if let Some(first) = self.by_name.get(&key) {
            sink.push(self.declared_twice(*first, &resource, span));
            return *first;
        }
        let id = Arc::make_mut(&mut self.program.resources).push(resource);
        Arc::make_mut(&mut self.by_name).insert(key, id);
        id
    }

    fn declared_twice(&self, first: ResourceId, second: &Resource, span: Span) -> Diagnostic {
        let message = format!(
            "there are two things of the kind `{}` with the name `{}`",
            second.kind.words(),
            second.name
        );
        let finding = Diagnostic::new(&names::DUPLICATE_NAME, span, message)
            .label("the second one")
            .help("all files of a compilation share one set of names: rename one of the two");
        match self.program.resources[first].span {
            Some(first) => finding.also(first, "the first one"),
            None => finding,
        }
    }

    /// Joins flows to the resources that stand for them, before the program is finished: for
    /// somebody who lets flows go in between. What is named only later is joined only then.
    pub fn join(&mut self) {
        self.program.join();
    }

    /// Lets go what is known of some flows besides what `declared` knows, whose copy this is.
    pub fn let_go(&mut self, flows: &[FlowId], declared: &Self) {
        for flow in flows {
            self.program.flows[*flow] = Arc::clone(&declared.program.flows[*flow]);
        }
    }

    /// Lets texts of these names say what an environment chooses.
    pub fn choose_texts(&mut self, texts: &BTreeMap<String, String>) {
        for (name, says) in texts {
            if let Some(text) = self.by_name.get(&(ResourceKind::Text, name.clone())) {
                let resources = Arc::make_mut(&mut self.program.resources);
                resources[*text].title = Some(says.clone());
            }
        }
    }

    /// Says how long the chats of a flow are started to last, which its blocks have said.
    pub fn set_chat_duration(&mut self, flow: FlowId, seconds: i64) {
        self.program.flow_mut(flow).chat_duration = Some(seconds);
    }

    /// The finished program, flows joined to the resources that stand for them.
    #[must_use]
    pub fn finish(mut self) -> Program {
        self.program.join();
        self.program
    }
}
