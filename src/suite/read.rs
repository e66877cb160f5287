//! From the lines of a test to its courses: cases, shared steps, steps with steps.

use super::blocks::Blocks;
use super::expect::Expectation;
use super::holes::Holes;
use super::matching::form_of;
use super::{Step, What, names};
use crate::catalogue::steps::{Braces, StepForm, StepKind};
use crate::diag::{Diagnostic, Level, Sink};
use crate::program::Program;
use crate::source::Span;
use crate::syntax::tree::{Block, Branch, File, Item, ItemKind, Target};
use crate::text::nearest;
use std::collections::BTreeMap;

/// Steps that tests share, by name.
pub(super) type Shared = BTreeMap<String, Vec<Step>>;

/// One course of a test: the cases that it is made of, and its steps.
#[derive(Debug, Clone, Default)]
pub(super) struct Course {
    pub(super) cases: Vec<String>,
    pub(super) steps: Vec<Step>,
}

/// How many courses a test may have.
const MOST_COURSES: usize = 1_000;

/// Reads the steps of one test.
pub(super) struct Reader<'r, 'p> {
    text: &'r str,
    pub(super) program: &'p Program,
    sink: &'r mut Sink,
    shared: &'r Shared,
    pub(super) blocks: &'r Blocks<'p>,
    /// Whether no mistake was found so far.
    pub(super) is_whole: bool,
}

impl<'r, 'p> Reader<'r, 'p> {
    pub(super) fn new(
        file: &File<'r>,
        blocks: &'r Blocks<'p>,
        shared: &'r Shared,
        sink: &'r mut Sink,
    ) -> Self {
        Self {
            text: file.text,
            program: blocks.program,
            sink,
            shared,
            blocks,
            is_whole: true,
        }
    }

    /// The courses that the steps describe, unless one of them has a mistake.
    pub(super) fn courses(mut self, items: &[Item<'_>]) -> Option<Vec<Course>> {
        let courses = self.course_list(items);
        self.is_whole.then_some(courses)
    }

    /// Cases that stand beside one another are courses of their own; what stands before and
    /// behind them belongs to each.
    fn course_list(&mut self, items: &[Item<'_>]) -> Vec<Course> {
        let mut courses = vec![Course::default()];
        let mut cases: Vec<Course> = Vec::new();
        for item in items {
            if let Some((name, inside)) = self.case(item) {
                for mut course in self.courses_behind(inside) {
                    course.cases.insert(0, name.clone());
                    cases.push(course);
                }
                continue;
            }
            self.fork(&mut courses, std::mem::take(&mut cases), item);
            let steps = self.item(item);
            for course in &mut courses {
                course.steps.extend(steps.iter().cloned());
            }
        }
        if let Some(last) = items.last() {
            self.fork(&mut courses, cases, last);
        }
        courses
    }

    /// Lets every course go on with each of the cases.
    fn fork(&mut self, courses: &mut Vec<Course>, cases: Vec<Course>, item: &Item<'_>) {
        if cases.is_empty() {
            return;
        }
        if courses.len() * cases.len() > MOST_COURSES {
            let message = format!("the cases make more than {MOST_COURSES} tests of this one");
            let finding = Diagnostic::new(&names::WRONG_STEP, item.span, message);
            self.report(finding.help("split the test"));
            return;
        }
        let all = courses.iter().flat_map(|course| {
            cases.iter().map(|case| Course {
                cases: [course.cases.clone(), case.cases.clone()].concat(),
                steps: [course.steps.clone(), case.steps.clone()].concat(),
            })
        });
        *courses = all.collect();
    }

    /// The name of a `case`, and what stands behind its arrow.
    fn case<'i, 's>(&mut self, item: &'i Item<'s>) -> Option<(String, &'i Target<'s>)> {
        let ItemKind::Branch(branch) = &item.kind else {
            return None;
        };
        let line = branch.cases.only()?;
        let (form, filled) = form_of(line).ok()?;
        let holes = Holes::new(form, filled, None, line.span);
        (form.step == StepKind::Case).then(|| Some((self.said(&holes)?, &branch.target)))?
    }

    /// The courses behind an arrow: of steps in braces, or of one step.
    fn courses_behind(&mut self, target: &Target<'_>) -> Vec<Course> {
        match target {
            Target::Items(inside) => self.course_list(&inside.items),
            Target::Block(block) => vec![Course {
                cases: Vec::new(),
                steps: self.step(block),
            }],
        }
    }

    pub(super) fn report(&mut self, finding: Diagnostic) {
        self.is_whole &= finding.level != Level::Error;
        self.sink.push(finding);
    }

    fn item(&mut self, item: &Item<'_>) -> Vec<Step> {
        if let Some(label) = item.labels.first() {
            let message = format!("a test has no labels such as `{}:`", label.text);
            self.report(Diagnostic::new(&names::WRONG_STEP, label.span, message));
        }
        match &item.kind {
            ItemKind::Block(block) => self.step(block),
            ItemKind::Jump(target) => self.no_arrow(target.span()),
            ItemKind::Branch(branch) => self.with_steps(branch),
            ItemKind::Nothing => Vec::new(),
            // Reported where it was read.
            ItemKind::Broken(_) => {
                self.is_whole = false;
                Vec::new()
            }
        }
    }

    /// A step with steps of its own behind an arrow.
    fn with_steps(&mut self, branch: &Branch<'_>) -> Vec<Step> {
        let Some(line) = branch.cases.only() else {
            return self.no_arrow(branch.span());
        };
        let form = match form_of(line) {
            Ok((form, _)) if form.step == StepKind::InAnyOrder => form,
            Ok(_) => return self.no_arrow(branch.span()),
            Err(finding) => {
                self.report(*finding);
                return Vec::new();
            }
        };
        let steps: Vec<Step> = match &branch.target {
            Target::Items(inside) => {
                let items = inside.items.iter();
                items.flat_map(|item| self.item(item)).collect()
            }
            Target::Block(block) => self.step(block),
        };
        let mut expected = Vec::new();
        for step in steps {
            match step.what {
                What::Expect(expectation) => expected.push(expectation),
                What::Do(_) => {
                    let message = format!("in `{}` stands only what is expected", form.pattern);
                    let finding = Diagnostic::new(&names::WRONG_STEP, step.span, message);
                    self.report(finding.help(format!("write for example `{}`", form.example)));
                }
            }
        }
        vec![Step {
            span: line.span,
            text: line.span.of(self.text).to_owned(),
            what: What::Expect(Expectation::InAnyOrder(expected)),
        }]
    }

    fn shared(&mut self, holes: &mut Holes<'_, '_>) -> Vec<Step> {
        let Some(name) = self.said(holes) else {
            return Vec::new();
        };
        if let Some(steps) = self.shared.get(&name) {
            return steps.clone();
        }
        let message = format!("there are no steps `{name}`");
        let finding = Diagnostic::new(&names::WRONG_STEP, holes.literal_span(), message);
        let known = self.shared.keys().map(String::as_str);
        self.report(finding.help(match nearest(&name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("say what they are at the top of a file: `steps \"{name}\" {{ … }}`"),
        }));
        Vec::new()
    }

    fn no_arrow(&mut self, span: Span) -> Vec<Step> {
        let finding = Diagnostic::new(&names::WRONG_STEP, span, "a test has no arrows");
        self.report(finding.help("its steps happen one after the other"));
        Vec::new()
    }

    fn step(&mut self, block: &Block<'_>) -> Vec<Step> {
        let line = &block.line;
        let (form, filled) = match form_of(line) {
            Ok(found) => found,
            Err(finding) => {
                self.report(*finding);
                return Vec::new();
            }
        };
        self.check_braces(form, block);
        let mut holes = Holes::new(form, filled, block.entries.as_ref(), line.span);
        if form.step == StepKind::Shared {
            return self.shared(&mut holes);
        }
        let what = self.what(&mut holes);
        let step = |what| Step {
            span: line.span,
            text: line.span.of(self.text).to_owned(),
            what,
        };
        what.map(step).into_iter().collect()
    }

    fn check_braces(&mut self, form: &StepForm, block: &Block<'_>) {
        match (form.braces, &block.entries) {
            (Braces::None, Some(entries)) => {
                let message = "this step has no properties";
                self.report(Diagnostic::new(&names::WRONG_STEP, entries.span, message));
            }
            (Braces::Steps, _) => {
                let message = format!("`{}` has steps of its own", block.line.words.text());
                let finding = Diagnostic::new(&names::WRONG_STEP, block.line.span, message);
                self.report(finding.help(format!("write for example `{}`", form.example)));
            }
            (Braces::None | Braces::Properties(_) | Braces::Open, _) => {}
        }
    }
}
