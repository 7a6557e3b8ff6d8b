"""One damage: what it does, where, and which questions can tell."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from eval.golden import Golden
from ingest.embedder import Vector
from ingest.entries import Entry

Part = Literal[
    "prompt",
    "index",
    "tables",
    "documents",
    "verifier",
    "linker",
    "parser",
    "facts",
    "refusal",
    "ranking",
    "citations",
    "conversation",
]
Scope = Literal["typed", "prose", "refused", "turns", "mixed", "claims"]

Stored = tuple[list[Entry], list[Vector]]


class DamageError(Exception):
    """A damage no longer fits what it damages: the code or the files have changed under it."""


@dataclass(frozen=True)
class Damage:
    """Exactly one of `files` (a copy of `corpus/` and `prompts/` to change), `index` (what is stored) and `code`
    (parts replaced while the run lasts). `narrated`: it shows only where an LLM narrates."""

    name: str
    part: Part
    what: str
    scope: Scope
    files: Callable[[Path], None] | None = None
    index: Callable[[Stored], Stored] | None = None
    code: Callable[[], Sequence[AbstractContextManager[object]]] | None = None
    narrated: bool = False


def replaced(relative: str, old: str, new: str) -> Callable[[Path], None]:
    """A change of files: `old`, which stands there exactly once, becomes `new`."""

    def change(root: Path) -> None:
        path = root / relative
        text = path.read_text(encoding="utf-8")
        if text.count(old) != 1:
            raise DamageError(f"{relative} holds {old!r} {text.count(old)} times, not once: mend the mutation")
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def in_scope(question: Golden, scope: Scope, typed: Sequence[str]) -> bool:
    """Whether a question belongs to the scope; `typed` are the families of typed queries."""
    match scope:
        case "typed":
            return question.family in typed
        case "prose":
            return bool(question.needs) and not question.turns
        case "refused":
            return question.status == "refused"
        case "turns":
            return bool(question.turns)
        case "mixed":
            return True
        case "claims":
            return False
