#!/usr/bin/env python3
"""How the whole command does, beside jrsonnet that evaluates the same JSON.

    cargo install jrsonnet --version 0.5.0-pre98 --root /tmp/jrsonnet
    cargo build --release
    python3 benches/peers.py --jrsonnet /tmp/jrsonnet/bin/jrsonnet

`--cfn-lint PATH` compares `ebb check` with cfn-lint (`pip install cfn-lint==1.58.0`), which reads
the CloudFormation templates of the same flows, and sees a text in each where the flow is.

Every figure is of a whole process, start to end: the least and the middle of some runs,
the time on all cores together, and the most memory it held. What is compared takes turns,
so that a busy machine is busy for all of it. Memory below some 15 MiB is what Python itself
holds when it starts a process. Nothing here is part of the tests.

What is compared. `ebb build` reads the workload of the benches, one file a flow of a hundred
blocks, judges it, lays it out and writes one JSON file a flow. jrsonnet reads that JSON
without its `Metadata`, which is what the designer alone reads and nobody would write in
Jsonnet, evaluates it, and writes it as one document. So jrsonnet has less to do.

On a shared machine of two cores, with the folder in memory, jrsonnet took 10.1 times the time and
10.2 times the memory at 10,000 blocks, 10.1 times the time at 100,000 (55 µs a block), where `ebb
build` took 5.5 µs a block at least, 6.3 in the middle; in slower hours 7.6 to 8.7 times the time,
and 7.2 to 7.8 µs. At 100,000 blocks it took 82 times the memory, since `ebb build` holds the blocks
of a few flows at a time: 25 MiB there, 53 at 1,000,000. One flow of 235 blocks took 6.7 ms at least
in one of the slower hours, jrsonnet 2.4 times as long. On a disk a second build with nothing changed
took six to nine tenths of the first. `ebb --version` takes 1.30 times an empty program. Some
versions before, cfn-lint took 15 times `ebb check` of 10,000 blocks.

`--import` compares `ebb import` of 1,000 exports, on one core, with two programs that parse the
same files into `Value`s of serde_json and write them back: one with what anybody gets who asks
for serde_json, one with the allocator of ebb and the maps of serde_json that it uses. `TMPDIR`
says where; a file system in memory knows no disk that is busy with something else.

`--blocks 1000000` says whether time and memory grow with the size; `--startup` compares
`ebb --version` with an empty Rust program, which needs `rustc`.
"""

import argparse
import json
import multiprocessing
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
JRSONNET = "0.5.0-pre98"


def run(command):
    """Seconds by the clock, seconds on all cores, MiB at most."""
    words = [str(word) for word in command]
    with tempfile.NamedTemporaryFile() as said:
        streams = [
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, said.name, os.O_WRONLY, 0),
        ]
        start = time.monotonic()
        # Without a copy of Python first, which takes longer than a short command does.
        process = os.posix_spawnp(words[0], words, os.environ, file_actions=streams)
        _, status, usage = os.wait4(process, 0)
        spent = time.monotonic() - start
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"{' '.join(words)}\n{said.read().decode()}")
    return spent, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def alternating(candidates, runs):
    """Runs each candidate in turn; `before` is called ahead of every run and not measured."""
    measured = {name: [] for name, _, _ in candidates}
    for _ in range(runs):
        for name, command, before in candidates:
            before()
            measured[name].append(run(command))
    return measured


def show(measured, blocks):
    print(f"{blocks:,} blocks, each the least of {len(next(iter(measured.values())))} runs")
    print(f"  {'':34}{'ms':>9}{'middle':>9}{'on cores':>10}{'µs/block':>10}{'MiB':>8}")
    for name, runs in measured.items():
        least = min(spent for spent, _, _ in runs)
        middle = statistics.median(spent for spent, _, _ in runs)
        cores = min(cores for _, cores, _ in runs)
        memory = max(memory for _, _, memory in runs)
        print(
            f"  {name:34}{least * 1e3:9.1f}{middle * 1e3:9.1f}{cores * 1e3:10.1f}"
            f"{least / blocks * 1e6:10.2f}{memory:8.1f}"
        )


def workload(folder, *blocks):
    command = ["cargo", "bench", "-q", "--bench", "files", "--", folder, *blocks]
    subprocess.run([str(word) for word in command], cwd=ROOT, check=True)


def as_jsonnet(built, target):
    """The built flows as one Jsonnet document, without what only the designer reads."""
    flows = {}
    for path in sorted(built.glob("*.json")):
        flow = json.loads(path.read_text())
        del flow["Metadata"]
        flows[path.stem] = flow
    target.write_text(json.dumps(flows, indent=2))


def apart(work, *arguments):
    """Does some work in a process of its own: what this one holds counts for what it runs."""
    process = multiprocessing.Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode != 0:
        sys.exit(1)


# CloudFormation takes templates of at most a megabyte.
FLOWS_OF_A_TEMPLATE = 8


def as_templates(flows, out):
    """CloudFormation templates of the flows in a folder."""
    out.mkdir()
    files = sorted(flows.glob("flow_*.json"))
    for first in range(0, len(files), FLOWS_OF_A_TEMPLATE):
        resources = {}
        for file in files[first : first + FLOWS_OF_A_TEMPLATE]:
            content = json.dumps(json.loads(file.read_text()), separators=(",", ":"))
            name = file.stem.title().replace("_", "")
            properties = {
                "InstanceArn": "arn:aws:connect:us-east-1:123456789012:instance/12345678-1234-1234-1234-123456789012",
                "Name": name,
                "Type": "CONTACT_FLOW",
                "Content": content,
            }
            resources[name] = {"Type": "AWS::Connect::ContactFlow", "Properties": properties}
        template = {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}
        (out / f"template_{first}.json").write_text(json.dumps(template))


def beside_cfn_lint(ebb, cfn_lint, blocks, runs):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        sources, out, templates = folder / "sources", folder / "out", folder / "templates"
        workload(sources, blocks)
        run([ebb, "build", sources, "--out", out])
        apart(as_templates, out, templates)
        nothing = lambda: None
        candidates = [
            ("ebb check", [ebb, "check", sources], nothing),
            ("cfn-lint", [cfn_lint, *sorted(templates.iterdir())], nothing),
        ]
        measured = alternating(candidates, runs)
        show(measured, blocks)
        ours, theirs = (min(row[0] for row in measured[name]) for name, _, _ in candidates)
        print(f"  cfn-lint takes {theirs / ours:.1f} times the time")


def compare(ebb, jrsonnet, runs, *blocks):
    """So many blocks, and where it is said, so many of them in a flow."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        sources, out, document = folder / "sources", folder / "out", folder / "flows.jsonnet"
        workload(sources, *blocks)
        nothing = lambda: None
        fresh = lambda: shutil.rmtree(out, ignore_errors=True)
        build = [ebb, "build", sources, "--out", out]
        candidates = [
            ("ebb check", [ebb, "check", sources], nothing),
            ("ebb build, into a new folder", build, fresh),
            ("ebb build, nothing changed", build, nothing),
        ]
        if jrsonnet:
            run(build)
            apart(as_jsonnet, out, document)
            command = [jrsonnet, document, "-o", folder / "flows.json"]
            candidates.append((f"jrsonnet {JRSONNET}", command, nothing))
        measured = alternating(candidates, runs)
        show(measured, blocks[0])
        if jrsonnet:
            ours, theirs = measured["ebb build, into a new folder"], measured[f"jrsonnet {JRSONNET}"]
            for what, column in [("time", 0), ("time on all cores", 1), ("memory", 2)]:
                ratio = min(row[column] for row in theirs) / min(row[column] for row in ours)
                print(f"  jrsonnet takes {ratio:.1f} times the {what}")


# About the largest flow that Amazon Connect takes: 250 blocks and 256,000 characters, and these
# blocks are rather long.
LARGEST = 235


# A program that reads the exports of a folder into values and writes them back.
THERE_AND_BACK = """
use std::{env, fs};
ALLOCATOR
fn main() {
    let mut arguments = env::args().skip(1);
    let (from, to) = (arguments.next().unwrap(), arguments.next().unwrap());
    fs::create_dir(&to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let text = fs::read_to_string(entry.path()).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let text = serde_json::to_string_pretty(&value).unwrap();
        fs::write(format!("{to}/{}", entry.file_name().display()), text).unwrap();
    }
}
"""

ALIKE = {
    "serde_json": ('serde_json = "1"', ""),
    "serde_json, as in ebb": (
        'serde_json = { version = "1", features = ["preserve_order"] }\n'
        'mimalloc = { version = "0.1", default-features = false, features = ["no_thp", "v2"] }',
        "#[global_allocator]\nstatic ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;",
    ),
}


def there_and_back(folder, dependencies, allocator):
    """Builds such a program, with the versions that ebb has."""
    (folder / "src").mkdir(parents=True)
    # As tight as the release build of ebb, whatever the program.
    profile = '[profile.release]\nlto = "fat"\ncodegen-units = 1\npanic = "abort"\n'
    manifest = f'[package]\nname = "there-and-back"\nversion = "0.0.0"\nedition = "2024"\n[dependencies]\n{dependencies}\n[workspace]\n{profile}'
    (folder / "Cargo.toml").write_text(manifest)
    (folder / "src/main.rs").write_text(THERE_AND_BACK.replace("ALLOCATOR", allocator, 1))
    shutil.copy(ROOT / "Cargo.lock", folder)
    subprocess.run(["cargo", "build", "--release", "-q"], cwd=folder, check=True)
    return folder / "target/release/there-and-back"


def import_beside_serde(ebb, blocks, runs):
    """`ebb import` on one core, beside programs that only parse the exports and write them."""
    os.environ["RAYON_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        sources, exports, out = folder / "sources", folder / "exports", folder / "out"
        workload(sources, blocks)
        run([ebb, "build", sources, "--out", exports])
        fresh = lambda: shutil.rmtree(out, ignore_errors=True)
        candidates = [("ebb import", [ebb, "import", exports, "--out", out], fresh)]
        for number, (name, (dependencies, allocator)) in enumerate(ALIKE.items()):
            peer = there_and_back(folder / str(number), dependencies, allocator)
            candidates.append((name, [peer, exports, out], fresh))
        measured = alternating(candidates, runs)
        show(measured, blocks)
        for name in ALIKE:
            pairs = zip(measured["ebb import"], measured[name])
            ratio = statistics.median(ours[0] / theirs[0] for ours, theirs in pairs)
            print(f"  ebb import takes {ratio:.2f} times as long as {name}")


def startup(ebb):
    with tempfile.TemporaryDirectory() as folder:
        empty = pathlib.Path(folder) / "empty"
        source = empty.with_suffix(".rs")
        source.write_text("fn main() {}\n")
        flags = ["-O", "-C", "panic=abort", "-C", "lto=fat", "-o", str(empty)]
        subprocess.run(["rustc", *flags, str(source)], check=True)
        nothing = lambda: None
        candidates = [("empty", [empty], nothing), ("ebb", [ebb, "--version"], nothing)]
        measured = alternating(candidates, 100)
        empty, ours = (min(row[0] for row in measured[name]) for name in ("empty", "ebb"))
        print(f"ebb --version {ours * 1e3:.2f} ms, an empty Rust program {empty * 1e3:.2f} ms:")
        print(f"  {(ours - empty) * 1e3:.2f} ms more, {ours / empty:.2f} times")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ebb", default=ROOT / "target/release/ebb", type=pathlib.Path)
    parser.add_argument("--jrsonnet", type=pathlib.Path, help="without it, only ebb is measured")
    parser.add_argument("--cfn-lint", type=pathlib.Path)
    parser.add_argument("--blocks", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--startup", action="store_true")
    parser.add_argument("--import", dest="imports", action="store_true")
    arguments = parser.parse_args()
    if arguments.jrsonnet:
        said = subprocess.run([arguments.jrsonnet, "--version"], capture_output=True, text=True)
        if JRSONNET not in said.stdout:
            sys.exit(f"this is not jrsonnet {JRSONNET}: {said.stdout.strip()}")
    if arguments.startup:
        startup(arguments.ebb)
    if arguments.imports:
        import_beside_serde(arguments.ebb, 100_000, arguments.runs)
        return
    if arguments.cfn_lint:
        beside_cfn_lint(arguments.ebb, arguments.cfn_lint, 10_000, arguments.runs)
        return
    compare(arguments.ebb, arguments.jrsonnet, 5 * arguments.runs, LARGEST, LARGEST)
    for blocks in arguments.blocks:
        compare(arguments.ebb, arguments.jrsonnet, arguments.runs, blocks)


if __name__ == "__main__":
    main()
