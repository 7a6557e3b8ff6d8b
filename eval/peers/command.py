"""`python -m eval peers [--each N] [--python FILE] [--write]`: the advisor beside what people would otherwise use.

Exit status: 0 when it finished, whatever it found; 1 for a failure.
"""

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from eval.blocks import replace_block
from eval.golden import load_golden
from eval.packing import packed
from eval.workspace import workspace
from server.advising import Build
from server.settings import Settings

if TYPE_CHECKING:
    from eval.peers.records import PeerRow

ROWS = Path(__file__).parents[1] / "results" / "peers" / "rows.jsonl.gz"
TABLE = Path(__file__).parents[2] / "docs" / "peers.md"


def add_peers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `peers`."""
    parser = commands.add_parser("peers", help="the advisor beside LlamaIndex, Haystack, BM25 and the LLM alone (slow)")
    parser.add_argument("--each", type=int, default=6, metavar="N", help="questions of each of four groups (default 6)")
    parser.add_argument("--python", type=Path, metavar="FILE", help="of the peers' environment (default: make peers')")
    parser.add_argument("--write", action="store_true", help="write docs/peers.md and eval/results/peers anew")
    parser.set_defaults(handler=run_peers)


def run_peers(options: argparse.Namespace, settings: Settings, build: Build | None) -> int:
    """Compare, print or write, and return the exit status."""
    from eval.peers.report import table

    python = options.python or settings.data_dir / "peers" / "bin" / "python"
    rows = asyncio.run(_rows(options.each, python, settings, build))
    if options.write:
        ROWS.parent.mkdir(parents=True, exist_ok=True)
        ROWS.write_bytes(packed(f"{row.model_dump_json()}\n" for row in rows))
        replace_block(TABLE, "table", table(rows))
    print(table(rows))
    return 0


async def _rows(each: int, python: Path, settings: Settings, build: Build | None) -> "list[PeerRow]":
    from eval.peers.comparing import compared
    from eval.peers.sampling import sampled

    questions = list(sampled(load_golden(), each))
    with workspace(settings) as own:
        return [row async for row in compared(own, python, questions, build)]
