#!/usr/bin/env python3
"""Is a corpus of audit_corpus.py what it says?

usage: check_corpus.py DIR [--export EXPORT_DIR]

- the same seed gives the same bytes (twice in other processes with other hash seeds);
- the words of every plant stand at its spans, in characters and in bytes; a changed value stands in the copy and the old one in its source;
- articles on different events share no run of 20 Han (64 other) characters but set phrases;
- an export of a scan links full copies with their sources and does not link articles on different events;
- score_audit.py finds everything in an export made of the truth, and nothing in one whose findings stand elsewhere.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))

from chinese_words import DISCLAIMERS, FORMULAE  # noqa: E402

problems = []


def check(good, what):
    if not good:
        problems.append(what)


def rows(path):
    return [json.loads(line) for line in open(path, encoding='utf-8') if line.strip()]


def words_stand(texts, truth):
    for p in truth['plants']:
        text = texts[p['article_id']]
        check(p['anywhere'] or p['spans'], f'{p["rule"]} has no place')
        for (a, b), (x, y), words in zip(p['spans'], p['byte_spans'], p['words']):
            check(text[a:b] == words and text.encode()[x:y].decode() == words and words, f'{p["rule"]} {p["article_id"]}: words are not at their span')
        if p['rule'] in ('number-changed', 'date-changed', 'name-changed', 'negation-changed', 'quote-altered', 'speaker-changed'):
            check(p['was'] != p['now'] and p['now'] in p['words'], f'{p["rule"]} {p["article_id"]}: {p["now"]!r} does not stand there')
            check(p['was'] in texts[p['other_article']], f'{p["rule"]} {p["article_id"]}: {p["was"]!r} is not in its source')
        if p['rule'] in ('stale-deixis', 'deixis-leak', 'misattributed', 'source-not-held'):
            check(p['now'] in p['words'], f'{p["rule"]} {p["article_id"]}')
        if p['rule'] == 'counter-statement-omitted':
            check(p['was'] in texts[p['other_article']] and p['was'] not in text, f'{p["rule"]} {p["article_id"]}: the sentence is still there, or never was')


def shared_runs(texts, truth):
    """Runs that articles on different events share."""
    phrases = FORMULAE + DISCLAIMERS + ('Copyright. All rights reserved. No part of this article may be reproduced without permission.', 'More details are expected in the coming days.')
    owner, shared = {}, collections.Counter()
    for article, text in sorted(texts.items()):
        if any(s.startswith('bulletin') for s in truth['stories'][article]):
            continue
        for phrase in phrases:
            text = text.replace(phrase, '\x00')
        for line in re.split('[\n\x00]', text):
            letters = ''.join(c for c in line if c.isalnum())
            run = 20 if re.search('[\u4e00-\u9fff]', letters) else 72
            for i in range(len(letters) - run + 1):
                piece = letters[i:i + run]
                first = owner.setdefault(piece, article)
                if not set(truth['stories'][first]) & set(truth['stories'][article]):
                    shared[piece] += 1
    return shared


def same_bytes(directory, seed, n):
    with tempfile.TemporaryDirectory() as scratch:
        for hash_seed in ('1', '2'):
            out = pathlib.Path(scratch) / hash_seed
            subprocess.run([sys.executable, HERE.parent / 'audit_corpus.py', '--n', str(n), '--seed', str(seed), '--out', out], check=True, stdout=subprocess.DEVNULL, env={**os.environ, 'PYTHONHASHSEED': hash_seed})
        for name in ('corpus.jsonl', 'truth.json'):
            check((pathlib.Path(scratch) / '1' / name).read_bytes() == (pathlib.Path(scratch) / '2' / name).read_bytes(), f'{name} depends on the hash seed')


def scorer(directory, truth):
    def score(findings):
        with tempfile.TemporaryDirectory() as scratch:
            with open(pathlib.Path(scratch) / 'findings.jsonl', 'w', encoding='utf-8') as f:
                for finding in findings:
                    f.write(json.dumps(finding, ensure_ascii=False) + '\n')
            done = subprocess.run([sys.executable, HERE.parent / 'score_audit.py', scratch, directory / 'truth.json', '--json'], capture_output=True, text=True)
            return json.loads(done.stdout), done.returncode
    base = [{'rule': p['rule'], 'article_id': p['article_id'], 'severity': 'minor', 'message': '', 'evidence': [], 'start': (p['byte_spans'] or [[0, 9]])[0][0], 'end': (p['byte_spans'] or [[0, 9]])[0][1], 'other_article': p['other_article']} for p in truth['plants']]
    all_right, code = score(base)
    check(code == 0 and all_right['recall'] == 1 and all_right['precision'] == 1 and all_right['accused_per_1000_clean'] == 0, f'the truth is not scored as right: {all_right}')
    wrong, code = score([{**f, 'rule': 'number-changed', 'article_id': a, 'start': 0, 'end': 1} for f, a in zip(base, truth['clean'])])
    check(code == 1 and wrong['precision'] == 0 and wrong['accused_per_1000_clean'] > 900, f'accusations of clean articles are not scored as false: {wrong["precision"]}, {wrong["accused_per_1000_clean"]}')
    elsewhere, code = score([{**f, 'start': 10**7, 'end': 10**7 + 1} for f in base])
    check(code == 1 and elsewhere['recall'] < 0.2, f'findings at other places count as found: {elsewhere["recall"]}')


def links(truth, export):
    """How many full copies are linked with their source, and links between articles on different events."""
    joined = collections.defaultdict(set)
    strange = []
    for link in rows(export / 'links.jsonl'):
        a, b = link['from_article'], link['to_article']
        if a is None:
            continue
        a, b = a.split('#')[0], b.split('#')[0]
        joined[b].add(a)
        joined[a].add(b)
        if not set(truth['stories'][a]) & set(truth['stories'][b]):
            strange.append((a, b, link['relation']))
    copies = truth['copied_from']
    found = sum(source in joined[copy] for copy, source in copies.items())
    reached = sum(bool(joined[copy]) for copy in copies)
    print(f'{len(copies)} full copies: {found} linked with their very source, {reached} with any page of the event; {len(strange)} links between different events')
    for kind, n in collections.Counter(truth['kinds'][c] for c, s in copies.items() if not joined[c]).items():
        print(f'  not linked at all: {n} {kind}')
    for a, b, relation in strange[:5]:
        print(f'  strange: {a} {b} {relation} ({truth["kinds"][a]}, {truth["kinds"][b]})')
    check(reached >= 0.97 * len(copies), 'copies are not like their sources')
    check(len(strange) <= 3, 'articles on different events are linked')


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('directory', type=pathlib.Path)
    parser.add_argument('--export', type=pathlib.Path)
    arguments = parser.parse_args()
    truth = json.load(open(arguments.directory / 'truth.json', encoding='utf-8'))
    records = rows(arguments.directory / 'corpus.jsonl')
    texts = {r['id']: r['text'] for r in records}
    words_stand(texts, truth)
    shared = shared_runs(texts, truth)
    check(len(shared) <= len(texts) // 100, f'{len(shared)} runs are shared by different events: {shared.most_common(3)}')
    same_bytes(arguments.directory, 7, 300)
    scorer(arguments.directory, truth)
    if arguments.export:
        links(truth, arguments.export)
    lengths = sorted(len(t) for t in texts.values())
    print(f'{len(texts)} articles of {lengths[0]} to {lengths[-1]} characters (median {lengths[len(lengths) // 2]}), {sum(s[0].startswith(("en", "bulletin en")) for s in truth["stories"].values())} English; {len(shared)} runs shared by different events')
    print('\n'.join(problems[:20]) or 'ok')
    sys.exit(1 if problems else 0)


if __name__ == '__main__':
    main()
