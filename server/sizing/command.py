"""`python -m server size --gpu-memory GB [--concurrency N] [--model NAME] [--env]` and `… size --nodes N [N …]`."""

import argparse
from collections.abc import Callable

from server.errors import AdvisorError
from server.sizing.capacity import Capacity, read_costs
from server.sizing.memory import CONCURRENCY, MOST_SEQUENCES, size
from server.sizing.models import read_models
from server.sizing.report import capacity_table, env_file, table

_MOST_NODES = 10_000_000_000


def add_size_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Let a command line take it."""
    sizing = commands.add_parser(
        "size", help="compute model, context and concurrency from a card's memory, or machines from nodes"
    )
    of = sizing.add_mutually_exclusive_group(required=True)
    of.add_argument("--gpu-memory", type=_whole(1_000), metavar="GB", help="as the card is sold: 24, 80")
    of.add_argument("--nodes", type=_whole(_MOST_NODES), nargs="+", metavar="N", help="entries of an index")
    sizing.add_argument(
        "--concurrency",
        type=_whole(MOST_SEQUENCES),
        metavar="N",
        help=f"answers at once that must fit on the card (default: {CONCURRENCY})",
    )
    sizing.add_argument("--model", metavar="NAME", help="this one (default: the best that fits)")
    sizing.add_argument("--env", action="store_true", help="print the lines that docker-compose.gpu.yml reads")


def run_size_command(options: argparse.Namespace) -> int:
    """Print it; raises AdvisorError where the card is too small, the model unknown, or an option is not of the size."""
    if options.nodes:
        if options.model or options.env or options.concurrency:
            raise AdvisorError("--concurrency, --model and --env are of a card: give --gpu-memory instead of --nodes")
        print(capacity_table([Capacity(nodes, read_costs()) for nodes in options.nodes]))
        return 0
    known, concurrency = read_models(), options.concurrency or CONCURRENCY
    found = size(options.gpu_memory, known, concurrency, options.model)
    print(env_file(found, concurrency) if options.env else table(found, known, concurrency))
    return 0


def _whole(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 to {most}")
        return int(text)

    return read
