//! Doing something again whenever a source changes.

use super::output::Output;
use super::{Ending, Failure, Sources};
use notify::{Event, EventKind, RecursiveMode, Watcher};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long it has to be quiet after a change: an editor writes a file in several steps.
const QUIET: Duration = Duration::from_millis(50);

/// Does something, and again after every change, until nobody watches any more.
pub(super) fn forever(
    sources: &Sources,
    output: &mut Output,
    mut once: impl FnMut(&mut Output) -> Result<Ending, Failure>,
) -> Result<Ending, Failure> {
    let fail = |error: notify::Error| Failure::new(format!("cannot watch the sources: {error}"));
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(sender).map_err(fail)?;
    for path in watched(sources) {
        watcher
            .watch(&path, RecursiveMode::Recursive)
            .map_err(fail)?;
    }
    loop {
        // What is wrong with a source may be right after the next change.
        let ending = match once(output) {
            Ok(ending) => ending,
            Err(failure) => {
                output.complain(&failure);
                Ending::Findings
            }
        };
        output.flush()?;
        output.say("waiting for a change; stop with Ctrl-C");
        if !changed(&changes, QUIET) {
            return Ok(ending);
        }
    }
}

/// The folders and files whose changes matter.
fn watched(sources: &Sources) -> Vec<PathBuf> {
    let named = sources.paths.iter().filter(|path| *path != "-");
    let mut paths: Vec<PathBuf> = named.map(PathBuf::from).collect();
    if paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    paths
}

/// Waits until a source has changed and it is quiet again; false where there is nobody left
/// who could say so.
fn changed(changes: &Receiver<notify::Result<Event>>, quiet: Duration) -> bool {
    loop {
        match changes.recv() {
            Ok(Ok(event)) if matters(&event) => break,
            Ok(Ok(_) | Err(_)) => {}
            Err(_) => return false,
        }
    }
    while changes.recv_timeout(quiet).is_ok() {}
    true
}

/// Whether a source was written, made or removed. Reading is no change, and neither is what
/// `ebb` writes itself: temporary files.
fn matters(event: &Event) -> bool {
    let changes = matches!(
        event.kind,
        EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_)
    );
    changes && event.paths.iter().any(|path| is_source(path))
}

fn is_source(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    matches!(ending, Some("ebb" | "json" | "toml"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, CreateKind, ModifyKind};

    fn event(kind: EventKind, path: &str) -> notify::Result<Event> {
        Ok(Event::new(kind).add_path(PathBuf::from(path)))
    }

    #[test]
    fn only_changes_of_sources_are_changes() {
        let modified = EventKind::Modify(ModifyKind::Any);
        let read = EventKind::Access(AccessKind::Any);
        for (what, ends) in [
            (event(modified, "a/flows.ebb"), true),
            (event(EventKind::Create(CreateKind::File), "ebb.toml"), true),
            (event(read, "a/flows.ebb"), false),
            (event(modified, "a/notes.txt"), false),
            (event(modified, "a/.ebb-x1"), false),
        ] {
            let (sender, changes) = channel();
            sender.send(what).unwrap();
            drop(sender);
            assert_eq!(changed(&changes, Duration::ZERO), ends);
        }
    }

    #[test]
    fn several_changes_at_once_are_one() {
        let (sender, changes) = channel();
        for _ in 0..3 {
            let modified = EventKind::Modify(ModifyKind::Any);
            sender.send(event(modified, "flows.ebb")).unwrap();
        }
        assert!(changed(&changes, Duration::ZERO));
        drop(sender);
        assert!(!changed(&changes, Duration::ZERO));
    }
}
