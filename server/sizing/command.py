"""`python -m server size --gpu-memory GB [--concurrency N] [--model NAME] [--env]`."""

import argparse
from collections.abc import Callable

from server.sizing.memory import CONCURRENCY, MOST_SEQUENCES, size
from server.sizing.models import read_models
from server.sizing.report import env_file, table


def add_size_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Let a command line take it."""
    sizing = commands.add_parser("size", help="compute model, context and concurrency from the memory of a card")
    sizing.add_argument(
        "--gpu-memory", type=_whole(1_000), required=True, metavar="GB", help="as the card is sold: 24, 80"
    )
    sizing.add_argument(
        "--concurrency",
        type=_whole(MOST_SEQUENCES),
        default=CONCURRENCY,
        metavar="N",
        help=f"answers at once that must fit (default: {CONCURRENCY})",
    )
    sizing.add_argument("--model", metavar="NAME", help="this one (default: the best that fits)")
    sizing.add_argument("--env", action="store_true", help="print the lines that docker-compose.gpu.yml reads")


def run_size_command(options: argparse.Namespace) -> int:
    """Print it; raises AdvisorError where the card is too small or the model unknown."""
    known = read_models()
    found = size(options.gpu_memory, known, options.concurrency, options.model)
    print(env_file(found, options.concurrency) if options.env else table(found, known, options.concurrency))
    return 0


def _whole(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 to {most}")
        return int(text)

    return read
