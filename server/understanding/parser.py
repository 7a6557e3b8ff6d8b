"""The typed query behind a question, when there is one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.catalogue import Catalogue
from corpus.linker import Linker, Mention
from server.conditions import Shares
from server.conjunctions import parts_of
from server.query import Query, Select
from server.terms import terms
from server.understanding.followups.guidance import read_aspects, read_decision
from server.understanding.followups.membership import SWAPS
from server.understanding.followups.redundancy import read_redundant
from server.understanding.followups.steps import read_steps
from server.understanding.pieces.doubt import Doubt
from server.understanding.pieces.explained import explains, tells_more, wants_a_quality
from server.understanding.pieces.families import sole_words
from server.understanding.pieces.focus import focus, refers
from server.understanding.pieces.grouping import doubt
from server.understanding.pieces.headcount import on_basis
from server.understanding.pieces.likewise import in_full, likewise, with_the_name
from server.understanding.pieces.pieces import find_pieces
from server.understanding.pieces.relations import BESIDES
from server.understanding.pieces.signals import TITLED, Signals
from server.understanding.pieces.spelling import evened
from server.understanding.pieces.target import mask
from server.understanding.pieces.waived import in_its_sense, without_the_waived
from server.understanding.premises.abbreviations import misread
from server.understanding.premises.claims import Claim, attributed, claims_of
from server.understanding.premises.premise import granted, read_premise
from server.understanding.reach.background import asked_alone, foreground, ungranted
from server.understanding.reach.card_parts import CardPart, card_parts
from server.understanding.reach.criteria import criterion_doubt, heads_doubt, wants_a_choice
from server.understanding.reach.tool_parts import tool_parts
from server.understanding.reach.uncarried import counts_companies, of_a_card, uncarried, wanted
from server.understanding.reach.unknown import Vocabulary
from server.understanding.reach.weighing import asks_its_worth, tells_apart
from server.understanding.reading import Said
from server.understanding.readings.asides import Asides
from server.understanding.readings.besides import asked_besides
from server.understanding.readings.bills import read_bill, read_bills
from server.understanding.readings.budgets import read_budget
from server.understanding.readings.compound import Part, joins, separate
from server.understanding.readings.dropped import read_dropped, to_go
from server.understanding.readings.hires import about_a_team, read_hires
from server.understanding.readings.maturity import level_doubt, read_maturity
from server.understanding.readings.missing import read_missing
from server.understanding.readings.overviews import read_filled, read_lifecycle, read_phase_names
from server.understanding.readings.phases import read_phases
from server.understanding.readings.plan_constraints import told_by_plan
from server.understanding.readings.plans import read_plan
from server.understanding.readings.populations import read_populated
from server.understanding.readings.records import read_records
from server.understanding.readings.rivals import read_rivals
from server.understanding.readings.sides import trades
from server.understanding.readings.spared import read_spared
from server.understanding.readings.standing import read_standing
from server.understanding.readings.whole_team import read_whole
from server.understanding.situations.introductions import unintroduced
from server.understanding.situations.need import Need, find_need
from server.understanding.situations.situation import Situation, find_situation
from server.understanding.situations.story import find_story
from server.understanding.situations.telling import divided
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases
from server.verification.cards import about_a_card

# Most specific first: the first reading that fits is taken.
_READINGS = (
    read_lifecycle,
    read_budget,
    read_bill,
    read_bills,
    read_hires,
    *(read_premise, read_maturity, read_decision, read_aspects, read_whole, read_redundant, read_steps, read_plan),
    read_missing,
    read_filled,
    *(read_dropped, read_rivals, read_spared, read_populated, read_phases, read_standing, read_records),
    read_phase_names,
)


@dataclass(frozen=True)
class Parse(Said):
    """What a question that stands alone was read as: evened out, with its mentions; `doubt` is the question to ask
    back."""

    mentions: tuple[Mention, ...] = ()
    doubt: Doubt | None = None

    @property
    def narrower(self) -> bool:
        """Whether it names a step, of which its query tells no more than of the phase."""
        return self.query is not None and any(mention.step is not None for mention in self.mentions)


# What a description or a comparison may ask for by name and still be answered from the row.
_ROW_WORDS = frozenset(
    terms(
        """
        compare comparison comparing differ difference different differs versus contrast side head tool role
        job task duty duties responsibility responsible responsibilities service product platform software
        row table cost price licence license open source free phase stage lifecycle cover coverage wage
        salary pay earn pricing overview introduce introduction profile feature kind purpose used useful fit
        suited position person engineer profession function
        according accord paper opinion curious curiosity wonder know question sorry stupid quick quickly tell
        learn choose choice decide decision prefer preferable better best superior worth take pick adopt try buy keep
        stick sense instead rather taking making lose losing lost miss drop dropped cancel cancelled ditch scrap rid
        """
    )
)

_LISTED = ("tools", "roles")

# What of two can only be told with both of them known.
_SET_AGAINST = (ask.COMPARATIVE, ask.DEARER, ask.MARGIN, ask.COMPARE, ask.EARNS_MORE, ask.EARNS_LESS)

# What several that a table has can be told of without the others that are named.
_OF_SEVERAL = ("compare", "check", "min", "max")
# What the table tells of no tool: what it has ceased to be, and whether it stands for many.
_CEASES = r"(?:open[- ]source|free|offered|maintained|developed|sold|available|supported|alive|around)"
_OF_CARDS = phrases(
    rf"no longer {_CEASES}|(?:not|\w+n['’]t)(?: really)? {_CEASES} any ?more"
    r"|all[- ]in[- ]one (?:\w+ )?(?:tools?|platforms?)"
)
_JOINED = r"§,? (?:and|or) \w|\w,? (?:and|or) (?:an? |the )?§"

# How what is told of the asker's own is put beside what is asked about.
_CIRCUMSTANCE = re.compile(
    r"\b(?:if|when|since|because|now that|as long as|for|on|with|like|alongside|besides|next to)\b[^?.!;§]*$"
)

# What a table tells of each of its own names: nothing else has a phase or a price here.
_OF_A_TABLE = (ask.COST, ask.WAGE, ask.LICENCE, ask.DOL, phrases("phases?|stages?|lifecycle|free|paid"))


class Parser:
    """Reads one standalone question."""

    def __init__(self, catalogue: Catalogue, linker: Linker, vocabulary: Vocabulary) -> None:
        self._catalogue = catalogue
        self._linker = linker
        self._vocabulary = vocabulary
        titles = sole_words(catalogue.roles, -1)
        # Whether it is several questions is found in the same text as what it asks.
        self._evened = lru_cache(maxsize=256)(
            lambda question: in_full(evened(in_its_sense(question), vocabulary), titles, linker.link)
        )

    def story(self, question: str, before: Select | None) -> Parse | None:
        """The story that a question tells, of which only what asks may name what nobody knows."""
        text = self._evened(question)
        signals = self._signals(text, whole=text)
        story = find_story(signals, before)
        if story is None or tells_apart(signals) or read_hires(signals) is not None:
            return None
        asking = signals.of(story.asked)
        foreign = self._foreign(story.asked, asking.mentions, typed=False)
        beyond = uncarried(asking, wanted(asking), None, self._vocabulary.places(story.asked, text, asking.mentions))
        beyond += (*misread(signals), *self._unknown(signals, None, signals.mentions))
        situation = Situation(
            (story.told,),
            story.asked or text,
            (story.kind,),
            one=story.kind == "tools",
            story=True,
            amounts=signals.of(divided(text)[1]).says(ask.WAGE, ask.COST),
            order=story.order,
        )
        need = Need() if situation.one else None
        return Parse(text, foreign=foreign, uncarried=beyond, situation=situation, need=need, mentions=signals.mentions)

    def parse(self, question: str) -> Parse:
        """What the question asks; `query` is None for prose."""
        text = without_the_waived(likewise(self._evened(question)))
        text = with_the_name(text, self._linker.link(text))
        asked, wrong = self._granted(unintroduced(text, self._linker.link(text)))
        if wrong:
            return self._alone(text, focused=False)
        told = self._signals(text)
        return replace(self._alone(asked), question=text, tools=told.tools, to_go=to_go(told))

    def refuted(self, question: str) -> bool:
        """Whether the question states, by itself, something that the tables contradict."""
        return self._granted(self._evened(question))[1]

    def of_cards(self, question: str) -> tuple[tuple[str, str], ...]:
        """What the question takes for granted of one tool and only its card can tell, behind the tool."""
        if not about_a_card(question):
            return ()  # nearly always
        text = self._evened(question)
        found = claims_of(self._signals(text))
        claims = ((claim.signals.mentions, claim.signals.tools, claim.signals.text.strip()) for claim in found)
        told = (
            (tools[0], said)
            for mentions, tools, said in claims
            if (len(tools) == 1 or (tools and mentions[0].name == tools[0] and not mentions[0].start))
            and about_a_card(said)
        )
        return tuple(dict.fromkeys(told))

    def card_parts(self, question: str, *, tools: bool) -> tuple[CardPart, ...]:
        """The parts of cards that tell best what is wanted of what the question names; with `tools`, also when to take
        which of those that it names, or what one can do."""
        signals = self._signals(self._evened(question))
        return card_parts(signals) or (tuple(tool_parts(signals)) if tools else ())

    def parts(self, question: str) -> tuple[Part, ...]:
        """The questions in one; none where there is one."""
        text = self._evened(question)
        if not joins(text):
            return ()  # most hold one question, and nothing has to be found in them to know
        asked, wrong = self._granted(text)
        if wrong:
            return ()
        mentions = tuple(self._linker.link(asked))
        if trades(mask(asked, mentions)):
            return ()
        return separate(asked, mentions, find_pieces(asked, mentions, wages=False))

    def _signals(self, text: str, whole: str = "") -> Signals:
        return Signals(text, tuple(self._linker.link(text)), self._catalogue, self._linker, whole)

    def _granted(self, text: str) -> tuple[str, bool]:
        """The text without what it only states and what holds, and whether something that it states does not."""
        signals = self._signals(text)
        stated = granted(signals)
        return ungranted(signals, [span for span, holds in stated if holds]), not all(holds for _, holds in stated)

    def _alone(self, text: str, *, focused: bool = True) -> Parse:
        mentions = tuple(self._linker.link(text))
        asked = self._asked(text, mentions, focused=focused)
        asides = Asides(asked, _read)
        beside = replace(asked, text=asides.rest) if asides.alone else asked
        read, signals = self._typed(beside, asked, mentions)
        wants, claims, sets = wanted(signals), claims_of(signals), read is not None and read.of_a_set
        said = tuple(filter(None, (attributed(claim.signals.text.strip()) for claim in claims if not claim.loose)))
        query = None
        if read is not None and _answers(read, signals, wants, said):
            query = _with_besides(read, signals, _bearing(text, mentions, claims if read.premise else ()))
        told = replace(beside, whole=asides.rest) if asides.alone and query is None else signals
        situation = _situation(told, query, wants)
        need = find_need(signals, query, situation)
        query = query if situation is None else None
        foreign, named = self._named(asked, mentions, query, situation, sets=sets)
        plan = query.plan if query is not None else None
        foreign = tuple(name for name in foreign if not told_by_plan(name, plan))
        if signals.says(ask.COST, ask.LICENCE) and foreign and all(self._on_a_card(name, named) for name in foreign):
            query, foreign = None, ()
        beyond = self._uncarried(signals, asked, wants, query, listed=read is not None and read.select in _LISTED)
        if query is None and sets and foreign and all(map(self._vocabulary.on_cards, foreign)):
            beyond, foreign = (*beyond, *(f"a column about {name}" for name in foreign)), ()
        beyond += self._unknown(signals, query, mentions)
        unsure = self._unsure(signals, query) or heads_doubt(signals)
        if query is None or query.plan is None:
            unsure = unsure or criterion_doubt(signals)
        unknown = bool(foreign) and not beyond
        if query is None:
            assumed = tuple(claim.signals.text.strip() for claim in claims)
            return Parse(
                text,
                None,
                foreign,
                beyond,
                situation,
                need,
                assumed,
                said,
                mentions=mentions,
                doubt=unsure,
                partly=unknown and asks_its_worth(wants) and _stands_aside(signals, mentions, foreign),
            )
        # `what do X and Y cost?`: of those that the table has; an advised stack does without the others.
        apart = unknown and _stands_apart(signals, mentions, foreign)
        return Parse(
            text,
            query,
            foreign,
            beyond,
            mentions=mentions,
            doubt=unsure,
            need=need,
            more=asked.text != text or tells_more(signals) or _wants_advice(signals, query),
            asides=_told(asides, query, text),
            partly=apart and (_is_advised(query) or _tells_of_each(signals, query)),
        )

    def _asked(self, text: str, mentions: tuple[Mention, ...], *, focused: bool) -> Signals:
        """What the text asks, without what only stands before or around it where it is `focused`."""
        asked = focus(text, mentions, find_pieces(text, mentions, wages=False)) if focused else text
        within = mentions if asked == text else tuple(self._linker.link(asked))
        within = _outside_titles(asked, within, self._catalogue)
        return Signals(asked, within, self._catalogue, self._linker, whole=text)

    def _typed(self, beside: Signals, asked: Signals, mentions: tuple[Mention, ...]) -> tuple[Query | None, Signals]:
        """The query that a table answers, and the signals that it was read from."""
        query, signals = _read_first(beside, asked)
        query = _table_alone(signals, query)
        # Every sentence may constrain a plan, and has been heard where a team is advised.
        if query is not None and query.plan is not None and not query.plan.hired:
            query = read_plan(Signals(asked.whole, mentions, self._catalogue, self._linker)) or query
        return query, signals

    def _named(
        self,
        asked: Signals,
        mentions: tuple[Mention, ...],
        query: Query | None,
        situation: Situation | None,
        *,
        sets: bool,
    ) -> tuple[tuple[str, ...], tuple[Mention, ...]]:
        """The names in what is asked that nobody knows, and the mentions beside them. What is said of a set and not
        understood may be a name: `tools that work with X`."""
        if situation is not None and situation.asked and (situation.story or not refers(situation.asked)):
            front, seen = situation.asked, tuple(self._linker.link(situation.asked))
        else:
            front = foreground(asked.text, asked.mentions, asked.stated) if query is not None else asked.text
            seen = _left(asked.mentions, front)
        typed = query is not None or (sets and situation is None)
        foreign = () if _tells_of_a_team(query) else self._foreign(front, seen, typed=typed)
        told = self._vocabulary.headed(asked.whole, mentions) or self._vocabulary.unlisted(asked.whole, mentions)
        return foreign or tuple(told), seen

    def _uncarried(
        self, signals: Signals, asked: Signals, wants: str, query: Query | None, *, listed: bool
    ) -> tuple[str, ...]:
        """What is asked of names that no table holds."""
        places = self._vocabulary.places(asked.text, asked.whole, asked.mentions)
        hired = query is not None and query.plan is not None and query.plan.hired and about_a_team(asked)
        beyond = () if hired or _tells_of_a_team(query) else uncarried(signals, wants, query, places)
        return (*beyond, "such a ranking") if query is None and listed and wants_a_quality(signals) else beyond

    def _unknown(self, signals: Signals, query: Query | None, mentions: tuple[Mention, ...]) -> tuple[str, ...]:
        """Words of other trades, and names of which no table has the price that is asked for."""
        found = [] if mentions else [f"the word {word} in that sense" for word in self._linker.homonyms(signals.text)]
        if query is None or not (query.named or query.plan):
            unpriced = self._vocabulary.unpriced(signals.text, signals.mentions)
            found += [f"a price or licence of {name}" for name in unpriced]
        return tuple(found)

    def _foreign(self, text: str, mentions: tuple[Mention, ...], *, typed: bool) -> tuple[str, ...]:
        if typed or any(pattern.search(text.lower()) for pattern in _OF_A_TABLE):
            return tuple(self._vocabulary.foreign_names(text, mentions, typed=typed))
        front = asked_alone(text, mentions, worded=True)
        return tuple(self._vocabulary.unmentioned(front, _left(mentions, front)))

    def _on_a_card(self, name: str, mentions: tuple[Mention, ...]) -> bool:
        """Whether a longer name of a tool, such as that of a plan or a part of it, stands on the cards."""
        tools = (mention.text for mention in mentions if mention.kind == "tool")
        return any(tool in name for tool in tools) and self._vocabulary.on_cards(name)

    def outsiders(self, question: str) -> tuple[str, ...]:
        """Names in a follow-up's own words that neither the catalogue nor the corpus uses."""
        text = self._evened(question)
        mentions = tuple(self._linker.link(text))
        front = foreground(text, mentions, find_pieces(text, mentions, wages=False))
        return tuple(self._vocabulary.foreign_names(front, _left(mentions, front), typed=True, complete=False))

    def untabled(self, question: str) -> tuple[str, ...]:
        """Names in a follow-up whose rows it asks for and that only the text uses."""
        text = self._evened(question)
        words = {word for name in (*self._catalogue.tools, *self._catalogue.roles) for word in name.lower().split()}
        names = self._vocabulary.untabled(text, self._linker.link(text))
        return tuple(name for name in names if name.lower() not in words)

    def _unsure(self, signals: Signals, query: Query | None) -> Doubt | None:
        if query is None:
            return level_doubt(signals)
        if query.select not in _LISTED:
            return None
        pool = self._catalogue.tools if query.select == "tools" else self._catalogue.roles
        return doubt(signals.text, signals.pieces, pool.values())


def _stands_apart(signals: Signals, mentions: tuple[Mention, ...], foreign: tuple[str, ...]) -> bool:
    """Whether the names that no table has are neither longer ones of what is mentioned nor put in its place."""
    beside = any(_beside(mention, name, signals.whole or signals.text) for mention in mentions for name in foreign)
    return not beside and not signals.says(*SWAPS)


def _stands_aside(signals: Signals, mentions: tuple[Mention, ...], foreign: tuple[str, ...]) -> bool:
    """Whether the names only tell of the asker, and what is known is asked about: `do we need § if we have X?`"""
    masked = signals.masked
    told = (_CIRCUMSTANCE.search(masked[:at]) for name in foreign if (at := masked.find(name.lower())) >= 0)
    return bool(signals.tools or signals.roles) and all(told) and _stands_apart(signals, mentions, foreign)


def _beside(mention: Mention, name: str, text: str) -> bool:
    """Whether an unknown name is a longer one of what is mentioned: `GitLab Community Edition`."""
    return mention.text in name or f"{mention.text} {name}" in text or f"{name} {mention.text}" in text


def _is_advised(query: Query) -> bool:
    """Whether it is a stack that the cards advise, from which a name that nobody knows takes nothing away."""
    return query.select == "stack" and query.plan is not None and query.plan.advised


def _tells_of_each(signals: Signals, query: Query) -> bool:
    """Whether it tells of each named one for itself, or of the phases that they leave, or holds several of them against
    each other, whoever else is named beside them; one alone is set against nothing."""
    several = len(query.named) > 1
    of_each = (
        part.named
        and not part.order
        and (
            part.measure == "attribute"
            or (part.select, part.combine) in (("phases", "any"), ("phases", "gap"))
            or (part.measure in _OF_SEVERAL and (several or signals.says(_JOINED)))
        )
        for part in (query, *query.also)
    )
    return all(of_each) and not signals.says(r"\b(?:minus|less)\b") and (several or not signals.says(*_SET_AGAINST))


def _read(signals: Signals) -> Query | None:
    return next((query for read in _READINGS if (query := read(signals)) is not None), None)


def _read_first(beside: Signals, signals: Signals) -> tuple[Query | None, Signals]:
    """The query that is asked beside what is wanted explained, or else in all of it, and the one that was read."""
    query = _read(beside)
    if query is not None or beside is signals:
        return query, beside
    return _read(signals), signals


def _answers(query: Query, signals: Signals, wants: str, said: tuple[str, ...]) -> bool:
    """Whether a query answers the question: it explains what is asked, no card tells that better, and it is not for
    the text to say whether it is so at all."""
    of_the_card = counts_companies(wants) or (of_a_card(signals, wants) and not _is_refuted(signals, query))
    explained = explains(signals, query) or (query == Query(select="roles") and about_a_team(signals))
    return explained and not of_the_card and not _is_of_cards(query, signals) and (query.premise or not said)


def _is_of_cards(query: Query, signals: Signals) -> bool:
    """Whether cards alone tell which of the tools it is: `which ones are no longer free?`"""
    return query.of_a_set and query.select == "tools" and signals.says(_OF_CARDS)


def _told(asides: Asides, query: Query, text: str) -> tuple[str, ...]:
    """What passages are to tell besides: asides, or the reason of what the query checks."""
    return asides.alone or ((text,) if query.premise and query.measure == "check" else ())


def _is_refuted(signals: Signals, query: Query) -> bool:
    """Whether it checks what a question takes for granted and what does not hold."""
    checks = query.premise and query.measure == "check" and query.select in ("tools", "roles")
    return checks and not all(query.where.holds(signals.catalogue.thing(name)) for name in query.named)


def _wants_advice(signals: Signals, query: Query) -> bool:
    """Whether cards say more of it than rows do: what to take in a tool's place, which of a set, what a role works
    with, who does a step, or what helps in a trouble that is told."""
    told, asked = divided(signals.whole or signals.text)
    if query.of_a_set and query.measure == "list" and told and asked:
        return True
    if query.select == "roles" and query.of_a_set and any(mention.step is not None for mention in signals.mentions):
        return True
    shared = (part.name for part in parts_of(query.where) if isinstance(part, Shares))
    if query.select == "tools" and any(name in signals.catalogue.roles for name in shared):
        return True
    return bool(signals.tools and signals.says(ask.ALTERNATIVE)) or (query.of_a_set and wants_a_choice(signals))


def _tells_of_a_team(query: Query | None) -> bool:
    """Whether the asker tells of the own team, and may name what no table knows: cards, products, the company."""
    return query is not None and bool(query.stated)


def _with_besides(query: Query, signals: Signals, masked: str) -> Query:
    """The query with what is asked besides it, for as many users and months as the `masked` words bear."""
    return on_basis(query, masked).beside(on_basis(other, masked) for other in asked_besides(signals, query))


def _situation(signals: Signals, query: Query | None, wants: str) -> Situation | None:
    """The situation that is told, unless a card is asked for."""
    return None if of_a_card(signals, wants) else find_situation(signals, query)


def _bearing(text: str, mentions: tuple[Mention, ...], claims: Sequence[Claim]) -> str:
    """The masked words that tell for how many users and months amounts are meant: of claims, their own, and not those
    of `you told me $70 for X. Is that per head?`"""
    if claims:
        return " ".join(claim.signals.masked for claim in claims)
    return mask(text, [m for m in mentions if m.kind in ("tool", "role")])


def _left(mentions: tuple[Mention, ...], front: str) -> tuple[Mention, ...]:
    """The mentions that the foreground, in which the rest is blank, still holds."""
    return tuple(mention for mention in mentions if front[mention.start : mention.end].strip())


def _table_alone(signals: Signals, query: Query | None) -> Query | None:
    """The query, unless the question wants more of a name than its row: `eager and graph mode of X` is prose."""
    whole_rows = query is not None and query.measure in ("describe", "compare") and bool(query.named) and not query.by
    if query is None or not whole_rows or query.premise or query.select not in ("tools", "roles"):
        return query
    rest = signals.masked.replace("§", " ")
    return query if _ROW_WORDS.issuperset(terms(rest)) else None


def _outside_titles(text: str, mentions: tuple[Mention, ...], catalogue: Catalogue) -> tuple[Mention, ...]:
    """Without names inside a spelled-out DOL title: `Software Developers` is a title before it is a role."""
    if not TITLED.search(text):
        return mentions
    lower = text.lower()
    titles = {role.dol_title.lower() for role in catalogue.roles.values()}
    spans = [match.span() for title in titles for match in re.finditer(re.escape(title), lower)]
    spans = [(start, end) for start, end in spans if not BESIDES.search(f"{lower[:start]}§")]
    return tuple(m for m in mentions if not any(start < m.end and m.start < end for start, end in spans))
