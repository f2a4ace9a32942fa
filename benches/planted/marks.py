"""Marked-up text: what may be changed in a sentence, and where a fault was planted.

A value that a fault can change stands as ‹K:value› or ‹K:value>other›. K is N number, D date, P person, O place or body, G negation, H hedge,
W a word inside a quotation, T a word of a title. A planted place stands as «7|words» (7 is the number of the plant); marks of plants may nest.
`settle` takes all marks away and tells where the planted words stand.
"""
import re

VALUE = re.compile(r'‹([A-Z]):([^›>]*)(?:>([^›]*))?›')
CHOICE = re.compile(r'\[([^\[\]]*)\]')
FACT = re.compile(r'⟨([^⟨⟩]*)⟩')
PLANT = re.compile(r'«(\d+)\||»')
HAN_DIGITS = '零一二三四五六七八九'


def planted(number, words):
    return f'«{number}|{words}»'


def plain(text):
    """The values alone; marks of plants stay."""
    return VALUE.sub(lambda m: m.group(2), text)


def values(text, kinds):
    """(match) of every value of these kinds."""
    return [m for m in VALUE.finditer(text) if m.group(1) in kinds]


def choose(rng, text):
    """One of the wordings [a|b|c] of each place, from the innermost out."""
    while CHOICE.search(text):
        text = CHOICE.sub(lambda m: rng.choice(m.group(1).split('|')), text)
    return text


def decide(rng, text):
    """Choices ⟨a|b⟩ that are facts and not wordings: another telling keeps them."""
    return FACT.sub(lambda m: rng.choice(m.group(1).split('|')), text)


def settle(text):
    """(text, {plant: [(start, end) in characters]})"""
    text = plain(text)
    out, places, open_plants, at, length = [], {}, [], 0, 0
    for mark in PLANT.finditer(text):
        out.append(text[at:mark.start()])
        length += mark.start() - at
        at = mark.end()
        if mark.group(1):
            open_plants.append((int(mark.group(1)), length))
        else:
            number, start = open_plants.pop()
            places.setdefault(number, []).append((start, length))
    out.append(text[at:])
    assert not open_plants
    return ''.join(out), places


def other_number(rng, text):
    """A number of another value (never the same in another form)."""
    if re.fullmatch(f'[{HAN_DIGITS}十百千万亿两]+', text):
        digits = [i for i, c in enumerate(text) if c in HAN_DIGITS[1:]]
        if not digits:
            return '四' + text
        i = rng.choice(digits)
        return text[:i] + rng.choice([c for c in HAN_DIGITS[2:] if c != text[i]]) + text[i + 1:]
    if text[-1:] == '万' and rng.random() < 0.3:
        return text[:-1] + '亿'
    if text.endswith(' million') and rng.random() < 0.3:
        return text[:-7] + 'billion'
    digits = [i for i, c in enumerate(text) if c.isdigit()]
    pairs = [(i, j) for i, j in zip(digits, digits[1:]) if text[i] != text[j] and not (i == digits[0] and text[j] == '0')]
    if pairs and rng.random() < 0.5:
        i, j = rng.choice(pairs)
        swapped = list(text)
        swapped[i], swapped[j] = swapped[j], swapped[i]
        return ''.join(swapped)
    i = digits[0] if rng.random() < 0.5 else rng.choice(digits)
    if i == digits[-1] and '.' in text and text[i] != '0':
        allowed = [c for c in '123456789' if c != text[i]]
    else:
        allowed = [c for c in '123456789' if c != text[i]]
    return text[:i] + rng.choice(allowed) + text[i + 1:]


def han_number(n):
    """363 as 三百六十三; for n below 100,000,000."""
    if n >= 10000:
        rest = n % 10000
        return han_number(n // 10000) + '万' + (('零' if rest < 1000 else '') + han_number(rest) if rest else '')
    out, zero = '', False
    for unit, name in ((1000, '千'), (100, '百'), (10, '十'), (1, '')):
        d = n // unit % 10
        if d:
            if zero and out:
                out += '零'
            out += HAN_DIGITS[d] + name
            zero = False
        else:
            zero = True
    return out[1:] if out.startswith('一十') else out
