"""Where dated sources disagree with Table IV or tell what happened since, as typed data proved when loaded."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl, TypeAdapter, ValidationError

from corpus.vocabulary import TABLE_IV_COLUMNS, Evidence, PhaseCode, Record, Tool

UPDATES = Path(__file__).parent / "tables" / "updates.toml"
DOCUMENT = "updates"
STATUS = "status"
_TITLE = "Dated sources"
_COST, _LICENCE = "Cost/Month", "Open Source"
_COLUMNS = (_COST, _LICENCE, *(code.value for code in TABLE_IV_COLUMNS), STATUS)
_STATUSES = ("acquired", "ended", "reduced", "renamed")


class UpdateError(ValueError):
    """The records are missing, malformed or do not fit the table; the message names the record and the fix."""


def _column(text: str) -> str:
    if text not in _COLUMNS:
        raise ValueError(f"{text!r} is no column: use one of {', '.join(_COLUMNS)}")
    return text


def _day_or_month(text: str) -> str:
    date.fromisoformat(f"{text}-01" if text.count("-") == 1 else text)
    return text


def _address(text: str) -> str:
    TypeAdapter(HttpUrl).validate_python(text)
    return text


class Update(Record):
    """What one source says about one cell of Table IV, or about a tool as a product (column `status`).

    `value` is given in the column's own terms: `yes` or `no` for a tick, a cost, or what happened
    (`acquired`, `ended`, `reduced`, `renamed`). `as_of` is a day or a month in ISO form.
    """

    tool: str
    column: Annotated[str, AfterValidator(_column)]
    value: str = Field(min_length=1)
    says: str = Field(min_length=1)
    source: str = Field(min_length=1)
    url: Annotated[str, AfterValidator(_address)]
    as_of: Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$"), AfterValidator(_day_or_month)]

    @property
    def ended(self) -> bool:
        """Whether the product is no longer offered, which matters wherever it is proposed."""
        return self.column == STATUS and self.value == "ended"

    def beside(self, tool: Tool, as_of: str) -> str:
        """What the table prints about `tool` and what the source says, both dated: a sentence without its full stop."""
        prints = _sentence(tool, self.column)
        return f"Table IV ({as_of}) {prints}; {self.source} ({self.as_of}) says that {self.says}"

    def evidence(self, tool: Tool, as_of: str) -> Evidence:
        """The place that a citation resolves to; it says what `beside` says."""
        return Evidence(
            kind="paraphrase",
            document=DOCUMENT,
            title=self.source,
            locator=f"{_TITLE}, {self.tool}, {self.column}",
            excerpt=f"{self.beside(tool, as_of)}.",
            url=self.url,
            as_of=self.as_of,
        )


def overview(updates: Sequence[Update]) -> Evidence:
    """All records as one place, which a sentence about how many there are rests on."""
    listed = "; ".join(f"{update.tool} ({update.column}: {update.value}, {update.as_of})" for update in updates)
    return Evidence(
        kind="paraphrase",
        document=DOCUMENT,
        title=_TITLE,
        locator=_TITLE,
        excerpt=f"Sources other than the paper say more or something else about these tools of Table IV: {listed}.",
        as_of=max(update.as_of for update in updates),
    )


def load_updates(tools: Mapping[str, Tool], path: Path = UPDATES) -> tuple[Update, ...]:
    """Read and prove the records about `tools` (by name); raises UpdateError naming the record and the fix."""
    try:
        parsed = tomllib.loads(path.read_text(encoding="utf-8"))
        updates = TypeAdapter(tuple[Update, ...]).validate_python(parsed.get("update", ()))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UpdateError(f"{path.name} cannot be read: {error}; restore it from the repository") from error
    except ValidationError as error:
        raise UpdateError(f"{path.name} holds a record that is no update: {error}") from error
    if not updates:
        raise UpdateError(f"{path.name} holds no update; restore it from the repository")
    seen: set[str] = set()
    for update in updates:
        record = f"{path.name}: {update.tool}, {update.column}"
        if update.tool not in tools:
            raise UpdateError(f"{record}: Table IV has no such tool; use a name as it prints it")
        if record in seen:
            raise UpdateError(f"{record} is there twice; keep the later source")
        seen.add(record)
        terms = _STATUSES if update.column == STATUS else ("yes", "no")
        if update.column != _COST and update.value not in terms:
            raise UpdateError(f"{record}: {update.value!r} is none of {', '.join(terms)}")
        if update.value == _printed(tools[update.tool], update.column):
            raise UpdateError(f"{record}: the table prints {update.value} too; remove the record")
    return updates


def _printed(tool: Tool, column: str) -> str | None:
    """What the table prints, in the terms of `Update.value`; nothing about a tool as a product."""
    if column == STATUS:
        return None
    if column == _COST:
        return tool.cost.printed
    ticked = tool.open_source if column == _LICENCE else PhaseCode(column) in tool.phases
    return "yes" if ticked else "no"


def _sentence(tool: Tool, column: str) -> str:
    if column == STATUS:
        return f"lists {tool.name}"
    if column == _COST:
        return f"prints {tool.cost.printed} for {tool.name}"
    ticks = "ticks" if _printed(tool, column) == "yes" else "does not tick"
    return f"{ticks} {tool.name} as open source" if column == _LICENCE else f"{ticks} {column} for {tool.name}"
