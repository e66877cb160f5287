//! Files that come into a folder together: into a new one all of them at once.

use super::Failure;
use super::files::{self, Holds, cannot_write, holds};
use super::output::Output;
use crate::parallel;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// One of the files.
#[derive(Debug)]
pub(super) struct Staged {
    /// Its name in the folder.
    pub(super) name: String,
    /// What it is, in a few words.
    pub(super) about: String,
    /// What the file holds that is there now.
    pub(super) holds: Holds,
}

/// Files that come into a folder together: each is written beside it first, and when all
/// are there, they are put in place. Until then the folder holds what it held.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    /// Whether the folder was there at the beginning.
    is_there: bool,
    /// Made when the first file needs it; gone when this is.
    beside: Mutex<Option<tempfile::TempDir>>,
}

impl Staging {
    /// For files of `folder`, which need not be there.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self {
            is_there: folder.exists(),
            // `out/.` is `out`.
            folder: folder.components().collect(),
            beside: Mutex::new(None),
        }
    }

    /// Where a file of this name is going to be.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Whether there is a file of this name already.
    pub(super) fn has(&self, name: &str) -> bool {
        self.is_there && self.path(name).exists()
    }

    /// Keeps a file until [`publish`](Self::publish); one that holds the text already is
    /// left alone. Says what it holds now.
    pub(super) fn put(&self, name: &str, text: &str) -> Result<Holds, Failure> {
        let path = self.path(name);
        let now = match self.is_there {
            true => holds(&path, text),
            false => Holds::Nothing,
        };
        if now == Holds::Other && path.is_dir() {
            let shown = files::shown(&path);
            return Err(Failure::new(format!(
                "cannot write `{shown}`: it is a folder; nothing was written"
            )));
        }
        if now != Holds::This {
            let write = || {
                let mut file = fs::File::create(self.beside()?.join(name))?;
                file.write_all(text.as_bytes())?;
                if now == Holds::Other
                    && let Ok(old) = fs::metadata(&path)
                {
                    file.set_permissions(old.permissions())?;
                }
                Ok(())
            };
            write().map_err(|error| cannot_write(&path, &error))?;
        }
        Ok(now)
    }

    /// In the innermost folder that is there, so that nothing stays behind where files are
    /// refused.
    fn beside(&self) -> std::io::Result<PathBuf> {
        let mut beside = self.beside.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*beside {
            return Ok(known.path().to_owned());
        }
        let mut above = self.folder.ancestors();
        let above = above.find(|above| above.is_dir()).unwrap_or(Path::new("."));
        let made = tempfile::Builder::new().prefix(".ebb-").tempdir_in(above)?;
        Ok(beside.insert(made).path().to_owned())
    }

    /// Puts the files in place that were kept, and says so. Where there is no such folder yet,
    /// it comes with all of them at once.
    pub(super) fn publish(&self, all: &[&Staged], output: &mut Output) -> Result<(), Failure> {
        let new = all.iter().filter(|staged| staged.holds != Holds::This);
        self.put_in_place(&new.map(|staged| staged.name.as_str()).collect::<Vec<_>>())?;
        let lines: Vec<String> = all
            .iter()
            .map(|staged| {
                let what = match staged.holds {
                    Holds::This => "unchanged",
                    Holds::Nothing | Holds::Other => "wrote    ",
                };
                let path = self.path(&staged.name);
                format!("{what} {} ({})", files::shown(&path), staged.about)
            })
            .collect();
        output.say(&lines.join("\n"));
        Ok(())
    }

    fn put_in_place(&self, names: &[&str]) -> Result<(), Failure> {
        if names.is_empty() {
            return Ok(());
        }
        if !self.is_there && self.whole()? {
            return Ok(());
        }
        let made = fs::create_dir_all(&self.folder);
        made.map_err(|error| cannot_write(&self.folder, &error))?;
        let published = parallel::map(names, |name| {
            let path = self.path(name);
            let put = || fs::rename(self.beside()?.join(name), &path);
            put().map_err(|error| cannot_write(&path, &error))
        });
        published.into_iter().collect()
    }

    /// Makes the folder of what was kept; says whether that could be done. Somebody else may
    /// have made one of that name in the meantime.
    fn whole(&self) -> Result<bool, Failure> {
        if let Some(above) = self.folder.parent() {
            fs::create_dir_all(above).map_err(|error| cannot_write(above, &error))?;
        }
        let beside = self.beside();
        let beside = beside.map_err(|error| cannot_write(&self.folder, &error))?;
        let renamed = fs::rename(beside, &self.folder).is_ok();
        if renamed {
            let mut beside = self.beside.lock().unwrap_or_else(PoisonError::into_inner);
            // There is nothing left to clear away.
            beside.take().map(tempfile::TempDir::keep);
        }
        Ok(renamed)
    }
}
