"""`python -m ingest [run | add | remove | sources | sync | models | status]`.

Exit status: 0 done, 1 failure, 2 bad usage or bad settings, 3 no Qdrant, which may be there later; each failure is one
line on stderr that names the fix. `add` and `sync` keep what is good and exit 1 when anything failed; `status` exits 1
when there is no index.
"""

import argparse
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from corpus.catalogue import CatalogueError, load_catalogue
from corpus.document import DocumentError
from corpus.questions import QuestionError
from corpus.sources import SourcesError, load_upstreams
from ingest.layout import IndexUnreachableError
from ingest.settings import PREFIX, IngestSettings
from ingest.tracing import traced

if TYPE_CHECKING:
    from ingest.offered import Report
    from ingest.pipeline import EngineName

FAILURE, USAGE, UNREACHABLE, INTERRUPTED = 1, 2, 3, 130
_ADDRESSES = ("http://", "https://")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    asked = command_line().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        settings = IngestSettings()
    except ValidationError as error:
        return _fail(USAGE, _settings_message(error))
    commands = {
        "run": _run, "add": _add, "remove": _remove, "sources": _sources, "sync": _sync, "models": _models,
        "status": _status,
    }  # fmt: skip
    try:
        with traced(os.environ, "ingest"):
            return commands[asked.command](settings, asked)
    except KeyboardInterrupt:
        return INTERRUPTED
    except IndexUnreachableError as error:
        return _fail(UNREACHABLE, str(error))
    except (CatalogueError, DocumentError, QuestionError, SourcesError, RuntimeError, OSError) as error:
        return _fail(FAILURE, str(error))
    except ValueError as error:
        return _fail(USAGE, str(error))


def command_line() -> argparse.ArgumentParser:
    """What the commands and their options are."""
    parser = argparse.ArgumentParser(prog="python -m ingest", description="Build what the advisor searches.")
    commands = parser.add_subparsers(dest="command", metavar="run | add | remove | sources | sync | models | status")
    run = commands.add_parser("run", help="bring the index up to date with the corpus and what was added (the default)")
    run.add_argument(
        "--engine",
        choices=["local", "ray"],
        default="local",
        help="ray: embed and write on a Ray cluster (RAY_ADDRESS)",
    )
    add = commands.add_parser("add", help="add documents, or bring added ones up to date")
    add.add_argument("what", metavar="PATH|URL", help="a file, a folder, a git checkout, a page or a tar.gz archive")
    add.add_argument("--title", help="what they are cited as; otherwise the name of the file or folder")
    add.add_argument("--tool", metavar="NAME", help="the tool of Table IV that they are about")
    add.add_argument("--as-of", type=_day, metavar="DATE", help="their date; otherwise git's or the file's own")
    add.add_argument("--url", metavar="BASE", help="where they can be read; paths of files are put behind it")
    remove = commands.add_parser("remove", help="take added documents out again")
    remove.add_argument("source", help="its id, as `sources` lists it")
    commands.add_parser("sources", help="list what was added")
    sync = commands.add_parser("sync", help="fetch the upstream documentation that is due")
    sync.add_argument("tools", nargs="*", metavar="TOOL", help="these alone, due or not; otherwise all that are due")
    models = commands.add_parser("models", help="fetch and verify the models that run in process, and nothing else")
    models.add_argument(
        "models", nargs="*", metavar="NAME", help="these alone, as models.toml names them; otherwise all"
    )
    commands.add_parser("status", help="say what the live index holds")
    parser.set_defaults(command="run", engine="local")
    return parser


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _run(settings: IngestSettings, asked: argparse.Namespace) -> int:
    from ingest.pipeline import writing

    with writing(settings):
        return _indexed(settings, asked.engine)


def _indexed(settings: IngestSettings, engine: "EngineName" = "local") -> int:
    from ingest.pipeline import indexed

    outcome = indexed(settings, engine=engine)
    did = f"embedded {outcome.embedded} texts" if outcome.changed else "nothing changed"
    of_them = f" ({outcome.added} added, {outcome.duplicates} duplicates left out)" if outcome.added else ""
    print(f"index {outcome.hash}: {outcome.nodes} entries{of_them}, {did}")
    return 0


def _add(settings: IngestSettings, asked: argparse.Namespace) -> int:
    from ingest.adding import Wish, add_path
    from ingest.library import Library
    from ingest.pipeline import writing

    tools = load_catalogue().tools
    if asked.tool is not None and asked.tool not in tools:
        raise ValueError(f"--tool {asked.tool!r} is no tool of Table IV: write it as the table does")
    wish = Wish(asked.title, asked.tool, asked.as_of, asked.url)
    with writing(settings):
        with Library.open(settings.data_dir) as library:
            if asked.what.startswith(_ADDRESSES):
                from ingest.sync import add_address
                from ingest.web import Web

                with Web() as web:
                    report = add_address(library, asked.what, wish, web)
            else:
                report = add_path(library, Path(asked.what), wish)
        failed = _told([report])
        return _indexed(settings) or failed


def _remove(settings: IngestSettings, asked: argparse.Namespace) -> int:
    from ingest.adding import remove
    from ingest.library import Library
    from ingest.pipeline import writing

    with writing(settings):
        with Library.open(settings.data_dir) as library:
            source = remove(library, asked.source)
        print(f"{source.id}: removed")
        return _indexed(settings)


def _sources(settings: IngestSettings, _: argparse.Namespace) -> int:
    from ingest.library import Library

    with Library.open(settings.data_dir) as library:
        for each in library.summaries():
            about = [f"{each.files} files", f"{each.passages} passages", f"as of {each.as_of or 'no date'}"]
            about += [f"licence {each.source.licence or 'unknown'}", each.source.origin]
            print(f"{each.source.id}: {each.source.title}; {', '.join(about)}")
    return 0


def _sync(settings: IngestSettings, asked: argparse.Namespace) -> int:
    from ingest.library import Library
    from ingest.pipeline import writing
    from ingest.sync import sync
    from ingest.web import Web

    tools = load_catalogue().tools
    upstreams = load_upstreams(tools)
    unknown = [name for name in asked.tools if name not in {source.tool for source in upstreams.sources}]
    if unknown:
        reason = upstreams.without.get(unknown[0], "Table IV has no tool of that name")
        raise ValueError(f"{unknown[0]} has no source: {reason}")
    wanted = [source for source in upstreams.sources if not asked.tools or source.tool in asked.tools]
    with writing(settings):
        with Library.open(settings.data_dir) as library, Web() as web:
            failed = _told(sync(library, wanted, web, due_only=not asked.tools))
        return _indexed(settings) or failed


def _told(reports: "Iterable[Report]") -> int:
    """Print what became of each source; 1 when anything failed."""
    failed = 0
    for report in reports:
        done, *failures = report.lines()
        print(done, flush=True)
        for line in failures:
            print(line, file=sys.stderr, flush=True)
        failed = failed or FAILURE * bool(failures)
    return failed


def _models(settings: IngestSettings, asked: argparse.Namespace) -> int:
    from ingest.fetch import fetch_model
    from ingest.models import read_registry

    for name in asked.models or read_registry():
        print(f"{name}: {fetch_model(name, settings.data_dir)}")
    return 0


def _status(settings: IngestSettings, _: argparse.Namespace) -> int:
    from ingest.index import live_manifest

    print(live_manifest(settings).model_dump_json(indent=2))
    return 0


def _settings_message(error: ValidationError) -> str:
    first = error.errors()[0]
    variable = PREFIX + "__".join(str(part) for part in first["loc"]).upper()
    return f"{variable}: {first['msg']}"


def _fail(status: int, message: str) -> int:
    print(f"error: {' '.join(message.split())}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
