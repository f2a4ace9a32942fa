"""Pages of a corpus: how a story becomes a page of its outlet, how another outlet carries it honestly, and what was planted where."""
import copy
import random
import re
from datetime import datetime, timedelta

from chinese import Chinese
from english import English
from marks import VALUE, plain, planted, settle

# Lengths of runs of letters and digits that no two stories share: what is asked of a sentence, what is asked when that cannot be had, and what is asked inside quotations.
RUNS = {'zh': (14, 18, 11), 'en': (44, 64, 34)}


class Seen:
    """Runs of characters that stories used already: no two stories may share one."""

    def __init__(self, runs):
        self.strict, self.loose, self.quoted = runs
        self.owner = {}

    def take(self, text, facts, strict=True, quoted=False):
        letters = ''.join(c for c in plain(text) if c.isalnum())
        runs = lambda length: [letters[i:i + length] for i in range(max(1, len(letters) - length + 1))]
        asked = self.quoted if quoted and strict else self.strict if strict else self.loose
        story = facts['story']
        if any(self.owner.get(r, story) != story for r in runs(asked)):
            return False
        for length in {self.strict, self.loose, self.quoted}:
            for r in runs(length):
                self.owner.setdefault(r, story)
        return True


class Page:
    def __init__(self, lang, outlet, when, facts, title, paragraphs):
        self.lang, self.outlet, self.when, self.facts, self.title, self.paragraphs = lang, outlet, when, facts, title, paragraphs
        self.precision, self.shows_title, self.head, self.lead, self.foot, self.form = 'second', True, [], '', [], ''
        self.url, self.names, self.kind, self.tolerated, self.plants, self.filter, self.stamp = None, {}, '', set(), [], None, None
        self.stories, self.source = {facts['story']}, None
        self.touched = set()       # sentences that already bear a plant

    @property
    def name(self):
        return self.outlet[0]

    def sentences(self):
        return [s for p in self.paragraphs for s in p]

    def marked(self):
        """The text with marks: title, head, body, foot."""
        say = self.lang.paragraph
        body = [say(p) for p in self.paragraphs]
        if body:
            body[0] = self.lead + body[0]
        text = '\n'.join(([self.title] if self.shows_title else []) + self.head + body + self.foot)
        return self.renamed(text)

    def renamed(self, text):
        def replace(m):
            if m.group(1) in 'PO' and m.group(2) in self.names:
                number, new = self.names[m.group(2)]
                return planted(number, new)
            return m.group(0)
        return VALUE.sub(replace, text)

    def record(self):
        text = plain(self.marked())
        if self.filter:
            text = self.filter(text)
        text, places = settle(text)
        title = settle(self.renamed(self.title))[0]
        zone = '+08:00' if self.lang.code == 'zh' else 'Z'
        stamp = self.stamp or (self.when.strftime('%Y-%m-%d') if self.precision == 'day' else self.when.strftime('%Y-%m-%dT%H:%M:%S') + zone)
        return {'id': self.id, 'url': self.url, 'title': self.filter(title) if self.filter else title, 'text': text, 'published_at': stamp, 'outlet': self.name}, places


class Corpus:
    def __init__(self, seed):
        self.rng = random.Random(f'suyuan planted faults {seed}')
        self.languages = {'zh': Chinese(self.rng, Seen(RUNS['zh'])), 'en': English(self.rng, Seen(RUNS['en']))}
        self.pages, self.plants = [], []

    # ---- outlets and times
    def outlet(self, lang, kinds='wclmp', exclude=(), city=None):
        return self.rng.choice([o for o in lang.outlets if o[3] in kinds and o[0] not in exclude and (city is None or o[2] == city)])

    def stranger(self, lang, page, exclude=()):
        """An outlet that cannot say 我市 of this page's place."""
        return self.rng.choice([o for o in lang.outlets if o[0] not in exclude and o[0] != page.name and (o[2] == '-' or o[2] in ('北京', '上海', '重庆', '天津') and o[2] != page.facts['city'])
                                and (lang.code == 'zh' or o[3] != 'w')])

    def time(self):
        return datetime(2023, 2, 1) + timedelta(days=self.rng.randint(0, 640), hours=self.rng.randint(6, 14), minutes=self.rng.randint(0, 59), seconds=self.rng.randint(1, 59))

    # ---- stories and pages
    def story(self, lang, facts, contrast=False, extra=(), short=False):
        """Paragraphs: a lead, blocks with a source, quotes, indirect speech, and a last paragraph that can be dropped."""
        r, used = self.rng, set()
        make = lambda kind, speaker=None: lang.sentence(kind, facts, used, speaker)
        people = list(facts['people'][:3])
        r.shuffle(people)
        blocks = [[make('direct', people[0]), make('plain')], [make('sourced'), make('plain')], [make('plain'), make('plain')], [make('indirect', people[1]), make('plain')]]
        if not short and r.random() < 0.6:
            blocks.append([make('plain'), make('direct', people[2])])
        if not short and r.random() < 0.5:
            blocks.append([make('plain'), make('plain'), make('sourced')] if r.random() < 0.4 else [make('indirect', people[0])])
        if short:
            blocks = blocks[:3]
        r.shuffle(blocks)
        for sentence in extra:
            at = r.randrange(len(blocks))
            blocks[at].insert(r.randint(0, len(blocks[at])), sentence)
        if contrast:
            at = r.randrange(len(blocks))
            if r.random() < 0.4:
                blocks.insert(at + 1, [make('contrast'), make('plain')] if r.random() < 0.5 else [make('contrast')])
            else:
                blocks[at].insert(r.randint(1, len(blocks[at])), make('contrast'))
        return [[make('lead'), make('plain')]] + blocks + [[make('plain'), make('plain')]]

    def add(self, page, kind):
        page.kind = kind
        page.url = page.url or f'https://{page.outlet[1]}/{page.when:%Y-%m-%d}/{self.rng.getrandbits(40):010x}.html'
        self.pages.append(page)
        return page

    def dress(self, page):
        """Furniture: editor lines, disclaimers, a set phrase."""
        r, lang = self.rng, page.lang
        page.shows_title = r.random() < 0.7
        if r.random() < 0.12:
            page.foot.append(lang.formula())
        if r.random() < 0.6:
            page.foot.append(lang.editor(page.outlet))
        if r.random() < 0.2:
            page.foot.append(lang.disclaimer())

    def original(self, lang, kind='original', outlet=None, contrast=None, extra=None, facts=None, when=None, add=True, nameless=False, short=False):
        r = self.rng
        when = when or self.time()
        outlet = outlet or self.outlet(lang, 'wclm')
        if facts is None:
            facts = lang.facts(when, outlet[2] if outlet[2] != '-' else None)
        page = Page(lang, outlet, when, facts, lang.title(facts), self.story(lang, facts, r.random() < 0.5 if contrast is None else contrast, extra(lang, facts) if extra else (), short))
        for _ in range(20):
            page.lead, page.form = lang.own_lead(outlet, when, facts)
            if not nameless or page.form == 'nameless':
                break
        else:
            page.lead, page.form = '', 'nameless'
        if page.form == 'nameless' and r.random() < 0.4 and not nameless:
            page.head.append(lang.reporter_line(outlet))
            page.lead = ''
        elif r.random() < 0.3 and not nameless and outlet[3] != 'w':
            page.head.append(lang.credit(page.name, when, 'head')[1].replace('@', ''))
        self.dress(page)
        return self.add(page, kind) if add else page

    def carry(self, source, outlet=None, kind='reprint', delay=None, credit=True, form=None, kinds='clmp', exclude=()):
        """A full copy of a page on another outlet's, with a true credit."""
        r, lang = self.rng, source.lang
        outlet = outlet or self.outlet(lang, kinds, (source.name,) + tuple(exclude))
        when = source.when + (delay or timedelta(minutes=r.randint(20, 400), seconds=r.randint(0, 59)))
        page = Page(lang, outlet, when, source.facts, source.title, copy.deepcopy(source.paragraphs))
        self.dress(page)
        page.source = source
        if credit:
            self.credit(page, source.name, form)
        return self.add(page, kind)

    def credit(self, page, name, form=None, number=None):
        where, text = page.lang.credit(name, page.when, form)
        self.put(page, where, text, number)

    def put(self, page, where, text, number=None):
        """A line with @words@ in its place; the words are the place of plant `number`."""
        text = re.sub('@(.*?)@', lambda m: m.group(1) if number is None else planted(number, m.group(1)), text)
        if where == 'head':
            page.head.insert(0, text)
        elif where == 'lead':
            page.lead = text
        else:
            page.foot.insert(0, text)

    # ---- plants
    def plant(self, rule, page, other=None, shape='', was='', now='', anywhere=False, also=()):
        number = len(self.plants)
        self.plants.append({'rule': rule, 'page': page, 'other': other, 'shape': shape, 'was': plain(was), 'now': plain(now), 'anywhere': anywhere, 'also': list(also)})
        page.plants.append(number)
        return number
