"""Faults that are edits: a copy that is otherwise honest, and one thing in it that its source has otherwise.

One function each, of the corpus, the copy and its source; it returns False when the copy has no place for the fault.
"""
from chinese_words import GIVEN, STEMS
from marks import PLANT, VALUE, other_number, plain, planted, values



def _texts(sentence):
    """(where, text) of every marked text of a sentence outside quotations."""
    if sentence.kind in ('plain', 'contrast', 'sourced'):
        return [('text', sentence.text)]
    if sentence.kind == 'indirect':
        return [(i, c[1]) for i, c in enumerate(sentence.clauses)]
    return []


def _set(sentence, where, text):
    if where == 'text':
        sentence.text = text
    else:
        sentence.clauses[where] = (sentence.clauses[where][0], text)


def _free(page, kinds=None):
    return [s for s in page.sentences() if id(s) not in page.touched and (kinds is None or s.kind in kinds)]


def _change_value(corpus, rule, page, other, kinds, new_of, shape_of=lambda m: ''):
    places = [(s, where, m) for s in _free(page) for where, text in _texts(s) for m in values(text, kinds) if new_of(m) is not None]
    if not places:
        return False
    s, where, m = corpus.rng.choice(places)
    text = dict(_texts(s))[where]
    new = new_of(m)
    number = corpus.plant(rule, page, other, shape_of(m) or s.kind, m.group(2), new)
    if new:
        changed = text[:m.start()] + planted(number, new) + text[m.end():]
    else:
        changed = text[:m.start()] + text[m.end():]
        s.plants.append(number)
    _set(s, where, changed)
    page.touched.add(id(s))
    return True


def number_changed(corpus, page, other):
    picked = {}
    return _change_value(corpus, 'number-changed', page, other, 'N', lambda m: picked.setdefault((m.string, m.start()), other_number(corpus.rng, m.group(2))))


def date_changed(corpus, page, other):
    r, picked = corpus.rng, {}

    def new(m):
        key = (m.string, m.start())
        if key not in picked:
            if page.lang.code == 'zh':
                month, day = m.group(2)[:-1].split('月')
                picked[key] = f'{month}月{(int(day) + r.randint(1, 20)) % 28 + 1}日' if r.random() < 0.7 else f'{int(month) % 12 + 1}月{day}日'
            else:
                month, day = m.group(2).split()
                picked[key] = f'{month} {(int(day) + r.randint(1, 20)) % 28 + 1}'
        return picked[key] if picked[key] != m.group(2) else None
    return _change_value(corpus, 'date-changed', page, other, 'D', new)


def negation_changed(corpus, page, other):
    return _change_value(corpus, 'negation-changed', page, other, 'G', lambda m: m.group(3))


def hedge_changed(corpus, page, other):
    done = _change_value(corpus, 'hedge-changed', page, other, 'H', lambda m: m.group(3) or '')
    page.tolerated.add('number-changed')
    return done


def name_changed(corpus, page, other):
    r, lang = corpus.rng, page.lang
    where = {}
    for s in _free(page):
        for m in values(lang.say(s), 'PO'):
            where.setdefault(m.group(2), s)
    found = sorted(n for n in where if n not in page.names)
    persons = {p[0] for p in page.facts['people']}
    found = [n for n in found if (n in persons or n in page.facts['spots'])]
    if not found:
        return False
    old = r.choice(found)
    if lang.code == 'zh':
        at = r.randint(1, len(old) - 1) if old in persons else r.randint(0, 1)
        new = old[:at] + r.choice([c for c in (GIVEN if old in persons else STEMS) if c not in old]) + old[at + 1:]
    elif old in persons:
        new = old.split()[0] + ' ' + lang.person().split()[1]
    else:
        new = lang.spot()
    if new == old or new in page.facts['spots']:
        return False
    page.touched.add(id(where[old]))
    page.names[old] = (corpus.plant('name-changed', page, other, 'person' if old in persons else 'place', old, new), new)
    page.tolerated |= {'headline-changed', 'speaker-changed'}
    return True


def _quotes(page, kinds=('direct',), least=1):
    return [s for s in _free(page, kinds) if len(s.clauses) >= least]


def quote_altered(corpus, page, other):
    quotes = _quotes(page)
    if not quotes:
        return False
    s = corpus.rng.choice(quotes)
    i = corpus.rng.randrange(len(s.clauses))
    raw, text = s.clauses[i]
    m = next(m for m in VALUE.finditer(text) if m.group(1) == 'W')
    shape = corpus.rng.choice(('word', 'word', 'word', 'inserted'))
    if shape == 'word':
        new, was = m.group(3), m.group(2)
    else:
        new, was = m.group(2) + ('多少' if page.lang.code == 'zh' else ' perhaps'), m.group(2)
    number = corpus.plant('quote-altered', page, other, shape, was, new)
    s.clauses[i] = (raw, text[:m.start()] + planted(number, new) + text[m.end():])
    page.touched.add(id(s))
    page.tolerated |= {'negation-changed', 'hedge-changed', 'number-changed'}     # what was altered may be a number or a negation
    return True


def quote_truncated(corpus, page, other):
    quotes = _quotes(page, least=2)
    if not quotes:
        return False
    s = corpus.rng.choice(quotes)
    head = corpus.rng.random() < 0.35
    dropped = s.clauses.pop(0 if head else -1)
    s.quote_plants.append(corpus.plant('quote-truncated', page, other, 'head dropped' if head else 'tail dropped', dropped[1], ''))
    page.touched.add(id(s))
    return True


def quote_marks_added(corpus, page, other):
    found = _free(page, ('indirect',))
    if not found:
        return False
    s = corpus.rng.choice(found)
    s.kind, s.order = 'direct', 'before'
    s.quote_plants.append(corpus.plant('quote-marks-added', page, other, 'indirect to direct'))
    page.touched.add(id(s))
    return True


def quote_marks_removed(corpus, page, other):
    found = _quotes(page)
    if not found:
        return False
    s = corpus.rng.choice(found)
    shape = s.order
    s.kind, s.order = 'indirect', 'before'
    s.plants.append(corpus.plant('quote-marks-removed', page, other, 'direct to indirect, ' + shape))
    page.touched.add(id(s))
    return True


def speaker_changed(corpus, page, other):
    found = _free(page, ('direct', 'direct', 'indirect'))
    if not found:
        return False
    s = corpus.rng.choice(found)
    if corpus.rng.random() < 0.75:
        name, role = corpus.rng.choice([p for p in page.facts['people'][:3] if p[0] != s.speaker])
        shape = 'another of the article'
    else:
        name, role, shape = page.lang.person(), s.role, 'a stranger'
    s.speaker_plants.append(corpus.plant('speaker-changed', page, other, f'{shape}, {s.kind}', s.speaker, name))
    s.speaker_shown, s.role = name, role
    page.touched.add(id(s))
    page.tolerated.add('name-changed')
    return True


def attribution_dropped(corpus, page, other):
    found = _free(page, ('sourced', 'indirect'))
    if not found:
        return False
    s = corpus.rng.choice(found)
    r, lang = corpus.rng, page.lang
    if s.kind == 'indirect':
        number = corpus.plant('attribution-dropped', page, other, 'speaker of indirect speech', s.speaker)
        s.kind = 'bare'
    elif r.random() < 0.7:
        number = corpus.plant('attribution-dropped', page, other, 'source of a sentence', s.source)
        s.source = ''
        s.text = s.text if lang.code == 'zh' else lang._upper(s.text)
    else:
        number = corpus.plant('attribution-dropped', page, other, 'source made anonymous', s.source)
        s.source, s.text = '', lang.anonymous_source() + s.text
    s.plants.append(number)
    page.touched.add(id(s))
    return True


def counter_statement_omitted(corpus, page, other):
    for p, paragraph in enumerate(page.paragraphs):
        for i, s in enumerate(paragraph):
            if s.kind == 'contrast' and id(s) not in page.touched:
                whole = len(paragraph) == 1 or i == 0 and corpus.rng.random() < 0.5
                # A paragraph with the words of another accusation stays, or they would go with it.
                marks = [mark for of in paragraph for mark in PLANT.findall(page.lang.say(of)) if mark]
                whole = whole and not any(corpus.plants[int(mark)]['rule'] for mark in marks)
                number = corpus.plant('counter-statement-omitted', page, other, 'paragraph' if whole else 'sentence', page.lang.say(s))
                beside = []
                if whole:
                    beside = [page.paragraphs[p - 1][-1]] + page.paragraphs[p + 1][:1]
                    del page.paragraphs[p]
                else:
                    beside = ([paragraph[i - 1]] if i else [page.paragraphs[p - 1][-1]]) + (paragraph[i + 1:i + 2] or page.paragraphs[p + 1][:1])
                    del paragraph[i]
                for b in beside:
                    b.plants.append(number)
                    page.touched.add(id(b))
                page.tolerated.add('attribution-dropped' if whole else 'counter-statement-omitted')
                return True
    return False


def headline_changed(corpus, page, other):
    m = next((m for m in values(page.title, 'T')), None)
    if m is None:
        return False
    new = m.group(3) or other_number(corpus.rng, m.group(2))
    shown = corpus.rng.random() < 0.5
    number = corpus.plant('headline-changed', page, other, 'original title shown' if shown else 'original title only on the source', page.title, '')
    if shown:
        page.head.append(page.lang.original_title(plain(page.title)))
    page.title = planted(number, page.title[:m.start()] + new + page.title[m.end():])
    page.shows_title = True
    page.tolerated |= {'number-changed', 'negation-changed', 'hedge-changed'}
    return True


EDITS = {'number-changed': number_changed, 'date-changed': date_changed, 'name-changed': name_changed, 'negation-changed': negation_changed, 'hedge-changed': hedge_changed, 'quote-altered': quote_altered,
         'quote-truncated': quote_truncated, 'quote-marks-added': quote_marks_added, 'quote-marks-removed': quote_marks_removed, 'speaker-changed': speaker_changed, 'attribution-dropped': attribution_dropped,
         'counter-statement-omitted': counter_statement_omitted, 'headline-changed': headline_changed}
