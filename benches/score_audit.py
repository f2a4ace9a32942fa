#!/usr/bin/env python3
"""Hold the findings of an export against the truth of a corpus with planted faults.

usage: score_audit.py EXPORT_DIR DIR/truth.json [--show N] [--rule RULE] [--json]

found      a finding of the plant's rule on its article (or, for a ring, on another of it) whose span touches a planted span, or whose message or evidence has the planted words;
           a plant that concerns the page as such asks for rule and article alone
false      a finding on no plant of its rule, unless the truth tolerates the rule on that article; those of severity info are counted apart
precision  findings that are right, of those that are right or false (info apart, except for the rule source-not-held)
accused    false findings of severity minor or major on clean articles, for each 1,000 of them; and how many clean articles have one
The corpus is looked for beside the truth, so that --show can print the places. Exit code 1 when a goal is missed: recall 0.90 a rule, precision 0.97, accused 1 in 1,000.
"""
import argparse
import collections
import json
import pathlib
import sys

# Characters of a planted value that are too few to be told from any other in a message.
LEAST_WORDS = 2


def rows(path):
    with open(path, encoding='utf-8') as f:
        return [json.loads(line) for line in f if line.strip()]


def touches(finding, plant):
    """Does the finding point at the planted place?"""
    if plant['anywhere']:
        return True
    start, end = finding.get('start'), finding.get('end')
    if start is not None and finding['article_id'] == plant['article_id'] and any(start <= b and a <= end for a, b in plant['byte_spans']):
        return True
    said = (finding.get('message') or '') + json.dumps(finding.get('evidence'), ensure_ascii=False)
    words = [plant['now']] if plant['now'] else [plant['was']]
    return any(len(w) >= LEAST_WORDS and w in said for w in words)


def share(part, whole):
    return f'{part / whole:.3f}' if whole else '    –'


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('export', type=pathlib.Path)
    parser.add_argument('truth', type=pathlib.Path)
    parser.add_argument('--show', type=int, default=0, help='print up to N misses and N false findings of each rule')
    parser.add_argument('--rule', help='show and score this rule alone')
    parser.add_argument('--json', action='store_true')
    arguments = parser.parse_args()
    truth = json.load(open(arguments.truth, encoding='utf-8'))
    corpus = {r['id']: r for r in rows(arguments.truth.parent / 'corpus.jsonl')} if arguments.show else {}
    findings = rows(arguments.export / 'findings.jsonl')
    clean = set(truth['clean'])

    by_article = collections.defaultdict(list)
    for plant in truth['plants']:
        plant['found'] = []
        for article in [plant['article_id']] + plant['alternatives']:
            by_article[article, plant['rule']].append(plant)
    verdicts = collections.defaultdict(collections.Counter)
    false = collections.defaultdict(list)
    accused = []
    for finding in findings:
        rule = finding['rule']
        article = finding['article_id'].split('#')[0]
        hit = [p for p in by_article[article, rule] if touches({**finding, 'article_id': article}, p)]
        for plant in hit:
            plant['found'].append(finding)
        info = finding['severity'] == 'info' and rule != 'source-not-held'
        if hit:
            verdicts[rule]['right'] += 1
        elif rule in truth['tolerated'].get(article, ()):
            verdicts[rule]['tolerated'] += 1
        elif finding['severity'] == 'info':
            verdicts[rule]['info'] += 1
        else:
            verdicts[rule]['false'] += 1
            false[rule].append(finding)
            if article in clean:
                accused.append(finding)
                verdicts[rule]['on clean'] += 1
        if hit and info:
            verdicts[rule]['right as info'] += 1

    planted = collections.Counter(p['rule'] for p in truth['plants'])
    found = collections.Counter(p['rule'] for p in truth['plants'] if p['found'])
    rules = sorted(set(planted) | set(verdicts))
    if arguments.rule:
        rules = [r for r in rules if r == arguments.rule]
    right, wrong = sum(v['right'] for v in verdicts.values()), sum(v['false'] for v in verdicts.values())
    rate = 1000 * len(accused) / max(1, len(clean))
    short = [r for r in planted if found[r] < 0.9 * planted[r]]
    if arguments.json:
        print(json.dumps({'rules': {r: {'planted': planted[r], 'found': found[r], **verdicts[r]} for r in rules}, 'recall': sum(found.values()) / max(1, sum(planted.values())),
                          'precision': right / (right + wrong) if right + wrong else None, 'accused_per_1000_clean': rate}, ensure_ascii=False, indent=1))
    else:
        print(f'{"rule":26} planted  found  recall  right  false precision  tolerated  info  on clean')
        for r in rules:
            v = verdicts[r]
            print(f'{r:26} {planted[r]:7} {found[r]:6}  {share(found[r], planted[r]):>6} {v["right"]:6} {v["false"]:6}     {share(v["right"], v["right"] + v["false"]):>5} {v["tolerated"]:10} {v["info"]:5} {v["on clean"]:9}')
        print(f'\nall: recall {share(sum(found.values()), sum(planted.values()))} of {sum(planted.values())}, precision {share(right, right + wrong)} of {right + wrong} findings; '
              f'{len(short)} of {len(planted)} rules below 0.90')
        print(f'false accusations on {len(clean)} clean articles: {len(accused)}, {rate:.1f} for each 1,000; {len({f["article_id"] for f in accused})} articles')

    def around(article, start, end):
        text = corpus.get(article.split('#')[0], {}).get('text', '').encode()
        if start is None:
            return '(no span)'
        cut = lambda a, b: text[max(0, a):max(0, b)].decode('utf-8', 'ignore').replace('\n', '⏎')
        return f'{cut(start - 60, start)}【{cut(start, min(end, start + 240))}】{cut(end, end + 60)}'

    for r in rules if arguments.show else ():
        for plant in [p for p in truth['plants'] if p['rule'] == r and not p['found']][:arguments.show]:
            spans = plant['byte_spans'] or [[0, 90]]
            others = collections.Counter(f['rule'] for f in findings if f['article_id'].split('#')[0] == plant['article_id'])
            print(f'\nMISSED {r} · {plant["shape"]} · {plant["language"]} · {plant["article_id"]} from {plant["other_article"]} · was {plant["was"]!r}, is {plant["now"]!r} · found there: {dict(others)}')
            for a, b in spans[:2]:
                print('   ' + around(plant['article_id'], a, b))
        for finding in false[r][:arguments.show]:
            article = finding['article_id'].split('#')[0]
            there = sorted({p['rule'] for p in truth['plants'] if p['article_id'] == article})
            print(f'\nFALSE {r} · {finding["severity"]} {finding.get("confidence")} · {article}, {truth["kinds"].get(article)} {there} · {finding.get("message")}')
            print('   ' + around(article, finding.get('start'), finding.get('end')))
            if finding.get('other_article'):
                print('   against ' + finding['other_article'] + ': ' + around(finding['other_article'], finding.get('other_start'), finding.get('other_end')))
    sys.exit(1 if short or right + wrong == 0 or right < 0.97 * (right + wrong) or rate > 1 else 0)


if __name__ == '__main__':
    main()
