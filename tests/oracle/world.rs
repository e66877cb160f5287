//! Brute force: every chat at every second, one step after another. Slow and plain, and
//! written from the definition without a look at the analysis.

use super::steps::{self, Chat, Pays, Told};
use ebb::program::Program;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Every chat that some path leads to, whatever time that takes, and where each goes on.
pub struct World {
    pub chats: Vec<Chat>,
    pub moves: Vec<Vec<Move>>,
    /// What is known of attributes.
    pub told: Told,
    /// How many of the chats are starts, the first ones.
    starts: usize,
    numbers: BTreeMap<Chat, usize>,
}

/// One step: where to, who pays for the time, from how long to how long.
#[derive(Debug, Clone, Copy)]
pub struct Move {
    pub to: usize,
    pub pays: Pays,
    pub least: u32,
    pub most: u32,
    /// Only an estimate.
    pub open: bool,
    /// The exit it takes, and whether a timer opens it.
    pub exit: Option<usize>,
    pub timer: bool,
}

/// What was reached: the number of a chat, second, late returns, service.
pub type Tuple = (usize, u32, u32, u32);

/// What a run may cost; nothing: whatever it likes, and it is not told apart.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub duration: u32,
    pub late: Option<u32>,
    pub service: Option<u32>,
    pub with_open: bool,
}

/// What the least of is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    Late,
    Service,
}

impl World {
    /// All that can follow the starts, where attributes are as told; where nothing is told,
    /// every comparison goes any way, and every Wait lasts as long as it can.
    pub fn new(program: &Program, told: Told) -> Self {
        let mut world = Self {
            chats: Vec::new(),
            moves: Vec::new(),
            told,
            starts: 0,
            numbers: BTreeMap::new(),
        };
        for start in steps::starts(program, told) {
            world.number(start);
        }
        world.starts = world.chats.len();
        while let Some(chat) = world.chats.get(world.moves.len()).cloned() {
            let steps = steps::steps_from(program, &chat);
            let moves = steps
                .into_iter()
                .filter(|step| step.most >= step.least)
                .map(|step| Move {
                    to: world.number(step.to),
                    pays: step.pays,
                    least: step.least,
                    most: step.most,
                    open: step.open,
                    exit: step.exit,
                    timer: step.timer,
                })
                .collect();
            world.moves.push(moves);
        }
        world
    }

    /// Every chat at its start.
    pub fn starts(&self) -> impl Iterator<Item = Tuple> {
        (0..self.starts).map(|start| (start, 0, 0, 0))
    }

    fn number(&mut self, chat: Chat) -> usize {
        let next = self.chats.len();
        let number = *self.numbers.entry(chat.clone()).or_insert(next);
        if number == next {
            self.chats.push(chat);
        }
        number
    }

    /// The chats from which a block that takes time can be reached.
    pub fn leads_to_time(&self) -> Vec<bool> {
        let mut leads: Vec<bool> = self
            .moves
            .iter()
            .map(|moves| moves.iter().any(|step| step.most > 0))
            .collect();
        loop {
            let more: Vec<usize> = (0..leads.len())
                .filter(|chat| !leads[*chat] && self.moves[*chat].iter().any(|step| leads[step.to]))
                .collect();
            if more.is_empty() {
                return leads;
            }
            for chat in more {
                leads[chat] = true;
            }
        }
    }

    /// Everything that can be reached, with the number of steps it takes (a bot that falls
    /// silent is half a step here and none there).
    pub fn walk(&self, limits: Limits) -> Reached {
        let mut reached = Reached::new(self, limits);
        for start in self.starts() {
            reached.add(start, 0);
        }
        let mut next = 0;
        while let Some((tuple, count)) = reached.found.get(next).copied() {
            for step in &self.moves[tuple.0] {
                takes(tuple, step, limits, |tuple| reached.add(tuple, count + 1));
            }
            next += 1;
        }
        reached
    }

    /// For every chat and second the least that a run there costs, the other cost within
    /// its limit.
    pub fn least(&self, limits: Limits, cost: Cost) -> BTreeMap<(usize, u32), u32> {
        let of = |(_, _, late, service): Tuple| match cost {
            Cost::Late => late,
            Cost::Service => service,
        };
        // Cheap ones first: what is reached again is not reached for less.
        let mut next: BTreeMap<u32, VecDeque<Tuple>> = BTreeMap::new();
        next.insert(0, self.starts().collect());
        let mut seen = BTreeSet::new();
        let mut least = BTreeMap::new();
        while let Some(mut cheapest) = next.first_entry() {
            let Some(tuple) = cheapest.get_mut().pop_front() else {
                cheapest.remove();
                continue;
            };
            let (chat, time, late, service) = tuple;
            let other = match cost {
                Cost::Late => service,
                Cost::Service => late,
            };
            if !seen.insert((chat, time, other)) {
                continue;
            }
            least.entry((chat, time)).or_insert(of(tuple));
            for step in &self.moves[chat] {
                takes(tuple, step, limits, |tuple| {
                    next.entry(of(tuple)).or_default().push_back(tuple);
                });
            }
        }
        least
    }
}

/// What a step leads to, at every second at which it can end.
pub fn takes(tuple: Tuple, step: &Move, limits: Limits, mut reached: impl FnMut(Tuple)) {
    let (_, time, late, service) = tuple;
    if step.open && !limits.with_open {
        return;
    }
    let most = step.most.min((limits.duration - 1).saturating_sub(time));
    for spent in step.least..=most {
        let (mut late, mut service) = (late, service);
        match step.pays {
            Pays::Nobody => {}
            Pays::Customer => {
                if let (Some(allowed), true) = (limits.late, spent > 0) {
                    late += 1;
                    if late > allowed {
                        continue;
                    }
                }
            }
            Pays::Service => {
                if let Some(allowed) = limits.service {
                    service += spent;
                    if service > allowed {
                        continue;
                    }
                }
            }
        }
        reached((step.to, time + spent, late, service));
    }
}

/// The tuples that were reached, nearest first.
pub struct Reached {
    pub found: Vec<(Tuple, usize)>,
    seen: Vec<bool>,
    limits: Limits,
}

impl Reached {
    fn new(world: &World, limits: Limits) -> Self {
        let many = |limit: Option<u32>| limit.map_or(1, |limit| limit as usize + 1);
        let places = world.chats.len() * limits.duration as usize;
        Self {
            found: Vec::new(),
            seen: vec![false; places * many(limits.late) * many(limits.service)],
            limits,
        }
    }

    fn add(&mut self, tuple: Tuple, steps: usize) {
        let (chat, time, late, service) = tuple;
        let many = |limit: Option<u32>| limit.map_or(1, |limit| limit as usize + 1);
        let place = chat * self.limits.duration as usize + time as usize;
        let place = (place * many(self.limits.late) + late as usize) * many(self.limits.service)
            + service as usize;
        if !std::mem::replace(&mut self.seen[place], true) {
            self.found.push((tuple, steps));
        }
    }
}
