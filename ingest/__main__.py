"""`python -m ingest [run | models | status]`.

Exit status: 0 done, 1 failure, 2 bad usage or bad settings; each failure is one line on stderr that
names the fix. `status` exits 1 when there is no index.
"""

import argparse
import logging
import sys
from collections.abc import Sequence

from pydantic import ValidationError

from corpus.catalogue import CatalogueError
from corpus.document import DocumentError
from corpus.questions import QuestionError
from ingest.settings import PREFIX, IngestSettings

FAILURE, USAGE, INTERRUPTED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    command = _parser().parse_args(arguments).command
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        settings = IngestSettings()
    except ValidationError as error:
        return _fail(USAGE, _settings_message(error))
    try:
        {"run": _run, "models": _models, "status": _status}[command](settings)
    except KeyboardInterrupt:
        return INTERRUPTED
    except (CatalogueError, DocumentError, QuestionError, RuntimeError, OSError) as error:
        return _fail(FAILURE, str(error))
    except ValueError as error:
        return _fail(USAGE, str(error))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ingest", description="Build what the advisor searches.")
    commands = parser.add_subparsers(dest="command", metavar="run | models | status")
    commands.add_parser("run", help="bring the index up to date with the corpus (the default)")
    commands.add_parser("models", help="fetch and verify the models that run in process, and nothing else")
    commands.add_parser("status", help="say what the live index holds")
    parser.set_defaults(command="run")
    return parser


def _run(settings: IngestSettings) -> None:
    from ingest.pipeline import run

    outcome = run(settings)
    did = f"embedded {outcome.embedded} texts" if outcome.changed else "nothing changed"
    print(f"index {outcome.hash}: {outcome.nodes} entries, {did}")


def _models(settings: IngestSettings) -> None:
    from ingest.fetch import fetch_model
    from ingest.models import read_registry

    for name in read_registry():
        print(f"{name}: {fetch_model(name, settings.data_dir)}")


def _status(settings: IngestSettings) -> None:
    from ingest.index import live_manifest

    print(live_manifest(settings).model_dump_json(indent=2))


def _settings_message(error: ValidationError) -> str:
    first = error.errors()[0]
    variable = PREFIX + "__".join(str(part) for part in first["loc"]).upper()
    return f"{variable}: {first['msg']}"


def _fail(status: int, message: str) -> int:
    print(f"error: {' '.join(message.split())}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
