"""Pages on which nothing is wrong and that tempt a rule to say otherwise. One function each; returns True when the pages were made."""
import copy
import re
from datetime import timedelta

from faults import _part, day_values, later, local_values, own_page, say_before, with_day, with_local
from marks import VALUE, choose, han_number, plain
from newsroom import Page
from sentence import Sentence


def reprint(corpus, lang, source):
    corpus.carry(source)
    return True


def listed_by_a_portal(corpus, lang, source):
    """A portal's listing label (新浪新闻综合 + time + counter), and the real outlet in the source line."""
    portal = corpus.outlet(lang, 'p', (source.name,))
    page = corpus.carry(source, portal, 'portal page', form='head')
    if lang.code == 'zh':
        page.head.insert(0, f'{portal[0]}综合{page.when:%Y-%m-%d %H:%M:%S}0' if portal[0].endswith('新闻') else f'{portal[0]} {page.when:%Y-%m-%d %H:%M:%S}')
        page.head.append(lang.original_title(plain(page.title)))
    return True


def other_form(corpus, lang, source):
    r = corpus.rng
    kind = r.choice(('half width', 'digits', 'numbers', 'numbers', 'traditional', 'spaces', 'joined')) if lang.code == 'zh' else r.choice(('half width', 'spaces', 'joined'))
    page = corpus.carry(source, kind='copy in another form: ' + kind, form=r.choice(('head', 'foot')))
    if kind == 'half width':
        page.filter = lang.half_width
    elif kind == 'digits':
        page.filter = lang.full_width
    elif kind == 'traditional':
        page.filter = lang.traditional
    elif kind == 'spaces':
        page.filter = (lambda t: re.sub(r'(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])', ' ', t.replace('，', ' ， '))) if lang.code == 'zh' else (lambda t: t.replace('. ', '.  '))
    elif kind == 'joined':
        page.paragraphs = [[s for p in page.paragraphs for s in p]]
    else:
        def form(m):
            if m.group(1) != 'N' or r.random() < 0.3:
                return m.group(0)
            n = m.group(2)
            if re.fullmatch(r'[\d.]+万', n):
                return f'‹N:{round(float(n[:-1]) * 10000)}›'
            if n.isdigit() and len(n) <= 3:
                return f'‹N:{han_number(int(n))}›' if r.random() < 0.7 else '‹N:' + ''.join(chr(ord(c) + 0xFEE0) for c in n) + '›'
            return m.group(0)
        for s in page.sentences():
            if s.kind != 'direct' and '‹N:' in s.text:
                s.text = re.sub('‹N:(?P<n>19..|20..)›年', lambda m: f'{m.group("n")}年', s.text)
                s.text = VALUE.sub(form, s.text)
    return True


def last_dropped(corpus, lang, source):
    page = corpus.carry(source, kind='last paragraph dropped')
    page.paragraphs.pop()
    return True


def partial(corpus, lang, source):
    part = _part(corpus, source, corpus.rng.choice((1, 2, 2)))
    if part is None:
        return False
    outlet = corpus.outlet(lang, 'clm', (source.name,))
    page = own_page(corpus, lang, outlet, source.facts, later(corpus, source), [say_before(corpus, p, lang.said_by(source.name)) for p in part])
    corpus.add(page, 'partial reprint')
    return True


def digest(corpus, lang, source):
    r = corpus.rng
    others = [p for p in corpus.pages if p.kind == 'original' and p.lang is lang and abs((p.when - source.when).days) < 20 and p is not source and all(s.kind != 'contrast' for s in p.paragraphs[0] + p.paragraphs[1])]
    if len(others) < 3:
        return False
    items = r.sample(others, 3)
    outlet = corpus.outlet(lang, 'cmp', tuple(p.name for p in items))
    when = max(p.when for p in items) + timedelta(hours=r.randint(2, 30))
    page = Page(lang, outlet, when, source.facts, f'早读{r.randint(100, 999)}期：{lang.day(when)}要闻' if lang.code == 'zh' else f'Morning digest {r.randint(100, 999)}: {lang.day(when)}', [])
    for item in items:
        close = f'（据{item.name}）' if lang.code == 'zh' else f' (Source: {item.name})'
        page.paragraphs.append(copy.deepcopy(item.paragraphs[0]) + [Sentence('plain', '', close)])
    page.shows_title = True
    page.stories |= {item.facts['story'] for item in items}
    corpus.add(page, 'digest')
    return True


def paraphrase(corpus, lang, source):
    """The same facts in other wordings, credited."""
    page = corpus.carry(source, kind='paraphrase')
    for s in page.sentences():
        s.text = choose(corpus.rng, s.raw) if s.raw else s.text
        if s.kind == 'indirect':
            s.clauses = [(raw, choose(corpus.rng, raw)) for raw, _ in s.clauses]
    return True


def quoted_elsewhere(corpus, lang, source):
    """Another report quotes the same words of the same speaker, and says where from."""
    quotes = [s for s in source.sentences() if s.kind == 'direct']
    if not quotes:
        return False
    outlet = corpus.outlet(lang, 'clm', (source.name,))
    facts = dict(source.facts)
    page = own_page(corpus, lang, outlet, facts, later(corpus, source), [say_before(corpus, [copy.deepcopy(corpus.rng.choice(quotes))], lang.said_by(source.name)), [lang.sentence('plain', facts, set()), lang.sentence('plain', facts, set())]])
    corpus.add(page, 'quote with its speaker')
    return True


def quoted_in_part(corpus, lang, source):
    """One clause of a quotation as a fragment in another report: whether that is truncation may be disputed."""
    quotes = [s for s in source.sentences() if s.kind == 'direct' and len(s.clauses) > 1]
    if not quotes:
        return False
    s = copy.deepcopy(corpus.rng.choice(quotes))
    s.clauses, s.order = [corpus.rng.choice(s.clauses)], 'before'
    outlet = corpus.outlet(lang, 'clm', (source.name,))
    page = own_page(corpus, lang, outlet, source.facts, later(corpus, source), [say_before(corpus, [s], lang.said_by(source.name))])
    page.tolerated.add('quote-truncated')
    corpus.add(page, 'fragment of a quote')
    return True


def own_dateline(corpus, lang, source):
    """An agency's text with its dateline kept: that is the credit."""
    agency = corpus.outlet(lang, 'w')
    wire = corpus.original(lang, 'wire', agency)
    if wire.form != 'named':
        return False
    page = corpus.carry(wire, kind='wire with its dateline', credit=corpus.rng.random() < 0.4, form='head')
    page.lead = wire.lead
    return True


def common_source(corpus, lang, source):
    """Two outlets with reporters of their own on one notice: the same words of the notice, and no copy."""
    r = corpus.rng
    when = corpus.time()
    facts = lang.facts(when)
    used = set()
    office = facts['offices'][0]
    notice = [lang.sentence('plain', facts, used) for _ in range(3)]
    names = []
    for _ in range(2):
        outlet = corpus.outlet(lang, 'wclm', names)
        names.append(outlet[0])
        page = corpus.original(lang, 'common source', outlet, contrast=False, facts=facts, when=when + timedelta(minutes=r.randint(0, 240)), nameless=False, short=True)
        if not page.lead and not page.head:
            page.head.append(lang.reporter_line(outlet))
        cue = r.choice((f'{office}当天发布的通报称，', f'据{office}通报，', f'{office}在通告中说，')) if lang.code == 'zh' else r.choice((f'According to a notice of {office}, ', f'{office} said in a statement: '))
        page.paragraphs.insert(r.randint(1, 2), [Sentence('plain', '', cue)] + copy.deepcopy(notice))
    return True


def bulletins(corpus, lang, source):
    """Fillings of one frame on several days: a template, and no copies."""
    r = corpus.rng
    outlet = corpus.outlet(lang, 'clm')
    start = corpus.time()
    for i in range(5):
        when = start + timedelta(days=i)
        title, first, second = lang.bulletin('', when)
        page = Page(lang, outlet, when, {'story': f'bulletin {lang.code}', 'day': when, 'people': [], 'spots': [], 'offices': [], 'city': ''}, title, [[Sentence('plain', '', first)], [Sentence('plain', '', second)]])
        corpus.dress(page)
        corpus.add(page, 'bulletin')
    return True


def unnamed_source(corpus, lang, source):
    """据悉 and 据了解 name nobody: neither a source nor a fault."""
    page = corpus.original(lang, 'unnamed source', contrast=False)
    for s in corpus.rng.sample([s for p in page.paragraphs for s in p if s.kind == 'plain'], 2):
        s.text = lang.anonymous_source() + (s.text if lang.code == 'zh' else s.text)
    return True


def printed_twice(corpus, lang, source):
    """The outlet's own text on two addresses of its own, without a credit."""
    page = corpus.carry(source, source.outlet, 'own text again', credit=False)
    page.lead = source.lead
    return True


def crawled_twice(corpus, lang, source):
    """The same address with the same text."""
    page = corpus.carry(source, source.outlet, 'same address, same text', timedelta(0), credit=False)
    page.url, page.lead, page.head, page.foot, page.shows_title = source.url, source.lead, list(source.head), list(source.foot), source.shows_title
    return True


def local_words_credited(corpus, lang, source):
    """我市 and 本报 in a reprint that names its source: the words are the source's, as the credit says."""
    kind = corpus.rng.choice(('city', 'paper'))
    home = corpus.outlet(lang, 'lm' if lang.code == 'zh' else 'm')
    first = corpus.original(lang, 'original with local words', home, contrast=False, extra=with_local(kind))
    corpus.carry(first, corpus.stranger(lang, first), 'local words under a credit', form='head')
    return True


def day_made_absolute(corpus, lang, source):
    first = corpus.original(lang, 'original with day words', contrast=False, extra=with_day)
    page = corpus.carry(first, kind='day made absolute', delay=timedelta(days=corpus.rng.randint(1, 4)), form='foot')
    for s, m in day_values(page):
        day = lang.day(first.when - timedelta(days=int(s.tail)))
        part = re.sub('^今|^昨|^明|[天日]', '', m.group(2)) if lang.code == 'zh' else ''
        s.text = (day + {'晨': '清晨', '晚': '晚间'}.get(part, part) if lang.code == 'zh' else f'On {day}') + s.text[m.end():]
    page.tolerated.add('date-changed')
    return True


def same_day(corpus, lang, source):
    """今日 and 昨日 in a copy of the same day."""
    first = corpus.original(lang, 'original with day words', contrast=False, extra=with_day)
    first.when = first.when.replace(hour=9)
    corpus.carry(first, kind='day words on the same day', delay=timedelta(minutes=corpus.rng.randint(20, 400)), form='foot')
    return True


def date_only(corpus, lang, source):
    """A stamp that is only a date, or midnight, of the day of its source: no conflict."""
    page = corpus.carry(source, kind='date only', delay=timedelta(minutes=corpus.rng.randint(5, 60)), form='foot')
    if corpus.rng.random() < 0.6:
        page.precision = 'day'
    else:
        page.when = page.when.replace(hour=0, minute=0, second=0)
    return True


def retitled(corpus, lang, source):
    """Another title that contradicts nothing, with the original title shown: whether it is `changed` may be disputed."""
    page = corpus.carry(source, kind='retitled', form='head')
    page.head.append(lang.original_title(plain(page.title)))
    page.title, page.shows_title = lang.title(source.facts), True
    page.tolerated.add('headline-changed')
    return True


# name: (function, share of the clean pages that are made on purpose)
HONEST = {'reprint': (reprint, 8), 'listed by a portal': (listed_by_a_portal, 4), 'other form': (other_form, 12), 'last dropped': (last_dropped, 4), 'partial': (partial, 6), 'digest': (digest, 3), 'paraphrase': (paraphrase, 4),
          'quoted elsewhere': (quoted_elsewhere, 4), 'quoted in part': (quoted_in_part, 2), 'own dateline': (own_dateline, 4), 'common source': (common_source, 4), 'bulletins': (bulletins, 2), 'unnamed source': (unnamed_source, 4),
          'printed twice': (printed_twice, 2), 'crawled twice': (crawled_twice, 2), 'local words credited': (local_words_credited, 3), 'day made absolute': (day_made_absolute, 2), 'same day': (same_day, 2), 'date only': (date_only, 3), 'retitled': (retitled, 2)}
