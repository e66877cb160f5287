//! The way back: exports in, Ebb out, and the same flow again.

mod beside;
mod command;
mod corpus;
mod figures;
mod laws;
mod legacy;
mod readable;
mod same;
mod strange;

use ebb::compile::{Beside, Compilation, Input, compile_beside, read_exports};
use ebb::decompile::{self, File, Sheets};
use ebb::diag::Sink;
use ebb::emit::{self, Sidecar};
use ebb::graph::Settings;
use ebb::program::{Builder, Program};
use ebb::project;
use ebb::source::{FileId, SourceMap};
use ebb::syntax;

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
        let exports = read_exports(&inputs.collect::<Vec<_>>());
        let mut sheets = Sheets::beside(&exports.program, &exports.sources);
        let files = decompile::folder(&exports.program, &mut sheets, "imported");
        Self {
            plain: sheets
                .all
                .iter()
                .map(|sheet| sheet.written.plain.len())
                .sum(),
            refused: sheets
                .refused
                .into_iter()
                .map(|finding| finding.message)
                .collect(),
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
        let inputs = self.sources().map(|file| Input {
            name: file.name.clone(),
            text: file.text.clone(),
            named: true,
        });
        let compilation = compile_beside(
            SourceMap::new(),
            inputs.collect(),
            &Settings::default(),
            &[],
            &Beside::NOTHING,
        );
        Built {
            written: self.written(&compilation.program, &compilation.sources),
            compilation,
        }
    }

    /// As [`build`](Self::build), but nobody judges the flows.
    pub fn build_unjudged(&self) -> Vec<Flow> {
        let mut sources = SourceMap::new();
        let texts: Vec<(FileId, &str)> = self
            .sources()
            .map(|file| {
                let id = sources.add(file.name.as_str(), file.text.as_str());
                (id, file.text.as_str())
            })
            .collect();
        let mut sink = Sink::new();
        let trees: Vec<_> = texts
            .iter()
            .map(|(id, text)| syntax::parse(*id, text, &mut sink))
            .collect();
        let mut builder = Builder::new();
        for tree in &trees {
            builder.declare(tree, &mut sink);
        }
        for tree in &trees {
            builder.lower(tree, &mut sink);
        }
        self.written(&builder.finish(), &sources)
    }

    fn written(&self, program: &Program, sources: &SourceMap) -> Vec<Flow> {
        let toml = self.files.iter().find(|file| file.name == project::FILE);
        let mut sink = Sink::new();
        let file = SourceMap::new().add(project::FILE, "");
        let project = project::read(file, toml.map_or("", |toml| &toml.text), &mut sink);
        assert!(sink.findings().is_empty(), "{:?}", sink.findings());
        let bindings = project
            .environment(decompile::ENVIRONMENT)
            .map(|environment| project::bind(&project, environment, program, &|_| None, &mut sink))
            .unwrap_or_default();
        let flows = program.flows.iter_enumerated();
        flows
            .map(|(id, flow)| {
                let source = sources.file(flow.span.file).name();
                let kept = self.sidecar(source).bound(program, id, &bindings);
                Flow {
                    json: emit::bound(program, id, &bindings).json,
                    kept: kept.expect("the flow is known").json,
                }
            })
            .collect()
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
