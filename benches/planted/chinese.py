"""A small language of Chinese news: stories of several paragraphs from a grammar, and the forms in which pages name their sources.

A sentence is drawn as a frame whose slots are filled first and whose wordings [a|b] are chosen last, so that the same facts can be told again in other words
(⟨a|b⟩ is a choice of facts).
"""
from datetime import timedelta

from chinese_words import CITIES, CONTRASTS, CUES, DISCLAIMERS, FORMULAE, GIVEN, INDIRECT_CUES, NOT_HELD, OUTLETS, POSTS, STEMS, SURNAMES, TOPICS, TRADITIONAL
from marks import choose, decide, han_number
from sentence import Sentence

LEADS = (
    '‹D:{past}›，{spot}[一带|附近|片区]的{thing}⟨正式|分批|陆续⟩{act}，{who}[最先|很快]尝到了{goal}的[甜头|好处]，[前后|总共|合计]{fig}。',
    '[入{season}以来|{season}季以来|入{season}之后]，{city}{spot}[把|将]{thing}列为[重点|要务|头等大事]，‹D:{past}›起⟨对外|全面⟩{act}，[为的是|目的是|意在]{goal}。',
    '{who}[盼|等]了[许久|多年]的事[有了眉目|落了地]：‹D:{past}›，{office}[宣布|公布]{act}{spot}的{thing}，[首批|第一批][包括|涉及]{fig}。',
    '[受|因]{woe}影响，{city}{spot}‹D:{past}›⟨紧急|提前|连夜⟩{act}{thing}，[波及|牵涉|覆盖]{fig}，{who}[不得不|只好]改变[原定安排|原有打算]。',
    '‹D:{past}›⟨清晨|下午|傍晚⟩，{spot}的{who}[围着|守着|说起]{thing}[议论不休|问个不停]。[原来|这天]，{office}[动手|着手]{act}{thing2}，[想|要]{goal}。',
)
# Frames hold no 今日 or 我市: only pages of those kinds do.
FRAMES = (
    '[从|翻看]{spot}的[台账|登记簿|记录]{see}，{thing}[已|总共]{act}{fig}，比⟨上月|上一轮|去年同期⟩[多|增加]‹N:{small}›{unit}。',
    '{who}[最怕|最担心|头疼]的是{woe}，{thing}[一旦|只要][跟不上|出岔子]，{goal}就[无从谈起|成了空话|要打折扣]。',
    '[依照|按]方案，{spot}[先|率先]{act}{thing}，[随后|然后|再]轮到{spot2}的{thing2}，[前后|一共]分‹N:{han}›⟨步|批|轮⟩。',
    '{thing}[旁边|隔壁|不远处]，{spot}的{who}[忙着|正在]{act}{thing2}，⟨额头|脸⟩上[全是|满是]{stuff}。',
    '{spot}与{spot2}[相距|隔着]‹N:{small}›⟨公里|里地⟩，[过去|往年]{who}为了{goal}，[得|要][来回|往返]跑‹N:{han}›趟。',
    '[真正|最]让{who}[动心|犯难|意外]的，[倒|反而|并]‹G:不是>正是›{thing}，[而|却]是{woe}[带来|留下]的[麻烦|窟窿|隐患]。',
    '[截至|到]‹D:{past}›，{office}[名下|手里]{act}的{thing}达{fig}，{spot2}[一处|一地]就占‹N:{pct}%›。',
    '{spot}‹G:没有>已经›⟨停下|放缓⟩{act}{thing}的[步子|进度]，{who}[轮班|交替]上阵，[赶在|抢在]‹D:{date}›前{aim}。',
    '{thing2}[约|大约]需‹N:{small}›天才能{act}[完毕|到位]，‹H:预计>›‹N:{small2}›{unit}{thing}[要|得][改到|挪到]‹D:{date}›[之后|以后]。',
    '{spot}的{thing}因{woe}‹G:尚未>已经›{act}，{office}[派|安排]‹N:{small}›人[上门|到场]向{who}[解释|说明]缘由。',
    '[初步|现场]勘查[显示|表明]，{spot}的{thing}[出问题|受损]‹H:可能>›与{woe}有关，{spot2}的{thing2}‹G:未>也›受[牵连|波及]。',
    '{office}[拨出|筹措]‹H:约>›‹N:{money}万›元{act}{thing}，{spot}[分到|得到]‹N:{small}›{unit}，[其余|剩下的]用于{goal}。',
    '⟨傍晚|清晨|午后⟩的{spot}，{woe}[刚过|才歇]，{who}便[三三两两|结伴]去{see}{thing}，[生怕|唯恐]{thing2}[出毛病|再生变故]。',
    '[据估计|粗略估算]，{thing}{act}后，{spot}⟨每年|一年⟩‹H:或将>将›[省下|减少]‹N:{money}万›元开支，{who}[少跑|免去]‹N:{small}›趟路。',
    '{who}⟨多次|两度⟩提出{goal}，{office}‹G:否认>承认›{thing}存在{woe}[的|这一]情况，[称|说]{thing2}[照常|如期]{act}。',
    '{spot}[原有|原先]的{thing}[建于|始于]‹N:{year}›年，[历经|经历]{woe}[之后|以后]，[能用|完好]的只剩‹N:{small}›{unit}。',
    '⟨去年|前年⟩{season}，{spot2}[曾因|由于]{woe}[损失|耗去]‹N:{money}万›元，[这一回|此番]{office}[提早|提前]{act}{thing}，{who}[心里有了底|松了一口气]。',
    '{thing}能否{goal}，[关键|要害]在{spot}的{thing2}：[一边|一头]连着{who}，[一边|一头][牵着|系着]{woe}[这个|这一]难题。',
    '{office}[还|另]在{spot}[设|摆]了‹N:{han}›个⟨咨询台|服务点⟩，由‹P:{person3}›等人[轮流|分班]为{who}[讲|解释]{thing}的{act}[办法|流程]。',
    '‹P:{person3}›[和|与]‹N:{small}›名{who}[一道|一起]{see}了{spot2}的{thing}，[发现|看到]{woe}[留下的|造成的]{stuff}[仍|还]‹G:未>已›清走。',
    '{thing}[每|逢]⟨周三|周五|旬末⟩{act}一回，{who}⟨凭|拿⟩{stuff}到{spot}登记，[上限|最多]‹N:{small}›{unit}。',
    '{spot}⟨西侧|东头|北门⟩的{thing2}⟨停了|歇了⟩‹N:{han}›天，{who}说{woe}[一来|一到]，{stuff}就[堆|积]到了⟨路边|门口⟩。',
)
CONTRAST_FRAMES = (
    '{who}[对|就]{thing}[仍有|还有|颇有]疑虑，[担心|害怕]{woe}[反复|再来]，{spot}已有‹N:{small}›人[要求|提出]暂缓{act}。',
    '{thing2}的[账|底数][一直|至今]‹G:没有>已经›[公开|说清]，{spot2}的{who}[认为|觉得]{goal}[言之过早|难以兑现]。',
    '{spot}[也有|同样有]‹N:{small}›{unit}{thing}因{woe}[搁置|叫停]，{who}[至今|仍]‹G:未>已›[等到|拿到][说法|答复]。',
    '{act}{thing}[未必|不见得]能{goal}，{spot2}[早先|此前]的[尝试|试点]就因{woe}[草草收场|半途而废]。',
)
TITLES = (
    '{city}{spot}‹T:拟>已›{act}{thing}', '{spot}{thing}‹T:未>已›受{woe}影响', '{city}{act}{thing}‹T:{small}›{unit}', '{spot}：{woe}‹T:没有>已经›拖慢{thing}',
    '{office}‹T:否认>证实›{thing}存在{woe}', '{spot}{thing}{act}后{woe}‹T:减少>增加›{pct}%', '{who}‹T:支持>反对›{spot}{act}{thing}', '{city}{thing}‹T:暂不>即将›{act} 只为{goal}',
)
QUOTE_CLAUSES = (
    '[我们|大家]‹W:{must}>{soft}›要{act}{thing}', '‹W:决不>尽量不›让{who}[再|还]为{woe}[发愁|犯难]', '{thing}是‹W:{worst}>{best}›的[一关|一环]，[绕不过去|躲不开|非啃下来不可|得先过它]',
    '{spot}的{who}[等|盼]了‹W:{han}>好几›年', '{woe}[一来|过后]，{thing2}‹W:{all}>{some}›[瘫|坏]了', '[要|想]{goal}，[还得|就得]靠‹W:{who}>{stuff}›[自己|一起]',
    '[眼下|这阵子]我[每天|天天]{see}{thing}‹W:{han}>两三›[遍|回]', '[谁|哪个]都‹W:不敢>可以›拿{thing2}[开玩笑|当儿戏]', '{goal}‹W:不是>就是›一句[口号|空话]', '[没想到|想不到]{spot2}的{stuff}也‹W:{all}>{some}›[派上了用场|用上了]',
)
INDIRECT_CLAUSES = ('[要|应]{act}{spot}的{thing}', '[把|将]{goal}放在[前头|首位]', '[尽快|尽早]给{who}一个[交代|答复]', '{thing2}[要|须]在‹D:{date}›前{act}', '[不能|不可]因{woe}[耽误|拖累]{goal}', '{spot2}[可|能]以先[走|试]一步，{act}‹N:{small}›{unit}{thing2}')
MUST = (('一定', '尽量'), ('必须', '可以'), ('马上', '慢慢'), ('彻底', '适当'), ('逐户', '挑着'))
WORST = (('最难', '最轻松'), ('最要紧', '最次要'), ('最薄弱', '最牢靠'), ('头一道', '末一道'))
ALL = (('全部', '个别'), ('几乎都', '只有一半'), ('统统', '偶尔'), ('大部分', '小部分'))
STUFF = '泥点 汗珠 旧零件 单据 纸箱 告示 编号牌 收条 麻袋 尘土 图纸 雨衣 竹筐 钥匙 身份证 宣传册 铁锹 木料 照片 手电筒'.split()
SEE = '查看 翻看 打听 清点 盯着 比照 核对 端详'.split()
SPOT_ENDS = '镇 村 街道 社区 开发区 大桥 水库 码头 路口 公园 古镇 新城 老街 林场 工业园 花园小区 河口 乡'.split()


class Chinese:
    code, comma, stop, contrasts, not_held = 'zh', '，', '。', CONTRASTS, NOT_HELD

    def __init__(self, rng, seen):
        self.rng, self.seen, self.stories = rng, seen, 0
        self.outlets = OUTLETS

    # ---- facts of a story
    def person(self):
        r = self.rng
        return r.choice(SURNAMES) + ''.join(r.sample(GIVEN, 1 if r.random() < 0.2 else 2))

    def spot(self):
        r = self.rng
        return ''.join(r.sample(STEMS, 2)) + r.choice(SPOT_ENDS)

    def facts(self, day, city=None):
        r = self.rng
        topic = r.choice(sorted(TOPICS))
        city = city or r.choice(CITIES)
        words = TOPICS[topic]
        offices = [r.choice((city, self.spot())) + b for b in r.sample(words['body'], 3)]
        people = []
        for office in offices:
            people.append((self.person(), (r.choice((office, ''.join(r.sample(STEMS, 2)) + r.choice(words['body'])))) + r.choice(POSTS)))
        people.append((self.person(), r.choice(words['who'])))
        self.stories += 1
        return {'story': f'{self.code}{self.stories}', 'day': day, 'topic': topic, 'city': city, 'offices': offices, 'people': people, 'spots': [self.spot() for _ in range(3)]}

    def slots(self, facts):
        r, w = self.rng, TOPICS[facts['topic']]
        thing = lambda: r.choice(w['mod']) + r.choice(w['noun'])
        past, coming = facts['day'] - timedelta(days=r.randint(0, 12)), facts['day'] + timedelta(days=r.randint(3, 40))
        number = r.choice((r.randint(13, 99), r.randint(101, 999), r.randint(1001, 9899)))
        unit = r.choice(w['unit'])
        amount = r.choice((f'{number}', f'{number}', f'{r.randint(11, 98) / 10}万', f'{r.randint(12, 97)}万', han_number(r.randint(12, 99))))
        hedge = r.choice(('', '', '‹H:约>›', '‹H:近>›', '‹H:至少>›'))
        must, worst, all_ = r.choice(MUST), r.choice(WORST), r.choice(ALL)
        spots = r.sample(facts['spots'], 2)
        return {'past': self.day(past), 'date': self.day(coming), 'spot': f'‹O:{spots[0]}›', 'spot2': f'‹O:{spots[1]}›', 'thing': thing(), 'thing2': thing(), 'act': r.choice(w['act']), 'who': r.choice(w['who']),
                'aim': r.choice(w['goal']), 'goal': r.choice(('', '', '年底前', '入冬前', '三年内', '汛期前', '早一点')) + r.choice(w['goal']), 'woe': r.choice(w['woe']), 'unit': unit, 'city': facts['city'], 'office': f'‹O:{r.choice(facts["offices"])}›', 'season': '冬春夏秋'[facts['day'].month % 12 // 3],
                'fig': f'{hedge}‹N:{amount}›{unit}', 'small': r.randint(13, 98), 'small2': r.randint(101, 899), 'han': han_number(r.randint(3, 29)), 'pct': f'{r.randint(31, 879) / 10}', 'money': f'{r.randint(12, 9860)}',
                'year': r.randint(1958, 2016), 'stuff': r.choice(STUFF), 'see': r.choice(SEE), 'person3': facts['people'][3][0], 'must': must[0], 'soft': must[1], 'worst': worst[0], 'best': worst[1], 'all': all_[0], 'some': all_[1]}

    def fill(self, frames, facts, avoid=None, quoted=False):
        """(raw, text) of a new sentence that shares no long run with another story's."""
        for attempt in range(400):
            frame = self.rng.choice([f for f in frames if avoid is None or f not in avoid] or frames)
            raw = decide(self.rng, frame.format(**self.slots(facts)))
            text = choose(self.rng, raw)
            if self.seen.take(text, facts, attempt < 200, quoted):
                if avoid is not None:
                    avoid.add(frame)
                return raw, text
        raise RuntimeError('the grammar is exhausted')

    def quote(self, facts, n):
        for _ in range(20):
            used = set()
            out = [self.fill(QUOTE_CLAUSES, facts, used, True) for _ in range(n)]
            if self.seen.take(''.join(text for _, text in out), facts, True, True):
                break
        return out

    def sentence(self, kind, facts, used, speaker=None):
        r = self.rng
        if kind in ('plain', 'lead'):
            raw, text = self.fill(LEADS if kind == 'lead' else FRAMES, facts, used)
            return Sentence('plain', raw, text)
        if kind == 'contrast':
            raw, text = self.fill(CONTRAST_FRAMES, facts, used)
            return Sentence('contrast', raw, text, source=r.choice(CONTRASTS))
        if kind == 'sourced':
            raw, text = self.fill(FRAMES[:14], facts, used)
            tail = r.choice(('消息', '通报', '介绍', '发布的数据', '官网公告'))
            return Sentence('sourced', raw, text, source=r.choice(facts['offices']), tail=tail)
        name, role = speaker or r.choice(facts['people'])
        if kind == 'direct':
            clauses = self.quote(facts, r.choice((2, 3, 3)))
            return Sentence('direct', '', '', name, role, r.choice(CUES), r.choice(('before', 'before', 'after', 'split')), clauses)
        clauses = [self.fill(INDIRECT_CLAUSES, facts) for _ in range(r.choice((2, 2, 3)))]
        return Sentence('indirect', '', '', name, role, r.choice(INDIRECT_CUES), 'before', clauses)

    # ---- forms
    def say(self, s):
        """The sentence with marks."""
        name = s.speaker_shown or f'‹P:{s.speaker}›'
        for p in s.speaker_plants:
            name = f'«{p}|{name}»'
        clauses = [c[1] for c in s.clauses]
        wrap = lambda words: self._wrap(words, s.quote_plants)
        if s.kind == 'plain':
            out = s.text
        elif s.kind == 'contrast':
            out = f'{s.source}，{s.text}'
        elif s.kind == 'sourced':
            out = f'据‹O:{s.source}›{s.tail}，{s.text}' if s.source else s.text
        elif s.kind == 'bare':      # the words of somebody without him and without marks
            out = wrap('，'.join(clauses) + '。')
        elif s.kind == 'indirect':
            out = f'{s.role}{name}{s.cue}，' + wrap('，'.join(clauses) + '。')
        elif s.order == 'before' or len(clauses) < 2 and s.order == 'split':
            out = f'{s.role}{name}{s.cue}：“' + wrap('，'.join(clauses) + '。') + '”'
        elif s.order == 'after':
            out = '“' + wrap('，'.join(clauses) + '。') + f'”{s.role}{name}{s.cue}。'
        else:
            out = '“' + wrap('，'.join(clauses[:-1]) + '，') + f'”{s.role}{name}{s.cue}，“' + wrap(clauses[-1] + '。') + '”'
        return self._wrap(out, s.plants)

    @staticmethod
    def _wrap(words, plants):
        for p in plants:
            words = f'«{p}|{words}»'
        return words

    def paragraph(self, sentences):
        return ''.join(self.say(s) for s in sentences)

    def title(self, facts):
        for _ in range(100):
            text = self.rng.choice(TITLES).format(**self.slots(facts))
            if self.seen.take(text, facts):
                return text
        raise RuntimeError('no title')

    def day(self, when, year=False):
        return (f'{when.year}年' if year else '') + f'{when.month}月{when.day}日'

    def deictic(self, facts):
        r = self.rng
        word, back = r.choice((('今日', 0), ('昨日', 1), ('今天上午', 0), ('昨天', 1), ('今晨', 0), ('昨晚', 1), ('明天', -1)))
        _, text = self.fill(FRAMES[:12], facts)
        return word, back, text

    def own_lead(self, outlet, day, facts):
        """Opening of an outlet's own report: (text, form). The form `nameless` does not tell the outlet."""
        name, kind, city = outlet[0], outlet[3], facts['city']
        who = self.person()
        if kind == 'w' or kind == 'c' and self.rng.random() < 0.5:
            return f'{name}{city}{self.day(day)}电（记者{who}）', 'named'
        if self.rng.random() < 0.5:
            return f'{name}讯（记者 {who}）', 'named'
        return f'本报讯（记者 {who}）', 'nameless'

    def reporter_line(self, outlet):
        return self.rng.choice((f'{outlet[0]}记者 {self.person()}', f'{outlet[0]}见习记者 {self.person()} 通讯员 {self.person()}'))

    def credit(self, name, page_time, form=None):
        """A credit of the whole page: (where, text with the name as a mark N)"""
        forms = (('head', f'来源：@{name}@'), ('head', f'{page_time:%Y-%m-%d %H:%M}　来源: @{name}@'), ('foot', f'（来源：@{name}@）'), ('foot', f'文章来源：@{name}@'), ('foot', f'本文转自：@{name}@'),
                 ('head', f'{page_time:%Y年%m月%d日 %H:%M} 来源：@{name}@'), ('foot', f'（据@{name}@）'), ('lead', f'据@{name}@报道，'), ('head', f'发布时间：{page_time:%Y-%m-%d %H:%M:%S}来源：@{name}@'), ('head', f'来源｜@{name}@'))
        if form is not None:
            return self.rng.choice([f for f in forms if f[0] == form])
        return self.rng.choice(forms)

    def void_credit(self, page_time):
        r = self.rng
        return r.choice((('head', '@来源：网络@'), ('head', '@来源：互联网@'), ('head', f'{page_time:%Y-%m-%d %H:%M} @来源：综合@'), ('foot', '（@来源：网络@）'), ('head', '@来源：@'), ('head', '@来源：未知@'), ('head', f'@来源：互联网 作者：佚名@'),
                         ('foot', '@文章来源：网络@'), ('foot', '@信息来源于网络@'), ('head', '@来源：转载@')))

    def assembler(self):
        return self.rng.choice('新浪新闻综合 新浪综合 网易综合 腾讯综合 搜狐综合 凤凰综合 新浪财经综合'.split())

    def said_by(self, name):
        return self.rng.choice((f'据@{name}@报道，', f'@{name}@报道称，', f'据@{name}@消息，', f'另据@{name}@报道，'))

    def said_by_two(self, a, b):
        return self.rng.choice((f'@据{a}、{b}报道@，', f'@综合{a}、{b}报道@，', f'@据{a}和{b}消息@，', f'@{a}、{b}均报道@，'))

    def two_sources(self, a, b):
        return self.rng.choice((f'@来源：{a}、{b}@', f'@来源｜{a}、{b}@', f'@来源：{a} {b}@'))

    def original_title(self, title):
        return self.rng.choice((f'原标题：{title}', f'（原标题：{title}）', f'本文原标题：《{title}》'))

    def editor(self, outlet):
        code = {'新浪新闻': ' SN', '网易新闻': '_NB', '凤凰网': ' PK'}.get(outlet[0])
        return self.rng.choice((f'责任编辑：{self.person()}', f'（责编：{self.person()}）', f'编辑：{self.person()} 校对：{self.person()}')) if not code else f'责任编辑：{self.person()}{code}{self.rng.randint(100, 999)}'

    def disclaimer(self):
        return self.rng.choice(DISCLAIMERS)

    def formula(self):
        return self.rng.choice(FORMULAE)

    def own_opening(self, facts):
        """A paragraph of a page's own before what it carries."""
        return self.sentence('lead', facts, set())

    def anonymous_source(self):
        return self.rng.choice(('记者获悉，', '据悉，', '有消息称，', '据了解，'))

    def traditional(self, text):
        return text.translate({ord(a): b for a, b in TRADITIONAL.items()})

    def half_width(self, text):
        return text.translate(str.maketrans('，：；（）！？％', ',:;()!?%'))

    def full_width(self, text):
        return text.translate({c: c + 0xFEE0 for c in range(0x30, 0x3A)})

    def bulletin(self, frame, day):
        r, w = self.rng, TOPICS['天气']
        city = r.choice(CITIES)
        return (f'{city}{self.day(day)}空气质量日报', f'{self.day(day, True)}，{city}空气质量指数为{r.randint(20, 190)}，首要污染物为{r.choice(("细颗粒物", "臭氧", "二氧化氮"))}，细颗粒物日均浓度每立方米{r.randint(5, 120)}微克，臭氧最大八小时均值{r.randint(40, 210)}微克。',
                f'预计{self.day(day)}夜间，{city}{r.choice(("多云", "阴", "晴", "小雨"))}，{r.choice(("偏北", "偏南", "偏东"))}风{r.randint(2, 5)}级，最低气温{r.randint(-8, 24)}摄氏度，最高气温{r.randint(2, 37)}摄氏度，相对湿度{r.randint(20, 95)}%，扩散条件{r.choice(("较好", "一般", "较差"))}。')
