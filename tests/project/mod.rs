//! Projects: `ebb.toml`, environments, and the commands around them.

mod build_check;
mod data_files;
mod environments;
mod file;
mod folders;
mod init;
mod manual;
mod texts;
