"""The same as chinese.py in English: a smaller grammar, the forms of credit of English pages."""

import re
from datetime import timedelta

from marks import choose, decide
from sentence import Sentence

OUTLETS = [line.split('|') for line in '''Reuters|reuters.com|-|w
Associated Press|apnews.com|-|w
BBC|bbc.com|-|c
CNN|cnn.com|-|c
NPR|npr.org|-|c
The Guardian|theguardian.com|London|m
The Independent|independent.co.uk|London|m
The New York Times|nytimes.com|New York|m
The Washington Post|washingtonpost.com|Washington|m
Los Angeles Times|latimes.com|Los Angeles|m
USA Today|usatoday.com|-|c
The Straits Times|straitstimes.com|Singapore|m
The Hindu|thehindu.com|Chennai|m
The Sydney Morning Herald|smh.com.au|Sydney|m
Al Jazeera|aljazeera.com|-|c
Deutsche Welle|dw.com|-|c
Politico|politico.com|-|c
Axios|axios.com|-|c
Shanghai Daily|shine.cn|Shanghai|m
Global Times|globaltimes.cn|-|c
Yahoo News|news.yahoo.com|-|p
MSN|msn.com|-|p
Google News|news.google.com|-|p'''.split('\n')]
NOT_HELD = ['Bloomberg News', 'The Wall Street Journal', 'Financial Times', 'The Economist', 'Kyodo News', 'Yonhap News Agency', 'The Times of India', 'CBC News', 'Sky News', 'France 24']
FIRST = 'Alice Brian Carla Dennis Elena Frank Greta Harold Ines Jonas Karen Luis Maria Nigel Olga Peter Quentin Rosa Simon Teresa Ulrich Victor Wendy Xavier Yvonne Zoe Anita Boris Celia Damien'.split()
LAST = 'Abbott Barlow Castell Denholm Estrada Farrow Gallagher Hartwell Ingram Jansen Kowalski Larkin Mercer Norwood Okafor Pemberton Quigley Ridley Sandoval Thackeray Underhill Vasquez Whitcombe Yardley Zeller Ashdown Brennan Coleridge Dunmore Ellsworth Fairfax Granger'.split()
FORE = 'Ash Birch Cold Dun East Fern Glen Hazel Iron Kings Lang Marl North Oak Pine Queens Red Stone Thorn Under West White Winter Wolf Black Brook Clay Deer Elm Fox'.split()
AFT = 'bridge brook bury combe dale field ford gate ham haven hurst leigh mere moor port ridge stead ton vale wick wood worth'.split()
CITIES = 'London Singapore Sydney Chennai Washington Berlin Toronto Nairobi Dublin Auckland'.split()
TOPICS = {
    'weather': ('drainage pump|flood wall|culvert|weather radar|storm shelter|sandbag depot|river gauge|sea dyke', 'reinforce|inspect|reopen|evacuate|drain', 'residents|farmers|boat owners|rescue crews|campers', 'flash flooding|gale-force winds|a late frost|freezing rain|a mudslide', 'lower the river before the next tide|keep the lower streets dry|warn villages two hours earlier|save the standing crop'),
    'transport': ('tram line|toll bridge|parking garage|night bus|signal box|bicycle lane|ferry terminal|freight siding', 'extend|close|resurface|widen|test', 'commuters|cyclists|taxi drivers|dockers|rail inspectors', 'a signal fault|subsidence under the tracks|illegal parking|ageing switches|black ice', 'shorten the wait at rush hour|bring the last train back|cut rear-end collisions|clear the bottleneck by the bridge'),
    'courts': ('custody petition|fraud indictment|lease dispute|sealed file|bail application|class action|witness statement|damages award', 'dismiss|review|transfer|settle|publish', 'plaintiffs|jurors|defence lawyers|court clerks|tenants', 'a missing signature|forged invoices|a lapsed deadline|hidden assets|contradictory testimony', 'shorten the time to judgment|get compensation paid|keep quarrels out of the courtroom|trace the missing money'),
    'health': ('stroke ward|vaccine shipment|dialysis unit|blood bank|mobile clinic|screening van|maternity ward|pharmacy counter', 'expand|stock|screen|suspend|certify', 'patients|nurses|blood donors|midwives|pharmacists', 'a staff shortage|seasonal influenza|cancelled referrals|a mislabelled batch|cross-infection', 'halve the waiting list|find high-risk cases sooner|keep routine care local|lower the bill at discharge'),
    'business': ('assembly line|battery plant|retail chain|chip order|patent portfolio|loan facility|charging network|warehouse lease', 'acquire|recall|expand|shut|auction', 'shareholders|suppliers|line workers|shopkeepers|dealers', 'falling orders|a supply bottleneck|currency swings|a patent quarrel|unpaid invoices', 'bring the plant back into profit|win a second large customer|cut delivery times|turn stock into cash'),
    'science': ('polar drill|gene library|deep-sea probe|telescope mirror|weather satellite|tissue sample|open data set|particle trap', 'calibrate|launch|sequence|recover|verify', 'doctoral students|field researchers|divers|reviewers|technicians', 'instrument drift|contaminated samples|signal loss|a broken cable|rough seas', 'map the ice from below|find the missing mutation|extend battery life|test an old prediction'),
    'police': ('stolen van|forged passport|burglary ring|tip line|patrol boat|bank account|warehouse lock|camera network', 'seize|trace|freeze|search|impound', 'detectives|neighbours|shop owners|elderly victims|truck drivers', 'a phone scam|a break-in|drunken brawls|joyriding|counterfeit bills', 'return the money to its owners|break the courier chain|find the missing pensioner|keep the harbour quiet'),
    'farming': ('orchard|grain silo|dairy herd|irrigation channel|seed store|greenhouse|tea terrace|fish pond', 'harvest|replant|insure|vaccinate|irrigate', 'growers|shepherds|pickers|seed merchants|tractor drivers', 'a spring frost|locusts|falling grain prices|root rot|a shortage of hands', 'get the crop in before the rain|halve the use of fertiliser|save water in the dry months|sell fruit at a fair price'),
}
TOPICS = {name: [part.split('|') for part in parts] for name, parts in TOPICS.items()}
TAILS = 'by spring|before winter|for good|within a year|at half the cost|without new debt|in both towns|next season|in earnest|ahead of the holidays||once and for all|on a tight budget|with fewer hands'.split('|')
MODS = 'old new northern temporary main disputed smaller second private municipal unfinished leaking'.split()
LEADS = (
    'On ‹D:{past}›, {office} [began|set out] to {act} the {thing} at {spot}, [a move|a step] that {who} [hope|believe] will {goal}, with ‹N:{big}› ⟨households|people⟩ [affected|concerned].',
    '{who_c} in {spot} [woke|came back] on ‹D:{past}› to find the {thing} [sealed off|shut] [because of|after] {woe}, and ‹N:{big}› of them [had to|were told to] [wait|leave] while crews moved to {act} it.',
    'The [long-awaited|much-debated] plan to {act} the {thing} in {spot} [got under way|started] on ‹D:{past}›, to {goal}, at a cost of ‹N:{money} million› dollars to {office}.',
    '[After|Following] {woe}, {office} said on ‹D:{past}› that it [would|intended to] {act} ‹N:{small}› of the {thing} sites [around|near] {spot}, so as to {goal}.',
)
FRAMES = (
    '{who_c} [near|around] {spot} ⟨complained|wrote⟩ ‹N:{small}› times about {woe}, and the {thing} ‹G:has not been>has been› ⟨repaired|cleared⟩.',
    'The {thing} [dates from|was built in] ‹N:{year}›, and {office} [spent|set aside] ‹H:about >›‹N:{money} million› dollars to {act} it for {who} [near|around] {spot2}.',
    '[Records|Logbooks] kept at {spot} show that ‹N:{big}› {who} [passed|used] the {thing} before {woe} [struck|set in], ‹N:{small}› percent ⟨more|fewer⟩ than in {spot2}.',
    '[Early|First] findings suggest that {woe} ‹H:may have damaged>damaged› the {thing}, [while|whereas] the {thing2} in {spot2} ‹G:was not>was also› [touched|harmed].',
    '{office} ‹G:denied>admitted› that {woe} had [delayed|hampered] the {thing2}, [adding|and said] that work to {act} it [goes on|continues] until ‹D:{date}›.',
    'Between {spot} and {spot2} lie ‹N:{small}› miles, which {who} [used to walk|had to cover] to {goal}, ⟨often|sometimes⟩ in the dark and past the {thing2}.',
    '‹P:{person3}› ⟨joined|led⟩ ‹N:{small}› {who} to look at the {thing2} in {spot2}, where {woe} ‹G:had not>had already› [left|caused] ⟨a mess|damage⟩.',
    '[By|Until] ‹D:{date}›, {office} [must|has to] {act} ‹N:{small2}› ⟨items|units⟩ tied to the {thing}, [or|failing which] {who} ‹H:could lose>will lose› their ⟨grants|subsidies⟩.',
    '⟨At dusk|At dawn|By noon⟩, with {woe} [barely|just] over, {who} [gathered|queued] outside the {thing} in {spot}, [anxious|keen] to learn whether anyone could {goal}.',
    '[Nobody|No one] in {spot2} [expected|thought] that the {thing2} would ‹H:probably >›[need|take] ‹N:{small}› weeks to {act}, [least of all|not even] ‹P:{person3}›, who [runs|keeps] the {thing}.',
    '⟨Last winter|Two summers ago⟩ {woe} cost {spot2} ‹N:{money} million› dollars, so {office} [decided|chose] to {act} the {thing2} [early|ahead of time].',
    'To {goal}, [officials|planners] first {act} the {thing} and [only then|afterwards] the {thing2}, in ‹N:{small}› ⟨stages|rounds⟩ [spread|stretched] over ‹N:{small2}› days at {spot}.',
)
CONTRAST_FRAMES = (
    '{who} in {spot2} [doubt|question] whether to {act} the {thing} will really {goal}, and ‹N:{small}› of them [have signed|signed] a petition against it.',
    'the accounts of the {thing2} ‹G:have never been>have been› [published|opened], and {who} say that {woe} [will return|could come back].',
    '‹N:{small}› sites like the {thing2} in {spot2} ⟨were abandoned|failed⟩ after {woe}, and {who} ‹G:have not>have› [received|heard] an answer.',
)
TITLES = (
    '{spot} {thing} ‹T:spared>hit› by {woe}', '{office} ‹T:denies>confirms› plan to {act} {thing}', '{who_c} ‹T:back>oppose› move to {act} {thing} in {spot}', '{spot} to {act} {thing} at ‹T:{small}› sites',
    '{thing} in {spot} ‹T:may>will› be shut after {woe}',
)
QUOTE_CLAUSES = (
    'we ‹W:must>might› {act} the {thing} [before|long before] anything else', 'nobody in {spot} ‹W:will ever>will soon› [accept|forget|forgive] {woe}', 'the {thing2} was ‹W:the worst>the best› part of [the job|it all]',
    '{who} [of|from] {spot2} have ‹W:always>rarely› [known how to|wanted to] {goal}', 'it took ‹W:eleven>four› of us to {act} the {thing2} in {spot2}', 'if you want to {goal} you ‹W:have to>need not› [listen to|ask|trust] {who}', 'I ‹W:never>often› saw {woe} [ruin|spoil|wreck] a {thing} [in|near] {spot}', 'the {thing} [near|outside] {spot} is ‹W:far too>hardly› [dear|fragile|slow] for {who}',
    'give {spot2} ‹W:ten>two› [weeks|men|days] and we {act} every {thing2}', '[people|folk] from {spot} ‹W:gladly>grudgingly› [lent|gave] us a {thing2} to {goal}',
)
INDIRECT_CLAUSES = ('the town should {act} the {thing} first', 'it was time to {goal}', '{who} deserved an answer by ‹D:{date}›', 'the {thing2} would be ready once {woe} was over')
CUES = 'said|told reporters|added|explained|noted'.split('|')
POSTS = 'director|spokesman|deputy head|chief engineer|inspector|project manager'.split('|')
CONTRASTS = ['However', 'But', 'Still', 'Yet']
DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split()


class English:
    code, contrasts, not_held = 'en', CONTRASTS, NOT_HELD

    def __init__(self, rng, seen):
        self.rng, self.seen, self.stories = rng, seen, 0
        self.outlets = OUTLETS

    def person(self):
        return f'{self.rng.choice(FIRST)} {self.rng.choice(LAST)}'

    def spot(self):
        return self.rng.choice(FORE) + self.rng.choice(AFT)

    def facts(self, day, city=None):
        r = self.rng
        topic = r.choice(sorted(TOPICS))
        offices = [f'{self.spot()} {r.choice(("Council", "Authority", "Agency", "Board", "Institute", "Commission"))}' for _ in range(3)]
        people = [(self.person(), f'{r.choice(POSTS)} of the {o}') for o in offices] + [(self.person(), '')]
        self.stories += 1
        return {'story': f'{self.code}{self.stories}', 'day': day, 'topic': topic, 'city': city or r.choice(CITIES), 'offices': offices, 'people': people, 'spots': [self.spot() for _ in range(3)]}

    def slots(self, facts):
        r = self.rng
        things, acts, who, woe, goal = TOPICS[facts['topic']]
        goal = [f'{g} {r.choice(TAILS)}'.strip() for g in goal]
        thing = lambda: f'{r.choice(MODS)} {r.choice(things)}'
        spots = r.sample(facts['spots'], 2)
        people = r.choice(who)
        return {'past': self.day(facts['day'] - timedelta(days=r.randint(0, 12))), 'date': self.day(facts['day'] + timedelta(days=r.randint(3, 40))), 'spot': f'‹O:{spots[0]}›', 'spot2': f'‹O:{spots[1]}›', 'thing': thing(), 'thing2': thing(), 'act': r.choice(acts), 'who': people, 'who_c': people.capitalize(), 'goal': r.choice(goal),
                'woe': r.choice(woe), 'office': f'‹O:{r.choice(facts["offices"])}›', 'big': r.choice((f'{r.randint(120, 980)}', f'{r.randint(1, 98)},{r.randint(100, 999)}')), 'small': r.randint(13, 98), 'small2': r.randint(101, 899),
                'money': f'{r.randint(12, 960) / 10}', 'year': r.randint(1921, 2016), 'person3': facts['people'][3][0]}

    def fill(self, frames, facts, avoid=None, quoted=False):
        for attempt in range(400):
            frame = self.rng.choice([f for f in frames if avoid is None or f not in avoid] or frames)
            raw = decide(self.rng, re.sub(r'\b([Aa]) (?=[aeiou])', r'\1n ', frame.format(**self.slots(facts))))
            text = choose(self.rng, raw)
            if self.seen.take(text, facts, attempt < 200, quoted):
                if avoid is not None:
                    avoid.add(frame)
                return raw, text
        raise RuntimeError('the grammar is exhausted')

    def sentence(self, kind, facts, used, speaker=None):
        r = self.rng
        if kind in ('plain', 'lead'):
            raw, text = self.fill(LEADS if kind == 'lead' else FRAMES, facts, used)
            return Sentence('plain', raw, text)
        if kind == 'contrast':
            raw, text = self.fill(CONTRAST_FRAMES, facts, used)
            return Sentence('contrast', raw, text, source=r.choice(CONTRASTS))
        if kind == 'sourced':
            raw, text = self.fill(FRAMES, facts, used)
            return Sentence('sourced', raw, text, source=r.choice(facts['offices']))
        name, role = speaker or r.choice(facts['people'])
        if kind == 'direct':
            for _ in range(20):
                taken = set()
                clauses = [self.fill(QUOTE_CLAUSES, facts, taken, True) for _ in range(r.choice((2, 3)))]
                if self.seen.take(' and '.join(text for _, text in clauses), facts, True, True):
                    break
            return Sentence('direct', '', '', name, role, r.choice(CUES), r.choice(('before', 'after', 'split')), clauses)
        clauses = [self.fill(INDIRECT_CLAUSES, facts) for _ in range(2)]
        return Sentence('indirect', '', '', name, role, r.choice(('said', 'noted', 'explained')), 'before', clauses)

    @staticmethod
    def _upper(text):
        for i, c in enumerate(text):
            if c.isalpha() and (i == 0 or text[i - 1] not in '‹«') and text[i + 1:i + 2] != ':':
                return text[:i] + c.upper() + text[i + 1:]
        return text

    @staticmethod
    def _lower(text):
        return text[:1].lower() + text[1:] if text[:1].isalpha() else text

    def say(self, s):
        name = s.speaker_shown or f'‹P:{s.speaker}›'
        for p in s.speaker_plants:
            name = f'«{p}|{name}»'
        who = f'{name}, {s.role},' if s.role else name
        clauses = [c[1] for c in s.clauses]
        wrap = lambda words: self._wrap(words, s.quote_plants)
        whole = ', and '.join(clauses)
        if s.kind == 'plain':
            out = s.text
        elif s.kind == 'contrast':
            out = f'{s.source}, {s.text}' if s.source != 'But' else f'But {s.text}'
        elif s.kind == 'sourced':
            out = f'According to ‹O:{s.source}›, {self._lower(s.text)}' if s.source else s.text
        elif s.kind == 'bare':
            out = wrap(self._upper(whole) + '.')
        elif s.kind == 'indirect':
            out = f'{who} {s.cue} that ' + wrap(whole + '.')
        elif s.order == 'before' or len(clauses) < 2 and s.order == 'split':
            out = f'{who} {s.cue}: "' + wrap(self._upper(whole) + '.') + '"'
        elif s.order == 'after':
            out = '"' + wrap(self._upper(whole) + ',') + f'" {who} {s.cue}.'
        else:
            out = '"' + wrap(self._upper(', and '.join(clauses[:-1])) + ',') + f'" {who} {s.cue}, "' + wrap('and ' + clauses[-1] + '.') + '"'
        return self._wrap(out, s.plants)

    @staticmethod
    def _wrap(words, plants):
        for p in plants:
            words = f'«{p}|{words}»'
        return words

    def paragraph(self, sentences):
        out = []
        for i, s in enumerate(sentences):
            said = self.say(s)
            # What stands behind "X reported that" goes on in the same sentence.
            out.append(self._lower(said) if i and s.kind == 'plain' and sentences[i - 1].text.rstrip().endswith((',', 'that', ',»')) else said)
        return re.sub(' +', ' ', ' '.join(out))

    def title(self, facts):
        for _ in range(100):
            text = self._upper(self.rng.choice(TITLES).format(**self.slots(facts)))
            if self.seen.take(text, facts):
                return text
        raise RuntimeError('no title')

    def day(self, when, year=False):
        month = 'January February March April May June July August September October November December'.split()[when.month - 1]
        return f'{month} {when.day}' + (f', {when.year}' if year else '')

    def deictic(self, facts):
        word, back = self.rng.choice((('Today', 0), ('Yesterday', 1), ('This morning', 0), ('Last night', 1)))
        _, text = self.fill(FRAMES, facts)
        return word, back, text

    def own_lead(self, outlet, day, facts):
        name = outlet[0]
        if outlet[3] == 'w':
            return (f'{facts["city"].upper()}, {self.day(day)} ({name}) -- ' if self.rng.random() < 0.5 else f'{facts["city"].upper()} ({name}) — '), 'named'
        return '', 'nameless'

    def reporter_line(self, outlet):
        return self.rng.choice((f'By {self.person()}, {outlet[0]}', f'By {self.person()} for {outlet[0]}'))

    def credit(self, name, page_time, form=None):
        forms = (('head', f'Source: @{name}@'), ('foot', f'Source: @{name}@'), ('foot', f'This story was originally published by @{name}@.'), ('lead', f'According to a report by @{name}@, '), ('head', f'Source: @{name}@ | {page_time:%Y-%m-%d %H:%M}'))
        if form is not None:
            return self.rng.choice([f for f in forms if f[0] == form])
        return self.rng.choice(forms)

    def void_credit(self, page_time):
        return self.rng.choice((('head', '@Source: Internet@'), ('head', '@Source: the web@'), ('foot', '@Source: Internet@'), ('head', '@Source: Various@')))

    def assembler(self):
        return self.rng.choice(('Yahoo News', 'MSN', 'Google News'))

    def said_by(self, name):
        return self.rng.choice((f'@{name}@ reported that ', f'According to @{name}@, ', f'As first reported by @{name}@, '))

    def said_by_two(self, a, b):
        return self.rng.choice((f'@According to {a} and {b}@, ', f'@{a} and {b} both reported@ that '))

    def two_sources(self, a, b):
        return self.rng.choice((f'@Source: {a}, {b}@', f'@Sources: {a} and {b}@'))

    def original_title(self, title):
        return f'Original title: {title}'

    def editor(self, outlet):
        return f'Editing by {self.person()}'

    def disclaimer(self):
        return f'Copyright. All rights reserved. No part of this article may be reproduced without permission.'

    def formula(self):
        return self.rng.choice(('The investigation is continuing.', 'More details are expected in the coming days.', 'No further comment was available.'))

    def own_opening(self, facts):
        return self.sentence('lead', facts, set())

    def anonymous_source(self):
        return self.rng.choice(('It was learned that ', 'Reports say that '))

    def traditional(self, text):
        return text

    def half_width(self, text):
        return text.replace(', ', ',  ').replace('"', '“', 1)

    def full_width(self, text):
        return text.replace('. ', '.  ')

    def bulletin(self, frame, day):
        r = self.rng
        city = r.choice(CITIES)
        return (f'{city} market close, {self.day(day)}', f'{city} shares closed {r.choice(("up", "down"))} {r.randint(1, 399) / 100} percent on {self.day(day, True)}, with {r.randint(100, 900)} issues higher and {r.randint(100, 900)} lower, on turnover of {r.randint(10, 99)} million.',
                f'The index of {city} ended the session at {r.randint(1000, 9999)}.{r.randint(10, 99)} points, and the currency traded at {r.randint(100, 999) / 100} to the dollar, {r.randint(1, 90)} points from the fixing, while bonds yielded {r.randint(100, 700) / 100} percent.')
