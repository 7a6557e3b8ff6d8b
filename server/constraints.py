"""What a plan has to meet, in the tables' own names."""

from typing import Literal

from corpus.vocabulary import PhaseCode, Record
from server.errors import AdvisorError
from server.wording import listed

Cloud = Literal["aws", "azure", "google"]
ModelChoice = Literal["own", "llm", "either"]
Given = Literal["kubernetes", "no_kubernetes", "in_house", "managed", "images", "documents", "many", "large"]

LIFECYCLE = tuple(code for code in PhaseCode if code not in (PhaseCode.MDT, PhaseCode.MDL))
CLOUD_NAMES: dict[Cloud, str] = {"aws": "AWS", "azure": "Azure", "google": "Google Cloud"}
_GIVEN: dict[Given, str] = {
    "kubernetes": "on Kubernetes",
    "no_kubernetes": "without Kubernetes",
    "in_house": "nothing that lies with a vendor",
    "managed": "no servers to run",
    "images": "for images, sound or text",
    "documents": "for answers from documents",
    "many": "for more than ten people",
    "large": "for a large company",
}
_HALF = {"own": PhaseCode.MDT, "llm": PhaseCode.MDL}


class ConstraintsError(AdvisorError):
    """Two constraints contradict each other; the message names the fix."""

    status = 422


class PlanConstraints(Record):
    """Constraints with names as the tables print them; PlanRequest documents each one.

    A stack that is to be `advised` takes what the cards advise for each phase, under the circumstances `given`, instead
    of the lowest price. A team that is to be `hired` is none of fewest wages that covers phases: it goes by this
    project's order, so many `hires` of it, or those `among` which whom to take first is asked."""

    phases: tuple[PhaseCode, ...] = LIFECYCLE
    model: ModelChoice = "either"
    budget_usd: int | None = None
    payroll_usd: int | None = None
    open_source_only: bool = False
    closed_source_only: bool = False
    paid_only: bool = False
    cloud: Cloud | None = None
    tools: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    fewest_tools: bool = False
    advised: bool = False
    given: tuple[Given, ...] = ()
    alternatives: int = 3
    hired: bool = False
    hires: int | None = None
    among: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[PhaseCode, ...]:
        """The phases to cover, in lifecycle order. `MD` is the half that `model` names; with `either` it
        stays `MD`, which a tool for any half covers, and so drops out beside a half asked for by name."""
        half = _HALF.get(self.model)
        codes = {half if code is PhaseCode.MD and half else code for code in self.phases}
        if codes & {PhaseCode.MDT, PhaseCode.MDL}:
            codes.discard(PhaseCode.MD)
        return tuple(code for code in PhaseCode if code in codes)

    def check(self) -> None:
        """Raise ConstraintsError where two constraints contradict each other."""
        if not self.phases:
            raise ConstraintsError("phases is empty: name at least one, or leave it out for the whole lifecycle")
        both = [name for name in self.tools if name in self.without]
        if both:
            raise ConstraintsError(f"{listed(both)} is in both tools and without: leave it out of one of them")
        twice = [name for name in dict.fromkeys(self.team) if name in self.without]
        if twice:
            raise ConstraintsError(f"{listed(twice)} is in both team and without: leave it out of one of them")
        if self.open_source_only and self.closed_source_only:
            raise ConstraintsError("open_source_only and closed_source_only leave no tool: leave one of them out")
        if {"kubernetes", "no_kubernetes"} <= {*self.given}:
            raise ConstraintsError("given has both kubernetes and no_kubernetes: leave one of them out")
        if self.advised and self.fewest_tools:
            raise ConstraintsError("advised and fewest_tools choose by different things: leave one of them out")
        if self.model != "either" and PhaseCode.MD not in self.phases:
            raise ConstraintsError(
                f"model {self.model} chooses a half of MD, which is not among the phases: add MD or leave model out"
            )

    def words(self) -> str:
        """The constraints in words, for the reader to check the understanding."""
        parts = [self._hired() if self.hired else f"cover {listed(self.wanted)}"]
        if self.budget_usd is not None:
            parts.append(f"at most ${self.budget_usd:,} a month for ten users")
        if self.payroll_usd is not None:
            parts.append(f"at most ${self.payroll_usd:,} a month for people to add")
        if self.open_source_only:
            parts.append("open source only")
        if self.closed_source_only:
            parts.append("no open source")
        if self.paid_only:
            parts.append("nothing free")
        if self.fewest_tools:
            parts.append("the fewest tools first")
        if self.advised:
            parts.append("as the cards advise")
        parts += [_GIVEN[each] for each in self.given]
        if self.cloud:
            parts.append(f"on {CLOUD_NAMES[self.cloud]}")
        if self.tools:
            parts.append(f"keep {listed(self.tools)}")
        if self.without:
            parts.append(f"without {listed(self.without)}")
        if self.team:
            parts.append(f"with {listed(self.team)} at hand")
        return "; ".join(parts)

    def _hired(self) -> str:
        """`hire in this project's order for an existing LLM: 3 people`"""
        kind = " for an existing LLM" if self.model == "llm" else ""
        if self.among:
            return f"hire first of {listed(self.among)} in this project's order{kind}"
        count = "" if self.hires is None else f": {self.hires} {'person' if self.hires == 1 else 'people'}"
        return f"hire in this project's order{kind}{count}"
