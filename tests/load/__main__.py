"""The real server under load: `python -m tests.load PART... [--minutes N] [--seconds N] [--beside TREE] [--write]`.

Exit status: 0 when it finished, 1 where a soak does not stay flat, 2 for bad usage.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.blocks import replace_block
from tests.load.beside import beside
from tests.load.crowd import LOCUST
from tests.load.heartbeat import heartbeat
from tests.load.overhead import overhead
from tests.load.page import page
from tests.load.rates import rates
from tests.load.rig import ROOT
from tests.load.soak import soak
from tests.load.stages import stages
from tests.load.starting import start

PAGE = ROOT / "docs" / "performance.md"
PARTS = ("rates", "overhead", "start", "stages", "heartbeat", "page", "soak", "beside")
_CROWDED = frozenset({"rates", "soak"})


def command_line() -> argparse.ArgumentParser:
    """What the parts and options are."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description="Put the real server under load")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} (default: all but beside)")
    parser.add_argument("--minutes", type=float, default=20, metavar="N", help="how long to soak (default 20)")
    parser.add_argument("--seconds", type=float, default=20, metavar="N", help="how long each rate (default 20)")
    parser.add_argument("--number", type=int, default=300, metavar="N", help="questions of the others (default 300)")
    parser.add_argument("--beside", type=Path, metavar="TREE", help="another checkout, which `beside` compares with")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/performance.md")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the parts one after the other, print their tables or write them too; returns the exit status."""
    parser = command_line()
    options = parser.parse_args(arguments)
    chosen = options.parts or list(PARTS[:-1])
    if unknown := set(chosen) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if "beside" in chosen and options.beside is None:
        parser.error("beside needs --beside TREE")
    if _CROWDED & set(chosen) and not LOCUST.exists():
        parser.error(f"no locust at {LOCUST}: `make load` installs it")

    flat = True

    def soaked() -> str:
        nonlocal flat
        text, flat = soak(options.minutes)
        return text

    measured: dict[str, Callable[[], str]] = {
        "rates": lambda: rates(options.seconds),
        "overhead": lambda: overhead(options.number // 3),
        "start": lambda: start(5),
        "stages": lambda: stages(options.number),
        "heartbeat": lambda: heartbeat(options.number),
        "page": page,
        "soak": soaked,
        "beside": lambda: beside(options.beside, options.number),
    }
    for part in chosen:
        text = measured[part]()
        print(f"{part}\n\n{text}\n", flush=True)
        if options.write:
            replace_block(PAGE, part, text)
    return 0 if flat else 1


if __name__ == "__main__":
    sys.exit(main())
