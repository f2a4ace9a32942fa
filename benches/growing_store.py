#!/usr/bin/env python3
"""A store that grows: does it equal one scan of everything, and what does adding cost?

    growing_store.py SUYUAN CORPUS.jsonl[.gz] [--splits 10] [--new 1000] [--seed 1]

Every line of the corpus needs an id. First the corpus is cut into random batches in random order as often as
`--splits` says; each time the export must have the same rows as that of one scan, places of reading apart. Then `--new` lines are
held back, a store is made of the others, and the scan that adds them is timed, and the scan after it that finds nothing new.
"""

import argparse
import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TABLES = "records,articles,blocks,claims,quotes,passages,clusters,links,sentences,findings"


def run(*command):
    """Seconds of wall and of CPU."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - begun, cpu


def content(suyuan, store, folder):
    """The sorted rows of each table, without the place of reading."""
    run(suyuan, "export", "jsonl", "--quiet", "-o", folder, "--store", store, "--tables", TABLES)
    rows = {}
    for table in TABLES.split(","):
        with open(folder / f"{table}.jsonl", encoding="utf-8") as lines:
            parsed = [json.loads(line) for line in lines]
        for row in parsed:
            row.pop("uri", None)
        rows[table] = sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in parsed)
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suyuan", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--splits", type=int, default=10)
    parser.add_argument("--new", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    opened = gzip.open if options.corpus.suffix == ".gz" else open
    with opened(options.corpus, "rt", encoding="utf-8") as corpus:
        lines = [line for line in corpus if line.strip()]
    suyuan, chance = options.suyuan.resolve(), random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)

        def written(name, chosen):
            path = folder / name
            path.write_text("".join(chosen), encoding="utf-8")
            return path

        def scan(store, *paths):
            return run(suyuan, "scan", "--quiet", "--max-unreadable", "100", "--store", store, *paths)

        whole = folder / "whole.suyuan"
        print("one scan of all: %.2f s, %.2f s CPU" % scan(whole, written("all.jsonl", lines)))
        differing = 0
        if options.splits:
            expected = content(suyuan, whole, folder / "whole")
        for split in range(options.splits):
            shuffled = list(lines)
            chance.shuffle(shuffled)
            cuts = sorted(chance.sample(range(1, len(lines)), chance.randint(1, 5)))
            store = folder / f"split{split}.suyuan"
            for number, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(lines)])):
                scan(store, written(f"{split}-{number}.jsonl", shuffled[start:end]))
            found = content(suyuan, store, folder / f"split{split}")
            tables = [table for table in expected if expected[table] != found[table]]
            differing += bool(tables)
            print(f"split {split} into {len(cuts) + 1}: {'differs in ' + ', '.join(tables) if tables else 'equal'}")
        new = set(chance.sample(range(len(lines)), options.new))
        held = [line for number, line in enumerate(lines) if number not in new]
        added = written("new.jsonl", [lines[number] for number in sorted(new)])
        store = folder / "grown.suyuan"
        print("%d articles: %.2f s, %.2f s CPU" % (len(held), *scan(store, written("held.jsonl", held))))
        print("%d more: %.2f s, %.2f s CPU" % (len(new), *scan(store, added)))
        print("nothing new in %d: %.2f s, %.2f s CPU" % (len(lines), *scan(store, folder / "held.jsonl", added)))
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
