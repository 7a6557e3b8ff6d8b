"""The words of the domain, as the paper's figures and tables print them.

Source: Stone et al., "Navigating MLOps" (2025), Figure 1 and Tables I-IV.
"""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

EvidenceKind = Literal["cell", "paraphrase", "quote"]


class Record(BaseModel):
    """An immutable record; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PhaseCode(StrEnum):
    """Phase codes of Figure 1; `MD` contains `MDT` and `MDL`."""

    BN = "BN"
    AS = "AS"
    MD = "MD"
    MDT = "MDT"
    MDL = "MDL"
    VC = "VC"
    CI = "CI"
    D = "D"
    M = "M"

    @property
    def columns(self) -> tuple["PhaseCode", ...]:
        """The columns of Table IV that this phase spans: two for `MD`, itself otherwise."""
        return (PhaseCode.MDT, PhaseCode.MDL) if self is PhaseCode.MD else (self,)

    @property
    def main(self) -> "PhaseCode":
        """The phase of Figure 1 that it is, or is a half of."""
        return PhaseCode.MD if self in PhaseCode.MD.columns else self

    def meets(self, other: "PhaseCode") -> bool:
        """Whether the two name a common part of the lifecycle (`MD` meets `MDT` and `MDL`)."""
        return self is other or self in other.columns or other in self.columns


PHASE_CODES = frozenset(code.value for code in PhaseCode)
TABLE_IV_COLUMNS = tuple(code for code in PhaseCode if code is not PhaseCode.MD)
MAIN_PHASES = tuple(code for code in PhaseCode if code not in (PhaseCode.MDT, PhaseCode.MDL))


class Evidence(Record):
    """One place in the corpus that a citation can resolve to."""

    kind: EvidenceKind
    document: str
    title: str
    locator: str
    excerpt: str
    url: str | None = None
    as_of: str


class Step(Record):
    """A named step inside a phase (Figure 1's boxes, as Section II describes them)."""

    name: str
    aliases: tuple[str, ...] = ()


class Phase(Record):
    """A lifecycle phase; `parent` is set for the two halves of Model Development."""

    code: PhaseCode
    name: str
    parent: PhaseCode | None = None
    summary: str
    aliases: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


class Cost(Record):
    """Monthly cost for ten users as Table IV prints it; `usd` is None unless the price is fixed."""

    printed: str
    usd: int | None

    @property
    def fixed(self) -> bool:
        """Whether the table prints a fixed price (`$0` included)."""
        return self.usd is not None

    @property
    def words(self) -> str:
        """The cost in words, for a sentence."""
        if self.usd is not None:
            return f"${self.usd} a month"
        return "consumption based" if self.printed == "CB" else "by request"


class Tool(Record):
    """One tool of Table IV; tools printed in one row share `row` and so their cell locators."""

    name: str
    row: str
    cost: Cost
    open_source: bool
    phases: tuple[PhaseCode, ...]
    reference: int
    url: str
    aliases: tuple[str, ...] = ()
    note: str | None = None

    @property
    def known_phases(self) -> tuple[PhaseCode, ...]:
        """Its phases, all of which Figure 1 has; not so a role's."""
        return self.phases

    def covers(self, phase: PhaseCode) -> bool:
        """Whether the row is ticked for the phase (`MD`: for either half)."""
        return any(phase.meets(own) for own in self.phases)


class Role(Record):
    """One role of Table III; `phases` holds the codes as printed, QA's `DT` included. `stands_for` are titles
    that the table lacks and that this role is read for as the nearest, by this project's judgement."""

    name: str
    phases: tuple[str, ...]
    dol_code: str
    dol_title: str
    monthly_wage_usd: int = Field(gt=0)
    aliases: tuple[str, ...] = ()
    stands_for: tuple[str, ...] = ()
    note: str | None = None

    @property
    def known_phases(self) -> tuple[PhaseCode, ...]:
        """The printed codes that name a phase of Figure 1."""
        return tuple(PhaseCode(code) for code in self.phases if code in PHASE_CODES)

    def covers(self, phase: PhaseCode) -> bool:
        """Whether the role is printed for the phase, or for the phase that holds or is held by it."""
        return any(phase.meets(own) for own in self.known_phases)


class MaturityLevel(Record):
    """One level of a maturity model, e.g. label `Level 0`, name `Manual Process`."""

    label: str
    name: str


class MaturityModel(Record):
    """One row of Table I, lowest level first."""

    name: str
    levels: tuple[MaturityLevel, ...]
    aliases: tuple[str, ...] = ()


class Aspect(Record):
    """One row of Table II, both cells retold in our own words; `more` is the side that has more of it, where
    one clearly does, and `only_mlops` and `only_llmops` are what that side alone is said to go with."""

    name: str
    mlops: str
    llmops: str
    aliases: tuple[str, ...] = ()
    more: Literal["MLOps", "LLMOps"] | None = None
    only_mlops: tuple[str, ...] = ()
    only_llmops: tuple[str, ...] = ()


class Criterion(Record):
    """One condition of Figure 2, all of which must hold before training an own model."""

    name: str
    question: str


class PaperTables(Record):
    """Everything the loader reads from `tables/`, before it is proved."""

    phases: tuple[Phase, ...]
    tools: tuple[Tool, ...]
    roles: tuple[Role, ...]
    maturity: tuple[MaturityModel, ...]
    aspects: tuple[Aspect, ...]
    criteria: tuple[Criterion, ...]
