"""`python -m eval peers [--each N] [--python FILE] [--write | --redraw]`: the advisor beside what people would use.

Replies are kept in `<data_dir>/eval/peers` as they come: the same command goes on where an interrupted one was, and one
with a larger N where a smaller one ended. Exit status: 0 when it finished, whatever it found; 1 for a failure.
"""

import argparse
import asyncio
import gzip
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.blocks import replace_block
from eval.golden import golden_hash, load_golden
from eval.journal import code_hash
from eval.kept import Kept
from eval.packing import packed
from eval.workspace import workspace
from ingest.index import live_manifest
from server.advising import Build
from server.release import release_hash
from server.settings import Settings

if TYPE_CHECKING:
    from eval.peers.records import PeerRow

ROOT = Path(__file__).parents[2]
ROWS = ROOT / "eval" / "results" / "peers" / "rows.jsonl.gz"
TABLE = ROOT / "docs" / "peers.md"
PLOT = ROOT / "docs" / "images" / "peers.svg"
_LOCK = Path(__file__).parent / "requirements.lock"


def add_peers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `peers`."""
    parser = commands.add_parser("peers", help="the advisor beside LlamaIndex, Haystack, BM25 and the LLM alone (slow)")
    parser.add_argument("--each", type=int, default=6, metavar="N", help="questions of each of four groups (default 6)")
    parser.add_argument("--python", type=Path, metavar="FILE", help="of the peers' environment (default: make peers')")
    written = parser.add_mutually_exclusive_group()
    written.add_argument("--write", action="store_true", help="write docs/peers.md, its plot and the kept replies anew")
    written.add_argument("--redraw", action="store_true", help="ask nobody: table and plot from the kept replies")
    parser.set_defaults(handler=run_peers)


def run_peers(options: argparse.Namespace, settings: Settings, build: Build | None) -> int:
    """Compare, print or write, and return the exit status."""
    from eval.peers.plot import plot
    from eval.peers.report import table

    python = options.python or settings.data_dir / "peers" / "bin" / "python"
    rows = committed() if options.redraw else asyncio.run(_rows(options.each, python, settings, build))
    if options.write:
        ROWS.parent.mkdir(parents=True, exist_ok=True)
        ROWS.write_bytes(packed(f"{row.model_dump_json()}\n" for row in rows))
    if options.write or options.redraw:
        replace_block(TABLE, "table", table(rows))
        PLOT.write_text(plot(rows), "utf-8")
    print(table(rows))
    return 0


def committed() -> "list[PeerRow]":
    """The replies of the repository."""
    from eval.peers.records import PeerRow

    return [PeerRow.model_validate_json(line) for line in gzip.decompress(ROWS.read_bytes()).splitlines()]


async def _rows(each: int, python: Path, settings: Settings, build: Build | None) -> "Sequence[PeerRow]":
    from eval.peers.comparing import compared
    from eval.peers.records import PeerKey, PeerRow
    from eval.peers.sampling import sampled

    golden = load_golden()
    questions = list(sampled(golden, each))
    with workspace(settings) as own:
        key = PeerKey(
            release=release_hash(own, live_manifest(own).hash),
            golden=golden_hash(golden),
            code=code_hash(),
            peers=hashlib.sha256(_LOCK.read_bytes()).hexdigest()[:12],
            llm=settings.llm.base_url or "embedded",
        )
        folder = settings.data_dir / "eval" / "peers"
        with Kept(folder, key, PeerRow) as kept:
            if kept.changed:
                print(f"{folder} held replies of another {', '.join(kept.changed)}: starting anew", file=sys.stderr)
            return [row async for row in compared(own, python, questions, build, kept)]
