//! The way back: exports in, Ebb out, and the same flow again.

mod command;
mod corpus;
mod same;

use ebb::compile::{Compilation, Input, compile_beside, read_exports};
use ebb::decompile::{self, File, Names};
use ebb::diag::Sink;
use ebb::emit::{self, Sidecar};
use ebb::graph::Settings;
use ebb::project;
use ebb::source::SourceMap;

/// Documents that were read, and the folder that is made of them.
pub struct Imported {
    pub files: Vec<File>,
    pub refused: Vec<String>,
    /// How many blocks are written as plain actions.
    pub plain: usize,
}

impl Imported {
    pub fn of(documents: &[(&str, &str)]) -> Self {
        let inputs = documents.iter().map(|(name, text)| Input {
            name: (*name).to_owned(),
            text: (*text).to_owned(),
            named: true,
        });
        let exports = read_exports(inputs.collect());
        let names = Names::of(&exports.program);
        let (sheets, refused) = decompile::sheets(&exports.program, &names);
        let files = decompile::folder(
            &exports.program,
            &exports.sources,
            &names,
            &sheets,
            "imported",
        );
        Self {
            plain: sheets.iter().map(|sheet| sheet.written.plain.len()).sum(),
            refused: refused.into_iter().map(|finding| finding.message).collect(),
            files,
        }
    }

    /// The sources.
    pub fn sources(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.name.ends_with(".ebb"))
    }

    /// What is kept beside a source.
    pub fn sidecar(&self, source: &str) -> Sidecar {
        let name = source.replace(".ebb", &format!(".{}", emit::SIDECAR_ENDING));
        let file = self.files.iter().find(|file| file.name == name);
        Sidecar::read(&file.expect("every source has one").text).expect("it can be read")
    }

    /// Compiles the sources, and writes every flow with the ARNs of the environment.
    pub fn build(&self) -> Built {
        let toml = self.files.iter().find(|file| file.name == project::FILE);
        let mut sources = SourceMap::new();
        let mut sink = Sink::new();
        let id = sources.add(project::FILE, toml.map_or("", |toml| toml.text.as_str()));
        let project = project::read(id, sources.file(id).text(), &mut sink);
        assert!(sink.findings().is_empty(), "{:?}", sink.findings());
        let inputs = self.sources().map(|file| Input {
            name: file.name.clone(),
            text: file.text.clone(),
            named: true,
        });
        let compilation =
            compile_beside(sources, inputs.collect(), &Settings::default(), &|_, _| {
                Err("no files here".to_owned())
            });
        let environment = project.environment(decompile::ENVIRONMENT);
        let written = compilation.program.flows.ids().map(|flow| {
            let program = &compilation.program;
            let source = compilation.sources.file(program.flows[flow].span.file);
            let mut sink = Sink::new();
            let bindings = environment.map(|environment| {
                project::bind(&project, environment, program, &|_| None, &mut sink)
            });
            let bindings = bindings.unwrap_or_default();
            let kept = self.sidecar(source.name()).bound(program, flow, &bindings);
            Flow {
                json: emit::bound(program, flow, &bindings).json,
                kept: kept.expect("the flow is known").json,
            }
        });
        Built {
            written: written.collect(),
            compilation,
        }
    }
}

/// What a folder of sources is built to.
pub struct Built {
    pub compilation: Compilation,
    pub written: Vec<Flow>,
}

/// One flow as JSON.
pub struct Flow {
    pub json: String,
    /// With what is kept beside its source.
    pub kept: String,
}
