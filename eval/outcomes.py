"""What a comparison needs of a row, small enough to commit: the scores and the gist of the answer.

A folder of results holds `config.json`, `summary.json` and either every row in full (`rows.jsonl`, as a run
writes them) or its outcomes (`rows.jsonl.gz`, as a baseline does). The same answers give the same bytes.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from eval.golden import Golden
from eval.packing import packed
from eval.rows import Row
from eval.run import Config
from eval.summary import Group, Summary
from server.schema import Answer, Wire

FULL, SMALL = "rows.jsonl", "rows.jsonl.gz"
_ANSWER_CHARS = 240
_ITEMS_CHARS = 120


class ResultsError(ValueError):
    """A folder of results cannot be used; the message names it and the fix."""


class Outcome(Wire):
    """One question or labelled claim: `golden` is a hash of what was asked and expected. `failure` is why there
    are no scores."""

    id: str
    family: str
    golden: str
    scores: dict[str, float] = Field(default_factory=dict)
    answer: str = ""
    failure: str | None = None


@dataclass(frozen=True)
class Results:
    """A run or a baseline, read back."""

    config: Config
    outcomes: tuple[Outcome, ...]


def outcome_of(row: Row) -> Outcome:
    """The outcome of a row: its scores, and four that follow from the answer itself. `resolved`: every mark and
    citation resolves; `held`: the share of the sentences written that the verifier let through; `marked`: the share
    of the shown sentences of an LLM that rest on its own marks; `narrated`: there was an LLM to narrate (judged where
    it should have been)."""
    if row.reply is None:
        return Outcome(
            id=row.golden.id,
            family=row.golden.family,
            golden=fingerprint(row.golden),
            failure=row.failure or "no reply",
        )
    answer = row.reply.answer
    derived = {"resolved": float(not row.unresolved), "narrated": float(answer.status != "degraded")}
    if answer.claims:
        derived["held"] = sum(claim.verdict == "supported" for claim in answer.claims) / len(answer.claims)
    own = [claim.marked for claim in answer.claims if claim.verdict == "supported" and claim.marked is not None]
    if own:
        derived["marked"] = sum(own) / len(own)
    scores = {name: value for name, value in row.scores.model_dump().items() if value is not None}
    return Outcome(
        id=row.golden.id,
        family=row.golden.family,
        golden=fingerprint(row.golden),
        scores={name: round(value, 4) for name, value in sorted((derived | scores).items())},
        answer=gist(answer),
    )


def fingerprint(golden: Golden) -> str:
    """8 hex digits that change with what is asked or expected, and with no remark about it."""
    # Without defaults: a field that no question uses yet changes none.
    content = golden.model_dump_json(exclude={"provenance", "wording", "family", "split"}, exclude_defaults=True)
    return hashlib.sha256(content.encode()).hexdigest()[:8]


def gist(answer: Answer) -> str:
    """Status, entities and the beginning of the text: what a reader compares two answers by."""
    items = ", ".join((*answer.items.phases, *answer.items.roles, *answer.items.tools))
    parts = [f"({answer.status})", _cut(f"{{{items}}}", _ITEMS_CHARS) if items else "", answer.answer]
    return _cut(" ".join(part for part in parts if part), _ANSWER_CHARS)


def write_baseline(folder: Path, config: Config, outcomes: Sequence[Outcome], summary: Summary) -> None:
    """`config.json`, `summary.json` and `rows.jsonl.gz`, without times and addresses, which differ between runs."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = summary.model_copy(
        update={"families": tuple(map(_timeless, summary.families)), "total": _timeless(summary.total)}
    )
    for name, content in (("config", config.model_copy(update={"service": "baseline"})), ("summary", plain)):
        text = json.dumps(content.model_dump(mode="json"), ensure_ascii=False, indent=2)
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
    lines = (f"{outcome.model_dump_json(exclude_defaults=True)}\n" for outcome in outcomes)
    (folder / SMALL).write_bytes(packed(lines))


def read_results(folder: Path) -> Results:
    """The results in `folder`, of either kind; raises ResultsError naming what is wrong."""
    try:
        config = Config.model_validate_json((folder / "config.json").read_bytes())
        small = folder / SMALL
        if small.exists():
            lines = gzip.decompress(small.read_bytes()).decode().splitlines()
            outcomes = tuple(map(Outcome.model_validate_json, lines))
        else:
            lines = (folder / FULL).read_text(encoding="utf-8").splitlines()
            outcomes = tuple(outcome_of(Row.model_validate_json(line)) for line in lines)
    except (OSError, EOFError, UnicodeDecodeError, ValidationError) as error:
        first = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
        raise ResultsError(f"{folder} holds no results to read ({first}): write them with `eval run`") from error
    if not outcomes:
        raise ResultsError(f"{folder} holds no results to read (no row): write them with `eval run`")
    return Results(config, outcomes)


def means(outcomes: Iterable[Outcome]) -> dict[str, tuple[float, int]]:
    """The mean of each metric and over how many outcomes it was judged."""
    found: dict[str, list[float]] = {}
    for outcome in outcomes:
        for name, value in outcome.scores.items():
            found.setdefault(name, []).append(value)
    return {name: (sum(values) / len(values), len(values)) for name, values in found.items()}


def _timeless(group: Group) -> Group:
    return group.model_copy(update={"p50_ms": None, "p95_ms": None})


def _cut(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1]}…"
