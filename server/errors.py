"""Errors that carry their own answer: what is wrong, and what to do about it, in one line.

The HTTP API turns them into problem documents, the command line into one line on stderr.
"""

import sys
from collections.abc import Iterable
from typing import ClassVar

from pydantic import ValidationError
from pydantic_settings import SettingsError
from rapidfuzz import process, utils

from ingest.settings import PREFIX

_LISTED_AT_MOST = 20
_SIMILAR_ENOUGH = 70
_ECHOED_CHARS = 60


def fail(status: int, message: str) -> int:
    """The exit status of a command that ends so, its message on stderr."""
    print(f"error: {message}", file=sys.stderr)
    return status


class AdvisorError(Exception):
    """A failure that the caller should hear about; `str()` names the fix, `status` is HTTP's."""

    status: ClassVar[int] = 500


class NotReady(AdvisorError):
    """A part that the request needs is still loading or is down."""

    status = 503


class UnknownName(AdvisorError):
    """A name, code or parameter that is not among `known`; the message names the nearest ones."""

    status = 422

    def __init__(self, kind: str, value: str, known: Iterable[str]) -> None:
        names = list(dict.fromkeys(known))
        super().__init__(f"unknown {kind} {shortened(value)!r}: {_suggestion(value, names)}")


def shortened(text: str) -> str:
    """`text` as far as an error message may repeat it."""
    return text if len(text) <= _ECHOED_CHARS else text[: _ECHOED_CHARS - 1] + "…"


def near(value: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """The names most like `value`, best first; none when nothing is similar."""
    found = process.extract(
        value[:200], list(known), processor=utils.default_process, limit=limit, score_cutoff=_SIMILAR_ENOUGH
    )
    return [name for name, _, _ in found]


def _suggestion(value: str, known: list[str]) -> str:
    nearest = near(value, known)
    parts = [f"did you mean {' or '.join(nearest)}?"] if nearest else []
    if len(known) <= _LISTED_AT_MOST:
        parts.append(f"known are {', '.join(known)}")
    elif not nearest:
        parts.append(f"use one of the {len(known)} names that the catalogue lists, such as {', '.join(known[:3])}")
    return " ".join(parts)


def settings_message(error: ValueError) -> str:
    """What is wrong with the settings, in one line that names each variable."""
    if isinstance(error, ValidationError):
        return "; ".join(_setting(tuple(map(str, item["loc"])), item["msg"]) for item in error.errors())
    if isinstance(error, SettingsError) and '"' in str(error):
        field = str(error).split('"')[1]
        return f"{PREFIX}{field.upper()} is not a JSON object: set {PREFIX}{field.upper()}__<NAME> instead"
    return " ".join(str(error).split())


def _setting(location: tuple[str, ...], message: str) -> str:
    text = message.removeprefix("Value error, ").replace("Extra inputs are not permitted", "no such setting")
    return f"{PREFIX}{'__'.join(location).upper()}: {text}" if location else text
