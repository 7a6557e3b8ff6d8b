"""`python -m eval retrieval [--documents FOLDER] [--write]`: what each part of retrieval is worth, without an LLM.

Exit status: 0 when it finished, whatever it found; 1 for a failure, 2 for bad usage.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.blocks import replace_block
from eval.judging import without_llm
from eval.packing import packed
from server.advising import Build
from server.settings import Settings

if TYPE_CHECKING:
    from eval.ablation.experiments import Experiment

ROWS = Path(__file__).parents[1] / "results" / "retrieval" / "rows.jsonl.gz"
TABLES = Path(__file__).parents[2] / "docs" / "retrieval.md"
_USAGE = 2


def add_retrieval(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `retrieval`."""
    parser = commands.add_parser("retrieval", help="what each part of retrieval is worth: recall, MRR, nDCG by variant")
    parser.add_argument(
        "--documents", type=Path, metavar="FOLDER", help="also over documents: a folder of documentation for each tool"
    )
    parser.add_argument("--write", action="store_true", help="write docs/retrieval.md and eval/results/retrieval anew")
    parser.set_defaults(handler=run_retrieval)


def run_retrieval(options: argparse.Namespace, settings: Settings, build: Build | None) -> int:
    """Measure, print or write, and return the exit status."""
    from eval.ablation.folders import folders_in
    from eval.ablation.report import markdown

    if options.write and options.documents is None:
        print("error: --write needs --documents FOLDER, or the tables would lose what they hold", file=sys.stderr)
        return _USAGE
    if options.documents is not None:
        folders_in(options.documents)  # told before anything is measured, which takes minutes
    found = asyncio.run(_experiments(options.documents, settings, build or without_llm))
    tables = markdown(found)
    if options.write:
        _write(found, tables)
    print(tables)
    if options.documents is None:
        print("\nskipped: everything about upstream documentation, since no --documents FOLDER was given")
    return 0


async def _experiments(documents: Path | None, settings: Settings, build: Build) -> "list[Experiment]":
    from eval.ablation.experiments import of_corpus, of_documents

    found = [experiment async for experiment in of_corpus(settings)]
    if documents is not None:
        found += [experiment async for experiment in of_documents(settings, documents, build)]
    return found


def _write(found: "Sequence[Experiment]", tables: str) -> None:
    ROWS.parent.mkdir(parents=True, exist_ok=True)
    ROWS.write_bytes(packed(f"{experiment.model_dump_json()}\n" for experiment in found))
    replace_block(TABLES, "tables", tables)
