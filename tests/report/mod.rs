//! `ebb check` in CI: formats for machines, levels, baselines, fixes.

mod action;
mod baseline;
mod fixes;
mod formats;
mod levels;

/// A wait that is cut off, with its story; a mistake that has a fix; a name with a blank.
const LATE: &str = r#"queue support

inbound flow welcome {
    set disconnect flow after
    set working queue support
    transfer to queue
    play prompt "Sorry."
    disconnect
}

disconnect flow after {
    wait 14h {
        customer returned -> {
            set working queue support
            transfer to queue
        }
    }
    disconnect
}
"#;

/// A finding of each level and no error that keeps rules from being asked.
const ALL_LEVELS: &str = r#"inbound flow café {
    wait 26h {
        time expired -> next
    }
    disconnect
lost:
    play prompt "Nobody hears this."
    disconnect
}
"#;
