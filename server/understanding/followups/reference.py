"""Words that point back, in the words that they stand for, and what a question sets against the one before."""

import re

from server.conditions import Shares
from server.conjunctions import all_of, parts_of
from server.coverage import phases_of
from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.pointing import IT, PHASE, THAT_THING, THEM, Pointed, pointers_of
from server.understanding.followups.thread import Thread
from server.understanding.followups.turn import Turn
from server.understanding.pieces.clauses import join
from server.understanding.pieces.target import KIND_WORDS
from server.understanding.reach.releases import wants_a_release
from server.understanding.reach.uncarried import wants_a_licence
from server.understanding.reach.weighing import differ_in_work, judged, sets_apart, told_by_cards, weighs
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import blanked, phrases

OTHER = re.compile(r"\b(?:other|others|else|another)\b")
_ELSE = re.compile(r"\b(?:what|anything|something|who|anybody|anyone|somebody|someone) else\b")
# So many names still read as a question.
_MOST = 8
_PAIR = 2
# Words of a question that leaves out what it is about.
_BRIEF = 18
_KINDS = phrases(rf"{KIND_WORDS['tools']}|{KIND_WORDS['roles']}")
# The best paid role may be three.
_FEW = 3
_THAT = re.compile(rf"\b{THAT_THING}\b")
_THESE = r"(?:that|this|it|they|(?:these|those|the)(?: (?:wages|salaries|figures|numbers|amounts))?)"
_YEAR = phrases(
    rf"""
    (?:(?:from|of) )?(?:what|which) (?:year|date) (?:is|are|was|were|do) {_THESE}(?: come)?(?: from| for| of)?
    how (?:old|recent|current|up[- ]to[- ]date) (?:is|are) {_THESE}|(?:from|of) when (?:is|are|do) {_THESE}(?: come)?
    """
)
_POSSESSIVE = re.compile(r"\b(?:its|his|their|theirs)$", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:we|i|our|us|my|me|that|this|it|they|them|these|those|both|the (?:two|three|four))\b"
    r"|\bwhich (?:one|of)\b|\bwhat['’]s left\b"
)
_COMPARES = re.compile(
    rf"{ask.COMPARATIVE.pattern}|{ask.DEARER.pattern}|{ask.EARNS_MORE.pattern}|{ask.EARNS_LESS.pattern}"
    r"|\b(?:earn|make|get|paid|cost|costs) (?:more|less)\b|\bbetter[- ]paid\b|\bworse[- ]paid\b"
)
_ANYBODY = re.compile(
    r"^\W*(?:and |but |so )*(?:does|do|is|are|would) (?:anybody|anyone|somebody|someone)(?: else)? ", re.IGNORECASE
)
_SET_AGAINST = re.compile(
    r"\b(?:anything|something|any|anyone|anybody|someone|somebody|who|which \S+ ?\S* ?(?:tools?"
    r"|roles?)|what|others?|else|a|an)\b"
)
_WHY_MORE = re.compile(rf"^(?!.*\bthan\b).*(?:{ask.WHY.pattern})")
_ANYBODY_TOO = re.compile(r"\b(?:any|some)(?:body|one|thing)\b.*\b(?:too|also|as well|either)\b")
_SAME_AMOUNT = re.compile(
    r"\b(?:the|that|this|an?) (?:very |exact(?:ly)? )*same (?:wage|salary|pay|price|cost|amount|money|figure)s?\b"
    r"|\belse (?:gets?|earns?|costs?|makes?|is paid) (?:exactly |just |precisely )?(?:that|this|as much|the same)\b"
    r"|\b(?:gets?|earns?|costs?|makes?|is paid) (?:exactly |just |precisely )?(?:the same|as much) as"
    r" (?:that|this|it)\b"
)
# `why?`, of the whole question before.
_WHY = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay|hm+)\W+)*(?:why(?: not| so| is (?:that|this|it)(?: so)?)?|how come"
    r"|what(?:['’]s| is) the reason)(?: then| exactly)?\W*$",
    re.IGNORECASE,
)
# `another one at exactly that price`
_EXACTLY = re.compile(
    r"\b(?:exact|precise|equal|identical|same)(?:ly)?\b|\bas much\b"
    r"|\b(?:at|on|for|with) (?:that|this) (?:price|cost|money|wage|salary|pay|figure|amount|sum|rate|level)\b"
)
_AMOUNT = re.compile(
    r"\b(?:prices?|costs?|wages?|salar(?:y|ies)|pay|paid|earns?|gets?|makes?|money|amount|figure|rate|as much)\b"
)
_NOT_THE_SAME = re.compile(
    r"\b(?:how|why|what|where)\b[^?.!]*?\b(?:(?:not|n['’]t|any|really) (?:just )?(?:the same|identical)"
    r"|different (?:from|to|than)|differs? from|distinguish\w*|sets? (?:it|them|that|him|her) apart)\b"
    r"|\b(?:is|are)(?:n['’]t)? (?:that|it|he|she|this|they)(?: not)?(?: just| simply| basically)?"
    r" the same (?:thing )?as\b"
)
_BOTH = re.compile(r"\b(?:both|(?:the|those|these) two|they|them)\b")
_AS_BROAD = re.compile(
    r"\b(?:anything|something|any|what|which|who|anyone|anybody|someone|tools?|roles?|is|are|does|do)\b"
    r".*\b(?:else|other|another)\b.*"
    r"\b(?:all (?:of )?(?:that|those|these|it|them)|(?:each|every) (?:\w+ )?of (?:those|these|them)"
    r"|(?:exactly|precisely) (?:those|these)|everything (?:that )?it|at least (?:that|those|these|the same)"
    r"|all (?:the )?same phases)\b"
)
# `what could I take in its place for §?`
_IN_ITS_PLACE_OF = re.compile(
    r"\bin (?:its|that one['’]s) (?:place|stead)\b|\b(?:instead|in place|in lieu) of (?:it|that|this)(?: one)?\b"
    r"|\breplac\w+ (?:for )?(?:it|that|this)\b",
    re.IGNORECASE,
)
_IN_ITS_PLACE = re.compile(
    r"\b(?:what|which|any|anything|something|is there|are there)\b[^.?!]*?"
    rf"(?:{_IN_ITS_PLACE_OF.pattern})"
)
_THAN_THAT = re.compile(r"\bthan (?:that|this|it|them|him|her)(?: one)?(?=\W*$)", re.IGNORECASE)
_MODEL = re.compile(r"\b(?:its|their|it|they|that (?:model|framework|scale|ladder))\b")
_PHASES = re.compile(r"\bphases?\b|\bstages?\b|\buncovered\b|\blifecycle\b")


def filled_in(said: FollowUp, thread: Thread, pointed: Pointed) -> str:
    """`there`, `that phase`, `it`, `these` and `the first one` in words of the turns before."""
    text, masked = said.text, said.masked
    topic = thread.phases()
    phases: tuple[str, ...] = phases_of(topic) if topic is not None else ()
    if not phases and len(thread.focus) == 1 and PHASE.search(masked):
        phases = thread.printed(thread.focus[0])
    spans: list[tuple[int, int, str]] = []
    if phases:
        every = re.search(r"\b(?:all|both|each|every)\b", masked)
        places = (" and " if every else " or ").join(phases)
        spans += [
            (match.start(), match.end(), f"in {places}" if "there" in match.group() else places)
            for match in PHASE.finditer(masked)
        ]
    pointers = pointers_of(masked) if pointed.names else []
    if pointers:
        spans.append((*pointers[0], " and ".join(pointed.names)))
    elif (not said.names or pointed.one) and not _of_its_own(said, thread):
        spans += _pronouns(said, thread)
    kind = thread.kind_of(thread.focus) if len(thread.focus) == 1 else None
    of_the_kind = said.target.noun == kind or (said.target.noun is None and _ELSE.search(masked))
    if kind is not None and OTHER.search(masked) and of_the_kind:
        text = f"{text.rstrip('?. ')} besides {thread.focus[0]}"
    for start, end, words in sorted(spans, reverse=True):
        text = f"{text[:start]}{words}{text[end:]}"
    return text


def _of_its_own(said: FollowUp, thread: Thread) -> bool:
    """`tools they would use in setup`: of another kind than what is spoken of, in a phase that it names."""
    kinds = (None, "phases", thread.kind_of(thread.focus))
    return said.target.noun not in kinds and any(mention.kind == "phase" for mention in said.mentions)


def _pronouns(said: FollowUp, thread: Thread) -> list[tuple[int, int, str]]:
    masked = said.masked
    names = thread.focus or (() if said.target.vague else thread.steps)
    if len(names) == 1:
        found = list(IT.finditer(masked)) or list(THEM.finditer(masked))
    else:
        names = thread.several
        found = list(THEM.finditer(masked)) if 1 < len(names) <= _MOST else []
        found = found or (list(_THAT.finditer(masked)) if 1 < len(names) <= _FEW else [])
    spans = []
    for match in found[:1]:
        told = " and ".join(names)
        verb = re.match(
            r"(?:is|for|does|was|would|do|of|with|need|on|among|amongst|from|between|out of) ", match.group()
        )
        start = match.start() + (verb.end() if verb else 0)
        spans.append((start, match.end(), f"{told}'s" if _POSSESSIVE.search(match.group()) else told))
    return spans


def told(turn: Turn, said: FollowUp) -> str | None:
    """What was told of the own team or stack, with the question about it behind:
    `we use X and Y. What are we missing?`"""
    if said.names or not (_OWN.search(said.masked) or said.says(ask.GAP)):
        return None
    asks = said.says(ask.COST, ask.WAGE, ask.GAP, _COMPARES, ask.MORE_PHASES, ask.FEWER_PHASES, _PHASES)
    return f"{turn.question.rstrip(' .!')}. {said.text}" if asks and not said.mentions else None


def weighed(said: FollowUp, thread: Thread, pointed: Pointed) -> str | None:
    """`must we hire one?`, `still a good choice?`, `what licence?` of the one that the conversation dwells on, and `do
    you find that right?` of what the last turn asked; None where rows may tell it."""
    apart = len(thread.focus) == 1 and thread.focus[0] not in said.names and sets_apart(said.masked)
    if judged(said.masked):
        return f"{thread.last.question.rstrip(' .?!')}: {said.text}"
    if said.names:
        return f"{thread.focus[0]}: {said.text}" if apart else None
    if len(thread.several) == 2 and differ_in_work(said.masked):
        return "How does {} differ from {}?".format(*thread.several)
    names = pointed.names or thread.focus
    of_its_card = thread.kind_of(names) == "tools" and (wants_a_licence(said.masked) or wants_a_release(said.masked))
    if len(names) != 1 or not (weighs(said.masked) or of_its_card):
        return None
    text = filled_in(said, thread, pointed)
    return text if text != said.text else f"{names[0]}: {text}"


def of_its_card(question: str, said: FollowUp, thread: Thread) -> str | None:
    """`any downsides?`, `our lawyers ask about the licence`: of the one or two that the last turn dwelt on, with what
    is told in front of it."""
    names = thread.about(thread.last)
    if not 0 < len(names) <= _PAIR or said.mentions or said.says(IT, THEM, _KINDS) or said.pieces(wages=False):
        return None
    told = told_by_cards(said.masked, thread.kind_of(names), several=len(names) > 1)
    if not told or len(question.split()) > _BRIEF:
        return None
    return f"{' and '.join(names)}: {question}"


def of_the_model(said: FollowUp, thread: Thread) -> str | None:
    """`its top level` in the words of the maturity model that the last turn was about; None where it points at none."""
    last = thread.last.query
    named = last.named if last is not None and last.select == "maturity" else ()
    match = _MODEL.search(said.masked)
    if len(named) != 1 or match is None or said.mentions:
        return None
    model = f"{named[0]}'s" if match.group() in ("its", "their") else named[0]
    return f"{said.text[: match.start()]}{model}{said.text[match.end() :]}"


def dated(said: FollowUp, thread: Thread) -> str | None:
    """`what year are they from?` behind wages, asked of all of them."""
    last = thread.last.query
    by_wage = last is not None and (last.by == "wage" or (last.select == "roles" and last.measure == "sum"))
    paid = by_wage or (last is None and ask.WAGE.search(thread.last.question.lower()) is not None)
    asks = paid and said.says(_YEAR) and not (said.names or said.unread(_YEAR))
    return "What year are the wages in Table III from?" if asks else None


def likened(said: FollowUp, thread: Thread) -> str | None:
    """`how is that not the same as X?`: the one that the conversation dwells on set against another of its kind."""
    focus, names = thread.focus, tuple(name for name in said.names if name not in thread.focus)
    if len(focus) != 1 or len(names) != 1 or thread.kind_of(focus) != thread.kind_of(names):
        return None
    if not said.says(_NOT_THE_SAME) or said.pieces(wages=False) or said.target.noun == "phases":
        return None
    return f"How does {focus[0]} differ from {names[0]}?" if not said.says(ask.COST, ask.WAGE) else None


def why_so(said: FollowUp, thread: Thread) -> str | None:
    """`why not?`: the reasons of what was asked before."""
    return f"{thread.last.question.rstrip(' ?.!')}, and why?" if _WHY.match(said.text) else None


def as_much(said: FollowUp, thread: Thread) -> str | None:
    """`who else gets that same wage?`: as the one that the conversation dwells on."""
    if len(thread.focus) != 1 or said.names not in ((), thread.focus):
        return None
    another = (
        said.says(OTHER, _ANYBODY_TOO) and said.says(_EXACTLY) and said.says(_AMOUNT) and said.target.noun != "phases"
    )
    if not (another or said.says(_SAME_AMOUNT)):
        return None
    if said.says(_BOTH):
        return None  # of two that came up one by one
    others = "roles earn the same wage" if thread.kind_of(thread.focus) == "roles" else "tools cost the same price"
    return f"Which {others} as {thread.focus[0]}?"


def as_broad(said: FollowUp, thread: Thread) -> str | None:
    """`anything else covering all of that?`: all the phases of the one that the conversation dwells on."""
    if len(thread.focus) != 1 or said.names not in ((), thread.focus) or not said.says(_AS_BROAD):
        return None
    (name,) = thread.focus
    if said.says(_EXACTLY):
        return f"Which {thread.kind_of(thread.focus)} cover exactly the same phases as {name}?"
    return f"Which {thread.kind_of(thread.focus)} other than {name} cover {' and '.join(thread.printed(name))}?"


def in_its_place(thread: Thread, said: FollowUp) -> Query | None:
    """`what could I take in its place for CI?`: tools that meet what is demanded, for the one that is spoken of."""
    match = _IN_ITS_PLACE.search(said.masked)
    names, pieces = said.names or thread.focus, said.pieces(wages=False)
    if match is None or not pieces or len(names) != 1 or thread.kind_of(names) != "tools":
        return None
    stated = join(blanked(_IN_ITS_PLACE_OF, said.text), pieces)
    shares = Shares(name=names[0], phases=tuple(cover.phase for cover in thread.covers(names[0])))
    return Query(select="tools", where=all_of((*parts_of(stated), shares)))


def set_against(said: FollowUp, subject: str | None) -> str | None:
    """`anything cheaper?`, `does anybody there earn more?`: than the one that the last turn was about."""
    compared = _COMPARES.search(said.masked)
    if subject is not None and compared and not said.names and _THAN_THAT.search(said.text):
        return _THAN_THAT.sub(f"than {subject}", said.text)
    if subject is not None and compared and said.names not in ((), (subject,)) and said.says(_WHY_MORE):
        return f"{said.text[: compared.end()]} than {subject}?"
    if subject is None or compared is None or said.names or re.search(r"\bthan\b", said.masked):
        return None
    if said.target.noun is None and not _SET_AGAINST.search(said.masked):
        return None
    text = f"{said.text[: compared.end()]} than {subject}{said.text[compared.end() :]}"
    return _ANYBODY.sub("who ", text)
