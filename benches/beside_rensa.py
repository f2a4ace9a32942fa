#!/usr/bin/env python3
"""Runs a whole `suyuan scan` and rensa in turn on one JSONL corpus and says what each of them costs.

    cargo build --release
    pip install rensa
    benches/beside_rensa.py corpus.jsonl [--rounds 3] [--suyuan target/release/suyuan]

In: JSONL with the fields `id` and `text`. Out, for each tool and round: CPU seconds (user + system, all threads), wall
seconds, peak memory, megabytes of input a CPU second; then the medians, and suyuan's CPU over rensa's with its range.

The two do not do the same. suyuan reads, segments, finds claims, seeds, aligns, directs links and writes its store;
rensa is given what finds near copies best in Chinese (MinHash of the character 5-grams of normalised text, 32 bands,
verified on the signature from 0.45 on, groups joined), and gives groups of ids. What rensa needs of Python for that
(reading, normalising, cutting 5-grams) is part of its cost, as it is of everybody's who uses it.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

THRESHOLD = 0.45
BANDS = 32
PERMUTATIONS = 128
MB = 1e6


def group_with_rensa(corpus, out):
    """The peer: candidates from the bands, verified on the signature, joined; groups of ids as JSON."""
    from rensa import RMinHash, RMinHashLSH

    lsh = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
    ids, hashes, parents = [], [], []

    def root(number):
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    with open(corpus, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            text = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", record["text"]).lower())
            grams = {text[at : at + 5] for at in range(max(1, len(text) - 4))}
            own = RMinHash(num_perm=PERMUTATIONS, seed=42)
            own.update(list(grams))
            parents.append(number)
            for other in lsh.query(own):
                if own.jaccard(hashes[other]) >= THRESHOLD:
                    parents[root(number)] = root(other)
            lsh.insert(number, own)
            ids.append(record["id"])
            hashes.append(own)
    groups = {}
    for number, name in enumerate(ids):
        groups.setdefault(root(number), []).append(name)
    Path(out).write_text(json.dumps([group for group in groups.values() if len(group) > 1]))


def measured(command):
    """CPU seconds, wall seconds and peak memory (MB) of a command and its threads."""
    begin = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit code {child.returncode}")
    # Linux counts ru_maxrss in KiB.
    return used.ru_utime + used.ru_stime, time.monotonic() - begin, used.ru_maxrss * 1024 / MB


def line(name, cpu, wall, memory, size):
    print(f"{name:16} CPU {cpu:8.2f} s  wall {wall:8.2f} s  memory {memory:7.0f} MB  {size / cpu:6.1f} MB/CPU s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", type=Path, help="JSONL with the fields id and text")
    parser.add_argument("--rounds", type=int, default=3)
    root = Path(__file__).resolve().parent.parent
    parser.add_argument("--suyuan", type=Path, default=root / "target/release/suyuan", help="the program")
    parser.add_argument("--peer", type=Path, metavar="OUT", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        return group_with_rensa(options.corpus, options.peer)
    if subprocess.run([sys.executable, "-c", "import rensa"], stderr=subprocess.DEVNULL).returncode != 0:
        sys.exit("rensa is not installed: pip install rensa")
    if not options.suyuan.is_file():
        sys.exit(f"{options.suyuan} is not there: cargo build --release, or say where it is with --suyuan")
    size = options.corpus.stat().st_size / MB
    print(f"{options.corpus.name}: {size:.1f} MB, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    rounds = {"suyuan": [], "rensa": []}
    with tempfile.TemporaryDirectory() as folder:
        store, groups = Path(folder, "store"), Path(folder, "groups.json")
        scan = [options.suyuan, "scan", options.corpus, "--store", store, "--quiet"]
        peer = [sys.executable, Path(__file__).resolve(), options.corpus, "--peer", groups]
        for number in range(1, options.rounds + 1):
            for name, command in (("suyuan", scan), ("rensa", peer)):
                # Each scan writes a new store, as a first scan does.
                shutil.rmtree(store, ignore_errors=True)
                figures = measured(command)
                rounds[name].append(figures)
                line(f"{name} {number}", *figures, size)
    for name, figures in rounds.items():
        line(f"{name}, median", *map(statistics.median, zip(*figures)), size)
    ratios = [ours[0] / theirs[0] for ours, theirs in zip(rounds["suyuan"], rounds["rensa"])]
    print(f"CPU of suyuan / CPU of rensa: {statistics.median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
