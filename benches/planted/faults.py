"""Faults of a whole page: its credits, its times, the voice it speaks with. One function each, that makes its own pages; False when it could not.

The edits of single words and sentences are in edits.py.
"""
import copy
import re
from datetime import timedelta

from edits import EDITS
from marks import VALUE, planted
from newsroom import Page
from sentence import Sentence


def mark_body(page, number, paragraphs=None):
    """The carried text is the place of the plant."""
    for p in page.paragraphs if paragraphs is None else paragraphs:
        for s in p:
            s.plants.append(number)


def say_before(corpus, paragraph, cue, number=None):
    """Put a cue (据A报道，) before a paragraph."""
    cue = re.sub('@(.*?)@', lambda m: m.group(1) if number is None else planted(number, m.group(1)), cue)
    return [Sentence('plain', '', cue + ' ' if cue and cue[-1].isascii() and cue[-1] != ' ' else cue)] + paragraph


def own_page(corpus, lang, outlet, facts, when, paragraphs):
    """A page with an opening of its own before what it carries."""
    page = Page(lang, outlet, when, facts, lang.title(facts), [[lang.own_opening(facts), lang.sentence('plain', facts, set())]] + paragraphs)
    corpus.dress(page)
    return page


def _part(corpus, source, n=2):
    """n paragraphs that stand together, none with a contrast, the first not the lead."""
    ps = source.paragraphs
    starts = [i for i in range(1, len(ps) - n) if all(s.kind != 'contrast' for p in ps[i:i + n + 1] for s in p)]
    if not starts:
        return None
    i = corpus.rng.choice(starts)
    return copy.deepcopy(ps[i:i + n])


def later(corpus, page, low=60, high=900):
    return page.when + timedelta(minutes=corpus.rng.randint(low, high), seconds=corpus.rng.randint(0, 59))


def attribution_missing(corpus, lang, source):
    r = corpus.rng
    shape = r.choice(('whole', 'whole', 'own by-line', 'part'))
    if shape == 'part':
        part = _part(corpus, source)
        if part is None:
            shape = 'whole'
    if shape == 'part':
        outlet = corpus.outlet(lang, 'clmp', (source.name,))
        page = corpus.add(own_page(corpus, lang, outlet, source.facts, later(corpus, source), part), 'fault')
        carried = part
    else:
        page = corpus.carry(source, kind='fault', credit=False, kinds='clmp' if shape == 'whole' else 'clm')
        carried = page.paragraphs
        if shape == 'own by-line':
            page.head.append(lang.reporter_line(page.outlet))
    number = corpus.plant('attribution-missing', page, source, shape)
    mark_body(page, number, carried)
    if source.form == 'named':
        page.tolerated.add('attribution-dropped')
    return True


def misattributed(corpus, lang, source):
    r = corpus.rng
    shape = r.choice(('held report of its own', 'held report of its own, shared notice', 'held partial copy', 'held partial copy'))
    wrong = corpus.outlet(lang, 'clm', (source.name,))
    when = later(corpus, source, 10, 100)
    if shape == 'held partial copy':
        part = _part(corpus, source)
        if part is None:
            return False
        third = own_page(corpus, lang, wrong, source.facts, when, [say_before(corpus, part[0], lang.said_by(source.name))] + part[1:])
        corpus.add(third, 'partial reprint')
    else:
        facts = dict(source.facts)
        third = corpus.original(lang, 'own report of the event', wrong, contrast=False, facts=facts, when=when)
        third.tolerated.add('attribution-missing')     # a sentence of the notice may stand in both
        if shape.endswith('notice'):
            notice = next((s for s in source.sentences() if s.kind == 'sourced'), None)
            if notice is not None:
                            third.paragraphs.insert(1, [copy.deepcopy(notice)])
    page = corpus.carry(source, kind='fault', credit=False, exclude=(wrong[0],), delay=timedelta(minutes=r.randint(300, 900)))
    number = corpus.plant('misattributed', page, source, shape, source.name, wrong[0])
    corpus.credit(page, wrong[0], number=number)
    mark_body(page, number)
    page.tolerated |= {'passage-not-in-source', 'aggregator-as-source'}
    return True


def passage_not_in_source(corpus, lang, source):
    r = corpus.rng
    shape = r.choice(('in-text credit', 'in-text credit', 'quote', 'under the source line'))
    used = set()
    invented = [lang.sentence('plain', source.facts, used), lang.sentence('plain', source.facts, used)]
    if shape == 'under the source line':
        page = corpus.carry(source, kind='fault', form='head')
        at = r.randint(1, len(page.paragraphs) - 1)
        number = corpus.plant('passage-not-in-source', page, source, shape)
        page.paragraphs.insert(at, invented)
    else:
        part = _part(corpus, source)
        if part is None:
            return False
        if shape == 'quote':
            invented = [lang.sentence('direct', source.facts, used, r.choice(source.facts['people'][:3]))]
        outlet = corpus.outlet(lang, 'clm', (source.name,))
        page = own_page(corpus, lang, outlet, source.facts, later(corpus, source), [])
        number = corpus.plant('passage-not-in-source', page, source, shape)
        page.paragraphs += [say_before(corpus, part[0], lang.said_by(source.name))] + part[1:] + [say_before(corpus, invented, lang.said_by(source.name), number)]
        corpus.add(page, 'fault')
    for s in invented:
        s.plants.append(number)
    return True


def void_source(corpus, lang, source):
    if corpus.rng.random() < 0.6:
        page = corpus.carry(source, kind='fault', credit=False)
        page.tolerated |= {'attribution-missing'} | ({'attribution-dropped'} if source.form == 'named' else set())
        shape, other = 'copy', source
    else:
        outlet = corpus.outlet(lang, 'clmp')
        page = corpus.original(lang, 'fault', outlet, contrast=False)
        page.head, page.lead = [], ''
        shape, other = 'text of nobody known', None
    number = corpus.plant('void-source', page, other, shape)
    where, text = lang.void_credit(page.when)
    corpus.put(page, where, text, number)
    return True


def aggregator_as_source(corpus, lang, source):
    r = corpus.rng
    shape = r.choice(('portal, its page held', 'portal, its page held', 'assembler', 'assembler', 'in text', 'paper that only carried'))
    if shape == 'assembler':
        name = lang.assembler()
    else:
        middle = corpus.outlet(lang, 'clm' if shape.startswith('paper') else 'p', (source.name,))
        corpus.carry(source, middle, 'reprint', timedelta(minutes=r.randint(20, 200)), form=r.choice(('head', 'foot')))
        name = middle[0]
    page = corpus.carry(source, kind='fault', credit=False, exclude=(name,), kinds='clm', delay=timedelta(minutes=r.randint(300, 700)))
    number = corpus.plant('aggregator-as-source', page, source, shape, source.name, name)
    corpus.credit(page, name, 'lead' if shape == 'in text' else r.choice(('head', 'foot')), number)
    page.tolerated |= {'misattributed', 'attribution-missing'}
    return True


def circular_citation(corpus, lang, _):
    r = corpus.rng
    when = corpus.time()
    facts = lang.facts(when)
    n = 3 if r.random() < 0.3 else 2
    text = corpus.story(lang, facts, False, short=True)[1:1 + r.choice((2, 3))]
    outlets = r.sample([o for o in lang.outlets if o[3] in 'clm'], n)
    pages = []
    for i, outlet in enumerate(outlets):
        page = own_page(corpus, lang, outlet, facts, when + timedelta(minutes=r.randint(0, 300)), [])
        pages.append(corpus.add(page, 'fault'))
    number = corpus.plant('circular-citation', pages[0], pages[1], f'ring of {n}', anywhere=True, also=pages[1:])
    for i, page in enumerate(pages):
        paragraphs = copy.deepcopy(text)
        cited = outlets[(i + 1) % n][0]
        page.paragraphs += [say_before(corpus, paragraphs[0], lang.said_by(cited))] + paragraphs[1:]
        page.tolerated |= {'time-conflict', 'circular-citation'}
        page.plants += [number] if page is not pages[0] else []
    return True


def time_conflict(corpus, lang, source):
    r = corpus.rng
    shape = r.choice(('before its source', 'before its source', 'dateline of a later day', 'epoch'))
    if shape == 'dateline of a later day':
        outlet = corpus.outlet(lang, 'w' if lang.code == 'zh' else 'w')
        page = corpus.original(lang, 'fault', outlet, contrast=False)
        if lang.code == 'en' and lang.day(page.when) not in page.lead:
            page.lead = f'{page.facts["city"].upper()}, {lang.day(page.when)} ({page.name}) -- '
        page.head = []
        page.when -= timedelta(days=r.randint(2, 9))
        page.url = page.url.replace(page.url.split('/')[3], f'{page.when:%Y-%m-%d}')
        other = None
    else:
        page = corpus.carry(source, kind='fault', delay=-timedelta(minutes=r.randint(200, 4000)), form=r.choice(('foot', 'foot', 'lead')))
        other = source
        if shape == 'epoch':
            page.stamp = '1970-01-01T08:00:00+08:00' if lang.code == 'zh' else '1970-01-01T00:00:00Z'
    corpus.plant('time-conflict', page, other, shape, anywhere=True)
    if lang.code == 'zh' and shape == 'epoch':
        page.tolerated.add('stale-deixis')
    return True


def local_sentence(lang, facts, kind):
    """A sentence that only the first printer can say: (word, sentence)."""
    r = lang.rng
    slots = lang.slots(facts)
    if lang.code == 'zh':
        if kind == 'city':
            word = r.choice(('我市', '我区') if facts['city'] in ('北京', '天津', '上海', '重庆') else ('我市', '我省'))
            text = r.choice(('{word}此次{act}{thing}，{who}最关心的是{woe}之后怎样{goal}。', '{spot}{act}{thing}，在{word}还是头一回，{who}盼着早日{goal}。', '去年以来，{word}{act}的{thing}已有{small}{unit}，{spot}排在前列。'))
        else:
            word = r.choice(('本报记者', '本报', '本刊记者'))
            text = r.choice(('{word}在{spot}看到，{who}围着{thing2}{see}，地上散落着{stuff}。', '{spot}的{who}向{word}反映，{thing2}因{woe}迟迟不能{act}。', '{word}早先曾报道{spot}{act}{thing}一事，当时{who}拿着{stuff}四处打听。'))
    else:
        if kind == 'city':
            word = r.choice(('our city', 'our county'))
            text = r.choice(('Since {woe}, {word} has not managed to {act} the {thing} near {spot}.', 'The {thing2} in {spot} is the first in {word} that {who} may use to {goal}.'))
        else:
            word = r.choice(('this newspaper', 'our reporter', 'our correspondent'))
            text = r.choice(('{who_c} in {spot} told {word} that {woe} had ruined the {thing2}.', 'At {spot}, {word} watched {who} {act} a {thing} to {goal}.'))
    return word, text, slots


def with_local(kind):
    def extra(lang, facts):
        word, text, slots = local_sentence(lang, facts, kind)
        s = Sentence('plain', '', text.format(word='‹L:' + word + '›', **{k: v for k, v in slots.items() if k != 'word'}))
        lang.seen.take(s.text, facts)
        return [s]
    return extra


def local_values(page):
    return [(s, m) for s in page.sentences() for m in VALUE.finditer(s.text) if m.group(1) == 'L']


def deixis_leak(corpus, lang, _):
    r = corpus.rng
    kind = r.choice(('city', 'paper'))
    shape = r.choice(('copy without credit', 'copy without credit', 'source not held, own by-line'))
    home = corpus.outlet(lang, 'lm' if lang.code == 'zh' else 'm')
    source = corpus.original(lang, 'original with local words', home, contrast=False, extra=with_local(kind), add=False)
    if shape.startswith('copy'):
        corpus.add(source, 'original with local words')
        outlet = corpus.stranger(lang, source)
        page = corpus.carry(source, outlet, 'fault', credit=False)
        missing = corpus.plant('attribution-missing', page, source, 'with deixis')
        mark_body(page, missing)
        if source.form == 'named':
            page.tolerated.add('attribution-dropped')
    else:
        kind = 'city'
        if not any(m.group(2) in ('我市', '我省', '我区', 'our city', 'our county') for _, m in local_values(source)):
            return False
        outlet = corpus.stranger(lang, source)
        page = own_page(corpus, lang, outlet, source.facts, source.when, source.paragraphs[1:])
        page.head.append(lang.reporter_line(outlet))
        corpus.add(page, 'fault')
    s, m = local_values(page)[0]
    number = corpus.plant('deixis-leak', page, source if shape.startswith('copy') else None, f'{shape}, {kind}', m.group(2), m.group(2))
    s.text = s.text[:m.start()] + planted(number, m.group(2)) + s.text[m.end():]
    return True


def with_day(lang, facts):
    word, back, text = lang.deictic(facts)
    comma = '，' if lang.code == 'zh' else ', '
    return [Sentence('plain', '', f'‹Y:{word}›{comma}{text}', tail=str(back))]


def day_values(page):
    return [(s, m) for s in page.sentences() for m in VALUE.finditer(s.text) if m.group(1) == 'Y']


def stale_deixis(corpus, lang, _):
    r = corpus.rng
    source = corpus.original(lang, 'original with day words', contrast=False, extra=with_day)
    page = corpus.carry(source, kind='fault', delay=timedelta(days=r.randint(1, 6), hours=r.randint(0, 3)), form=r.choice(('foot', 'head')))
    s, m = day_values(page)[0]
    number = corpus.plant('stale-deixis', page, source, m.group(2), m.group(2), m.group(2))
    s.text = s.text[:m.start()] + planted(number, m.group(2)) + s.text[m.end():]
    return True


def silent_revision(corpus, lang, source):
    r = corpus.rng
    source = corpus.original(lang, 'original', contrast=True)
    page = corpus.carry(source, source.outlet, 'fault', timedelta(hours=r.randint(1, 30)), credit=False)
    page.url, page.head, page.lead, page.foot, page.shows_title = source.url, list(source.head), source.lead, list(source.foot), source.shows_title
    number = corpus.plant('silent-revision', page, source, 'same address', anywhere=True, also=[source])
    for rule in r.sample(('number-changed', 'negation-changed', 'counter-statement-omitted', 'attribution-dropped', 'name-changed', 'date-changed'), 2):
        before = len(corpus.plants)
        EDITS[rule](corpus, page, source)
        for extra in corpus.plants[before:]:
            extra['rule'] = None       # what the revision changed is no accusation of its own
            page.plants.remove(corpus.plants.index(extra))
    page.tolerated |= set(EDITS)
    page.touched.clear()
    return True


def dependent_sources(corpus, lang, source):
    r = corpus.rng
    second = corpus.outlet(lang, 'clm', (source.name,))
    corpus.carry(source, second, 'reprint', timedelta(minutes=r.randint(20, 120)), form=r.choice(('head', 'foot')))
    part = _part(corpus, source, 2)
    if part is None:
        return False
    outlet = corpus.outlet(lang, 'clm', (source.name, second[0]))
    page = own_page(corpus, lang, outlet, source.facts, later(corpus, source, 200, 800), [])
    shape = r.choice(('two in one cue', 'two in one cue', 'source line of two', 'one after the other'))
    number = corpus.plant('dependent-sources', page, source, shape, source.name, f'{source.name}, {second[0]}')
    if shape == 'two in one cue':
        page.paragraphs += [say_before(corpus, part[0], lang.said_by_two(source.name, second[0]), number)] + part[1:]
    elif shape == 'source line of two':
        page.paragraphs = part
        corpus.put(page, 'head', lang.two_sources(source.name, second[0]), number)
        page.tolerated.add('headline-changed')
    else:
        page.paragraphs += [say_before(corpus, part[0], lang.said_by(source.name), number), say_before(corpus, part[1], lang.said_by(second[0]), number)]
    mark_body(page, number, part)
    page.tolerated |= {'aggregator-as-source', 'misattributed'}
    corpus.add(page, 'fault')
    return True


def source_not_held(corpus, lang, _):
    """Information, no accusation: the pages count as clean."""
    r = corpus.rng
    name = r.choice(lang.not_held)
    page = corpus.original(lang, 'credit to a source not held', corpus.outlet(lang, 'clmp'), contrast=False)
    page.head, page.lead = [], ''
    pages = [page]
    if r.random() < 0.3:
        pages.append(corpus.carry(page, kind='credit to a source not held', credit=False))
    for p in pages:
        number = corpus.plant('source-not-held', p, None, 'alone' if len(pages) == 1 else 'two carriers', '', name)
        corpus.credit(p, name, number=number)
        mark_body(p, number)
    return True


MADE = {'attribution-missing': attribution_missing, 'misattributed': misattributed, 'passage-not-in-source': passage_not_in_source, 'void-source': void_source, 'aggregator-as-source': aggregator_as_source,
        'circular-citation': circular_citation, 'time-conflict': time_conflict, 'deixis-leak': deixis_leak, 'stale-deixis': stale_deixis, 'silent-revision': silent_revision,
        'dependent-sources': dependent_sources, 'source-not-held': source_not_held}
