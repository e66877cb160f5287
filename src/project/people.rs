//! How people, bots and functions behave in a simulation: `people.toml`.

use serde::Deserialize;

/// How everybody behaves. Shares are between 0 and 1, times in seconds.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct People {
    /// The customer.
    pub customer: CustomerWays,
    /// Agents.
    pub agent: AgentWays,
    /// Bots.
    pub bot: BotWays,
    /// Functions.
    pub function: FunctionWays,
    /// Queues, as metrics show them.
    pub queue: QueueWays,
    /// The rest of the world.
    pub world: WorldWays,
}

/// How customers behave.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CustomerWays {
    /// Which share comes back to a Wait.
    pub returns: f64,
    /// How soon, from and to.
    pub returns_after: [u32; 2],
    /// Which share answers a question instead of being silent.
    pub answers: f64,
    /// How soon, from and to.
    pub answers_after: [u32; 2],
    /// Which share ends the chat while it waits in a queue.
    pub gives_up: f64,
    /// Which share of answers in a view is a button that the block has no branch for.
    pub another_button: f64,
    /// Which share of those who answer signs in when asked to.
    pub signs_in: f64,
}

impl Default for CustomerWays {
    fn default() -> Self {
        Self {
            returns: 0.5,
            returns_after: [60, 57_600],
            answers: 0.9,
            answers_after: [5, 120],
            gives_up: 0.05,
            another_button: 0.1,
            signs_in: 0.8,
        }
    }
}

/// How agents behave.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AgentWays {
    /// How soon one takes a contact from its queue, from and to.
    pub joins_after: [u32; 2],
    /// How long one stays, from and to.
    pub stays: [u32; 2],
}

impl Default for AgentWays {
    fn default() -> Self {
        Self {
            joins_after: [10, 900],
            stays: [120, 1_800],
        }
    }
}

/// How bots behave.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BotWays {
    /// Which share of conversations fails.
    pub fails: f64,
    /// Which share of answers is understood as none of the intents of the block.
    pub misunderstands: f64,
}

impl Default for BotWays {
    fn default() -> Self {
        Self {
            fails: 0.01,
            misunderstands: 0.1,
        }
    }
}

/// How functions behave.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FunctionWays {
    /// Which share of chats meets one that fails.
    pub fails: f64,
    /// Which share of chats meets one that takes too long.
    pub times_out: f64,
}

impl Default for FunctionWays {
    fn default() -> Self {
        Self {
            fails: 0.01,
            times_out: 0.01,
        }
    }
}

/// What metrics say of a queue at the start of a chat; each is drawn from and to.
///
/// Whoever is available is on duty, and whoever is on duty is logged in, so that there are
/// always as many of these at least. Where nobody waits, nobody has waited long.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct QueueWays {
    /// How many agents could take a contact.
    pub agents_available: [u32; 2],
    /// How many agents are on duty.
    pub agents_staffed: [u32; 2],
    /// How many agents are logged in.
    pub agents_online: [u32; 2],
    /// How many contacts wait.
    pub contacts: [u32; 2],
    /// How long the first of them has waited.
    pub oldest_contact: [u32; 2],
}

impl Default for QueueWays {
    fn default() -> Self {
        Self {
            agents_available: [0, 3],
            agents_staffed: [0, 8],
            agents_online: [0, 10],
            contacts: [0, 20],
            oldest_contact: [0, 900],
        }
    }
}

/// How the rest of the world is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WorldWays {
    /// Which share of chats finds hours closed.
    pub closed: f64,
    /// Which share of chats finds a queue full.
    pub full: f64,
}

impl Default for WorldWays {
    fn default() -> Self {
        Self {
            closed: 0.2,
            full: 0.02,
        }
    }
}

/// Reads a description; what it does not say is as usual.
///
/// # Errors
///
/// A sentence with the place, where it cannot be read or a value makes no sense.
pub fn read(text: &str) -> Result<People, String> {
    let people: People = toml::from_str(text).map_err(|error| error.to_string())?;
    for (name, share) in people.shares() {
        if !(0.0..=1.0).contains(&share) {
            return Err(format!(
                "`{name}` is {share}, and a share is between 0 and 1"
            ));
        }
    }
    for (name, [from, to]) in people.ranges() {
        if from > to {
            return Err(format!(
                "`{name}` begins at {from} and ends at {to}, which is less; write the smaller number first"
            ));
        }
    }
    Ok(people)
}

impl People {
    fn shares(&self) -> [(&'static str, f64); 11] {
        [
            ("customer.returns", self.customer.returns),
            ("customer.answers", self.customer.answers),
            ("customer.gives_up", self.customer.gives_up),
            ("customer.another_button", self.customer.another_button),
            ("customer.signs_in", self.customer.signs_in),
            ("bot.fails", self.bot.fails),
            ("bot.misunderstands", self.bot.misunderstands),
            ("function.fails", self.function.fails),
            ("function.times_out", self.function.times_out),
            ("world.closed", self.world.closed),
            ("world.full", self.world.full),
        ]
    }

    const fn ranges(&self) -> [(&'static str, [u32; 2]); 9] {
        [
            ("customer.returns_after", self.customer.returns_after),
            ("customer.answers_after", self.customer.answers_after),
            ("agent.joins_after", self.agent.joins_after),
            ("agent.stays", self.agent.stays),
            ("queue.agents_available", self.queue.agents_available),
            ("queue.agents_staffed", self.queue.agents_staffed),
            ("queue.agents_online", self.queue.agents_online),
            ("queue.contacts", self.queue.contacts),
            ("queue.oldest_contact", self.queue.oldest_contact),
        ]
    }
}
