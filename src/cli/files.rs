//! Reading and writing files.

use super::Failure;
use crate::compile::Input;
use crate::emit::{SIDECAR_ENDING, Sidecar};
use crate::source::{LARGEST_SOURCE, ReadAgain};
use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The name that standard input is shown under.
pub(super) const STDIN: &str = "<stdin>";

/// A file to read, or standard input.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Where it is; nothing for standard input.
    pub(super) path: Option<PathBuf>,
    /// Whether somebody named it.
    pub(super) named: bool,
}

impl Found {
    pub(super) fn read(&self) -> Result<Input, Failure> {
        match &self.path {
            Some(path) => read_file(path, self.named),
            None => read_stdin(),
        }
    }

    /// As [`read`](Self::read), with a way to read the same again; nothing where either fails.
    /// What is read can be read once more by somebody else.
    pub(super) fn read_to_return(&self) -> Option<(Input, ReadAgain)> {
        stamp(self.path.as_deref())?;
        let (input, again) = self.read_to_let_go().ok()?;
        Some((input, again?))
    }

    /// As [`read`](Self::read), with a way to read the same again, where there is one.
    pub(super) fn read_to_let_go(&self) -> Result<(Input, Option<ReadAgain>), Failure> {
        // Whatever is written from here on shows in the time at which it was.
        let stamp = stamp(self.path.as_deref());
        let input = self.read()?;
        let again = self.path.clone().zip(stamp);
        let again = again.map(|(path, stamp)| {
            ReadAgain::new(move || {
                let is_same = || self::stamp(Some(&path)) == Some(stamp);
                // What has become a pipe would be waited for.
                let again = is_same().then(|| read_file(&path, true))?.ok()?;
                is_same().then_some(again.text)
            })
        });
        Ok((input, again))
    }
}

/// What changes when a file is written anew: its length, and when that was. What is no file
/// gives its text once.
fn stamp(path: Option<&Path>) -> Option<(u64, SystemTime)> {
    let about = fs::metadata(path?).ok().filter(fs::Metadata::is_file)?;
    Some((about.len(), about.modified().ok()?))
}

/// Everything that the paths name: files as they are, `-` as standard input, folders
/// with every file below them that has one of these endings, by name.
pub(super) fn find(paths: &[String], endings: &[&str]) -> Result<Vec<Found>, Failure> {
    let mut inputs = Vec::new();
    for path in paths {
        let named = |path| Found { path, named: true };
        if path == "-" {
            inputs.push(named(None));
        } else if Path::new(path).is_dir() {
            let found = below(Path::new(path), endings, &[])?;
            if found.is_empty() {
                return Err(nothing_below(path, endings));
            }
            inputs.extend(found.into_iter().map(|path| Found {
                path: Some(path),
                named: false,
            }));
        } else {
            inputs.push(named(Some(PathBuf::from(path))));
        }
    }
    Ok(if paths.len() > 1 {
        each_once(inputs)
    } else {
        inputs
    })
}

/// A file that is named twice, or named beside its folder, is one file.
fn each_once(all: Vec<Found>) -> Vec<Found> {
    let mut places = BTreeMap::new();
    let mut once: Vec<Found> = Vec::new();
    for found in all {
        let path = found.path.as_ref();
        let place = path.map(|path| path.canonicalize().unwrap_or_else(|_| path.clone()));
        let first = *places.entry(place).or_insert(once.len());
        match once.get_mut(first) {
            Some(first) => first.named |= found.named,
            None => once.push(found),
        }
    }
    once
}

/// A folder holds nothing to work on.
pub(super) fn nothing_below(folder: &str, endings: &[&str]) -> Failure {
    let kinds: Vec<String> = endings
        .iter()
        .map(|ending| format!("no .{ending}"))
        .collect();
    Failure::new(format!("{} file is below `{folder}`", kinds.join(" and ")))
}

/// Reads one file, or standard input for `-`; nothing where the path is a folder.
pub(super) fn read_one(path: &str) -> Result<Option<Input>, Failure> {
    if path == "-" {
        read_stdin().map(Some)
    } else if Path::new(path).is_dir() {
        Ok(None)
    } else {
        read_file(Path::new(path), true).map(Some)
    }
}

/// The files below a folder with one of these endings, sorted; ignored and hidden
/// files are left out, and so is what lies in one of the folders to skip.
pub(super) fn below(
    folder: &Path,
    endings: &[&str],
    skip: &[PathBuf],
) -> Result<Vec<PathBuf>, Failure> {
    let mut walk = ignore::WalkBuilder::new(folder);
    // What a person's own git ignores changes nothing: a run is the same on every machine.
    walk.git_global(false);
    let skip: Vec<PathBuf> = skip
        .iter()
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    if !skip.is_empty() {
        walk.filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let place = || entry.path().canonicalize().ok();
            // The folder that was asked for is looked through, whatever else it is.
            entry.depth() == 0 || !is_folder || place().is_none_or(|place| !skip.contains(&place))
        });
    }
    let mut found = Vec::new();
    for entry in walk.build() {
        let entry = entry.map_err(|error| {
            Failure::new(format!("cannot look below `{}`: {error}", shown(folder)))
        })?;
        let ending = entry.path().extension().and_then(|ending| ending.to_str());
        let wanted = ending.is_some_and(|ending| endings.contains(&ending));
        if wanted
            && !is_sidecar(entry.path())
            && entry.file_type().is_some_and(|kind| kind.is_file())
        {
            found.push(entry.into_path());
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a file is kept beside a source, and is none itself.
fn is_sidecar(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.and_then(|name| name.strip_suffix(SIDECAR_ENDING))
        .is_some_and(|stem| stem.ends_with('.'))
}

/// What is kept beside a source, if there is anything.
pub(super) fn sidecar(source: &Path) -> Result<Option<Sidecar>, Failure> {
    let path = source.with_extension(SIDECAR_ENDING);
    if source.extension().is_none_or(|ending| ending != "ebb") || !path.is_file() {
        return Ok(None);
    }
    let text = read_file(&path, true)?.text;
    let fail = |what: String| {
        let shown = shown(&path);
        Failure::new(format!(
            "`{shown}` cannot be read: {what}; without the file, blocks are laid out anew"
        ))
    };
    Sidecar::read(&text).map(Some).map_err(fail)
}

/// Reads one file.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the place that reads files"
)]
pub(super) fn read_file(path: &Path, named: bool) -> Result<Input, Failure> {
    let shown = shown(path);
    let fail =
        |error: std::io::Error| Failure::new(format!("cannot read `{shown}`: {}", reason(&error)));
    if fs::metadata(path).map_err(fail)?.len() > LARGEST_SOURCE as u64 {
        return Err(too_large(&shown));
    }
    let bytes = fs::read(path).map_err(fail)?;
    Ok(Input {
        text: decoded(bytes, &shown)?,
        name: shown,
        named,
    })
}

/// Where the file is that a source names by a path; for standard input, below the current
/// folder.
pub(super) fn beside(source: &str, path: &str) -> Result<PathBuf, String> {
    if Path::new(path).is_absolute() {
        return Err(format!(
            "`{path}` begins at the root of this machine, and others have another"
        ));
    }
    let folder = Some(source).filter(|source| *source != STDIN);
    let folder = folder.and_then(|source| Path::new(source).parent());
    Ok(folder.unwrap_or(Path::new("")).join(path))
}

fn read_stdin() -> Result<Input, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(LARGEST_SOURCE as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(format!("cannot read standard input: {}", reason(&error))))?;
    if bytes.len() > LARGEST_SOURCE {
        return Err(too_large(STDIN));
    }
    Ok(Input {
        name: STDIN.to_owned(),
        text: decoded(bytes, STDIN)?,
        named: true,
    })
}

/// What is too large is not read at all.
fn too_large(name: &str) -> Failure {
    Failure::new(format!(
        "`{name}` is larger than {} MiB, and so large a file is not read; Amazon Connect takes 256,000 characters for a flow",
        LARGEST_SOURCE / 1024 / 1024
    ))
}

/// The text of a file: UTF-8, or UTF-16 where the mark at its start says so.
fn decoded(bytes: Vec<u8>, name: &str) -> Result<String, Failure> {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes, name),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes, name),
        _ => utf8(bytes, name),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, name: &str) -> Result<String, Failure> {
    let (units, rest) = bytes.as_chunks::<2>();
    let text: Result<String, _> =
        char::decode_utf16(units.iter().map(|pair| unit(*pair))).collect();
    match text {
        Ok(text) if rest.is_empty() => Ok(text),
        Ok(_) | Err(_) => Err(Failure::new(format!(
            "`{name}` begins as UTF-16 and goes on as something else; save the file as UTF-8"
        ))),
    }
}

fn utf8(bytes: Vec<u8>, name: &str) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..at).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Failure::new(format!(
            "`{name}` is not text in UTF-8: line {line} has a byte that cannot be read; save the file as UTF-8"
        ))
    })
}

/// A path as people write it.
pub(super) fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

/// Why the system refused, without its error number.
fn reason(error: &std::io::Error) -> String {
    const KNOWN: [(ErrorKind, &str); 5] = [
        (ErrorKind::NotFound, "there is no such file"),
        (ErrorKind::PermissionDenied, "you may not"),
        (
            ErrorKind::AlreadyExists,
            "a file of that name is there, and no folder",
        ),
        (ErrorKind::NotADirectory, "a part of the path is no folder"),
        (ErrorKind::IsADirectory, "it is a folder"),
    ];
    let kind = error.kind();
    if let Some((_, why)) = KNOWN.iter().find(|(known, _)| *known == kind) {
        return (*why).to_owned();
    }
    let text = error.to_string();
    let end = text.find(" (os error ").unwrap_or(text.len());
    text.get(..end).unwrap_or_default().to_owned()
}

/// What a file holds, compared with what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// There is no such file.
    Nothing,
    /// Something else, or what cannot be read.
    Other,
    /// Just that.
    This,
}

/// Whether a file holds a text.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the place that reads files"
)]
pub(super) fn holds(path: &Path, text: &str) -> Holds {
    match fs::read(path) {
        Ok(bytes) if bytes == text.as_bytes() => Holds::This,
        Err(error) if error.kind() == ErrorKind::NotFound => Holds::Nothing,
        Ok(_) | Err(_) => Holds::Other,
    }
}

pub(super) fn cannot_write(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot write `{}`: {}", shown(path), reason(error)))
}

/// Writes a file whole or not at all: to a temporary file beside it, then renamed.
/// A file that already holds the text is left alone; says whether it was written.
pub(super) fn write(path: &Path, text: &str) -> Result<bool, Failure> {
    let fail = |error: &std::io::Error| cannot_write(path, error);
    if holds(path, text) == Holds::This {
        return Ok(false);
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder).map_err(|error| fail(&error))?;
    let mut temporary = tempfile::Builder::new()
        .prefix(".ebb-")
        .tempfile_in(folder)
        .map_err(|error| fail(&error))?;
    temporary
        .write_all(text.as_bytes())
        .map_err(|error| fail(&error))?;
    keep_permissions(path, temporary.as_file()).map_err(|error| fail(&error))?;
    temporary
        .persist(path)
        .map_err(|error| fail(&error.error))?;
    Ok(true)
}

/// A temporary file is private; the file it becomes is as it was, or as others are.
#[cfg(unix)]
fn keep_permissions(path: &Path, file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let permissions = match fs::metadata(path) {
        Ok(old) => old.permissions(),
        Err(_) => fs::Permissions::from_mode(0o644),
    };
    file.set_permissions(permissions)
}

#[cfg(not(unix))]
fn keep_permissions(_path: &Path, _file: &fs::File) -> std::io::Result<()> {
    Ok(())
}

/// The files with this ending in a folder itself, sorted.
pub(super) fn inside(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Failure> {
    let fail = |error: std::io::Error| {
        Failure::new(format!(
            "cannot look into `{}`: {}",
            shown(folder),
            reason(&error)
        ))
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        if path.extension().is_some_and(|known| known == ending) && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
