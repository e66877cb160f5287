//! A flow: its actions, where it starts, what it is called.

use super::envelope::{self, About};
use super::json::{Known, Member, Node, Object, Places};
use super::metadata::{self, Metadata};
use super::{names, rows};
use crate::catalogue::{FlowKind, Row, UNKNOWN, right_name, rows_of_action};
use crate::diag::{Diagnostic, Level, Rule, Sink};
use crate::id::{Id, IndexVec};
use crate::program::ident::ByName;
use crate::program::{
    self, Block, BlockId, Builder, Canvas, Flow, FlowId, Identifiers, Origin, Spot, ident,
};
use crate::source::Span;
use crate::text;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Reads one flow.
pub struct Reader<'a, 'b> {
    pub(super) builder: &'b mut Builder,
    sink: &'b mut Sink,
    pub(super) places: &'b Places<'a>,
    /// What an API answer says around the content.
    about: &'b About<'b>,
    /// What people call the file.
    file_name: &'b str,
    metadata: Metadata<'a>,
    pub(super) kind: Option<FlowKind>,
    /// Whether the flow was only saved, so that the service has not checked it.
    draft: bool,
    /// Whether what stands around the content calls it a module.
    module: bool,
    /// Whether it comes from the old designer: what is unknown in it has been told.
    old: bool,
    /// Whether something of it could not be read.
    broken: bool,
    pub(super) blocks: ByName<Cow<'a, str>, BlockId>,
    /// The exits of the block that is being read, each with its place.
    pub(super) drawn: BTreeMap<(usize, String), Span>,
}

/// An action before its parameters and transitions are read.
struct Action<'a> {
    object: Object<'a>,
    /// Its members by [`KEYS`].
    known: Known<'a, 4>,
    /// Where it stands, in braces.
    whole: Span,
    kind: Option<Cow<'a, str>>,
    name: String,
    /// Its own identifier; nothing where it has none.
    identifier: Option<Cow<'a, str>>,
    /// What the designer keeps about it.
    kept: Object<'a>,
}

/// The keys of an action.
const KEYS: [&str; 4] = ["Parameters", "Identifier", "Type", "Transitions"];

impl<'a, 'b> Reader<'a, 'b> {
    pub fn new(
        builder: &'b mut Builder,
        sink: &'b mut Sink,
        places: &'b Places<'a>,
        about: &'b About<'b>,
        file_name: &'b str,
    ) -> Self {
        Self {
            builder,
            sink,
            places,
            about,
            file_name,
            metadata: Metadata::default(),
            kind: None,
            draft: false,
            module: false,
            old: false,
            broken: false,
            blocks: ByName::default(),
            drawn: BTreeMap::new(),
        }
    }

    /// For what is a module, if it is one.
    pub const fn of_a_module(mut self, module: bool) -> Self {
        self.module = module;
        self
    }

    /// For what was written anew from an export of the old designer.
    pub const fn of_the_old_designer(mut self) -> Self {
        self.old = true;
        self
    }

    /// Reads the flow that `root` is, or says why it is none.
    pub fn flow(mut self, root: &Object<'a>, whole: Span) -> Result<FlowId, Box<Diagnostic>> {
        let actions = envelope::actions(root, self.places, whole)?;
        self.once_each(root);
        self.metadata = Metadata::of(root);
        self.draft = self.metadata.is_draft();
        self.kind = self.kind_of(root);
        let actions = self.actions(&actions);
        let blocks: IndexVec<BlockId, Block> =
            actions.iter().map(|action| self.block(action)).collect();
        let canvas = self.canvas(root, &actions);
        let start = self.start(root, whole);
        let title = self.title();
        let description = self.metadata.flow.text("description");
        let flow = Flow {
            name: ident::word(&title, "flow"),
            title,
            kind: self.kind,
            description: description.map(Cow::into_owned),
            origin: Origin::Json,
            span: start.1,
            blocks,
            start: start.0,
            broken: self.broken,
            contract: None,
            chat_duration: None,
            canvas: Some(canvas),
        };
        Ok(self.builder.add_flow(flow))
    }

    /// Adds a finding. What the service has not checked yet, because the flow was only
    /// saved, is a warning: somebody is still working on it.
    pub(super) fn report(&mut self, finding: Diagnostic) {
        let lenient = self.draft && is_unfinished(finding.rule);
        self.sink.push(if lenient {
            finding
                .level(Level::Warning)
                .note("the flow is a draft, which Amazon Connect stores without checking it")
        } else {
            finding
        });
    }

    /// Adds a finding about a part that cannot be read.
    pub(super) fn structure(&mut self, node: Node<'_>, what: &str, should: &str) {
        self.broken = true;
        let message = format!("{what} is {}, not {should}", node.kind().word());
        let finding = Diagnostic::new(&names::WRONG_STRUCTURE, self.places.of(node), message);
        self.report(finding.help("export the flow again, or correct it by hand"));
    }

    /// The members of `object` by their keys; a warning about keys that nobody reads.
    pub(super) fn known<const N: usize>(
        &mut self,
        object: &Object<'a>,
        keys: [&str; N],
        what: &str,
    ) -> [Option<Member<'a>>; N] {
        let known = object.known(&keys);
        if !known.is_all {
            self.unknown_keys(object, &keys, what);
        }
        known.members
    }

    /// Adds a warning about keys of `object` that nobody reads.
    fn unknown_keys(&mut self, object: &Object<'a>, known: &[&str], what: &str) {
        self.once_each(object);
        for member in object.members() {
            if !known.iter().any(|known| member.is_called(known)) {
                let finding = self.unknown_key(member, known, what);
                self.report(finding);
            }
        }
    }

    /// Reports keys that are there twice.
    pub(super) fn once_each(&mut self, object: &Object<'a>) {
        if object.has_plain_keys() {
            return;
        }
        let mut seen: BTreeMap<Cow<'a, str>, Member<'a>> = BTreeMap::new();
        for member in object.members() {
            if let Some(first) = seen.insert(member.key(), member) {
                let message = format!("`{}` is there twice", member.key());
                let place = self.places.of(member.name);
                let finding = Diagnostic::new(&names::DUPLICATE_KEY, place, message)
                    .label("this one counts")
                    .also(self.places.of(first.name), "this one does not");
                self.report(finding.help("remove one of the two"));
            }
        }
    }

    fn unknown_key(&self, member: Member<'_>, known: &[&str], what: &str) -> Diagnostic {
        let message = format!("`{}` means nothing in {what}", member.key());
        let finding = Diagnostic::new(&names::UNKNOWN_KEY, self.places.of(member.name), message);
        finding.help(match text::nearest(&member.key(), known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("what is read there is {}", text::and_ticked(known)),
        })
    }

    /// The heads of all actions, so that a branch may lead to a later one.
    fn actions(&mut self, nodes: &[Node<'a>]) -> Vec<Action<'a>> {
        let mut identifiers = Identifiers::with_room(nodes.len());
        self.blocks.reserve(nodes.len());
        let mut actions: Vec<Action<'a>> = Vec::with_capacity(nodes.len());
        let mut places: IndexVec<BlockId, Span> = IndexVec::new();
        for node in nodes {
            let Some(object) = node.object() else {
                self.structure(*node, "an entry of `Actions`", "an object");
                continue;
            };
            let action = self.head(object, *node, &mut identifiers, &places);
            let id = places.push(action.whole);
            if let Some(identifier) = &action.identifier {
                self.blocks.entry(identifier.clone()).or_insert(id);
            }
            actions.push(action);
        }
        actions
    }

    fn head(
        &mut self,
        object: Object<'a>,
        node: Node<'a>,
        identifiers: &mut Identifiers,
        places: &IndexVec<BlockId, Span>,
    ) -> Action<'a> {
        let known = object.known(&KEYS);
        let [_, identifier, kind, _] = known.members;
        let whole = match identifier {
            Some(member) => self.places.of(member.value),
            None => self.places.of(node).head(),
        };
        let identifier = identifier.and_then(Member::text);
        let kind = self.kind_of_action(kind, identifier.as_deref(), node);
        match &identifier {
            None => self.missing_identifier(kind.as_deref(), whole),
            Some(identifier) => self.check_identifier(identifier, whole, places),
        }
        let wanted = match (&identifier, &kind) {
            (Some(identifier), _) => identifier.as_ref(),
            (None, Some(kind)) => kind.as_ref(),
            (None, None) => "action",
        };
        let name = identifiers.unique(wanted);
        Action {
            kept: self.metadata.action(&name),
            name,
            object,
            known,
            whole,
            kind,
            identifier,
        }
    }

    fn kind_of_action(
        &mut self,
        said: Option<Member<'a>>,
        name: Option<&str>,
        node: Node<'a>,
    ) -> Option<Cow<'a, str>> {
        let kind = said.and_then(Member::text);
        if kind.is_none() {
            let place = said.map_or(self.places.of(node).head(), |member| {
                self.places.of(member.value)
            });
            let who = name.map_or("this action".to_owned(), |name| {
                format!("the action `{name}`")
            });
            let finding =
                Diagnostic::new(&names::MISSING_TYPE, place, format!("{who} has no `Type`"));
            self.broken = true;
            self.report(
                finding.help("its `Type` says what it does, for example `MessageParticipant`"),
            );
        }
        kind
    }

    fn missing_identifier(&mut self, kind: Option<&str>, place: Span) {
        let who = kind.map_or("this action".to_owned(), |kind| format!("this `{kind}`"));
        let message = format!("{who} has no `Identifier`");
        let finding = Diagnostic::new(&names::MISSING_IDENTIFIER, place, message);
        self.report(finding.help("give it one: any name that no other action of the flow has"));
    }

    fn check_identifier(
        &mut self,
        identifier: &str,
        place: Span,
        places: &IndexVec<BlockId, Span>,
    ) {
        if let Some(first) = self.blocks.get(identifier).and_then(|id| places.get(*id)) {
            let message = format!("two actions have the identifier `{identifier}`");
            let finding = Diagnostic::new(&names::DUPLICATE_IDENTIFIER, place, message);
            let finding = finding
                .label("the second one")
                .also(*first, "the first one");
            self.report(finding.help("rename one of them, and what leads to it"));
        }
        if let Some(reason) = ident::refused(identifier) {
            let message = format!("Amazon Connect refuses the identifier `{identifier}`: {reason}");
            let finding = Diagnostic::new(&names::WRONG_IDENTIFIER, place, message);
            self.report(finding.help("rename the action, and what leads to it"));
        }
    }

    fn block(&mut self, action: &Action<'a>) -> Block {
        let kind = action.kind.as_deref().unwrap_or("");
        let [parameters, _, said, transitions] = action.known.members;
        let parameters = self.parameters_of(parameters);
        let row = rows::choose(kind, &parameters);
        let span = match said {
            Some(member) => self.places.of(member.value),
            None => action.whole,
        };
        if row.is_none() && !kind.is_empty() && !self.old {
            self.check_type(kind, span);
        }
        let mut block = Block {
            row: row.unwrap_or(&UNKNOWN),
            action: row.is_none().then(|| kind.to_owned()),
            name: action.name.clone(),
            named: action
                .identifier
                .as_deref()
                .is_some_and(|name| !ident::is_uuid(name)),
            arguments: Vec::new(),
            extra: Vec::new(),
            exits: Vec::new(),
            span,
            note: self.metadata.note(&action.name),
        };
        if !action.known.is_all {
            self.unknown_keys(&action.object, &KEYS, "an action");
        }
        self.parameters(&mut block, &parameters, &action.kept);
        let goes_on = self.exits(&mut block, transitions.map(|member| member.value));
        block.exits.shrink_to_fit();
        self.demands(&block, &parameters, goes_on);
        block
    }

    fn parameters_of(&mut self, member: Option<Member<'a>>) -> Object<'a> {
        let Some(node) = member.map(|member| member.value) else {
            return Object::default();
        };
        node.object().unwrap_or_else(|| {
            self.structure(node, "`Parameters`", "an object");
            Object::default()
        })
    }

    fn check_type(&mut self, kind: &str, place: Span) {
        if let Some(right) = right_name(kind) {
            let message = format!("Amazon Connect has no action `{kind}`");
            let finding = Diagnostic::new(&names::WRONG_ACTION_TYPE, place, message);
            self.report(finding.help(format!("did you mean `{right}`?")));
            return;
        }
        let known = crate::catalogue::BLOCKS.iter().map(|row| row.action);
        let near = text::nearest(kind, known);
        let message = format!("`{kind}` is no action that Ebb knows");
        let finding = Diagnostic::new(&names::UNKNOWN_ACTION_TYPE, place, message);
        self.report(
            finding.help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "it goes through as it is; if Amazon Connect has it, Ebb is too old for it"
                    .to_owned(),
            }),
        );
    }

    /// Where the flow starts, and the place to point at when the whole flow is meant.
    fn start(&mut self, root: &Object<'a>, whole: Span) -> (Option<BlockId>, Span) {
        let Some(member) = root.member("StartAction") else {
            let message = "the flow does not say where it starts: it has no `StartAction`";
            let finding = Diagnostic::new(&names::MISSING_START, whole.head(), message);
            self.report(finding.help("`StartAction` is the `Identifier` of the first action"));
            return (None, whole.head());
        };
        let place = self.places.of_member(member);
        let Some(start) = member.value.text() else {
            self.structure(member.value, "`StartAction`", "a text");
            return (None, place);
        };
        let block = self.blocks.get(&start).copied();
        if block.is_none() {
            let message = if start.is_empty() {
                "the entry point of the flow leads nowhere".to_owned()
            } else {
                format!("`StartAction` names `{start}`, which is no action of the flow")
            };
            let mut known: Vec<&str> = self.blocks.keys().map(Cow::as_ref).collect();
            known.sort_unstable();
            let near = text::nearest(&start, known);
            let finding = Diagnostic::new(&names::MISSING_START, place, message).help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "it is the `Identifier` of the first action".to_owned(),
            });
            self.report(finding);
        }
        (block, place)
    }

    /// How the flow looks in the designer.
    fn canvas(&self, root: &Object<'a>, actions: &[Action<'a>]) -> Canvas {
        let ids = (0..actions.len()).map(BlockId::from_index);
        let spots = ids.zip(actions).map(|(id, action)| {
            let identifier = action.identifier.as_deref().unwrap_or_default();
            let kept = match identifier == action.name {
                true => action.kept,
                false => self.metadata.action(identifier),
            };
            let spot = Spot {
                identifier: identifier.to_owned(),
                position: metadata::place(&kept),
            };
            (id, spot)
        });
        Canvas {
            entry: self.metadata.entry(),
            spots: spots.collect(),
            outline: self
                .places
                .are_of_the_file()
                .then(|| root.outline(Canvas::OUTLINE)),
        }
    }

    fn title(&self) -> String {
        let said = self
            .metadata
            .flow
            .text("name")
            .or_else(|| self.about.name());
        said.map_or_else(|| stem(self.file_name).to_owned(), Cow::into_owned)
    }

    fn kind_of(&self, root: &Object<'a>) -> Option<FlowKind> {
        let settings = root.get("Settings").and_then(Node::object);
        if self.module || settings.is_some() {
            return Some(FlowKind::Module);
        }
        self.metadata.kind().or_else(|| {
            let said = self.about.kind()?;
            FlowKind::ALL
                .into_iter()
                .find(|kind| kind.api_type() == Some(said.as_ref()))
        })
    }
}

/// Whether a finding says no more than that somebody is not done yet.
fn is_unfinished(rule: &'static Rule) -> bool {
    [
        &names::MISSING_START,
        &names::MISSING_PARAMETER,
        &names::MISSING_BRANCH,
        &names::MISSING_NEXT_ACTION,
        &names::EMPTY_VALUE,
        &names::WRONG_WIRE_VALUE,
        &program::names::WRONG_FLOW_KIND,
    ]
    .iter()
    .any(|unfinished| std::ptr::eq(*unfinished, rule))
}

/// How a finding names a block: what it is, and what it is called.
pub fn who(block: &Block) -> String {
    let row: &Row = block.row;
    let phrase = if rows_of_action(row.action).is_empty() {
        block.action_type()
    } else {
        row.phrase
    };
    format!("`{phrase}` (`{}`)", block.name)
}

/// The name of a file without folders and extension.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match file.strip_suffix(".json") {
        Some(stem) if !stem.is_empty() => stem,
        Some(_) | None => file,
    }
}
