"""Names that a question is about and that the corpus does not know."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from rapidfuzz.distance import OSA

from corpus.catalogue import TABLES
from corpus.linker import Mention
from corpus.outsiders import load_outsiders
from server.terms import terms
from server.understanding.pieces.target import mask
from server.understanding.reach.compounds import Compounds, in_title_case
from server.understanding.reach.titles import Titles
from server.understanding.words import cues as ask
from server.understanding.words.llm_names import LLMNames
from server.understanding.words.talk import TALK
from server.understanding.words.wordlist import alternatives, blanked, phrases

_TOKEN = re.compile(r"[^\W\d_][\w.+#'’-]*[\w+#]|[^\W\d_]")
_STARTS = re.compile(r"(?:^\s*|[¿¡]|(?<!vs)[.?!:;–—]\s+|[\"“(]\s*)$")
_PLAIN = frozenset(
    """
    i i'm i'd i've a an the we our us you your they he she it its is are was were be been do does did can
    could should would will may might must have has had what which who whom whose when where why how if
    whether and or but not no yes ok please thanks hi hello hey english usd january february march april may
    june july august september october november december monday tuesday wednesday thursday friday saturday
    sunday christmas easter halloween thanksgiving ramadan diwali
    eli5 powerpoint excel gmbh inc ltd dear mr mrs dr sir madam reddit hacker linkedin twitter youtube
    stackoverflow quora facebook wikipedia etc eg ie q a
    kb mb gb tb pb agpl gpl lgpl bsd gnu
    pdf pdfs csv json xml html yaml sql url urls gui cli ide sdk etl vm vms iot kpi
    ai ml llm llms api apis gpu gpus cpu cpus tpu rag nlp it hr
    ceo cto cfo cio coo vp pm po mlops llmops devops rlhf ci cd kpi kpis okr okrs sre saas oss foss floss cb
    vi iv v iii ii fyi asap btw pls plz thx lol poc mvp roi tldr msft doc docs everything anything something
    nothing narrow restrict limit drop leave exclude include remove keep sort order rank count everyone anyone someone
    that this these those there here
    """.split()
)
# A part of a year is nobody's name.
_PERIOD = re.compile(r"[Qq][1-4]|[Hh][12]|FY\d{2,4}")
_LIKENED = frozenset("like style based ish type sized compatible style level".split())  # `Spotify-like`
_X = r"(?P<x>[a-z][\w.+#-]*(?: [a-z][\w.+#-]*)?)"
_COMMON = frozenset(
    """
    the a an any every all some my our your his her their there these those this that which what it they we
    you i he she one ones each both most more less tools tool roles role phases phase stuff things people
    staff price cost free open source cheaper better monthly month per total cheapest lowest highest prices
    costs wage wages salary salaries licence license team everything anybody half none much many money budget
    covered served staffed needed them us me him so too then now here actually really just only also still even than
    pay paid everyone somebody someone nobody meant supposed intended
    everybody software help course interest need involvement coverage each lower higher in on at by for with
    quick question questions
    two three four five six seven eight nine ten twelve dozen several
    """.split()
)
# Where a question puts the name that it asks about; the name itself is `x`.
_ALONE, _BESIDE_NAMES = (
    tuple(re.compile(line.strip().replace("{X}", _X)) for line in lines.strip().splitlines())
    for lines in (
        r"""
    ^\W*(?:(?:so|and|but)\W+)*(?:is|are) {X} (?:(?:an?|really|also|marked|as) )*(?:open[- ]?source|free|ticked|listed)
    \bhow much (?:is|does|are|would|for) {X}(?= cost| a month| per|\W*$)
    \bwhat (?:does|would|do|will) {X} cost\b
    \b(?:price|cost|pricing|costs) (?:of|for) {X}(?= for (?:\w+ ){1,2}(?:users|people|seats)|\W*$)
    ^\W*{X} (?:pricing|price|phases?|open[- ]?source|licen[cs]e|free)\W*(?:\?|$)
    ^\W*{X} (?:monthly )?costs?(?: (?:per|a|each) (?:month|year))?\W*(?:\?|$)
    \b(?:which|what) (?:phases?|stages?) (?:does|do|is|are) {X}
    \b(?:can|could|may|should|is|are) {X} (?:be )?used
    \b(?:does|do|can|will|would) {X} (?:cover|span|support|belong|count|take part|cost|come in|fit|play)
    ^\W*{X}: (?:(?:which|what) )?(?:monthly |yearly |list )?(?:phases?|price|cost|licen[cs]e|free|open[- ]source)
    ^\W*{X} (?:is|are) (?:good for|used|ticked|free|open)
    ^\W*{X} (?:or|vs\.?|versus) [\w.+#§-]+\W+(?:what['’]?s|which|who|whats)\b
    """,
        r"""
    \bin (?:which|what) (?:phases?|stages?) (?:does|do|would|should) {X} (?:come|belong|fit|sit)
    § (?:vs\.?|versus) {X}
    \b(?:compare|between) {X} (?:and|with|to|or) §
    \bcompare § (?:and|with|to) {X}
    ^\W*{X} (?:vs\.?|versus|or) §
    ^\W*§ or {X}\W*(?:[,:?]|$)
    """,
    )
)
_OWN_PRICE = re.compile(r"\b(?P<x>[a-z][\w.-]+)['’]s (?:monthly )?(?:price|pricing|cost|fee|licen[cs]e)s?\b")
_PRICED = (*_ALONE[:5], _ALONE[9], _OWN_PRICE)  # these ask for a price or a licence
_BESIDE = re.compile(
    r"\b(?:"
    + alternatives(
        r"""
    with|on|for|by|like|than|vs\.?|versus|supports?|supporting|integrat\w+ (?:with|into)|us(?:e|es|ing)|compare
    between|about|of|is|are|does|do|has|have|replac\w+
        alternatives? to|instead of|called|named|connect\w* to|runs? on|compatible with|works? (?:with|on)
        plug(?:s|ged)? into
    """
    )
    + r")\s*(?:the |an? |apache |google )?$|§,? (?:and|or|,) (?:the |an? )?$|§, $",
    re.IGNORECASE,
)
# Beside a known one, as one of several: `§ and ¤`, `§, ¤ and §`, `¤ or §`.
_ENUMERATED = re.compile(
    r"§(?:,? (?:and|or|vs\.?|versus)|,) ¤(?=,? (?:and |or )?§|,? (?:and|or|what|which|who|is|are|costs?|cover)\b|\W*$)"
    r"|¤(?:,? (?:and|or|vs\.?|versus)|,) (?:an? |the )?§"
)
# `what about X, …?`, `X: which phases?`, `X's phases?`
_LEADS = re.compile(r"^\W*(?:(?:and|or|but|so|ok|okay|then|now|what about|how about|for|with|of)\W+)*$")
_LED = re.compile(r"\W*[,:?–—-]|['’]s\b")
_AROUND = phrases(
    r"""
    and|or|but|so|ok|okay|then|now|hm+|what about|how about|what(?:['’]s| is)? with|how is it with
    (?:the )?same (?:question )?(?:for|of)|those of|that of|for|of|with|in|also|too|as well|either|instead|next|please
    is|are|that|it|there
    (?:(?:in|on|part of) )*(?:the|that|this) (?:list|table)|(?:one of|among) (?:them|those|these)|not|the tool|tool
    what(?: is| are|['’]s) (?=\s+['’]s\W*$)|(?<=\s)['’]s(?=\W*$)
    isn['’]t (?:it|that)|listed|included|missing|does|do|belong|appear|count
    """
)
_OF_A_ROW = (
    *(ask.COST, ask.LICENCE),
    phrases(r"tick(?:s|ed)?|columns?|phases?|stages?|row|listed|free|paid|printed|table(?: iv)?"),
)
# What asks, leans on what was told before, or names what is used.
_SENTENCE = re.compile(r"[.!?]\s+|\n+")
_THING = r"(?:ones?|tools?|products?|platforms?|services?|software|vendors?|compan(?:y|ies)|things?)"
_LEANS = re.compile(
    rf"\b(?:it|its|they|them|theirs?|(?:that|this|these|those)(?: {_THING}\b|(?=\W*$| (?:costs?|covers?|is|are)\b)))\b"
    r"|\b(?:is|are|was) (?:that|this|those|these) (?:an?|any|the|good|better|worth|free|cheap\w*|open)\b"
)
_ENDS_ASKING = re.compile(r"\?[\s\"'’”)]*$")
_BIDS = re.compile(
    r"\b(?:need|want|looking for|suggest|recommend|advise|give|list|tell|show|compare|explain|help)\b", re.IGNORECASE
)
_USED = re.compile(
    r"\b(?:us(?:e|es|ed|ing)|run(?:s|ning)?|ha(?:ve|s|d)|bought|buy|tried|try|adopt(?:ed)?|cho(?:se|ose)|picked|on|with|as|and"
    r"|or|called|named|recommends?|recommended)\s+(?:an? |the |our )?$|[,/+]\s*$"
)
# Where somebody comes from, what was read where, who is told of: no name that is asked about.
_PASSING = re.compile(
    r"(?:\b(?:at|from|near|via|chez|with greetings from) (?:my |our |the |a )?"
    r"|\b(?:i|we|they)(?:['’]re| are| am|['’]m| live| work| sit)?(?: based)? in (?:the )?"
    r"|\b(?:read|saw|seen|heard|said|says|posted|found|asked|claims?|thread|post|article)\b"
    r"[^.?!]{0,20} (?:on|in|at|by) (?:the )?"
    r"|\b(?:on|in) (?:my |our )?(?=(?:hacker|stack|discord|teams|quora|medium)\b)"
    r"|\b(?:client|customer|company|startup|employer|colleague|boss|manager|friend|professor|teacher|brother|sister"
    r"|cousin"
    r"|wife|husband|teammate|intern|ceo|cto|cfo|cio|thesis|university|institute|school|called|named|mr|mrs|ms|dr)"
    r"\.?,? (?:at |from )?"
    r"|\b(?:model|poc|pilot|project|app|application|chatbot|assistant|product|system|dashboard) for (?:an? |the )?"
    r"|\bwho (?:has |have )?(?:(?:only|just|mostly|never|ever) ){0,2}(?:knows?|used|seen) (?:but |beyond )?"
    r"|\b(?:my|our|your) (?:[a-z]+ )?)$",
    re.IGNORECASE,
)
# Where the authors are said to be: `two of the authors work at …`
_AUTHORS_AT = re.compile(
    r"\bauthors?\b[^.?!]*\b(?:works?|working|teach(?:es|ing)?|are|is|comes?|based|employed|affiliated|belongs?"
    r"|sits?|from)\b"
    r"[^.?!]{0,30}? (?:at|from|of|in|to|for|with) (?:the )?$|\bauthors? (?:at|from) (?:the )?$",
    re.IGNORECASE,
)
# What a person does: `Ahmed thinks`, `ACME wants`.
_PERSON = re.compile(
    r"^(?: and [A-Z]\w+| from [A-Z]\w+| [A-Z]\w+)*,? (?:asks?|asked|argues?|thinks?|says?|said|told|claims?|wants?"
    r"|sales\w*|rep\b|consultant|fan|guy|evangelist|advocate|employee|user|keeps|friend"
    r"|needs|believes?|insists?|here|wrote|writes|mentioned|recommended|swears|wonders?|would like)\b"
)
# Who sells or praises something stands for it as little as a colleague.
_SELLER = re.compile(
    r"^ (?:sales\w*|rep|reps|consultant|evangelist|advocate|fan|guy|people|booth|newsletter|webinar|advert\w*|flyer)\b"
)
# `Great Expectations: which role runs it?`
_HEADED = re.compile(
    r"^\W*(?P<x>[A-Z][\w.+-]*(?: [A-Z][\w.+-]*){0,2})(?::| [–—-]) (?=(?:in )?(?:which|what|who|how|is|are|does|do"
    r"|can|where)\b"
    r"[^?]*\b(?:it|its|they|them)\b)"
)
# What a person has: `Ahmed's branch`, `which phase is Ahmed in? He …`.
_HAS = re.compile(
    r"^ (?:(?:new|old|own|latest) )?(?:work|tasks?|jobs?|turn|idea|team|desk|laptop|branch|code|changes?|scripts?)\b"
)
_HE = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
# Wages and prices are asked for before their place is named.
_FIGURES = r"\b(?:earn|wage|salar|paid|pay|cost|price|pricing|charge|mak|compensation)[^.?!–—]*"
_IN_TOWN = re.compile(r"\b(?:earn|wage|salar|paid|pay|make)[^.?!–—]*\bin (?P<town>[A-Z][a-zà-ü]{2,})\b")
_TOWN = re.compile(r"\b(?:in|from|near|at) (?P<town>[A-Z][a-zà-ü]{2,})\b")
_THERE = re.compile(
    r"\b(?:there(?! (?:is|are|was|were|any|an?|be)\b)|locally|in (?:our|that) (?:city|town|country|market))\b"
)
_GREETED = re.compile(
    r"(?:^|[.!?,]\s)\W*(?:hi|hello|hey|dear|thanks|thank you|cheers"
    r"|(?:(?:kind|best|warm|many) )?regards|best|yours|from)(?: there)?,?\s+$",
    re.IGNORECASE,
)
# `is X in Table IV?`, `does the table list X?`
_TABLE = r"(?:table (?:iv|4)|(?:the |your )?(?:tool (?:list|table)|(?:list|table) of (?:the )?tools))"
_NAME = r"(?P<x>[a-z][\w.+-]*(?: [a-z][\w.+-]*){0,3}?)"
_AS_A_ROW = r"(?: (?:listed|named|included|printed|(?:an?|one) (?:\w+ )?(?:tool|row|product)s?))?"
_LISTED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*(?:so |and |but )?is {_NAME}{_AS_A_ROW} (?:in|of|on|among) {_TABLE}\W*$",
        rf"\bdoes (?:the )?{_TABLE} (?:list|name|contain|include|have|hold|print|show) {_NAME}\W*$",
        rf"^\W*{_NAME} in {_TABLE}\W*\?\W*$",
    )
)
# `what is X?`, `X, who are they?`
_EXPLAIN = phrases(
    r"(?:what|who)(?:['’]s|['’]re| is| are| was| were)(?! (?:with|about)\b)|tell me about|explain|describe|define"
)


class Vocabulary:
    """The words that the paper and its tables use, to tell a foreign name from a known word; the words of the cards
    `beside` them are known where no table is asked."""

    def __init__(self, texts: Iterable[str], tables: Path = TABLES, beside: Iterable[str] = ()) -> None:
        said, told = "\n".join(texts), "\n".join(beside)
        self._words = {*_words(said), *_PLAIN}
        self._beside = frozenset(_words(told))
        self._said = f"{said}\n{told}".lower()
        self._proper = _proper(f"{said}\n{told}")
        self._outsiders = load_outsiders(tables / "outsiders.toml")
        self.llms = LLMNames(self._outsiders.llms)
        names = sorted(self._outsiders.tools | self._outsiders.companies, key=lambda name: (-len(name), name))
        self._named = [(name, re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")) for name in names]
        self._untabled = self._proper | {name for name in self._outsiders.tools if name in self._words}
        self._compounds = Compounds(self._outsiders)
        self._titles = Titles(self._outsiders, said)

    def __contains__(self, word: object) -> bool:
        form = str(word).lower().removesuffix("'s").removesuffix("’s")
        if form in self._words:
            return True
        singular = form.removesuffix("s")
        return not singular.endswith("s") and (singular in self._words or f"{form}s" in self._words)

    def unmentioned(self, question: str, mentions: Sequence[Mention]) -> list[str]:
        """Foreign names in a question that asks for nothing of a table, so that the cards may answer it, unless the
        name is all that it says (`and a Scrum Master?`) and it does not ask what that is."""
        found = self.foreign_names(question, mentions, typed=False)
        rest = " ".join(part for name in found for part in question.split(name))
        bare = not terms(rest) and not _EXPLAIN.search(rest.lower())
        return [name for name in found if bare or self._titles.knows(name) or not self.on_cards(name)]

    def uses(self, name: str) -> bool:
        """Whether the text of the corpus has the name."""
        return re.search(rf"(?<![\w-]){re.escape(name.lower())}(?![\w-])", self._said) is not None

    def on_cards(self, name: str) -> bool:
        """Whether the cards use every word of the name."""
        return self._beside.issuperset(_words(name))

    def foreign_names(
        self, question: str, mentions: Sequence[Mention], *, typed: bool, complete: bool = True
    ) -> list[str]:
        """Names that neither catalogue nor corpus uses.

        Capitalised words, runs joined; beside a complete typed reading only those in a name's place,
        since a colleague's or a town's name is no condition. Well-known outsiders and unknown words in
        the place of the name asked about count in any case; not where the question is incomplete, since the words
        in that place may lean on the turn before.
        """
        found = (
            self._compounds.names(question, mask(question, mentions), mentions, self)
            or self._titles.names(question, mentions)
            or self._outside(question, mentions, typed=typed)
            or (self._slotted(question, mentions) if complete else [])
        )
        if found or in_title_case(question):
            return found
        return self._capitals(question, mentions, typed=typed)

    def unpriced(self, question: str, mentions: Sequence[Mention]) -> list[str]:
        """Names that the corpus uses and no table holds, where a price or a licence of them is asked for."""
        masked = mask(question, mentions)
        matches = [match for slot in _PRICED if (match := slot.search(masked))]
        words = [(match["x"].split()[0], match.start("x")) for match in matches]
        return list(dict.fromkeys(question[at : at + len(word)] for word, at in words if self._is_sold(word)))

    def _is_sold(self, word: str) -> bool:
        """Whether a word may be a product's name: `mlops` is none."""
        return word in self._proper and word not in _PLAIN

    def untabled(self, question: str, mentions: Sequence[Mention]) -> list[str]:
        """Names that the corpus uses and no table holds, where a follow-up says nothing else (`and X?`) or asks for
        their row: they stand in front or in the place of the name that is asked about."""
        masked = mask(question, mentions)
        spans = [(token.start(), re.sub(r"['’]s$", "", token.group())) for token in _TOKEN.finditer(masked)]
        found = [(start, word) for start, word in spans if word in self._untabled]
        if not found:
            return []
        rest = masked
        for start, word in found:
            rest = f"{rest[:start]}{' ' * len(word)}{rest[start + len(word) :]}"
        first, end = found[0][0], found[0][0] + len(found[0][1])
        leads = _LEADS.match(masked[:first]) and _LED.match(masked[end:])
        slots = {match.start("x") for slot in _ALONE if (match := slot.search(masked))}
        bare = not re.search(r"\w|§", blanked(_AROUND, rest))
        asks = any(pattern.search(masked) for pattern in _OF_A_ROW) and (leads or first in slots)
        return [question[start : start + len(word)] for start, word in found] if bare or asks else []

    def places(self, question: str, told: str, mentions: Sequence[Mention]) -> list[str]:
        """Countries and towns that the question asks figures for, lower case, none of the `mentions`; not where
        somebody comes from, unless it asks for figures `there`."""
        if _THERE.search(question) and told != question:
            return self._named_places(told)
        lower = question.lower()
        found = [
            place
            for place in sorted(self._outsiders.places)
            if place in lower  # most are not, and asking that first costs next to nothing
            and re.search(
                rf"{_FIGURES}\b(?:in|for|across|about|month) (?:the )?{place}\b|^\W*in (?:the )?{place}\b", lower
            )
        ]
        town = _IN_TOWN.search(question)
        if found or not town or town["town"] in self or any(m.start == town.start("town") for m in mentions):
            return found
        return [town["town"]]

    def _named_places(self, told: str) -> list[str]:
        listed = [place for place in sorted(self._outsiders.places) if re.search(rf"\b{place}\b", told.lower())]
        return listed or [match["town"] for match in _TOWN.finditer(told) if match["town"] not in self][:1]

    def _outside(self, question: str, mentions: Sequence[Mention], *, typed: bool) -> list[str]:
        masked = mask(question, mentions)
        named = any(mention.kind in ("tool", "role") for mention in mentions)
        found: list[str] = []
        for name, pattern in self._named:
            # Of well over a hundred names, a question holds none or one.
            at = pattern.search(masked) if name in masked else None
            if at is not None and named and _SELLER.match(masked[at.end() :]):
                continue
            if at is None or any(name in other.lower() for other in found):
                continue
            known = all(word in self._words for word in name.split())
            beside = bool(_BESIDE.search(masked[: at.start()])) or not masked[: at.start()].strip()
            if (
                not known
                or (typed and beside and not named)
                or (typed and _ENUMERATED.search(f"{masked[: at.start()]}¤{masked[at.end() :]}"))
            ):
                found.append(question[at.start() : at.end()])
        return sorted(found, key=question.index)

    def _slotted(self, question: str, mentions: Sequence[Mention]) -> list[str]:
        masked = mask(question, mentions)
        named = any(mention.kind in ("tool", "role", "maturity") for mention in mentions)
        for slot in _BESIDE_NAMES if named else _ALONE:
            match = slot.search(masked)
            words = match["x"].split() if match else []
            while words and (words[-1] in _COMMON or words[-1].endswith(("ly", "ing"))):
                words.pop()
            if match and words and not (any(word in _COMMON or "§" in word for word in words) or words[0] in self):
                start = match.start("x")
                return [question[start : start + len(" ".join(words))]]
        return []

    def unlisted(self, question: str, mentions: Sequence[Mention]) -> list[str]:
        """The name that only the text uses, where it is asked whether the table of the tools lists it."""
        match = next((match for listed in _LISTED if (match := listed.search(question))), None)
        name = match["x"] if match is not None else ""
        proper = not mentions and any(word in self._untabled for word in name.lower().split())
        return [name] if proper and self.uses(name) else []

    def headed(self, question: str, mentions: Sequence[Mention]) -> list[str]:
        """The name in front of a colon that the question behind it is about."""
        head = _HEADED.match(question)
        if head is None or any(mention.start < head.end("x") for mention in mentions):
            return []
        words = head["x"].lower()
        known = words in self._said if " " in words else head["x"] in self or self.on_cards(words)
        return [] if known else [head["x"]]

    def _capitals(self, question: str, mentions: Sequence[Mention], *, typed: bool) -> list[str]:
        spans = [(mention.start, mention.end) for mention in mentions]
        linked_words = [mention.text.lower() for mention in mentions]
        names: list[str] = []
        last_end = passed_end = -2
        for token in _TOKEN.finditer(question):
            word = token.group()
            linked = any(start < token.end() and token.start() < end for start, end in spans)
            linked = linked or self._compounds.is_part(token, mentions)
            inner = any(character.isupper() for character in word[1:]) or any(c.isdigit() for c in word)
            starts = bool(_STARTS.search(question[: token.start()]))
            capital = word[0].isupper() and (not starts or inner)
            if linked or not (capital or inner) or self._is_plain(word, linked_words):
                continue
            continued = bool(names) and token.start() - last_end <= 1
            if not continued and (
                token.start() - passed_end <= 1  # of a name in passing
                or _in_passing(question, token)
                or _told_aside(question, token)
                or (typed and not self._in_place(question, token, mentions))
            ):
                passed_end = token.end()
                continue
            if continued:
                names[-1] = f"{names[-1]} {word}"
            else:
                names.append(word)
            last_end = token.end()
        return names

    def _is_plain(self, word: str, linked: Sequence[str]) -> bool:
        parts = re.split(r"[-'’]", word)
        slip = any(abs(len(word) - len(name)) < 2 and OSA.distance(word.lower(), name) <= 1 for name in linked)
        # `FOSS-flagged`, `MLOps-versus-LLMOps`
        coined = parts[0] in self and all(part.islower() or part in self for part in parts[1:])
        coined = coined or parts[-1] in _LIKENED or (word.isupper() and word.lower() in TALK)  # `LESS than`
        return word in self or coined or slip or _PERIOD.fullmatch(word) is not None

    def _in_place(self, question: str, token: re.Match[str], mentions: Sequence[Mention]) -> bool:
        """Whether the word stands where a catalogue name would: it is no greeting, no place, no aside."""
        word, before = token.group(), mask(question, mentions)[: token.start()]
        camel = any(c.isupper() for c in word[1:]) and not word.isupper()
        named = any(mention.kind in ("tool", "role", "phase", "maturity") for mention in mentions)
        return camel or not named or bool(_BESIDE.search(before))


def _told_aside(question: str, token: re.Match[str]) -> bool:
    """Whether the word stands in a sentence that tells of the asker before another one asks, which does not lean on it:
    `We make valves in Swabia. What is MLOps?`, not `We use X. What does it cost?`; what is used is no aside."""
    if _USED.search(question[: token.start()].lower()):
        return False
    ends = [*(match.end() for match in _SENTENCE.finditer(question)), len(question)]
    spans = list(zip((0, *ends), ends, strict=False))
    asks = _ENDS_ASKING if "?" in question else _BIDS
    asking = [span for span in spans if asks.search(question[slice(*span)])]
    leans = any(_LEANS.search(question[slice(*span)].lower()) for span in asking)
    return bool(asking) and not leans and not any(start <= token.start() < end for start, end in asking)


def _in_passing(question: str, token: re.Match[str]) -> bool:
    """Whether the word greets, names who tells or asks, or says where that was."""
    before, after = question[: token.start()], question[token.end() :]
    if _AUTHORS_AT.search(before):
        return False
    has = token.group().endswith(("'s", "’s")) and _HAS.match(after)
    is_in = before.endswith(" is ") and after.startswith(" in") and _HE.search(after)
    return bool(_GREETED.search(before) or _PASSING.search(before) or _PERSON.match(after) or has or is_in)


def _proper(said: str) -> frozenset[str]:
    """Words that are written with a capital wherever they stand, lower case."""
    capital = {match.group().lower() for match in re.finditer(r"(?<=[a-z,] )[A-Z]\w*[a-z]\b", said)}
    return frozenset(capital - {match.group() for match in re.finditer(r"\b[a-z]+\b", said)})


def _words(text: str) -> list[str]:
    return [part for token in _TOKEN.findall(text.lower()) for part in {token, *re.split(r"[.'’-]", token)} if part]
