//! What several tests need.

use proptest::test_runner::{Config, RngSeed};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A page of the repository.
#[track_caller]
pub fn page(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// How a law is tried on random cases: on so many in the ordinary run, on 20,000 with the
/// feature `slow-tests`; see [`cases_of`].
pub fn cases(ordinary: u32) -> Config {
    cases_of(ordinary, 20_000)
}

/// How a law is tried on random cases: on so many in the ordinary run, on as many with the
/// feature `slow-tests`. They are the same cases in every run, so that only a change of the
/// code can make a law fail; `PROPTEST_RNG_SEED=$RANDOM cargo test` tries others, and its
/// number is all that is needed to try them again.
pub fn cases_of(ordinary: u32, with_patience: u32) -> Config {
    let slow = cfg!(feature = "slow-tests");
    let config = Config::default();
    Config {
        cases: if slow { with_patience } else { ordinary },
        rng_seed: match config.rng_seed {
            RngSeed::Random => RngSeed::Fixed(1),
            asked => asked,
        },
        failure_persistence: None,
        ..config
    }
}

/// The folder of exported flows, where there is one. Says so where there is none.
pub fn corpus() -> Option<PathBuf> {
    match std::env::var_os("EBB_CORPUS") {
        Some(folder) if !folder.is_empty() => Some(PathBuf::from(folder)),
        _ => {
            println!("skipped: EBB_CORPUS names no folder of exported flows");
            None
        }
    }
}

/// Compares the part of a page between `<!-- NAME: … -->` and `<!-- /NAME -->` with what
/// it is generated from; with `UPDATE=1` it is written anew.
#[track_caller]
pub fn generated(path: &str, name: &str, wanted: &str) {
    let text = page(path);
    let open = text
        .find(&format!("<!-- {name}:"))
        .unwrap_or_else(|| panic!("{path} has no part `{name}`"));
    let start = open + text[open..].find('\n').expect("a line end") + 1;
    let end = start
        + text[start..]
            .find(&format!("<!-- /{name} -->"))
            .unwrap_or_else(|| panic!("{path}: the part `{name}` does not end"));
    if &text[start..end] == wanted {
        return;
    }
    if std::env::var_os("UPDATE").is_some() {
        let fresh = format!("{}{wanted}{}", &text[..start], &text[end..]);
        fs::write(root().join(path), fresh).expect("the page can be written");
        return;
    }
    panic!("{path}: the part `{name}` is stale; run the tests with UPDATE=1");
}

/// A folder for one test, gone when the test is over.
pub struct Project {
    folder: tempfile::TempDir,
}

/// What a command printed and how it ended.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Project {
    /// An empty folder.
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder can be made"),
        }
    }

    /// A folder with a copy of the examples.
    pub fn with_examples() -> Self {
        fn copy(from: &Path, to: &Path) {
            fs::create_dir_all(to).expect("a folder can be made");
            for entry in fs::read_dir(from).expect("the examples can be read") {
                let path = entry.expect("the examples can be read").path();
                let target = to.join(path.file_name().expect("a name"));
                if path.is_dir() {
                    // What somebody has built who followed the tour is no example.
                    if !path.ends_with("build") {
                        copy(&path, &target);
                    }
                } else {
                    fs::copy(&path, &target).expect("a file can be copied");
                }
            }
        }
        let project = Self::new();
        copy(&root().join("examples"), &project.path("examples"));
        project
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, content).expect("a file can be written");
    }

    /// Reads a file.
    #[track_caller]
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file is there")
    }

    /// Runs `ebb` in the folder.
    pub fn ebb(&self, arguments: &[&str]) -> Ran {
        self.ebb_with(arguments, "")
    }

    /// Runs `ebb` in the folder with something on standard input.
    pub fn ebb_with(&self, arguments: &[&str], input: &str) -> Ran {
        use std::io::Write;
        use std::process::Stdio;
        let mut child = Command::new(env!("CARGO_BIN_EXE_ebb"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("EBB_FORMAT")
            .env("NO_COLOR", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("ebb runs");
        let mut stdin = child.stdin.take().expect("a pipe");
        // A command that reads nothing may close its end first.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        let output = child.wait_with_output().expect("ebb ends");
        Ran {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("text"),
            stderr: String::from_utf8(output.stderr).expect("text"),
        }
    }

    /// Runs a line of a console block in the folder; gives both streams as they come.
    pub fn shell(&self, line: &str) -> String {
        let ebb = Path::new(env!("CARGO_BIN_EXE_ebb"));
        let bin = ebb.parent().expect("a folder").display().to_string();
        let path = std::env::var("PATH").unwrap_or_default();
        let output = Command::new("sh")
            .args(["-c", &format!("{{ {line}\n}} 2>&1")])
            .current_dir(self.folder.path())
            .env("PATH", format!("{bin}:{path}"))
            .env("NO_COLOR", "1")
            .env_remove("EBB_FORMAT")
            .output()
            .expect("a shell runs");
        String::from_utf8(output.stdout).expect("text")
    }
}

impl Ran {
    /// Everything that a person sees, for snapshots.
    pub fn shown(&self) -> String {
        format!(
            "exit code: {}\n----- stdout\n{}----- stderr\n{}",
            self.code.map_or("none".to_owned(), |code| code.to_string()),
            self.stdout,
            self.stderr
        )
    }
}
