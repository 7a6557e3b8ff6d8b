"""What a night asks: every question without an LLM, then a sample narrated, and that judged."""

import datetime as dt
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from eval.golden import Golden, golden_hash
from eval.journal import Journal, Key, code_hash
from eval.judges.judging import Judged, summed
from eval.judging import Evaluation, Wanted, evaluation
from eval.nightly.night import NARRATED
from eval.nightly.sampling import drawn
from eval.run import write
from eval.service import Service, ServiceError, in_process, service
from eval.settings import EvalSettings
from server.advising import Build
from server.schema import AskRequest
from server.settings import Settings


@dataclass(frozen=True)
class Asked:
    """A run, and how many of its rows an interrupted one had left."""

    found: Evaluation
    kept: int


@dataclass(frozen=True)
class Target:
    """Whom a night asks: the server at `url`, else advisors of this tree that `plain` and `narrating` build."""

    settings: Settings
    url: str | None
    plain: Build
    narrating: Build

    @asynccontextmanager
    async def opened(self, *, llm: bool) -> AsyncIterator[Service]:
        """The service; raises ServiceError where a part that is needed is not ready."""
        if self.url:
            opened = service(self.settings, self.url, self.plain, llm=llm)
        else:
            opened = in_process(self.settings, self.narrating if llm else self.plain, llm=llm)
        async with opened as target:
            yield target


async def facts(target: Target, wanted: Wanted, folder: Path) -> Asked:
    """Every question without an LLM, and the labelled claims."""
    async with target.opened(llm=False) as opened:
        return await _asked(opened, target.settings, wanted, folder)


async def narrated(target: Target, wanted: Wanted, size: int, date: dt.date, folder: Path) -> Asked | str:
    """A sample of the questions with narration, or why there is none."""
    if size == 0:
        return "none wanted"
    if not target.url and not target.settings.llm.enabled:
        return "none: ADVISOR_LLM__ENABLED is false"
    sample: Sequence[Golden] = drawn(wanted.questions, size, date)
    # One at a time: the embedded LLM has all cores for one answer, as in use.
    asked = Wanted(sample, wanted.split, 1, narrate=True)
    try:
        async with target.opened(llm=True) as opened:
            return await _asked(opened, target.settings, asked, folder / NARRATED)
    except ServiceError as error:
        print(f"warning: no narrated answers: {error}", file=sys.stderr)
        return f"none: {error}"


async def judged(settings: EvalSettings, folder: Path) -> tuple[Judged, ...] | str:
    """The judge's figures over the narrated answers, or why there are none."""
    if settings.judge.base_url is None:
        return "none: ADVISOR_JUDGE__BASE_URL is not set"
    from eval.judges.command import judge_all

    _, _, judgements = await judge_all(folder / NARRATED, settings)
    return summed(judgements)


async def _asked(target: Service, settings: Settings, wanted: Wanted, folder: Path) -> Asked:
    first = await target.ask(AskRequest(question=wanted.questions[0].question, narrate=False))
    key = Key(release=first.release, golden=golden_hash(wanted.questions), code=code_hash(), narrate=wanted.narrate)
    with Journal(folder, key) as journal:
        if journal.changed:
            print(f"{folder} held rows of another {', '.join(journal.changed)}: starting anew", file=sys.stderr)
        kept = len(journal.rows)
        if kept:
            print(f"{folder} has {kept} of {len(wanted.questions)} rows: going on from there", file=sys.stderr)
        found = await evaluation(target, settings, replace(wanted, journal=journal))
    write(folder, found.config, found.rows, found.summary)
    return Asked(found, kept)
