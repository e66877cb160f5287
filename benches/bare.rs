//! The least that a walk over blocks can cost: a random walk over numbered nodes, which
//! looks at nothing but where to go next.
//!
//! What the machine has beside it (attributes, texts with references, hooks, queues, agents,
//! the chain of contacts) is the difference. As a ratio of one run it says more than a
//! figure of one machine.

use std::hint::black_box;

/// Nodes of the walk, beside its end.
const NODES: u32 = 100;
/// Of a hundred arrows so many lead to the end, so that a walk has about eleven steps.
const TO_THE_END: u64 = 12;

enum Node {
    Says { next: u32, error: u32 },
    Sets { slot: usize, next: u32 },
    Compares { slot: usize, cases: [u32; 4] },
    Waits { seconds: u64, back: u32, over: u32 },
    End,
}

/// A walk over nodes of which each kind comes as often as the others.
pub struct Bare {
    nodes: Vec<Node>,
    random: Random,
}

/// A generator of a few instructions (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn target(&mut self) -> u32 {
        let drawn = self.next();
        match drawn % 100 < TO_THE_END {
            true => NODES,
            false => (drawn >> 32) as u32 % NODES,
        }
    }
}

impl Bare {
    pub fn new() -> Self {
        let mut random = Random(987_654_321);
        let mut nodes: Vec<Node> = Vec::with_capacity(NODES as usize + 1);
        for number in 0..NODES {
            let slot = number as usize % 8;
            let mut to = || random.target();
            nodes.push(match number % 4 {
                0 => Node::Says {
                    next: to(),
                    error: to(),
                },
                1 => Node::Sets { slot, next: to() },
                2 => Node::Compares {
                    slot,
                    cases: [to(), to(), to(), to()],
                },
                _ => Node::Waits {
                    seconds: u64::from(number),
                    back: to(),
                    over: to(),
                },
            });
        }
        nodes.push(Node::End);
        Self { nodes, random }
    }

    /// So many walks; gives how many steps they took.
    pub fn walk(&mut self, walks: u64) -> u64 {
        let (mut steps, mut now) = (0, 0);
        for _ in 0..walks {
            let mut at = self.random.next() as u32 % NODES;
            let mut slots = [0; 8];
            // A random walk can come into a circle without an end.
            for _ in 0..64 {
                let drawn = self.random.next();
                at = match &self.nodes[at as usize] {
                    Node::Says { error, .. } if drawn.is_multiple_of(16) => *error,
                    Node::Says { next, .. } => *next,
                    Node::Sets { slot, next } => {
                        slots[*slot] = drawn;
                        *next
                    }
                    Node::Compares { slot, cases } => cases[((slots[*slot] ^ drawn) % 4) as usize],
                    Node::Waits { seconds, back, .. } if drawn.is_multiple_of(2) => {
                        now += seconds / 2;
                        *back
                    }
                    Node::Waits { seconds, over, .. } => {
                        now += seconds;
                        *over
                    }
                    Node::End => break,
                };
                steps += 1;
            }
            black_box((now, &slots));
        }
        steps
    }
}
