#!/usr/bin/env python3
"""Does suyuan find edited copies of real articles? Recall for each way of editing, and three constructed cases.

usage: edited_copies.py ARTICLES.jsonl --suyuan target/release/suyuan [--articles 50] [--seed 1] [--threads N] [--show 3] [--keep DIR]

ARTICLES.jsonl holds one real article a line: `id`, `text` and, if known, `published_at`. From it come originals of at least 400 characters, spread over
the file, that have little in common with any other article there (so that a copy has one original). Copies of each, one for each way of editing and all dated a
day after the youngest article, are scanned together with the whole file.
A copy is found when it stands in one cluster with its original or a passage of kind `body` joins the two. A copy that the edit leaves equal (an article
without quotation marks, say) is not made; `copies` says how many were.

Constructed, each a corpus of its own:
  wire       one article with 1,000 and 2,000 copies, 1 to 10 % of the characters edited: all found, CPU time linear (ratio at most 2.5)
  bulletins  10,000 fillings of one template, other place, numbers and date in each: no cluster, no link, less than 10 s
  chain      ten times A, B, C in this order of time, of four pieces each: A and B share three, B and C share three, A and C two: A and B in one
             cluster, B and C too where A is not there, A and C never

Prints a table; the exit code is 1 when a goal is missed. Python 3.11, standard library; the script conversion needs `pip install opencc-python-reimplemented`.
"""
import argparse
import collections
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time
import unicodedata

LEAST_CHARACTERS = 400
# Windows of matching form, and the share of them that an original may have in another article.
WINDOW, LITTLE = 12, 0.1
SENTENCE_END = re.compile(r'(?<=[。！？!?])(?![”」』"’])')
HAN = re.compile(r'[\u4e00-\u9fff]')
# The opening of an agency's or paper's report: 新华社北京3月1日电（记者 …）, 本报讯（记者 …）.
DATELINE = re.compile(r'^\s*[^\n，。：]{0,24}?[电讯]\s*[（(](?:记者|通讯员)[^）)\n]{0,30}[）)]\s*|^\s*(?:本报讯|[^\s，。：]{2,12}\d{1,2}月\d{1,2}日[电讯])\s*')
OTHER_DATELINES = ('中新社南宁2月3日电 （记者 林一舟）', '本报讯（记者 周小禾）', '新华社兰州11月8日电（记者何青、陆远）', '人民网西宁6月30日电 ')


def other_width(text):
    """Half width where the text has full width, and the other way round."""
    swap = {}
    for code in list(range(0x30, 0x3A)) + list(range(0x41, 0x5B)) + list(range(0x61, 0x7B)) + [ord(c) for c in ',:;!?()%']:
        swap[code], swap[code + 0xFEE0] = code + 0xFEE0, code
    return text.translate(swap)


def is_punctuation(character):
    return unicodedata.category(character)[0] in 'PS' and character not in '%％+＋'


def without_punctuation(text):
    # A point between digits belongs to the number.
    return ''.join(c for i, c in enumerate(text)
                   if not is_punctuation(c) or c in '.．' and text[i - 1:i].isdigit() and text[i + 1:i + 2].isdigit())


def other_punctuation(text):
    return text.translate(str.maketrans({'，': ' ', ',': '，', '。': '！', '；': '。', '：': '——', '、': '，', '！': '。', '？': '…', '（': '[', '）': ']', '《': '<', '》': '>'}))


def other_quote_marks(text):
    text = text.translate(str.maketrans('“”‘’「」『』', '「」『』""\'\''))
    return text


def on_one_line(text):
    return re.sub(r'\s*\n\s*', '', text)


def a_line_a_sentence(text):
    return '\n'.join(s.strip() for line in text.split('\n') for s in SENTENCE_END.split(line) if s.strip())


def edited(text, share, rng, letters):
    """`share` of the Han characters substituted, preceded by a new one, or left out, in equal parts."""
    characters = list(text)
    places = [i for i, c in enumerate(characters) if HAN.match(c)]
    for i in rng.sample(places, round(share * len(places))):
        what, new = rng.randrange(3), rng.choice(letters)
        characters[i] = (new, new + characters[i], '')[what]
    return ''.join(characters)


def halves(text):
    """Both halves, parted at the end of the sentence or paragraph next to the middle."""
    ends = [m.end() for m in re.finditer(r'[。！？!?\n]', text)] or [len(text) // 2]
    middle = min(ends, key=lambda end: abs(end - len(text) // 2))
    return text[:middle], text[middle:]


def other_dateline(text, number):
    rest = DATELINE.sub('', text, count=1)
    return OTHER_DATELINES[number % len(OTHER_DATELINES)] + rest.lstrip()


def pieces(text):
    """Paragraphs, or groups of sentences where there are less than three paragraphs."""
    parts = [p for p in text.split('\n') if p.strip()]
    if len(parts) >= 3:
        return parts
    sentences = [s for s in SENTENCE_END.split(text) if s.strip()]
    size = max(1, -(-len(sentences) // 5))
    return [''.join(sentences[i:i + size]) for i in range(0, len(sentences), size)]


def reordered(text, rng):
    parts = pieces(text)
    if len(parts) < 3:
        return text
    order = parts[:]
    while order == parts:
        rng.shuffle(order)
    return '\n'.join(order)


def embedded_third(text, host, number):
    third, part = len(text) // 3, number % 3
    inner = text[part * third:(part + 1) * third]
    before, after = halves(host)
    return f'{before.rstrip()}\n{inner.strip()}\n{after.lstrip()}'


def converter():
    try:
        from opencc import OpenCC
    except ImportError:
        return None
    return OpenCC('s2t').convert


# Name of the edit, least share of the copies that must be found (None: no goal).
GOALS = {
    'dateline changed': 1.0, 'other width': 1.0, 'punctuation stripped': 1.0, 'punctuation changed': 1.0, 'quote marks changed': 1.0,
    'traditional script': 1.0, 'on one line': 1.0, 'a line a sentence': 1.0, 'edited 1 %': 0.99, 'edited 2 %': 0.99, 'edited 5 %': 0.97, 'edited 10 %': 0.90,
    'first half': 0.98, 'second half': 0.98, 'third in another': 0.98, 'paragraphs reordered': None,
}


def copies(articles, originals, seed, script):
    """Yields (edit, original, text)."""
    letters = [c for a in articles[:: max(1, len(articles) // 300)] for c in HAN.findall(a['text'])]
    chosen = {a['id'] for a in originals}
    hosts = [a for a in articles if a['id'] not in chosen and len(a['text']) >= LEAST_CHARACTERS]
    for number, original in enumerate(originals):
        text = original['text']
        rng = lambda edit: random.Random(f'{seed} {edit} {original["id"]}')
        yield 'dateline changed', original, other_dateline(text, number)
        yield 'other width', original, other_width(text)
        yield 'punctuation stripped', original, without_punctuation(text)
        yield 'punctuation changed', original, other_punctuation(text)
        yield 'quote marks changed', original, other_quote_marks(text)
        if script:
            yield 'traditional script', original, script(text)
        yield 'on one line', original, on_one_line(text)
        yield 'a line a sentence', original, a_line_a_sentence(text)
        for percent in (1, 2, 5, 10):
            edit = f'edited {percent} %'
            yield edit, original, edited(text, percent / 100, rng(edit), letters)
        first, second = halves(text)
        yield 'first half', original, first
        yield 'second half', original, second
        if hosts:
            yield 'third in another', original, embedded_third(text, rng('host').choice(hosts)['text'], number)
        yield 'paragraphs reordered', original, reordered(text, rng('order'))


def windows(text):
    form = re.sub(r'[\W_]+', '', unicodedata.normalize('NFKC', text)).lower()
    return {form[i:i + WINDOW] for i in range(max(1, len(form) - WINDOW + 1))}


def dated(article):
    """The article's time where it can be one."""
    written = str(article.get('published_at') or '')
    return written if re.match(r'(19|20)\d\d', written) else '2000-01-01 08:00'


def choose(articles, wanted):
    """Originals spread over the file that have little in common with any other article."""
    long = [a for a in articles if len(a['text']) >= LEAST_CHARACTERS]
    holders = collections.Counter()
    for article in articles:
        holders.update(windows(article['text']))
    alone = []
    for article in long:
        own = windows(article['text'])
        if sum(holders[w] > 1 for w in own) <= LITTLE * len(own):
            alone.append(article)
    step = len(alone) / wanted
    return [alone[int(i * step)] for i in range(wanted)] if len(alone) >= wanted else alone


class Export:
    """A scanned and exported corpus."""

    def __init__(self, suyuan, records, folder, threads):
        folder.mkdir(parents=True, exist_ok=True)
        corpus, store, export = folder / 'corpus.jsonl', folder / 'store', folder / 'export'
        with corpus.open('w', encoding='utf-8') as out:
            for record in records:
                out.write(json.dumps(record, ensure_ascii=False) + '\n')
        command = [suyuan, 'scan', corpus, '--store', store, '--quiet']
        if threads:
            command += ['--threads', str(threads)]
        begun = time.monotonic()
        child = subprocess.Popen(command)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self.wall = time.monotonic() - begun
        self.cpu = usage.ru_utime + usage.ru_stime
        if child.returncode:
            raise SystemExit(f'scan of {corpus} ended with exit code {child.returncode}')
        subprocess.run([suyuan, 'export', 'jsonl', '-o', export, '--store', store], check=True, stdout=subprocess.DEVNULL)
        self.folder = export
        record = {row['article_id']: row['record_id'] for row in self.rows('articles')}
        self.records = set(record.values())
        self.clusters = collections.defaultdict(set)
        for row in self.rows('clusters'):
            self.clusters[record[row['article_id']]].add(row['cluster_id'])
        self.joined, self.kinds = set(), collections.defaultdict(set)
        for row in self.rows('passages'):
            pair = frozenset((record[row['a_article']], record[row['b_article']]))
            self.kinds[pair].add(row['kind'])
            if row['kind'] == 'body':
                self.joined.add(pair)

    def rows(self, table):
        with (self.folder / f'{table}.jsonl').open(encoding='utf-8') as lines:
            return [json.loads(line) for line in lines]

    def in_one_cluster(self, a, b):
        return bool(self.clusters.get(a, set()) & self.clusters.get(b, set()))

    def found(self, a, b):
        return self.in_one_cluster(a, b) or frozenset((a, b)) in self.joined


class Table:
    def __init__(self):
        self.missed = False

    def row(self, name, figure, goal, met):
        verdict = '' if met is None else 'ok' if met else 'MISSED'
        self.missed |= met is False
        print(f'{name:<34}{figure:<66}{goal:<16}{verdict}', flush=True)


def run_edits(arguments, articles, originals, folder, table):
    script = converter()
    if script is None:
        print('traditional script: skipped, needs `pip install opencc-python-reimplemented`')
    records = [{'id': a['id'], 'text': a['text'], 'published_at': dated(a)} for a in articles]
    later = f'{int(max(r["published_at"] for r in records)[:4]) + 1}-01-02 08:00'
    made = collections.defaultdict(list)
    for edit, original, text in copies(articles, originals, arguments.seed, script):
        if text != original['text']:
            record = f'copy/{edit}/{len(made[edit])}'
            made[edit].append((record, original['id']))
            records.append({'id': record, 'text': text, 'published_at': later})
    export = Export(arguments.suyuan, records, folder, arguments.threads)
    print(f'{len(articles)} articles, {len(originals)} originals, {sum(map(len, made.values()))} copies; scan {export.cpu:.1f} s CPU, {export.wall:.1f} s\n')
    for edit, goal in GOALS.items():
        pairs = made.get(edit, [])
        if not pairs:
            continue
        missed = [(copy, original) for copy, original in pairs if not export.found(copy, original)]
        clustered = sum(export.in_one_cluster(copy, original) for copy, original in pairs)
        recall = 1 - len(missed) / len(pairs)
        figure = f'{recall:.3f} of {len(pairs)}, in one cluster {clustered / len(pairs):.3f}'
        table.row(edit, figure, '' if goal is None else f'>= {goal}', None if goal is None else recall >= goal)
        for copy, original in missed[:arguments.show]:
            why = '' if copy in export.records else ' (the export lacks the copy)'
            print(f'    missed: {copy} of {original} {sorted(export.kinds[frozenset((copy, original))])}{why}')


def run_wire(arguments, articles, originals, folder, table):
    text = min((a['text'] for a in originals), key=lambda text: abs(len(text) - 900))
    letters = [c for a in articles[:: max(1, len(articles) // 300)] for c in HAN.findall(a['text'])]
    seconds = []
    for count in (1000, 2000):
        records = [{'id': 'wire', 'text': text, 'published_at': '2020-01-01 08:00'}]
        for number in range(count):
            share = (1 + number % 10) / 100
            copy = edited(text, share, random.Random(f'{arguments.seed} wire {number}'), letters)
            records.append({'id': f'copy{number}', 'text': copy, 'published_at': f'2020-01-02 {number // 60 % 24:02}:{number % 60:02}'})
        export = Export(arguments.suyuan, records, folder / f'wire{count}', arguments.threads)
        seconds.append(export.cpu)
        missed = [r['id'] for r in records[1:] if not export.found(r['id'], 'wire')]
        table.row(f'wire, {count} copies', f'{count - len(missed)} found; {export.cpu:.2f} s CPU, {export.wall:.2f} s', 'all', not missed)
        for copy in missed[:arguments.show]:
            print(f'    missed: {copy}, edited {1 + int(copy[4:]) % 10} %, {sorted(export.kinds[frozenset((copy, "wire"))])}')
    ratio = seconds[1] / max(seconds[0], 1e-9)
    table.row('wire, CPU of 2,000 over 1,000', f'{ratio:.2f}', '<= 2.5', ratio <= 2.5)


def bulletin(number, rng):
    """A filling of a template: what a waterway office sends out every morning for each of its gauges."""
    first, second = '青白沙石龙金柳松竹梅云长安平宁福兴', '河江溪湾桥坝渡口滩洲塘岭浦港源泉'
    place = rng.choice(first) + rng.choice(first) + rng.choice(second)
    river = rng.choice(first) + rng.choice('江河水')
    month, day = 1 + number % 12, 1 + number // 12 % 28
    level, change = 20 + rng.randrange(9000) / 100, 1 + rng.randrange(300)
    return (f'{place}航道处{month}月{day}日早间水情通报：截至{month}月{day}日8时，{river}{place}站水位{level:.2f}米，较前一日同时段'
            f'{rng.choice("涨落")}{change}厘米，距警戒水位{rng.randrange(900) / 100:.2f}米；流量每秒{rng.randrange(100, 9000)}立方米。过去24小时本站上游平均降雨'
            f'{rng.randrange(120)}毫米，{place}段通航船舶{rng.randrange(10, 400)}艘次，其中货船{rng.randrange(5, 300)}艘次。航道处提醒过往船舶注意标志，'
            f'按规定航路行驶，遇有大风大雾及时停航。咨询电话{rng.randrange(2000000, 9000000)}。')


def run_bulletins(arguments, folder, table):
    rng = random.Random(f'{arguments.seed} bulletins')
    records = [{'id': f'b{number}', 'text': bulletin(number, rng)} for number in range(10_000)]
    export = Export(arguments.suyuan, records, folder / 'bulletins', arguments.threads)
    clusters, links = len(export.rows('clusters')), len(export.rows('links'))
    figure = f'{clusters} in clusters, {links} links; {export.cpu:.1f} s CPU, {export.wall:.1f} s'
    table.row('10,000 bulletins of one template', figure, 'none, < 10 s', clusters == 0 and links == 0 and export.wall < 10)


def run_chain(arguments, originals, folder, table):
    quarters = [halves(half)[0][:250].replace('\n', '') for a in originals for half in halves(a['text']) if len(half) >= 400]
    records, chains = [], len(quarters) // 6
    for number in range(min(10, chains)):
        parts = quarters[number * 6:number * 6 + 6]
        for at, name in enumerate('ABC'):
            text = '\n'.join(f'{part}。' for part in parts[at:at + 4])
            records.append({'id': f'{name}{number}', 'text': text, 'published_at': f'2020-01-0{at + 1} 08:00'})
    if not records:
        print('chain: skipped, the originals are too short')
        return
    count = len(records) // 3
    # With A there, B joins its cluster; only without A can be seen that B and C are near copies.
    chain = Export(arguments.suyuan, records, folder / 'chain', arguments.threads)
    pair = Export(arguments.suyuan, [r for r in records if r['id'][0] != 'A'], folder / 'pair', arguments.threads)
    ab, ac = (sum(chain.in_one_cluster(f'A{i}', f'{other}{i}') for i in range(count)) for other in 'BC')
    bc = sum(pair.in_one_cluster(f'B{i}', f'C{i}') for i in range(count))
    figure = f'in one cluster: A and B {ab}, B and C {bc} (without A), A and C {ac}'
    table.row(f'chain, {count} times A~B~C', figure, 'all, all, none', ab == bc == count and ac == 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('corpus', type=pathlib.Path)
    parser.add_argument('--suyuan', default='target/release/suyuan')
    parser.add_argument('--articles', type=int, default=50)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--threads', type=int)
    parser.add_argument('--show', type=int, default=3, help='missed copies to name for each edit')
    parser.add_argument('--keep', type=pathlib.Path, help='keep the corpora and exports in this folder')
    arguments = parser.parse_args()
    with arguments.corpus.open(encoding='utf-8') as lines:
        articles = [json.loads(line) for line in lines if line.strip()]
    articles = [{**a, 'id': str(a['id'])} for a in articles]
    originals = choose(articles, arguments.articles)
    if not originals:
        raise SystemExit('no article is long enough and unlike all others')
    table = Table()
    with tempfile.TemporaryDirectory(prefix='edited_copies.') as temporary:
        folder = arguments.keep or pathlib.Path(temporary)
        run_edits(arguments, articles, originals, folder / 'edits', table)
        run_wire(arguments, articles, originals, folder, table)
        run_bulletins(arguments, folder, table)
        run_chain(arguments, originals, folder, table)
    return 1 if table.missed else 0


if __name__ == '__main__':
    sys.exit(main())
