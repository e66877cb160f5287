//! What the rules say of flows, less what comments allow.

use super::allow::Allows;
use super::raw::{self, REFUSED_ACTION};
use super::replay;
use crate::diag::{Diagnostic, Level, Rule};
use crate::graph::{Settings, Witness};
use crate::program::{FlowId, Program};
use crate::rules::{self, Finding, Named};
use crate::run::{Machine, Names};
use crate::source::SourceMap;
use crate::syntax::tree::File;
use std::sync::{Arc, LazyLock};

/// Judges a program, at once or some flows after the others.
pub(super) struct Judge<'a> {
    settings: &'a Settings,
    /// Rules that are off and asked nevertheless.
    asked: &'a [&'static Rule],
    allows: Allows,
    named: Named,
    /// What twins share, whose programs have the same resources.
    names: Arc<Names>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(settings: &'a Settings, asked: &'a [&'static Rule]) -> Self {
        Self {
            settings,
            asked,
            allows: Allows::default(),
            named: Named::default(),
            names: Arc::default(),
        }
    }

    /// One that has judged nothing yet, for a program with the same resources.
    pub(super) fn twin(&self) -> Self {
        Self {
            names: Arc::clone(&self.names),
            ..Self::new(self.settings, self.asked)
        }
    }

    /// Takes over what another has read.
    pub(super) fn join(&mut self, other: Self) {
        self.allows.join(other.allows);
        self.named.join(other.named);
    }

    /// Reads what the comments of some sources allow.
    pub(super) fn read(&mut self, trees: &[File<'_>], sources: &SourceMap) {
        self.allows.read(trees, sources);
    }

    /// What there is to say of groups of flows. Comments of their sources that allow something
    /// have been read.
    pub(super) fn groups(
        &mut self,
        program: &Program,
        groups: &[Vec<FlowId>],
    ) -> impl Iterator<Item = Diagnostic> + use<> {
        // Most programs have no story to play.
        let flows = || groups.iter().flatten().copied();
        let machine = LazyLock::new(|| Machine::of(program, flows(), Arc::clone(&self.names)));
        let played = |witness: &Witness| replay::replay_on(&machine, witness);
        let plays = |witness: &Witness| played(witness).is_ok();
        let is_asked = |rule: &Rule| self.is_asked(rule);
        let found = rules::check_groups(program, groups, self.settings, &is_asked, &plays);
        let shown = |finding| replay::shown(finding, played);
        let mut found: Vec<Diagnostic> = found.into_iter().map(shown).collect();
        if self.is_asked(&REFUSED_ACTION) {
            found.extend(raw::refused(program, flows()));
        }
        self.named.read(program, flows());
        found.into_iter()
    }

    /// What there is to say of the program as a whole, once all groups have been judged.
    pub(super) fn the_whole(&self, program: &Program) -> impl Iterator<Item = Diagnostic> + use<> {
        let is_asked = |rule: &Rule| self.is_asked(rule);
        let found = rules::check_the_whole(program, &self.named, self.settings, &is_asked);
        found
            .into_iter()
            .map(|Finding { diagnostic, .. }| diagnostic)
    }

    /// Whether some block names a flow that is only known at run time.
    pub(super) const fn names_flow_at_run_time(&self) -> bool {
        self.named.flow_at_run_time()
    }

    fn is_asked(&self, rule: &Rule) -> bool {
        let asks = |asked: &&'static Rule| std::ptr::eq(*asked, rule);
        rule.level > Level::Off || self.asked.iter().any(asks) || self.allows.name(rule)
    }

    /// Takes away what is allowed.
    pub(super) fn silence(&mut self, found: &mut Vec<Diagnostic>, sources: &SourceMap) {
        self.allows.silence(found, sources);
    }

    /// What is wrong with the comments themselves, once all has been silenced. `judged` says
    /// whether the rules have been asked; if not, no comment is pointless yet.
    pub(super) fn pointless(self, judged: bool) -> Vec<Diagnostic> {
        self.allows.pointless(judged)
    }
}
