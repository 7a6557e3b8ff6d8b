"""`python -m eval feedback [--since DAYS] [--json] [--write FILE | --accept FILE]`: golden questions from the journal.

Lists the candidates; with `--write` puts them into a file for a person to complete; with `--accept` adds the completed
ones to `golden/feedback.jsonl`. Exit status: 0, or 1 where a line was refused (or for a failure, on stderr).
"""

import argparse
import sys
from datetime import timedelta
from pathlib import Path

from corpus.catalogue import load_catalogue
from corpus.document import load_documents
from eval.feedback.accepting import ACCEPTED, append, judged
from eval.feedback.candidates import Candidate, candidates
from eval.feedback.review import read_reviews, write_reviews
from eval.golden import GOLDEN, load_golden
from eval.monitoring import arguments
from eval.monitoring.bounds import load_bounds
from eval.monitoring.encoding import Encoder
from eval.places import places_of
from eval.thresholds import ThresholdError
from server.advising import Build
from server.journal.file import journal_of, read
from server.journal.records import now
from server.settings import Settings

_SINCE_DAYS = 30
_USAGE = 2


def add_feedback(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = commands.add_parser("feedback", help="list what readers found wanting; make golden questions of it")
    parser.add_argument(
        "--since",
        type=arguments.days,
        default=_SINCE_DAYS,
        metavar="DAYS",
        help=f"how far back (default {_SINCE_DAYS})",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--write", type=Path, metavar="FILE", help="write the candidates for a person to complete")
    what.add_argument("--accept", type=Path, metavar="FILE", help="add the completed ones to golden/feedback.jsonl")
    parser.add_argument("--json", action="store_true", help="print the candidates as JSON, one object a line")
    parser.set_defaults(handler=run_feedback)


def run_feedback(options: argparse.Namespace, settings: Settings, _: Build | None) -> int:
    """List, write or accept, and return the exit status."""
    if options.accept:
        return _accept(options.accept)
    try:
        found = _found(settings, options.since)
    except ThresholdError as error:
        print(f"error: {error}", file=sys.stderr)
        return _USAGE
    if options.write:
        write_reviews(options.write, found, (question.id for question in load_golden()))
        print(f"{len(found)} candidates in {options.write}: complete the empty fields, then --accept it")
        return 0
    for one in found:
        print(one.model_dump_json() if options.json else f"{one.question}\n    {one.reason} ({one.given.status})")
    if not found and not options.json:
        print(f"no candidate in {options.since} days")
    return 0


def _found(settings: Settings, days: int) -> list[Candidate]:
    kept = read(journal_of(settings), now() - timedelta(days=days))
    golden = (*load_golden(), *load_golden(GOLDEN / "hard"))
    known = [question.question for question in golden if not question.turns]
    return candidates(kept, known, load_bounds().clusters, Encoder(settings))


def _accept(file: Path) -> int:
    catalogue = load_catalogue()
    outcome = judged(read_reviews(file), load_golden(), catalogue, places_of(catalogue, load_documents()), now().date())
    append(ACCEPTED, outcome.accepted)
    for refused in outcome.refused:
        print(f"{file.name}, line {refused.line}: {'; '.join(refused.why)}", file=sys.stderr)
    again = f", {outcome.already} were there already" if outcome.already else ""
    print(f"{len(outcome.accepted)} accepted into {ACCEPTED.name}{again}, {len(outcome.refused)} refused")
    return int(bool(outcome.refused))
