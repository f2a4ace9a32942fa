#!/usr/bin/env python3
"""How often a link of each confidence is right, on a generated corpus with planted truth.

usage: link_reliability.py EXPORT_DIR TRUTH.json CORPUS.jsonl [--by-kind]

EXPORT_DIR holds articles.jsonl and links.jsonl of the corpus. TRUTH.json holds `clusters` ({origin, members: [[id, kind,
share edited, flags, parent id]]}) and `reuse` ([source, start, end, receiver, start, end, share edited], in characters of
the texts). CORPUS.jsonl holds one {id, text} a line.

A resolved link between two articles is right when its source is an ancestor of the receiver in the tree of copies, or
equal to one; for a reused passage, when it is the planted source or a copy of it. Two articles that nothing planted
ties together (a quote that both hold, a set phrase) are not counted. Each line of the table gives the links whose
confidence lies in a step of a tenth (above 0.9: of 0.02), the confidence that they promise on average and the share that
is right; the last line the mean distance between the two, weighed by links (expected calibration error)."""
import collections
import json
import os
import sys


def rows(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def step(confidence):
    return int(confidence * 10) / 10 if confidence < 0.9 else int(confidence * 50 + 1e-6) / 50


def truth_of(truth):
    tree, parent, sources = {}, {}, collections.defaultdict(list)
    for number, cluster in enumerate(truth["clusters"]):
        tree[cluster["origin"]] = number
        for copy, _, _, _, origin in cluster["members"]:
            tree[copy], parent[copy] = number, origin
    for source, _, _, receiver, start, end, _ in truth["reuse"]:
        sources[receiver].append((source, start, end))
    return tree, parent, sources


def main():
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    if len(arguments) != 3:
        raise SystemExit(__doc__)
    export, truth, corpus = arguments
    text = {row["id"]: row["text"] for row in rows(corpus)}
    with open(truth, encoding="utf-8") as file:
        tree, parent, sources = truth_of(json.load(file))
    record = {row["article_id"]: row["record_id"] for row in rows(os.path.join(export, "articles.jsonl"))}

    def ancestors(article):
        found = []
        while article in parent:
            article = parent[article]
            found.append(article)
        return found

    def same_tree(one, other):
        return one == other or (one in tree and tree.get(one) == tree.get(other))

    def verdict(link):
        source, receiver = record[link["from_article"]], record[link["to_article"]]
        if source == receiver:
            return None
        if same_tree(source, receiver):
            above = ancestors(receiver)
            return source in above or any(text[source] == text[one] for one in above)
        start, end = link["to_start_char"], link["to_end_char"]
        for planted, first, last in sources[receiver]:
            if min(end, last) - max(start, first) > 0 and same_tree(planted, source):
                return True
        # The other way round, or two that took the same passage.
        mine = {one for one, _, _ in sources[receiver]}
        others = {one for one, _, _ in sources[source]}
        tied = any(same_tree(one, receiver) for one in others) or any(
            same_tree(one, other) for one in mine for other in others
        )
        return False if tied else None

    bins, kinds = collections.defaultdict(list), collections.defaultdict(list)
    for link in rows(os.path.join(export, "links.jsonl")):
        if link["from_article"] is None or link["direction"] != "resolved":
            continue
        right = verdict(link)
        if right is None:
            continue
        bins[step(link["confidence"])].append((link["confidence"], right))
        signs = sorted({item["kind"] for item in link["evidence"] if item["kind"] != "text" and item["log_odds"] > 0})
        kinds[link["relation"], "+".join(signs)].append((link["confidence"], right))

    def line(name, of):
        promised = sum(confidence for confidence, _ in of) / len(of)
        right = sum(verdict for _, verdict in of) / len(of)
        print(f"{name:44} {len(of):7} {promised:9.3f} {right:8.3f}")
        return abs(promised - right) * len(of)

    print(f"{'confidence':44} {'links':>7} {'promised':>9} {'right':>8}")
    error = sum(line(f"from {key:.2f}", bins[key]) for key in sorted(bins))
    total = sum(len(of) for of in bins.values())
    print(f"expected calibration error {error / max(1, total):.4f} over {total} links")
    if "--by-kind" in sys.argv:
        for key, of in sorted(kinds.items(), key=lambda item: -len(item[1])):
            line(f"{key[0]} {key[1]}", of)


if __name__ == "__main__":
    main()
