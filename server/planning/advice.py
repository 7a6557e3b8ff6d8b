"""What this project would take for a phase, and what stands against taking a tool: judgements read from the cards."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from corpus.catalogue import TABLES, Catalogue, CatalogueError
from corpus.document import Document
from corpus.vocabulary import Evidence, PhaseCode
from server.constraints import Given, PlanConstraints

Trait = Literal["kubernetes", "vendor", "server", "closed", "ended"]

_FILE = TABLES / "advice.toml"
# Which circumstance rules a trait out.
_RULED_OUT: dict[Given, Trait] = {"no_kubernetes": "kubernetes", "in_house": "vendor", "managed": "server"}


@dataclass(frozen=True)
class Choice:
    """The tools of a phase under circumstances, the statements that advise them, and those to mind. One that is not
    `judged` is only what is left."""

    phase: PhaseCode
    given: frozenset[str]
    tools: tuple[str, ...]
    places: tuple[Evidence, ...]
    but: tuple[Evidence, ...] = ()
    judged: bool = True


@dataclass(frozen=True)
class Bought:
    """What money buys in a phase under circumstances, and the statement that says for whom."""

    phase: PhaseCode
    given: frozenset[str]
    tool: str
    place: Evidence


@dataclass(frozen=True)
class Advice:
    """The choices in the order of the file, what money buys, and the tools of each trait with its statement."""

    choices: tuple[Choice, ...]
    bought: tuple[Bought, ...]
    traits: dict[Trait, dict[str, Evidence]]

    def of(self, phase: PhaseCode, constraints: PlanConstraints) -> tuple[Choice, ...]:
        """The choices for a phase that apply, the first one first."""
        half = PhaseCode.MDT if phase is PhaseCode.MD else phase
        held = circumstances(constraints)
        return tuple(choice for choice in self.choices if choice.phase is half and choice.given <= held)

    def against(self, tool: str, constraints: PlanConstraints) -> tuple[Evidence, ...]:
        """The statements for which a tool is ruled out under the circumstances of a plan."""
        traits: list[Trait] = [_RULED_OUT[each] for each in constraints.given if each in _RULED_OUT]
        if constraints.advised:
            traits.append("ended")
        if constraints.advised and constraints.open_source_only:
            traits.append("closed")
        return tuple(self.traits[trait][tool] for trait in traits if tool in self.traits[trait])

    def ruled_out(self, given: Given) -> dict[str, Evidence]:
        """The tools that a circumstance rules out, and the statement for which it does."""
        return self.traits[_RULED_OUT[given]] if given in _RULED_OUT else {}

    def cautions(self, tools: Iterable[str], traits: Iterable[Trait]) -> tuple[Evidence, ...]:
        """The statements that give the tools these traits."""
        return tuple(self.traits[trait][tool] for tool in tools for trait in traits if tool in self.traits[trait])


def circumstances(constraints: PlanConstraints) -> frozenset[str]:
    """What a choice may ask for that the constraints state."""
    held: set[str] = {*constraints.given}
    if constraints.cloud:
        held.add(constraints.cloud)
    if constraints.model == "llm":
        held.add("llm")
    if constraints.open_source_only:
        held.add("open_source")
    return frozenset(held)


def willing(constraints: PlanConstraints) -> PlanConstraints:
    """The constraints of those who run servers where nothing else is left."""
    return constraints.model_copy(update={"given": tuple(each for each in constraints.given if each != "managed")})


def load_advice(catalogue: Catalogue, documents: Iterable[Document], path: Path = _FILE) -> Advice:
    """Read and prove the table; raises CatalogueError naming the fix."""
    places = {part.locator: document.evidence(part) for document in documents for part in document.passages}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        choices = tuple(_choice(row, places) for row in data["choice"])
        bought = tuple(_bought(row, places) for row in data["bought"])
        told = {row["trait"]: row["tools"] for row in data["trait"]}
        traits = {trait: {name: places[at] for name, at in told[trait].items()} for trait in get_args(Trait)}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise CatalogueError(f"{path.name} cannot be read: {error}; restore it from the repository") from error
    _prove(catalogue, choices, bought, traits, path.name)
    return Advice(choices, bought, traits)


def _choice(row: dict[str, Any], places: dict[str, Evidence]) -> Choice:
    return Choice(
        PhaseCode(row["phase"]),
        frozenset(row.get("given", ())),
        tuple(row["tools"]),
        tuple(places[at] for at in row["places"]),
        tuple(places[at] for at in row.get("but", ())),
    )


def _bought(row: dict[str, Any], places: dict[str, Evidence]) -> Bought:
    return Bought(PhaseCode(row["phase"]), frozenset(row.get("given", ())), row["tool"], places[row["place"]])


def _prove(
    catalogue: Catalogue,
    choices: Iterable[Choice],
    bought: Iterable[Bought],
    traits: dict[Trait, dict[str, Evidence]],
    file: str,
) -> None:
    """Each tool is one of Table IV and is ticked for the phase that it is chosen for."""
    picked = [(choice.phase, name) for choice in choices for name in choice.tools]
    picked += [(each.phase, each.tool) for each in bought]
    named = {*(name for _, name in picked), *(name for tools in traits.values() for name in tools)}
    unknown = sorted(named - {*catalogue.tools})
    if unknown:
        raise CatalogueError(f"{file} names {unknown}: use the names of Table IV")
    idle = [(phase, name) for phase, name in picked if not catalogue.tools[name].covers(phase)]
    if idle:
        raise CatalogueError(f"{file} chooses {idle} without a tick in Table IV: choose for a phase that is ticked")
