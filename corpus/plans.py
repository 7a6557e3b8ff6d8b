"""What makers ask by the user, as statements of cards tell it: typed data, proved when loaded."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, TypeAdapter, ValidationError

from corpus.document import Document, DocumentError, load_document
from corpus.vocabulary import Evidence, Record, Tool

_NAME = "plans.toml"


class PlanError(ValueError):
    """The records are malformed, or do not fit the tables or the cards; the message names the record and the fix."""


class Plan(Record):
    """A plan of a tool that is paid by the user: `each` and a `base` in US dollars a month, `free` users who cost
    nothing, and for no more than `up_to` users a plan without a price; `statement` of the `card` tells all that."""

    tool: str
    name: str = Field(min_length=1)
    each: float = Field(gt=0)
    base: float = Field(default=0, ge=0)
    free: int = Field(default=0, ge=0)
    up_to: int = Field(default=0, ge=0)
    card: str
    statement: str

    def price(self, users: int) -> float:
        """For so many users, in US dollars a month."""
        return 0.0 if users <= self.up_to else self.base + self.each * max(0, users - self.free)


def load_plans(tools: Mapping[str, Tool], tables: Path) -> dict[str, tuple[Plan, Evidence]]:
    """The plans by tool, each with the statement that tells it; none where the corpus has no cards of tools.

    Raises PlanError naming the record and the fix.
    """
    cards = tables.parent / "documents" / "tools"
    if not cards.is_dir():
        return {}
    try:
        parsed = tomllib.loads((tables / _NAME).read_text(encoding="utf-8"))
        plans = TypeAdapter(tuple[Plan, ...]).validate_python(parsed.get("plan", ()))
        return {plan.tool: (plan, _told(plan, load_document(cards / f"{plan.card}.md"), tools)) for plan in plans}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, DocumentError) as error:
        raise PlanError(f"{_NAME} or a card cannot be read: {error}; restore it from the repository") from error
    except ValidationError as error:
        raise PlanError(f"{_NAME} holds a record that is no plan: {error}") from error


def _told(plan: Plan, card: Document, tools: Mapping[str, Tool]) -> Evidence:
    if plan.tool not in tools:
        raise PlanError(f"{_NAME}: Table IV has no {plan.tool}; use a name as it prints it")
    told = next((passage for passage in card.passages if passage.locator == plan.statement), None)
    if told is None:
        raise PlanError(f"{_NAME}: the card of {plan.tool} has no {plan.statement!r}: correct it")
    return card.evidence(told)
