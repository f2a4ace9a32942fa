#!/usr/bin/env python3
"""What a scan costs as a corpus grows: the figures behind the plan for ten million articles in ARCHITECTURE.md.

    cargo build --release
    benches/slopes.py SUYUAN CORPUS.jsonl [--sizes 100000,300000,1000000] [--new 1000] [--memory 4G] [--folder DIR]

In: JSONL with one article a line. For each size the first so many lines are scanned into a new store, then `--new` lines
more are added to it, then the first file is scanned again unchanged. Out: a table with CPU (user and system), wall, peak
memory, the store's bytes an article by kind of file, the disk that a scan takes at most while it runs (store and unnamed
scratch files, seen as free space that goes; other programs that write count too), and the two later scans.
"""

import argparse
import itertools
import os
import tempfile
import threading
from pathlib import Path

from beside_rensa import MB, measured


class Disk(threading.Thread):
    """Watches how much free space goes while a command runs."""

    def __init__(self, folder):
        super().__init__(daemon=True)
        self.folder, self.done, self.most = folder, threading.Event(), 0
        self.begun = self.free()

    def free(self):
        state = os.statvfs(self.folder)
        return state.f_bavail * state.f_frsize

    def run(self):
        while not self.done.wait(0.2):
            self.most = max(self.most, self.begun - self.free())


def run(folder, *command):
    """CPU seconds, wall seconds, peak memory in MB, peak disk in bytes."""
    disk = Disk(folder)
    disk.start()
    cpu, wall, memory = measured(command)
    disk.done.set()
    disk.join()
    return cpu, wall, memory, disk.most


def sizes_of(store):
    """Bytes of the ledger and of each kind of segment."""
    kinds = {"ledger": (store / "ledger.sqlite").stat().st_size}
    for file in (store / "segments").iterdir():
        kind = file.suffix.lstrip(".")
        kinds[kind] = kinds.get(kind, 0) + file.stat().st_size
    return kinds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suyuan", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", default="100000,300000,1000000")
    parser.add_argument("--new", type=int, default=1000)
    parser.add_argument("--memory", default="4G")
    parser.add_argument("--folder", type=Path, help="where stores are made; the system's temporary folder otherwise")
    given = parser.parse_args()
    for size in map(int, given.sizes.split(",")):
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            folder = Path(folder)
            first, new, store = folder / "first.jsonl", folder / "new.jsonl", folder / "store.suyuan"
            with open(given.corpus, "rb") as lines:
                for path, count in ((first, size), (new, given.new)):
                    with open(path, "wb") as out:
                        out.writelines(itertools.islice(lines, count))
            megabytes = first.stat().st_size / MB
            scan = (given.suyuan, "scan", "--quiet", "--memory", given.memory, "--store", store)
            cpu, wall, memory, disk = run(folder, *scan, first)
            kinds = sizes_of(store)
            print(
                f"{size} articles, {megabytes:.0f} MB: {cpu:.1f} CPU s ({megabytes / cpu:.1f} MB a CPU second, {cpu / size * 1e6:.0f} µs an article), "
                f"{wall:.1f} s wall, {memory / 1e3:.2f} GB of memory ({memory * MB / size:.0f} B an article), {disk / 1e9:.2f} GB of disk at most"
            )
            print("  store, bytes an article: " + ", ".join(f"{kind} {bytes / size:.0f}" for kind, bytes in sorted(kinds.items())))
            cpu, wall, memory, _ = run(folder, *scan, new)
            print(f"  {given.new} more: {cpu:.1f} CPU s, {wall:.1f} s wall, {memory / 1e3:.2f} GB")
            cpu, wall, _, _ = run(folder, *scan, first)
            print(f"  unchanged: {cpu:.1f} CPU s, {wall:.1f} s wall", flush=True)


if __name__ == "__main__":
    main()
