"""The typed query behind a question, when there is one."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from corpus.catalogue import Catalogue
from corpus.linker import Linker, Mention
from corpus.vocabulary import PhaseCode, Role
from server.conditions import AllOf, Classified, Comparison, Condition, Costs, Covers, Earns, Named, Not, Shares, Spans
from server.query import Attribute, Measure, Query, Select
from server.understanding import target as ask
from server.understanding.clauses import join, negates
from server.understanding.pieces import NUMBERS, Piece, find_pieces

_RANKS = {"second": 2, "third": 3, "fourth": 4, "2nd": 2, "3rd": 3, "4th": 4}
_TOP = re.compile(
    r"\b(?:top|bottom|the)?\s*(?P<n>two|three|four|five|six|\d)\s+(?:cheapest|most|least|highest|lowest|best|priciest|dearest)|\btop (?P<m>\d|two|three|four|five)\b"
)
_DECISION = re.compile(
    r"\b(?:train|build|develop|creat)\w*\b.{0,30}\b(?:our|your|my|their|an?|its)?\s*(?:own|custom)\b.{0,20}\b(?:llm|language model|model|foundation)|"
    r"\b(?:existing|off-the-shelf|pre-?trained|ready-made) (?:llm|language model|large language model)s?\b.{0,60}\b(?:or|instead|rather|vs|versus)\b|"
    r"\btrain(?:ing)? (?:an? |our |a custom )?llm\b"
)
_DECIDES = re.compile(
    r"\b(?:should|when|criteri\w+|condition\w*|decid\w+|decision|worth|better|prefer\w*|or|need\w*|requirement\w*|advis\w+|make sense)\b"
)
_CONTRAST = re.compile(r"\bml\s?ops\b.*\bllm\s?ops\b|\bllm\s?ops\b.*\bml\s?ops\b", re.IGNORECASE)
_MATURITY = re.compile(r"\bmaturit\w+\b|\blevels?\b")


@dataclass(frozen=True)
class Parse:
    """What a question was read as: its mentions and the typed query, or no query for prose."""

    mentions: tuple[Mention, ...]
    query: Query | None
    explains: bool = False


class Parser:
    """Reads one standalone question."""

    def __init__(self, catalogue: Catalogue, linker: Linker) -> None:
        self._catalogue = catalogue
        self._linker = linker

    def parse(self, question: str) -> Parse:
        """The mentions in the question and its typed query; `query` is None for prose."""
        mentions = self._linker.link(question)
        reading = _Reading(question, mentions, self._catalogue, self._linker)
        return Parse(tuple(mentions), reading.query(), bool(ask.WHY.search(question.lower())))


class _Reading:
    """One question under analysis."""

    def __init__(self, question: str, mentions: list[Mention], catalogue: Catalogue, linker: Linker) -> None:
        self.text = question
        self.lower = question.lower()
        self.mentions = mentions
        self.catalogue = catalogue
        self.linker = linker
        self.masked = ask.mask(question, mentions)
        self.tools = _distinct(mention.name for mention in mentions if mention.kind == "tool")
        self.roles = _distinct(mention.name for mention in mentions if mention.kind == "role")
        self.phases = _distinct(mention.name for mention in mentions if mention.kind == "phase")
        self.models = _distinct(mention.name for mention in mentions if mention.kind == "maturity")
        self.target = ask.find_target(question, mentions)
        self.wages = bool(ask.WAGE.search(self.masked)) and not self.tools and self.target.noun != "tools"

    def query(self) -> Query | None:
        """The first reading that fits, most specific first."""
        readings: tuple[Callable[[], Query | None], ...] = (
            self._maturity,
            self._decision,
            self._aspects,
            self._premise,
            self._phases,
            self._tools_or_roles,
        )
        for read in readings:
            query = read()
            if query is not None:
                return query
        return None

    # Table I, Table II, Figure 2

    def _maturity(self) -> Query | None:
        levels = [level.name for model in self.catalogue.maturity.values() for level in model.levels]
        named_level = any(re.search(rf"\b{re.escape(name.lower())}\b", self.lower) for name in levels)
        if not _MATURITY.search(self.masked) or not (self.models or "maturity" in self.masked or named_level):
            return None
        if ask.COUNT.search(self.masked) and self.models:
            return Query(select="maturity", measure="count", named=self.models)
        if ask.COUNT.search(self.masked) and re.search(
            r"how many(?: \w+){0,2} (?:maturity )?(?:models|frameworks)", self.masked
        ):
            return Query(select="maturity", measure="count")
        if ask.MAX.search(self.masked) and "level" in self.masked and re.search(r"\bmost\b", self.masked):
            return Query(select="maturity", measure="max")
        if ask.MIN.search(self.masked) and re.search(r"\bfewest\b|\bleast\b", self.masked):
            return Query(select="maturity", measure="min")
        if (
            self.models
            or re.search(
                r"\b(?:which|what|list|name|compare|all)\b.*\bmaturity (?:models?|levels?|frameworks?)\b", self.masked
            )
            or named_level
        ):
            return Query(select="maturity", measure="compare" if len(self.models) > 1 else "list", named=self.models)
        return None

    def _decision(self) -> Query | None:
        if _DECISION.search(self.lower) and _DECIDES.search(self.lower):
            return Query(select="decision")
        return None

    def _aspects(self) -> Query | None:
        if not _CONTRAST.search(self.lower):
            return None
        named = _distinct(mention.name for mention in self.linker.aspects(self.text))
        if named or ask.COMPARE.search(self.masked):
            return Query(select="aspects", measure="compare", named=named)
        return None

    # what a question takes for granted

    def _premise(self) -> Query | None:
        presumes = ask.PRESUMES.search(self.lower)
        if not ask.WHY.search(self.lower) and not presumes:
            return None
        text = self.text[presumes.start() :] if presumes else self.text
        subject = self.tools or self.roles
        pieces = self._pieces()
        if presumes:
            clause_end = presumes.end() + (re.search(r"[,;?]|$", text[len(presumes.group()) :]) or presumes).start()
            pieces = [piece for piece in pieces if presumes.end() <= piece.start < clause_end]
        if len(subject) == 1 and pieces:
            select: Select = "tools" if self.tools else "roles"
            return Query(select=select, measure="check", named=subject, where=join(self.text, pieces), premise=True)
        return None

    # phases

    def _phases(self) -> Query | None:
        named = (*self.tools, *self.roles)
        where = re.search(r"^\W*(?:where|when)\b", self.lower) or re.search(
            r"\bwhere (?:in|does|do|is|are)\b", self.lower
        )
        asks_phase = self.target.noun == "phases" or (bool(where) and bool(named) and not self._mentions_cost())
        if not asks_phase:
            return None
        if named and not (ask.COUNT.search(self.masked) and self.target.noun != "phases"):
            combine: Literal["common", "any", "gap", "difference"] = "any"
            if ask.GAP.search(self.masked):
                combine = "gap"
            elif len(named) > 1 and ask.COMPARE.search(self.masked):
                combine = "difference"
            elif len(named) > 1 and ask.COMMON.search(self.masked):
                combine = "common"
            measure: Measure = "count" if ask.COUNT.search(self.masked) else "list"
            phases = tuple(PhaseCode(code) for code in self.phases)
            return Query(select="phases", measure=measure, named=named, combine=combine, phases=phases)
        counted = re.search(r"\b(?:tools?|roles?|people)\b", self.masked[self.target.end :])
        if counted:
            by: Attribute = "tool_count" if counted.group().startswith("tool") else "role_count"
            return self._counted_phases(by)
        if self.phases:
            return Query(select="phases", phases=tuple(PhaseCode(code) for code in self.phases))
        if ask.COUNT.search(self.masked) or re.search(r"\b(?:list|name|all|what are|which are)\b", self.masked):
            return Query(select="phases", measure="count" if ask.COUNT.search(self.masked) else "list")
        return None

    def _counted_phases(self, by: Attribute) -> Query | None:
        if ask.MAX.search(self.masked) or re.search(r"\bmost\b", self.masked):
            return Query(select="phases", measure="max", by=by)
        if ask.MIN.search(self.masked):
            return Query(select="phases", measure="min", by=by)
        if negates(self.masked[self.target.end :]) or re.search(r"\bno\b|\bzero\b", self.masked):
            return Query(select="phases", by=by, comparison="=", amount=0)
        return None

    # tools and roles

    def _tools_or_roles(self) -> Query | None:
        select = self._select()
        if select is None:
            return None
        named = self.tools if select == "tools" else self.roles
        by = self._attribute(select)
        pieces = self._pieces()
        asks = pieces or by == "licence" or self._compared(select, named)
        if ask.YES_NO.match(self.lower) and named and asks:
            return self._check(select, named, pieces)
        if self.target.noun is None and named:
            return self._about(select, named, by, pieces)
        where = self._where(select, pieces, named)
        if named and self._is_choice(named, pieces):
            return self._choice(select, named, pieces, by)
        measure = self._measure(select)
        if measure in ("min", "max"):
            rank, limit = self._rank()
            default: Attribute = "wage" if select == "roles" else "cost"
            return Query(
                select=select, measure=measure, where=where, by=self._extreme(select) or default, rank=rank, limit=limit
            )
        if measure == "sum":
            return Query(select=select, measure="sum", where=where, by="wage" if select == "roles" else "cost")
        if where == AllOf() and not self._whole_table(measure):
            return None
        return Query(select=select, measure=measure, where=where, by=by if by in ("cost", "wage") else None)

    def _select(self) -> Select | None:
        if self.target.noun in ("tools", "roles"):
            return self.target.noun
        if self.target.noun == "phases":
            return None
        if self.tools:
            return "tools"
        if self.roles:
            return "roles"
        if ask.WAGE.search(self.masked) and (
            self._pieces() or ask.MAX.search(self.masked) or ask.MIN.search(self.masked)
        ):
            return "roles"
        if ask.NEEDS.search(self.masked) and self._pieces() and not ask.WHY.search(self.lower):
            return "tools"
        return None

    def _about(self, select: Select, named: tuple[str, ...], by: Attribute | None, pieces: list[Piece]) -> Query | None:
        """Questions about named entities that ask for no kind of thing."""
        if ask.TOTAL.search(self.masked) and by in ("cost", "wage"):
            return Query(select=select, measure="sum", named=named, by=by, team=self._team(named))
        if len(named) > 1 and ask.COMPARE.search(self.masked):
            return Query(select=select, measure="compare", named=named, by=by)
        if len(named) > 1 and self._is_choice(named, pieces):
            return self._choice(select, named, pieces, by)
        if by is not None and not ask.WHY.search(self.lower):
            return Query(select=select, measure="attribute", named=named, by=by, team=self._team(named))
        if ask.ALTERNATIVE.search(self.masked) and select == "tools":
            return Query(select=select, where=self._where(select, pieces, named))
        if ask.DESCRIBE.match(self.lower) or len(self.masked.strip(" §?.!")) == 0:
            return Query(select=select, measure="describe", named=named)
        return None

    def _check(self, select: Select, named: tuple[str, ...], pieces: list[Piece]) -> Query:
        compared = self._compared(select, named)
        if compared is not None:
            subject, condition = compared
            return Query(select=select, measure="check", named=subject, where=condition)
        return Query(
            select=select, measure="check", named=named, where=join(self.text, pieces), by=self._attribute(select)
        )

    def _is_choice(self, named: tuple[str, ...], pieces: list[Piece]) -> bool:
        chooses = ask.COMPARATIVE, ask.DEARER, ask.EARNS_LESS, ask.EARNS_MORE
        listed = re.search(
            r"\b(?:which|who|what) (?:one )?(?:of|is|are|among|between|costs?|earns?)\b|\bor\b|\bamong\b|\bout of\b|\bof these\b",
            self.masked,
        )
        if re.search(r"\bthan §", self.masked):
            return False
        return (
            len(named) > 1
            and bool(listed)
            and bool(
                pieces
                or any(pattern.search(self.masked) for pattern in chooses)
                or ask.MIN.search(self.masked)
                or ask.MAX.search(self.masked)
            )
        )

    def _choice(self, select: Select, named: tuple[str, ...], pieces: list[Piece], by: Attribute | None) -> Query:
        among = Named(names=named)
        default: Attribute = "wage" if select == "roles" else "cost"
        if any(pattern.search(self.masked) for pattern in (ask.COMPARATIVE, ask.EARNS_LESS, ask.MIN)):
            return Query(select=select, measure="min", named=named, where=among, by=self._extreme(select) or default)
        if any(pattern.search(self.masked) for pattern in (ask.DEARER, ask.EARNS_MORE, ask.MAX)):
            return Query(select=select, measure="max", named=named, where=among, by=self._extreme(select) or default)
        return Query(select=select, measure="check", named=named, where=join(self.text, pieces), by=by)

    def _where(self, select: Select, pieces: list[Piece], named: tuple[str, ...]) -> Condition:
        parts: list[Condition] = []
        stated = join(self.text, pieces)
        if stated != AllOf():
            parts.extend(stated.of if isinstance(stated, AllOf) else (stated,))
        compared = self._compared(select, named)
        if compared is not None:
            parts.append(compared[1])
        elif named and select == "tools":
            parts += self._related(named)
        elif named and re.search(r"\b(?:other than|besides|except|apart from|excluding|not)\b", self.masked):
            parts += [Not(of=Named(names=named))]
        elif named and select == "roles":
            parts += [self._shares(name) for name in named]
        others = self.roles if select == "tools" else self.tools
        if others and not (named and select == "roles"):
            parts += [self._shares(name) for name in others]
        code = ask.DOL_CODE.search(self.text)
        if code and select == "roles":
            parts.append(Classified(dol_code=code.group()))
        return parts[0] if len(parts) == 1 else AllOf(of=tuple(parts))

    def _related(self, named: tuple[str, ...]) -> list[Condition]:
        if (
            ask.ALTERNATIVE.search(self.masked)
            or ask.SAME.search(self.masked)
            or re.search(r"\b(?:phases?|stages?) (?:as|of|that)\b", self.masked)
        ):
            return [self._shares(name) for name in named]
        if negates(self.masked[: self.masked.find("§")]) or re.search(
            r"\b(?:besides|other than|apart from|except|excluding)\b", self.masked
        ):
            return [Not(of=Named(names=named))]
        return []

    def _shares(self, name: str) -> Shares:
        entity = self.catalogue.tools.get(name) or self.catalogue.roles[name]
        phases = entity.known_phases if isinstance(entity, Role) else entity.phases
        mode: Literal["any", "all", "same"] = "any"
        if re.search(r"\b(?:exactly )?(?:the )?same phases\b|\bidentical\b", self.masked):
            mode = "same"
        elif re.search(r"\b(?:all|every|each)(?: of)?(?: the)? (?:phases?|stages?)\b", self.masked):
            mode = "all"
        return Shares(name=name, phases=phases, mode=mode)

    def _compared(self, select: Select, named: tuple[str, ...]) -> tuple[tuple[str, ...], Condition] | None:
        """`cheaper than X`, `earn as much as Y`: the subject before it and the condition."""
        than = re.search(
            r"\b(?:than|as(?: much)? as|same (?:price|cost|wage|salary|pay) as)\s+(?:an? |the )?(?=§)", self.masked
        )
        if than is None or not named:
            return None
        other = next((m.name for m in self.mentions if m.start >= than.end() and m.kind in ("tool", "role")), None)
        if other is None:
            return None
        subject = tuple(name for name in named if name != other)
        less = (
            ask.COMPARATIVE.search(self.masked)
            or ask.EARNS_LESS.search(self.masked)
            or re.search(r"\b(?:less|lower|cheaper)\b", self.masked)
        )
        more = (
            ask.DEARER.search(self.masked)
            or ask.EARNS_MORE.search(self.masked)
            or re.search(r"\b(?:more|higher)\b", self.masked)
        )
        sign: Comparison = "<" if less else ">" if more else "="
        if select == "roles":
            return subject, AllOf(
                of=(
                    Earns(comparison=sign, usd=self.catalogue.roles[other].monthly_wage_usd),
                    Not(of=Named(names=(other,))),
                )
            )
        usd = self.catalogue.tools[other].cost.usd
        if usd is None:
            return None
        return subject, AllOf(of=(Costs(comparison=sign, usd=usd), Not(of=Named(names=(other,)))))

    def _measure(self, select: Select) -> Measure:
        if ask.TOTAL.search(self.masked) and (self._mentions_cost() or ask.WAGE.search(self.masked)):
            return "sum"
        if ask.MIN.search(self.masked) and (
            self._mentions_cost() or self._extreme(select) or "cheapest" in self.masked or select == "roles"
        ):
            return "min"
        if ask.MAX.search(self.masked) and (self._mentions_cost() or self._extreme(select) or select == "roles"):
            return "max"
        if ask.COUNT.search(self.masked):
            return "count"
        return "list"

    def _extreme(self, select: Select) -> Attribute | None:
        if re.search(
            r"\b(?:most|fewest|least|broadest|widest|narrowest|largest|smallest|highest|lowest|maximum|minimum)\b.{0,20}\b(?:phases?|stages?|coverage|versatile|lifecycle)\b|\bversatile\b",
            self.masked,
        ):
            return "phases"
        if select == "roles" and (ask.WAGE.search(self.masked) or "paid" in self.masked):
            return "wage"
        if select == "tools" and re.search(r"cheap|expens|pric|cost|dear|affordable", self.masked):
            return "cost"
        return None

    def _rank(self) -> tuple[int, int]:
        rank = next((number for word, number in _RANKS.items() if re.search(rf"\b{word}\b", self.masked)), 1)
        top = _TOP.search(self.masked)
        word = (top["n"] or top["m"]) if top else None
        limit = (NUMBERS.get(word) or int(word)) if word else 1
        return rank, limit

    def _attribute(self, select: Select) -> Attribute | None:
        if select == "roles" and ask.DOL.search(self.lower):
            return (
                "dol_title"
                if re.search(r"\btitles?\b|\bclassif\w+\b|\bmap\w*\b.*\boccupation\b", self.masked)
                else "dol_code"
            )
        if select == "roles" and (ask.WAGE.search(self.masked) or self._mentions_cost()):
            return "wage"
        if select == "tools" and self._mentions_cost():
            return "cost"
        if select == "tools" and ask.LICENCE.search(self.masked):
            return "licence"
        return None

    def _whole_table(self, measure: Measure) -> bool:
        """Whether a question without conditions really asks for the whole table."""
        if measure == "count" or re.search(r"\b(?:all|every|list|complete|full)\b", self.masked):
            rest = re.sub(r"[^a-z ]", " ", self.masked[self.target.end :])
            return all(word in _WHOLE for word in rest.split())
        return False

    def _mentions_cost(self) -> bool:
        return bool(ask.COST.search(self.masked)) or bool(ask.MIN.search(self.masked) and "cheap" in self.masked)

    def _pieces(self) -> list[Piece]:
        pieces = find_pieces(self.text, self.mentions, self.catalogue, wages=self.wages)
        if self.target.noun == "phases":
            pieces = [piece for piece in pieces if not isinstance(piece.condition, Spans)]
        return pieces

    def _team(self, named: tuple[str, ...]) -> tuple[int, ...]:
        counts = dict.fromkeys(named, 1)
        for mention in self.mentions:
            before = re.search(r"(\w+)\s+$", self.lower[: mention.start])
            if mention.name in counts and before:
                word = before.group(1)
                number = NUMBERS.get(word) or (int(word) if word.isdigit() else None)
                if number:
                    counts[mention.name] = number
        return tuple(counts.values())


_WHOLE = frozenset(
    "are there in the of total table iv iii paper corpus catalogue catalog list listed mlops does do you know about"
    " it mention mentioned mentions name names named have has all a is exist this your on with overall covered".split()
)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
