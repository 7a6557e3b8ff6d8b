"""`python -m eval run [--split dev|test|all] [--family NAME]... [--narrate] [--url URL] [--out DIR]`;
`python -m eval claims [--split dev|test|all] [--json]`; the other commands are described where they are defined.

Exit status: 0 when the run finished, whatever it found; 1 for a failure, 2 for bad usage or bad settings.
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.catalogue import CatalogueError, load_catalogue
from corpus.document import DocumentError, load_documents
from eval.ablation.command import add_retrieval
from eval.case_study.command import add_case_study
from eval.case_study.project import CaseStudyError
from eval.families_command import add_families
from eval.feedback.command import add_feedback
from eval.gate_command import add_baseline, add_compare, add_gate
from eval.golden import Golden, GoldenError, chosen, load_golden
from eval.judges.command import add_judge
from eval.metrics.command import add_evidence
from eval.monitoring.command import add_monitor
from eval.mutation.command import add_mutate
from eval.nightly.command import add_nightly
from eval.nightly.report_command import add_report
from eval.peers.command import add_peers
from eval.release_commands import add_releases
from ingest.tracing import traced
from server.advising import Build
from server.settings import Settings, load_settings

FAILURE, USAGE, INTERRUPTED = 1, 2, 130


def main(arguments: Sequence[str] | None = None, build: Build | None = None) -> int:
    """Run one command over the advisor that `build` gives (default: this tree's) where no server runs; returns the
    exit status."""
    from eval.service import ServiceError
    from ingest.layout import IndexUnavailableError
    from ingest.library import LibraryError
    from ingest.models import ModelError
    from ingest.pipeline import BusyError
    from server.errors import AdvisorError, fail, settings_message

    options = command_line().parse_args(arguments)
    try:
        settings = load_settings()
    except ValueError as error:
        return fail(USAGE, settings_message(error))
    try:
        with traced(os.environ, f"eval-{options.command}"):
            return _done(options, settings, build)
    except KeyboardInterrupt:
        return INTERRUPTED
    except (AdvisorError, CaseStudyError, CatalogueError, DocumentError, GoldenError, ServiceError, OSError) as error:
        return fail(FAILURE, str(error))
    except (BusyError, IndexUnavailableError, LibraryError, ModelError) as error:
        return fail(FAILURE, str(error))


def _done(options: argparse.Namespace, settings: Settings, build: Build | None) -> int:
    if "handler" in options:
        return int(options.handler(options, settings, build))
    if options.command == "claims":
        print(_claims(options, settings))
        return 0
    questions = chosen(load_golden(), options.split, options.family)
    print(asyncio.run(_run(options, settings, questions, build)))
    return 0


async def _run(
    options: argparse.Namespace, settings: Settings, questions: Sequence[Golden], build: Build | None
) -> str:
    from eval.judging import Wanted, evaluation, with_llm
    from eval.metrics.report import table
    from eval.run import write
    from eval.service import service

    asked = Wanted(questions, options.split, options.jobs, narrate=options.narrate)
    async with service(settings, options.url, build or with_llm, llm=options.narrate) as target:
        found = await evaluation(target, settings, asked)
    release = found.config.release
    folder = (options.out or settings.data_dir / "eval" / "results") / release
    write(folder, found.config, found.rows, found.summary)
    return f"{table(found.summary)}\n\nrelease {release}, {found.config.service}, written to {folder}"


def _claims(options: argparse.Namespace, settings: Settings) -> str:
    from corpus.linker import Linker
    from eval.claims import claim_flaws, load_claims, places_with_evidence
    from eval.verdicts import figures, judged, shown
    from ingest.embedding import IN_PROCESS
    from ingest.fetch import fetch_model
    from ingest.minilm import MiniLM
    from server.verification.likeness import Likeness
    from server.verifier import Verifier

    catalogue = load_catalogue()
    claims, places = load_claims(), places_with_evidence(catalogue, load_documents())
    flaw = next(claim_flaws(claims, places), None)
    if flaw is not None:
        raise GoldenError(f"claims.jsonl: {flaw}")
    likeness = Likeness(MiniLM(fetch_model(IN_PROCESS, settings.data_dir)).tokens)
    verifier = Verifier(catalogue, Linker(catalogue), likeness)
    chosen = [claim for claim in claims if options.split in ("all", claim.split)]
    found = figures(judged(chosen, verifier, places))
    if options.json:
        return json.dumps({"split": options.split, "claims": len(chosen), **found.model_dump()}, indent=2)
    return shown(found, f"{len(chosen)} labelled claims, split {options.split}")


def command_line() -> argparse.ArgumentParser:
    """What the commands and their options are."""
    parser = argparse.ArgumentParser(prog="python -m eval", description="Evaluate the advisor on the golden questions")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    run = commands.add_parser("run", help="ask the golden questions, score the answers, write the results")
    run.add_argument("--split", choices=("dev", "test", "all"), default="dev")
    run.add_argument("--family", action="append", default=[], metavar="NAME", help="only this family (repeatable)")
    run.add_argument("--narrate", action="store_true", help="let the LLM narrate (slow)")
    run.add_argument("--url", help="the server to ask (default: the settings', else one in this process)")
    run.add_argument("--out", type=Path, metavar="DIR", help="where results go (default: eval/results in the data dir)")
    run.add_argument("--jobs", type=_positive, default=4, metavar="N", help="questions at a time (default 4)")
    claims = commands.add_parser("claims", help="judge the labelled claims with the verifier, print its errors")
    claims.add_argument("--split", choices=("dev", "test", "all"), default="dev")
    claims.add_argument("--json", action="store_true", help="print one JSON object")
    for add in (
        *(add_judge, add_evidence, add_gate, add_compare, add_baseline, add_families, add_mutate, add_releases),
        *(add_nightly, add_report, add_case_study, add_monitor, add_feedback, add_retrieval, add_peers),
    ):
        add(commands)
    return parser


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
