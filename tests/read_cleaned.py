"""Holds a cleaned corpus against the programs that people open it with: Hugging Face datasets, DuckDB and pandas.

    python tests/read_cleaned.py PROGRAM

It writes a small corpus of its own as JSONL, CSV, gzip and Parquet in folders of shards, cleans it with PROGRAM, and asks
each reader for the records that stay, and for the fields that were not touched. It needs `datasets`, `duckdb`, `pandas` and
`pyarrow`.
"""

import gzip
import json
import pathlib
import subprocess
import sys
import tempfile

import datasets
import duckdb
import pandas
import pyarrow
import pyarrow.parquet

REPORT = "{town}的渡口昨天上午恢复通航，首日有十二艘船载着两岸居民往返。市交通局局长陈远介绍说，两岸居民今后每天可以少走一个小时的路，明年还要添四艘新船。"
TOWNS = "海滨市 青石镇 柳河村 白沙湾 老城厢 云雾山".split()
NEWS = "第{n}号公告说，{town}的水渠已经修缮完毕，沿线的{m}户农家从下个月起可以放水灌溉，技术员将分批上门检查阀门。"


def records():
    """Every report stands at two outlets; of each pair one goes."""
    for n, town in enumerate(TOWNS):
        text = REPORT.format(town=town) + NEWS.format(n=n * 7 + 3, m=n * 31 + 12, town=town)
        for outlet, day in (("海滨日报", 1), ("滨城网", 2)):
            yield {
                "id": f"{outlet}-{n}",
                "outlet": outlet,
                # In a form that no reader takes for a time and prints in another way.
                "published_at": f"2024年3月{day + n}日 08:00",
                "text": text,
                "tags": f'a,"b";{n}',
                "score": n * 0.5,
            }


def write(folder):
    rows = list(records())
    halves = rows[: len(rows) // 2], rows[len(rows) // 2 :]
    lines = ["".join(json.dumps(row, ensure_ascii=False) + "\n" for row in half) for half in halves]
    for kind in ("jsonl", "csv", "parquet", "gz"):
        (folder / kind / "train").mkdir(parents=True)
    for number, (half, text) in enumerate(zip(halves, lines)):
        name = f"train/part-{number:05}"
        (folder / "jsonl" / f"{name}.jsonl").write_text(text, encoding="utf-8")
        (folder / "gz" / f"{name}.jsonl.gz").write_bytes(gzip.compress(text.encode()))
        frame = pandas.DataFrame(half)
        frame.to_csv(folder / "csv" / f"{name}.csv", index=False)
        table = pyarrow.Table.from_pandas(frame, preserve_index=False)
        pyarrow.parquet.write_table(table, folder / "parquet" / f"{name}.parquet", row_group_size=4)
    return rows


def kept(rows, shown, what):
    """What a reader gives must be the records of one outlet, whole."""
    wanted = sorted((row for row in rows if row["outlet"] == "海滨日报"), key=lambda row: row["id"])
    columns = list(wanted[0])
    found = sorted(({name: row[name] for name in columns} for row in shown), key=lambda row: row["id"])
    assert found == wanted, f"{what}: {found[:2]} … instead of {wanted[:2]} …"
    print(f"{what}: {len(found)} records, as they were")


def main(program):
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        rows = write(place)
        for kind, reader, end in (
            ("jsonl", "json", "*.jsonl"),
            ("gz", "json", "*.jsonl.gz"),
            ("csv", "csv", "*.csv"),
            ("parquet", "parquet", "*.parquet"),
        ):
            out = place / f"cleaned-{kind}"
            subprocess.run(
                [program, "clean", place / kind, "-o", out, "--store", place / f"{kind}.suyuan", "--quiet"],
                check=True,
            )
            pattern = str(out / "train" / end)
            loaded = datasets.load_dataset(reader, data_files=pattern, split="train", cache_dir=str(place / "cache" / kind))
            kept(rows, list(loaded), f"datasets, {kind}")
            query = f"SELECT * FROM read_{'json' if reader == 'json' else reader}('{pattern}')"
            kept(rows, duckdb.sql(query).df().to_dict("records"), f"DuckDB, {kind}")
            restored = place / f"restored-{kind}"
            subprocess.run([program, "restore", out, "-o", restored, "--quiet"], check=True)
            if kind == "parquet":
                for part in sorted((place / kind / "train").iterdir()):
                    again = pyarrow.parquet.read_table(restored / "train" / part.name)
                    assert again.equals(pyarrow.parquet.read_table(part), check_metadata=True), part
                print("parquet: restored row for row")


if __name__ == "__main__":
    main(sys.argv[1])
