"""Signals: one question with everything that the readings look at, found once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from corpus.catalogue import Catalogue
from corpus.linker import Linker, Mention
from corpus.vocabulary import Record
from server.conditions import Costs, Covers, OpenSource, Priced, Spans
from server.conjunctions import OF_ROLES, OF_TOOLS, affirmed
from server.query import Select
from server.understanding.pieces.name_words import in_names
from server.understanding.pieces.overlaps import spans_apart
from server.understanding.pieces.pieces import Piece, find_pieces
from server.understanding.pieces.target import Target, find_target, mask
from server.understanding.words import cues as ask

# Words that make a spelled-out occupation title a title and no role: `filed under Database Architects`.
TITLED = re.compile(
    r"\bdol\b|\btitles?\b|\b(?:labou?r )?department\b|\boccupation|\bcorrespond|\bmap(?:s|ped)?\b|\bclass(?:if|e[sd]\b)"
    r"|\bcalls?\b|\bfile[sd]? (?:as|under)\b|\blump",
    re.IGNORECASE,
)
# `does LLMOps need version control?` asks for no tools.
_WHETHER = re.compile(
    r"^\W*(?:(?:so|and|but|then)\W+)*(?:does|do|should|must) (?!we |i |you |any)[^?]*\b(?:need|require)s? .*§"
)
# `how much data do I need for §?`, `what is § and do we need it?` ask of the step and for no tools.
_OF_A_STEP = re.compile(
    r"^\W*(?:(?:so|and|but|then)\W+)*(?:how (?:much|many|long|often)|what(?:['’]s| is| are) §)"
    r"|\bdo (?:we|i) need (?:it|§)"
)


@dataclass(frozen=True)
class Signals:
    """One standalone question. `masked` is it in lower case with every catalogue name as `§`; `whole` is the
    text that it was taken from, in which the asker may tell of the own team."""

    text: str
    mentions: tuple[Mention, ...]
    catalogue: Catalogue
    linker: Linker
    whole: str = ""

    def of(self, text: str) -> "Signals":
        """The signals of a part of the text."""
        return Signals(text, tuple(self.linker.link(text)), self.catalogue, self.linker, whole=text)

    @cached_property
    def lower(self) -> str:
        return self.text.lower()

    @cached_property
    def masked(self) -> str:
        return mask(self.text, self.mentions)

    @cached_property
    def anonymous(self) -> str:
        """The text with the tools, roles and models as `§` and its phases as they are."""
        text = self.text
        for mention in self.mentions:
            if mention.kind != "phase":
                text = text[: mention.start] + "§" * (mention.end - mention.start) + text[mention.end :]
        return text

    @cached_property
    def target(self) -> Target:
        """What kind is asked for; a vague word gives way to the names that the question chooses among."""
        target = find_target(self.text, self.mentions)
        if target.noun == "roles" and self._is_about_tools:
            return Target("tools", target.start, target.end)
        if (
            target.noun == "phases"
            and len(self.tools or self.roles) > 1
            and self.says(ask.MORE_PHASES, ask.FEWER_PHASES, ask.EXTENT)
        ):
            return Target(None)
        vague = target.vague and (len(self.tools) > 1 or (self.roles and not self.tools))
        return Target(None) if vague else target

    @property
    def lead(self) -> str:
        """The sentence that asks, up to the noun that it asks for: `nobody` in a story counts no roles."""
        return _last_sentence(self.masked[: self.target.end])

    @property
    def closing(self) -> str:
        """The last sentence."""
        return _last_sentence(self.masked.rstrip(".?!; "))

    @cached_property
    def subject(self) -> Select | None:
        """Tools or roles, whichever the question is about; None for phases and for prose."""
        if self.target.noun == "phases":
            return None
        if self.target.noun:
            return self.target.noun
        if self.tools or self.roles:
            return "tools" if self.tools else "roles"
        if (
            self.titles
            or self.bounds_wages
            or (ask.WAGE.search(self.unstated) and (self.stated or self.says(ask.MAX, ask.MIN, ask.MEAN, ask.MEDIAN)))
        ):
            return "roles"
        return "tools" if self._lists_tools else None

    @cached_property
    def tools(self) -> tuple[str, ...]:
        return self._named("tool")

    @cached_property
    def roles(self) -> tuple[str, ...]:
        return self._named("role")

    @cached_property
    def phases(self) -> tuple[str, ...]:
        return self._named("phase")

    @cached_property
    def models(self) -> tuple[str, ...]:
        return self._named("maturity")

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """DOL codes whose Department of Labor title the question spells out."""
        if not TITLED.search(self.text):
            return ()
        roles = self.catalogue.roles.values()
        return distinct(role.dol_code for role in roles if role.dol_title.lower() in self.lower)

    @cached_property
    def stated(self) -> list[Piece]:
        """Every condition that the question states, of tools and of roles alike."""
        return self._with_names(find_pieces(self.text, self.mentions, wages=False))

    @cached_property
    def pieces(self) -> list[Piece]:
        """The conditions that fit what the question is about, in reading order."""
        wages = self.subject == "roles"
        pieces = self._with_names(find_pieces(self.text, self.mentions, wages=True)) if wages else self.stated
        left_out: tuple[type[Record], ...] = OF_TOOLS if wages else OF_ROLES
        if self.target.noun == "phases":
            left_out = (*left_out, Spans)
        own = spans_apart(self.masked, pieces)
        return [piece for piece in own if not isinstance(affirmed(piece.condition), left_out)]

    @cached_property
    def in_names(self) -> list[Piece]:
        """The words that names are to hold: `with AWS in their name`."""
        return list(in_names(self.text, (*self.catalogue.tools, *self.catalogue.roles)))

    def _with_names(self, pieces: list[Piece]) -> list[Piece]:
        """The pieces and the words that names are to hold, which state nothing else."""
        held = self.in_names
        apart = (piece for piece in pieces if not any(piece.overlaps(word.start, word.end) for word in held))
        return sorted((*apart, *held), key=lambda piece: piece.start)

    @property
    def bounds_wages(self) -> bool:
        """Amounts far beyond any price of Table IV can only be wages."""
        dearest = max(tool.cost.usd or 0 for tool in self.catalogue.tools.values())
        amounts = [affirmed(piece.condition) for piece in self.stated]
        return any(isinstance(amount, Costs) and amount.usd > 2 * dearest for amount in amounts)

    @cached_property
    def unstated(self) -> str:
        """`masked` without the words that state a condition: `without paying a cent` speaks of no wage."""
        text = self.masked
        for piece in self.stated:
            text = text[: piece.start] + " " * (piece.end - piece.start) + text[piece.end :]
        return text

    @property
    def mentions_cost(self) -> bool:
        """Whether prices are asked about."""
        return self.says(ask.COST)

    def says(self, *patterns: re.Pattern[str] | str) -> bool:
        """Whether any pattern occurs outside of the catalogue's names."""
        # `re.search` would look a compiled pattern up among those it knows, by a hash of all its code.
        return any(
            pattern.search(self.masked) if isinstance(pattern, re.Pattern) else re.search(pattern, self.masked)
            for pattern in patterns
        )

    @property
    def _is_about_tools(self) -> bool:
        """`the lowest fixed price, and who charges it`: only tools have what is said of them."""
        if self.says(ask.WAGE) or self.roles or self.says(r"\b(?:roles?|jobs?|people|positions?)\b"):
            return False
        return any(isinstance(piece.condition, Priced | OpenSource) for piece in self.stated) or (
            self.says(ask.COST) and self.says(r"\btools?\b|\bprice (?:list|table|ranking|scale)\b")
        )

    @property
    def _lists_tools(self) -> bool:
        """Conditions and no other kind of thing: tools, unless something is to be explained."""
        conditions = {str(piece.condition) for piece in self.stated}
        if not conditions or self.says(ask.EXPLAINS, _WHETHER) or self.models:
            return False
        only_phases = all(isinstance(piece.condition, Covers) for piece in self.stated)
        if only_phases and any(mention.step is not None for mention in self.mentions) and self.says(_OF_A_STEP):
            return False
        if len(conditions) == 1 and only_phases:
            ranked = self.says(ask.MIN, ask.MAX, r"\brunners?[- ]up\b") and self.says(ask.COST)
            return (
                ranked or self.says(ask.LISTS, ask.COUNT) or self.says(r"^\W*(?:only|just) §", r"§ (?:only|alone)\W*$")
            )
        if self.says(ask.LISTS, ask.COUNT) or not self.says(r"^\W*(?:what|when|where|who|is|are|does|do|can)\b"):
            return True
        return not only_phases

    def _named(self, kind: str) -> tuple[str, ...]:
        held = self.in_names
        return distinct(
            m.name for m in self.mentions if m.kind == kind and not any(w.overlaps(m.start, m.end) for w in held)
        )


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names in order, each once."""
    return tuple(dict.fromkeys(names))


def _last_sentence(text: str) -> str:
    return re.split(r"[.?!;]\s", text)[-1]
