"""The condition of a question over tools or roles: what it states, and how it relates to names."""

import re
from dataclasses import dataclass
from statistics import fmean, median

from corpus.vocabulary import MAIN_PHASES, TABLE_IV_COLUMNS, PhaseCode, Role
from server.conditions import (
    AllOf,
    Classified,
    Comparison,
    Condition,
    Costs,
    Covers,
    Earns,
    Named,
    Not,
    Shares,
    Sharing,
)
from server.conjunctions import all_of, any_of
from server.query import Select
from server.understanding.pieces.clauses import join, negates
from server.understanding.pieces.filling import fills_gaps, left_open
from server.understanding.pieces.headcount import read_basis
from server.understanding.pieces.occupations import codes_by_use
from server.understanding.pieces.overlaps import overlap
from server.understanding.pieces.pieces import Piece
from server.understanding.pieces.signals import Signals
from server.understanding.words import cues as ask

# `more reliable than X` compares neither prices nor wages.
_OF_ANOTHER_KIND = re.compile(
    r"\b(?:more|less) (?!(?:expensive|costly|pricey|dear|affordable|economical|money|a|per|in|of|each)\b)[a-z-]+ than\b"
)
_TIMES = {"twice": 2, "double": 2, "two times": 2, "three times": 3, "half": 0.5}
_THAN = re.compile(
    r"\b(?:(?<!other )(?<!rather )than|(?P<times>twice|double|two times|three times"
    r"|half)(?: of)? (?:as(?: \w+)? as|what|that of|the)"
    rf"|as(?: \w+)? as|as (?:much|little|good|high|low) (?:an? )?{ask.AMOUNT} as|(?:precisely|exactly|just) what"
    rf"|(?:same|identical) {ask.AMOUNT} (?:as|like)|identical (?:to|with)"
    r"|(?:costs?|earns?|pays?|paid|gets?|makes?|takes? home) (?:exactly )?the same as"
    r"|(?:costs?|earns?|pays?|paid|priced)(?: (?:exactly|just|precisely))? like"
    r"|(?:with|at|on|for|has|have|gets?|draws?|exactly|precisely|just) the (?:same |exact |very )?"
    rf"{ask.AMOUNT} (?:of|as|like)"
    r"|equals?(?: to)?|match(?:es)?|out-?earns?|undercuts?|outprices?|beats|above|below|beneath|exceeds?|exceeding)\s+"
    rf"(?:what |an? |the |that of |{ask.AMOUNT} of )*(?=§)"
)
_TIMES_OF = re.compile(r"\b(?:twice|double|half|three times)\b")
_PRECISELY = re.compile(r"\b(?:precisely|exactly|just) what\b")
_BOUND = re.compile(r"\b(?:at least|at most|no (?:more|less|dearer|cheaper)|not (?:more|less|dearer|cheaper))\b")
_LESS = re.compile(r"\b(?:less|lower|cheaper|undercuts?|below|beneath)\b")
_BETTER_OR_WORSE = re.compile(r"\b(?:better|worse)\b")
_MORE = re.compile(r"\b(?:more|higher|out-?earns?|outprices?|beats|above|exceed\w*)\b")
BESIDES = re.compile(
    r"\b(?:besides|other than|apart from|aside from|except(?:ing)?(?: for)?|excluding|leaving (?:out"
    r"|aside)|not counting|ignoring|without|barring)"
    r" (?:(?:the )?(?=§)|(?:that|this|it|them|those|these)\b(?! §))"
)
_PHASES_OF = re.compile(r"\b(?:phases?|stages?) (?:as|of|that)\b|\bshar(?:e|es|ing)\b|\boverlap\w*|\bin common with\b")
_OFFICIAL = r"(?:(?:dol|department of labou?r|labou?r|government|official|occupation(?:al)?) )*"
_SAME_CODE = re.compile(
    rf"\bshares? (?:their|its|the|an?|his|her)? ?{_OFFICIAL}(?:code|title|classification)\b"
    rf"|\bsame {_OFFICIAL}(?:code|title|heading|occupation|classification)\b"
    r"|\b(?:codes?|labou?r|dol|occupation)\b.*\bsame (?:drawer|box|bucket|category|heading|group|pot)\b"
)
# `X is paid least, who is next?`: of all, and not of those beside X
_NEXT_RUNG = re.compile(r"\b(?:next|following) (?:rung|step|one|place|in line|up|down|above|below|lowest|highest)\b")
# `all take part in §; is there one that doesn't?`
_ONE_THAT_DOES_NOT = re.compile(
    r"[.?!;,:–—] ?(?:but |and |so )?(?:is|are) there (?:an?y?(?:one|body)?|some(?:one|body)?|one"
    r"|any)?(?: \w+)?(?: that| who| which)?"
    r" (?:do|does|is|are|has|have)(?:n['’]t| not)\W*$"
    r"|[.?!;:] ?(?:but |and |so )?(?:who|which(?: ones?)?) (?:do|does|is|are|has|have)(?:n['’]t| not)\W*$"
)
# `whose title is not …`
_NOT_TITLED = re.compile(
    r"\b(?:titles?|codes?|occupations?|headings?)\b(?: \w+){0,2}? (?:is|are)(?:n['’]t| not)\b|\b(?:not"
    r"|n['’]t) (?:\w+ ){0,2}"
    r"(?:filed|classed|classified|mapped|listed|called|titled)\b"
    r"|\b(?:leav(?:e|ing) (?:out|aside)|without|except|exclud(?:e|ing)|ignor(?:e|ing)|drop|skip"
    r"|not counting)\b[^.?!]{0,25}"
    r"\b(?:labou?r department|department|dol|official\w*|government) (?:\w+ )?(?:calls?|files?|lists?|class\w*)\b"
)
_SAME_PHASES = re.compile(
    r"\bsame (?:phases|stages|columns|boxes|cells|ticks)\b"
    rf"|\bidentical\b(?! {ask.AMOUNT}\b)"
    r"|\b(?:ticks?|ticked|marks?|marked) (?:\w+ ){0,2}in (?:exactly |precisely |just )?the same\b"
)
_ALL_BUT = re.compile(
    r"\b(?:every|all|each)(?: of)?(?: the)?(?: other)? (?:phases?|stages?"
    r"|columns?)\b[^.?;§]{0,15}?\b(?:except|but|other than|apart from|save"
    r"|bar)\b(?: for)?\s(?=[^§]{0,5}§)"
)
# `we have five data scientists` tells of the staff and asks for nothing.
_HEADCOUNT = re.compile(r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|a dozen|several|some|no) (?:[a-z]+ )?$")
_STRUCK = re.compile(
    r"^,? ?(?:itself |himself |herself )?(?:is |are |being )?(?:struck off|left out|excluded|aside"
    r"|removed|ruled out|taken out|not counted|out of the picture|gone)\b"
)
_WARDED_OFF = re.compile(r"[,(–-] ?(?:and |but )?not (?:the |plain |just |an? )*$")
# `in the phase that § and § have in common`
_IN_COMMON = re.compile(
    r"\b(?:phases?|stages?) (?:(?:that|which|where) )?(?:an? |the )?§[^.?!]*\b(?:in common|share|both (?:have|are))\b"
    r"|\b(?:phases?|stages?) shared by\b|\b(?:common|shared) (?:phases?|stages?)\b|\bwhere both\b[^.?!]*\bwork\b"
)
_EVERY_PHASE = re.compile(
    r"\b(?:each and every|every single|every) one of (?:these|those|them|the|its|his|her|their|§)|"
    r"\b(?:all|every|each)(?: single)?(?: of)?(?: the)? (?:phases?|stages?)\b"
    r"|(?<!across )(?<!over )\b(?:all|every one|each|each one)(?: of)? (?:the|its|his|her|their)"
    r"(?: (?:two|three|four|five|six))? (?:phases|stages|columns)\b|\b(?:all|every|each) columns?\b"
    r"|\b(?:all|every|each)(?: \w+)? of (?:the )?§+ (?:\w+ )?(?:phases|stages|columns)\b"
    r"|\bdo(?:es|ing)? (?:just |exactly )?the same\b"
    r"|\bthe same (?:job|thing|task|work|purpose)\b"
)
# `a § has three phases: which tools cover all three?`, where nothing but its phases can be counted
_ALL_COUNTED = re.compile(r"\ball (?:two|three|four|five|six)\b(?! (?:tools?|roles?|people|jobs?|names?)\b)")


@dataclass(frozen=True)
class Compared:
    """`subject` is set against a named tool or role: `condition` says what it must be."""

    subject: tuple[str, ...]
    condition: Condition


def where(signals: Signals, select: Select, named: tuple[str, ...]) -> Condition:
    """Everything that the question demands of the tools or roles it asks for."""
    shares = [] if named and select == "roles" else _shares(signals, select)
    pieces = sorted((*signals.pieces, *shares), key=lambda piece: piece.start)
    stated = _all_but(signals, pieces, select) or join(signals.anonymous, pieces)
    parts: list[Condition] = list(stated.of) if isinstance(stated, AllOf) else [stated]
    parts += _of_the_average(signals, select)
    comparison = compared(signals, select, named)
    if comparison is not None:
        parts.append(comparison.condition)
        if select == "tools" and signals.says(_SAME_PHASES):
            parts += [shares_with(signals, select, name) for name in named if name not in comparison.subject]
    elif fills_gaps(signals) and (needed := left_open(signals)) is not None:
        parts.append(needed)
    elif named and select == "roles" and signals.says(_SAME_CODE):
        parts += [Classified(dol_codes=(signals.catalogue.roles[name].dol_code,)) for name in named]
        parts.append(Not(of=Named(names=named)))
    elif named and (signals.says(BESIDES) or _denied(signals)):
        parts.append(Not(of=Named(names=named)))
        if signals.says(_SAME_PHASES):
            parts += [shares_with(signals, select, name) for name in named]
    elif named and (
        (select == "roles" and not signals.says(_NEXT_RUNG)) or signals.says(ask.ALTERNATIVE, ask.SAME, _PHASES_OF)
    ):
        cheaper = _cheaper(signals, select, named)
        bounds = [*parts, *cheaper]
        parts += [_named_on_card(signals, shares_with(signals, select, name), bounds) for name in named]
        parts += cheaper
    if select == "roles" and not named and (codes := codes_by_use(signals)) is not None:
        parts.append(codes)
    if select == "roles":
        classified = [Classified(dol_codes=(code,)) for code in signals.titles]
        denied = _NOT_TITLED.search(signals.lower) is not None
        parts += [Not(of=title) for title in classified] if denied else classified
    struck = tuple(m.name for m in signals.mentions if m.name in named and _STRUCK.match(signals.masked[m.end :]))
    struck += tuple(name for name in warded_off(signals) if name in named)
    if struck:
        parts.append(Not(of=Named(names=struck)))
    if parts and signals.says(_ONE_THAT_DOES_NOT):
        parts[-1] = Not(of=parts[-1])  # what is said of all, and not what all of them are
    return all_of(parts)


def _shares(signals: Signals, select: Select) -> list[Piece]:
    """What names of the other table demand: a phase of each, or one that all of them have."""
    kind = "role" if select == "tools" else "tool"
    related = [m for m in signals.mentions if m.kind == kind and not _HEADCOUNT.search(signals.masked[: m.start])]
    if len(related) > 1 and signals.says(_IN_COMMON):
        return [Piece(_common_phases(signals, [m.name for m in related]), related[0].start, related[-1].end)]
    return [Piece(shares_with(signals, select, m.name), m.start, m.end) for m in related]


def _all_but(signals: Signals, pieces: list[Piece], select: Select) -> Condition | None:
    """`every phase except CI`: the others all, and this one not."""
    match = _ALL_BUT.search(signals.masked)
    if match is None:
        return None
    left_out = [p.condition.phase for p in pieces if isinstance(p.condition, Covers) and p.start >= match.end() - 1]
    phases = TABLE_IV_COLUMNS if select == "tools" else MAIN_PHASES
    others = tuple(Covers(phase=phase) for phase in phases if not any(phase.meets(out) for out in left_out))
    denied = tuple(Not(of=Covers(phase=phase)) for phase in left_out)
    rest = [
        piece for piece in pieces if not match.start() <= piece.start < match.end() and not _is_phase(piece, left_out)
    ]
    return AllOf(of=(*others, *denied, *((join(signals.anonymous, rest),) if rest else ())))


def _is_phase(piece: Piece, phases: list[PhaseCode]) -> bool:
    return isinstance(piece.condition, Covers) and piece.condition.phase in phases


def compared(signals: Signals, select: Select, named: tuple[str, ...]) -> Compared | None:
    """`cheaper than X`, `earns as much as Y`, `more than X but less than Y`, `twice what X costs`; None where
    nothing is compared or X has no fixed price."""
    if not named:
        return None
    parts: list[Condition] = []
    others: list[str] = []
    start = 0
    for than in _THAN.finditer(signals.masked):
        other = next((m.name for m in signals.mentions if m.start == than.end() and m.name in named), None)
        amount = _amount(signals, select, other) if other else None
        if other is None or amount is None:
            continue
        said = signals.masked[start : than.end()]
        sign = _sign(signals, said)
        alike = than.group().startswith("identical") and not signals.says(ask.COST, ask.WAGE)
        if alike or _OF_ANOTHER_KIND.search(said):
            continue
        if sign == "=" and than.group().startswith("than"):
            continue  # `better than X` compares neither prices nor wages
        usd = amount * _TIMES.get(than["times"] or "", 1)
        parts.append(Costs(comparison=sign, usd=usd) if select == "tools" else Earns(comparison=sign, usd=usd))
        others.append(other)
        start = than.end()
        if sign == "=" and usd == amount:
            parts.append(Not(of=Named(names=(other,))))
    if not parts and (between := _between(signals, select, named)) is not None:
        return between
    if not parts:
        return _more_of_the_same(signals, select, named)
    subject = tuple(name for name in named if name not in others)
    return Compared(subject, all_of(parts))


def _of_the_average(signals: Signals, select: Select) -> list[Condition]:
    """`who earns more than average?`: against the mean or the median of the whole table."""
    match = ask.BEYOND_AVERAGE.search(signals.masked)
    if match is None:
        return []
    pool = signals.catalogue.tools if select == "tools" else signals.catalogue.roles
    amounts = [amount for name in pool if (amount := _amount(signals, select, name)) is not None]
    usd = round(float(median(amounts) if match["which"] == "median" else fmean(amounts)), 2)
    sign: Comparison = ">" if match["more"] else "<"
    return [Costs(comparison=sign, usd=usd) if select == "tools" else Earns(comparison=sign, usd=usd)]


def _between(signals: Signals, select: Select, named: tuple[str, ...]) -> Compared | None:
    """`who earns more than X and less than Y?`, said as `in between the two`."""
    if len(named) != 2 or signals.target.noun != select or not signals.says(ask.IN_BETWEEN):
        return None
    ends = sorted(amount for name in named if (amount := _amount(signals, select, name)) is not None)
    if len(ends) != 2:
        return None
    kind = Costs if select == "tools" else Earns
    return Compared((), all_of((kind(comparison=">", usd=ends[0]), kind(comparison="<", usd=ends[1]))))


def unpriced(signals: Signals, named: tuple[str, ...]) -> str | None:
    """The one tool that others are to be cheaper or dearer than, if no fixed price of it is printed: `cheaper than
    Datadog`, `cheaper alternatives to Datadog`."""
    if len(named) != 1 or _amount(signals, "tools", named[0]) is not None:
        return None
    if not signals.says(ask.COMPARATIVE, ask.DEARER, r"\bcosts? (?:less|more)\b"):
        return None
    return named[0] if signals.says(_THAN, ask.ALTERNATIVE) else None


def _named_on_card(signals: Signals, shares: Shares, bounds: list[Condition]) -> Shares:
    """An alternative to a tool is one that its card names, if one of those is all else that is asked for."""
    among = signals.catalogue.alternatives.get(shares.name, ())
    tools = [signals.catalogue.tools[name] for name in among]
    narrowed = shares.model_copy(update={"among": among})
    asked = signals.says(ask.ALTERNATIVE) and shares.mode == "any" and shares.count is None
    return narrowed if asked and any(all_of((*bounds, narrowed)).holds(tool) for tool in tools) else shares


def _sign(signals: Signals, words: str) -> Comparison:
    """How the words before a name compare; words elsewhere decide where these do not."""
    bounded = _BOUND.search(words)
    if bounded:
        return ">=" if bounded.group().startswith(("at least", "no less", "not less")) else "<="
    paid = signals.says(ask.WAGE) and _BETTER_OR_WORSE.search(words)
    if paid:
        return ">" if paid.group() == "better" else "<"
    for text in (words, signals.masked):
        if any(re.search(pattern, text) for pattern in (ask.COMPARATIVE, ask.EARNS_LESS, _LESS)):
            return "<"
        if any(re.search(pattern, text) for pattern in (ask.DEARER, ask.EARNS_MORE, _MORE)):
            return ">"
        if _TIMES_OF.search(text) or _PRECISELY.search(text):
            return "="
    return "="


def _amount(signals: Signals, select: Select, name: str) -> float | None:
    """What one costs or earns, for the users and months that are asked about."""
    basis = read_basis(signals.masked, roles=select == "roles")
    if select == "roles":
        return basis.wage(signals.catalogue.roles[name].monthly_wage_usd)
    usd = signals.catalogue.tools[name].cost.usd
    return None if usd is None else basis.price(usd)


def _more_of_the_same(signals: Signals, select: Select, named: tuple[str, ...]) -> Compared | None:
    """`the same phases as X but earns more`: more than X."""
    if select != "roles" or len(named) != 1 or not signals.says(_SAME_PHASES) or signals.target.noun != "roles":
        return None
    more = signals.says(ask.EARNS_MORE, r"\bearns? more\b")
    if not more and not signals.says(ask.EARNS_LESS):
        return None
    wage = signals.catalogue.roles[named[0]].monthly_wage_usd
    phases = shares_with(signals, select, named[0])
    return Compared((), AllOf(of=(phases, Earns(comparison=">" if more else "<", usd=wage))))


def _cheaper(signals: Signals, select: Select, named: tuple[str, ...]) -> list[Condition]:
    """`a cheaper alternative to X`: its fixed price is the bound."""
    usd = _amount(signals, select, named[0]) if select == "tools" and len(named) == 1 else None
    if usd is None or not signals.says(ask.ALTERNATIVE) or not signals.says(ask.COMPARATIVE):
        return []
    return [Costs(comparison="<", usd=usd)]


def warded_off(signals: Signals) -> tuple[str, ...]:
    """The names that are only kept out: `Grafana Cloud, not plain Grafana`."""
    return tuple(m.name for m in signals.mentions if _WARDED_OFF.search(signals.masked[: m.start]))


def _denied(signals: Signals) -> bool:
    first = signals.masked.find("§")
    return negates(signals.masked[:first]) and not signals.pieces


def _common_phases(signals: Signals, names: list[str]) -> Condition:
    """Covering a phase that all of the named have."""
    things = [signals.catalogue.thing(name) for name in names]
    covers = tuple(Covers(phase=code) for code in TABLE_IV_COLUMNS if all(thing.covers(code) for thing in things))
    return any_of(covers) if covers else Named(names=())


def shares_with(signals: Signals, select: Select, name: str) -> Shares:
    """What a tool or a role must be to share phases with the named one."""
    entity = signals.catalogue.thing(name)
    phases = entity.known_phases
    mode: Sharing = "any"
    alike = isinstance(entity, Role) == (select == "roles")  # no tool has just the phases of a role
    if alike and signals.says(_SAME_PHASES):
        mode = "same"
    elif signals.says(_EVERY_PHASE) or (len(signals.mentions) == 1 and signals.says(_ALL_COUNTED)):
        mode = "all"
    asked = overlap(signals.masked)
    if asked is not None:
        return Shares(name=name, phases=phases, comparison=asked.comparison, count=asked.count)
    return Shares(name=name, phases=phases, mode=mode)
