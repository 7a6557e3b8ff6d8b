"""Runs damages one by one against the gate."""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from unittest.mock import patch

from corpus.catalogue import CatalogueError, load_catalogue
from corpus.document import DocumentError, load_documents
from eval.claims import LabelledClaim
from eval.comparison import Report, compare
from eval.golden import Golden
from eval.judging import Wanted, evaluated
from eval.mutation.damage import Damage, Scope, in_scope
from eval.mutation.obedient import Ready, narrator
from eval.outcomes import Outcome
from eval.thresholds import Thresholds
from eval.workspace import workspace
from ingest.build import Stream, build_embedded
from ingest.disk import copy_folder
from ingest.entries import entries_of
from ingest.layout import Layout, read_manifest
from ingest.pipeline import run
from ingest.vectors import open_vectors
from server.advising import Advising
from server.bootstrap import build
from server.narrator import PROMPT, load_prompt
from server.release import CORPUS, PROMPTS, TREE, Sources
from server.schema import Wire
from server.settings import Settings

_JOBS = 4
# Damage to reading shows in every family: so many questions of each tell.
_OF_MIXED = 10


class Tried(Wire):
    """A damage and whether the gate caught it; `reasons` are the gate's own, the first few."""

    name: str
    part: str
    what: str
    asked: int
    caught: bool
    fell: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Ground:
    """What damages are tried on: `before` is the whole baseline, in which an undamaged run of a scope's questions
    replaces their rows; the rest stands for questions that the damage is not shown to."""

    settings: Settings
    questions: Sequence[Golden]
    claims: Sequence[LabelledClaim]
    before: Sequence[Outcome]
    rules: Thresholds
    per_family: int | None = None

    def asked(self, scope: Scope, *, narrated: bool) -> Wanted:
        """The questions of a scope, at most so many of a family."""
        most = self.per_family or (_OF_MIXED if scope == "mixed" else None)
        found: list[Golden] = []
        counts: dict[str, int] = {}
        for question in self.questions:
            if in_scope(question, scope, self.rules.exact.families):
                counts[question.family] = counts.get(question.family, 0) + 1
                if most is None or counts[question.family] <= most:
                    found.append(question)
        claims = list(self.claims) if scope == "claims" else []
        return Wanted(found, "dev", _JOBS, claims, narrate=narrated)


class Suite:
    """Tries damages on one ground, as a context manager; the undamaged runs that they are compared with are made
    once, over one index where the damage is not in it."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._stack = contextlib.ExitStack()
        self._home: Settings | None = None
        self._undamaged: dict[tuple[Scope, bool], Sequence[Outcome]] = {}

    def __enter__(self) -> Self:
        self._home = self._stack.enter_context(workspace(self._ground.settings))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def control(self, scope: Scope) -> Report:
        """The gate's report on an undamaged run, which must pass."""
        return self._report(self._ground.before, _laid_over(self._ground.before, self._reference(scope, False)))

    def tried(self, damage: Damage) -> Tried:
        """Apply one damage, ask its scope's questions, and let the gate judge."""
        before = _laid_over(self._ground.before, self._reference(damage.scope, damage.narrated))
        asked = self._ground.asked(damage.scope, narrated=damage.narrated)
        try:
            report = self._report(before, _laid_over(before, self._damaged(damage, asked)))
        except (CatalogueError, DocumentError) as error:
            # Proved before anything is built: such damage does not even reach the gate.
            refusal = f"refused when read: {' '.join(str(error).split())[:100]}"
            return _tried(damage, asked, caught=True, fell=0, reasons=(refusal,))
        return _tried(damage, asked, caught=not report.passed, fell=len(report.fallen), reasons=report.reasons[:3])

    def _damaged(self, damage: Damage, asked: Wanted) -> Sequence[Outcome]:
        with contextlib.ExitStack() as stack:
            sources, settings = TREE, self._home or self._ground.settings
            if damage.files or damage.index:
                settings = stack.enter_context(_copied(settings))
            if damage.files:
                sources = stack.enter_context(damaged_sources(damage))
                run(settings, sources.documents, sources.tables)
            if damage.index:
                _damage_index(settings, damage)
            for part in damage.code() if damage.code else ():
                stack.enter_context(part)
            return _run(settings, asked, sources)

    def _reference(self, scope: Scope, narrated: bool) -> Sequence[Outcome]:
        key = (scope, narrated)
        if key not in self._undamaged:
            settings = self._home or self._ground.settings
            self._undamaged[key] = _run(settings, self._ground.asked(scope, narrated=narrated), TREE)
        return self._undamaged[key]

    def _report(self, before: Sequence[Outcome], after: Sequence[Outcome]) -> Report:
        return compare(before, after, self._ground.rules, baseline="undamaged", run="damaged")


def _tried(damage: Damage, asked: Wanted, *, caught: bool, fell: int, reasons: tuple[str, ...]) -> Tried:
    return Tried(
        name=damage.name,
        part=damage.part,
        what=damage.what,
        asked=len(asked.questions) + len(asked.claims),
        caught=caught,
        fell=fell,
        reasons=reasons,
    )


def _run(settings: Settings, asked: Wanted, sources: Sources) -> Sequence[Outcome]:
    def advisor(own: Settings) -> Advising:
        return build(own, sources, llm=asked.narrate)

    scripted = patch(
        "server.bootstrap._connect",
        lambda parts: (Ready(), lambda: narrator(load_prompt(parts.sources.prompts / PROMPT.name))),
    )
    with scripted if asked.narrate else contextlib.nullcontext():
        return asyncio.run(evaluated(settings, asked, advisor)).outcomes


@contextlib.contextmanager
def _copied(home: Settings) -> Iterator[Settings]:
    """The settings over a data folder like the one of `home`, to be damaged: most damages leave the index as it is, or
    nearly so."""
    with tempfile.TemporaryDirectory(prefix="advisor-damage-") as folder:
        own = home.model_copy(update={"data_dir": Path(folder)})
        (own.data_dir / "models").symlink_to((home.data_dir / "models").resolve())
        copy_folder(Layout(home.data_dir).root, Layout(own.data_dir).root)
        yield own


@contextlib.contextmanager
def damaged_sources(damage: Damage) -> Iterator[Sources]:
    """A copy of the tree's files with the damage done, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="advisor-damage-") as folder:
        root = Path(folder)
        for name, source in (("corpus", CORPUS), ("prompts", PROMPTS)):
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
        change: Callable[[Path], None] | None = damage.files
        if change is not None:
            change(root)
        yield Sources(root / "corpus", root / "prompts")


def _damage_index(settings: Settings, damage: Damage) -> None:
    """Build the live index anew from damaged entries, under the hash that it had."""
    layout = Layout(settings.data_dir)
    live = layout.folder(layout.live() or "")
    manifest = read_manifest(live)
    entries = entries_of(load_catalogue(), load_documents())
    with open_vectors(layout.vectors, settings) as kept:
        stored = (list(entries), kept.of(entries))
    damaged, moved = damage.index(stored) if damage.index else stored
    shutil.rmtree(live)
    given = iter(moved)
    stream = Stream(damaged, lambda batch: [next(given) for _ in batch])
    build_embedded(layout, manifest.hash, lambda nodes: manifest.model_copy(update={"nodes": nodes}), stream)


def _laid_over(before: Sequence[Outcome], rows: Sequence[Outcome]) -> list[Outcome]:
    fresh = {row.id: row for row in rows}
    known = {row.id for row in before}
    return [fresh.get(row.id, row) for row in before] + [row for row in rows if row.id not in known]
