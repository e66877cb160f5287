//! Once a state is warm, playing another chat takes no new memory.

use super::load;
use ebb::catalogue::Channel;
use ebb::program::Value;
use ebb::run::{
    Agent, Bot, BotAnswer, Customer, Event, FunctionAnswer, Given, Machine, Named, Nobody, Start,
    State,
};

const FLOW: &str = r#"
    queue support
    prompt welcome "Welcome.wav"
    bot Helper
    lambda look_up
    module greet { input { name: text }
        play prompt "Hello, $.Modules.Input.name."
        return "done" { data: { said: "$.Modules.Input.name" } } }
    inbound flow main {
        set disconnect flow after
        play prompt welcome
        set flow attributes { tries: "1" }
        invoke lambda function look_up { input: { id: $.Attributes.id } }
        invoke module greet { input: { name: $.External.name } }
        set contact attributes { name: "$.External.name of $.External.town", said: $.Modules.ResultData.said }
        again: loop 3 { looping -> again }
        get customer input "Help?" { bot: Helper, session attributes: { id: $.Attributes.id }, intent "Agent" -> agent }
        disconnect
        agent: set working queue support
        transfer to queue
    }
    disconnect flow after {
        wait 12h { customer returned -> { play prompt "Welcome back.", disconnect } }
        disconnect
    }
    test "there is one" { start main on chat }
"#;

#[test]
fn a_state_that_is_used_again_takes_no_new_memory() {
    let loaded = load(FLOW);
    let program = &loaded.program;
    let machine = Machine::new(program);
    let main = program.flow_named("main").unwrap();
    let function = program
        .resources
        .iter_enumerated()
        .find_map(|(id, known)| (known.name == "look_up").then_some(Named::Resource(id)))
        .unwrap();
    let mut start = Start::new(main, Channel::Chat);
    start.attributes.set("id", "7");
    let text = |text: &str| Value::Text(text.to_owned());
    let given = Event::Given(Given::Function {
        function,
        answer: FunctionAnswer::Returns(vec![
            ("name".to_owned(), text("Ann")),
            ("town".to_owned(), text("Ulm")),
        ]),
    });
    let answer = Bot::Answers(BotAnswer {
        intent: "Agent".to_owned(),
        slots: vec![("parcel".to_owned(), "A-17".to_owned())],
        ..BotAnswer::default()
    });
    let joins = Agent::Joins {
        agent: None,
        queue: None,
    };
    let events = [
        Event::Start(start),
        Event::Customer(Customer::Writes("An agent, please.".to_owned())),
        Event::Bot {
            bot: None,
            does: answer,
        },
        Event::Agent(joins),
        Event::Agent(Agent::Leaves),
        Event::Pass(3_600),
        Event::Customer(Customer::Writes("Hey, I'm back".to_owned())),
    ];
    let mut state = State::new();
    machine.apply(&mut state, &given, &mut Nobody).unwrap();
    let mut chat = || {
        state.reset();
        for event in &events {
            machine.apply(&mut state, event, &mut Nobody).unwrap();
        }
        assert!(!state.is_open());
    };
    // Memory that is used again goes round; it fits everywhere once it has been everywhere.
    for _ in 0..100 {
        chat();
    }
    let taken = allocation_counter::measure(|| (0..100).for_each(|_| chat()));
    assert_eq!(taken.count_total, 0, "{taken:?}");
}
