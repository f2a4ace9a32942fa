#!/usr/bin/env python3
"""A corpus with planted audit faults, and what is wrong where. Deterministic by seed; standard library only.

usage: audit_corpus.py --n 2000 --seed 1 --out DIR

DIR/corpus.jsonl  id, url, title, text, published_at, outlet; half of the articles are clean, 15 % are English
DIR/truth.json    plants: [{rule, article_id, other_article, alternatives, spans [[start,end] in characters], byte_spans, words, was, now, shape, anywhere}]
                  tolerated: {article_id: [rules that may be disputed there]}, clean: [article_id], kinds: {article_id: kind of page},
                  stories: {article_id: [events it is about]}, copied_from: {article_id: article of which it is a full copy}
`spans` are the words that the plant changed or, where something is missing, the sentences beside the gap; where the whole text is concerned, all of its sentences.
A plant with `anywhere` concerns the page as such; `alternatives` are other articles on which the finding may stand as well (the rest of a ring).
Of the rules, source-not-held is information: its pages count as clean. score_audit.py holds an export against the truth.
"""
import argparse
import collections
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / 'planted'))

from edits import EDITS  # noqa: E402
from faults import MADE  # noqa: E402
from honest import HONEST  # noqa: E402
from newsroom import Corpus  # noqa: E402

ENGLISH = 0.15
# How many plants of each rule there are in 2,000 articles.
WANTED = {**{rule: 56 for rule in EDITS}, **{rule: 46 for rule in MADE}, 'counter-statement-omitted': 50, 'attribution-missing': 30, 'circular-citation': 40, 'dependent-sources': 44,
          'misattributed': 44, 'deixis-leak': 46, 'silent-revision': 44}
# These make the page that they copy, or copy none.
OWN_SOURCE = ('circular-citation', 'deixis-leak', 'stale-deixis', 'silent-revision', 'source-not-held')


def faulty(corpus, n, english):
    """Plants of every rule, `english` of them in English."""
    r = corpus.rng
    wanted = {rule: max(1, round(count * n / 2000)) for rule, count in WANTED.items()}
    jobs = [(rule, i < count * english) for rule, count in wanted.items() for i in range(count)]
    r.shuffle(jobs)
    edits = {True: [j[0] for j in jobs if j[0] in EDITS and j[1]], False: [j[0] for j in jobs if j[0] in EDITS and not j[1]]}
    shared = {True: [], False: []}      # sources that may have more faulty copies
    for rule, is_english in jobs:
        if rule in MADE:
            lang = corpus.languages['en' if is_english else 'zh']
            for _ in range(50):
                source = None
                if rule not in OWN_SOURCE:
                    pool = shared[is_english]
                    if len(pool) > 4 and r.random() < 0.85 and rule not in ('time-conflict', 'misattributed'):
                        i = r.randrange(len(pool))
                        source = pool.pop(i) if r.random() < 0.4 else pool[i]
                    else:
                        source = corpus.original(lang, contrast=False, nameless=r.random() < 0.5)
                        if rule not in ('time-conflict', 'misattributed'):
                            pool.append(source)
                if MADE[rule](corpus, lang, source):
                    break
    for is_english, rules in edits.items():
        lang = corpus.languages['en' if is_english else 'zh']
        while rules:
            source = corpus.original(lang, contrast='counter-statement-omitted' in rules[-3:])
            for _ in range(r.choice((3, 4, 4, 5))):
                if not rules:
                    break
                page = corpus.carry(source, kind='fault')
                for _ in range(2 if r.random() < 0.6 else 1):
                    if rules and not any(corpus.plants[p]['rule'] == rules[-1] for p in page.plants) and EDITS[rules[-1]](corpus, page, source):
                        rules.pop()
                    elif rules:
                        rules.insert(0, rules.pop())
                if not page.plants:
                    page.kind = 'reprint'


def clean(corpus, n, english):
    r = corpus.rng
    names = sorted(HONEST)
    sources = {code: [p for p in corpus.pages if p.kind == 'original' and p.lang.code == code] for code in corpus.languages}
    plain_sources = {code: [p for p in ps if all(s.kind != 'contrast' for s in p.sentences())] for code, ps in sources.items()}
    while len(corpus.pages) < n:
        name = r.choices(names, [HONEST[x][1] for x in names])[0]
        if name == 'bulletins' and len(corpus.pages) > n - 5 or name in ('common source', 'own dateline', 'local words credited', 'day made absolute', 'same day') and len(corpus.pages) > n - 2:
            name = 'reprint'
        code = 'en' if r.random() < english else 'zh'
        HONEST[name][0](corpus, corpus.languages[code], r.choice(plain_sources[code]))


def write(corpus, out):
    out.mkdir(parents=True, exist_ok=True)
    order = list(range(len(corpus.pages)))
    corpus.rng.shuffle(order)
    for number, page in zip(order, corpus.pages):
        page.id = f'f{number:05d}'
    rows, places = [], {}
    for page in corpus.pages:
        row, found = page.record()
        rows.append(row)
        for number, spans in found.items():
            places.setdefault(number, {})[page.id] = spans
    rows.sort(key=lambda row: row['id'])
    texts = {row['id']: row['text'] for row in rows}
    plants, accused = [], set()
    for number, plant in enumerate(corpus.plants):
        if plant['rule'] is None:
            continue
        article = plant['page'].id
        spans = sorted(places.get(number, {}).get(article, []))
        assert spans or plant['anywhere'], plant
        text = texts[article]
        plants.append({'rule': plant['rule'], 'article_id': article, 'other_article': plant['other'].id if plant['other'] else None, 'alternatives': [p.id for p in plant['also']], 'shape': plant['shape'],
                       'language': plant['page'].lang.code, 'spans': spans, 'byte_spans': [[len(text[:a].encode()), len(text[:b].encode())] for a, b in spans], 'words': [text[a:b] for a, b in spans],
                       'was': plant['was'], 'now': plant['now'], 'anywhere': plant['anywhere']})
        if plant['rule'] != 'source-not-held':
            accused |= {article} | {p.id for p in plant['also'] if p.kind == 'fault'}
    truth = {'plants': plants, 'tolerated': {p.id: sorted(p.tolerated) for p in sorted(corpus.pages, key=lambda p: p.id) if p.tolerated},
             'clean': [row['id'] for row in rows if row['id'] not in accused], 'kinds': {p.id: p.kind for p in sorted(corpus.pages, key=lambda p: p.id)},
             'stories': {p.id: sorted(p.stories) for p in sorted(corpus.pages, key=lambda p: p.id)}, 'copied_from': {p.id: p.source.id for p in sorted(corpus.pages, key=lambda p: p.id) if p.source}}
    with open(out / 'corpus.jsonl', 'w', encoding='utf-8') as f:
        for row in rows:
            f.write(json.dumps(row, ensure_ascii=False) + '\n')
    with open(out / 'truth.json', 'w', encoding='utf-8') as f:
        json.dump(truth, f, ensure_ascii=False, indent=0)
    return truth


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--n', type=int, default=2000)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--out', type=pathlib.Path, required=True)
    parser.add_argument('--english', type=float, default=ENGLISH)
    arguments = parser.parse_args()
    corpus = Corpus(arguments.seed)
    faulty(corpus, arguments.n, arguments.english)
    made = len(corpus.pages)
    clean(corpus, arguments.n, arguments.english)
    truth = write(corpus, arguments.out)
    for rule, count in sorted(collections.Counter(p['rule'] for p in truth['plants']).items()):
        print(f'{count:5} {rule}')
    print(f'{len(corpus.pages)} articles ({made} before the clean ones were filled up), {len(truth["plants"])} plants, {len(truth["clean"])} clean articles')


if __name__ == '__main__':
    main()
