"""What the site adds to docs/: the reference pages, made from the code, how to contribute, and links that leave the
folder as plain names.

MkDocs calls these functions by their names.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]
_LINK = re.compile(r"\[([^\]\n]+)\]\(((?:\.\./)+)([^)\s#]+)(#[^)\s]+)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The generated pages beside the written ones."""
    sys.path.insert(0, str(ROOT))  # the project is described from its own tree, wherever MkDocs is started
    os.environ["COLUMNS"] = "100"
    for name, content in (("commands", _commands()), ("routes", _routes())):
        files.append(File.generated(config, f"reference/{name}.md", content="\n".join(content)))
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8").replace("](docs/", "](")
    files.append(File.generated(config, "contributing.md", content=contributing))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links to files of the repository, which the site does not hold, become the names of these files."""
    folder = Path(page.file.src_uri).parent

    def plain(link: re.Match[str]) -> str:
        text, up, path, anchor = link.groups()
        target = os.path.normpath(Path("docs") / folder / up / path)
        if target == "CONTRIBUTING.md":
            target = "docs/contributing.md"
        if not target.startswith("docs" + os.sep):
            return text
        return f"[{text}]({os.path.relpath(target, Path('docs') / folder)}{anchor or ''})"

    return _LINK.sub(plain, markdown)


def _commands() -> Iterator[str]:
    from eval.__main__ import command_line as of_eval
    from ingest.__main__ import command_line as of_ingest
    from server.__main__ import command_line as of_server

    yield "# Options of the commands\n"
    yield "Made from the commands themselves. Exit status everywhere: 0 done, 1 failed, 2 bad usage or settings.\n"
    for parser in (of_server(), of_ingest(), of_eval()):
        yield f"## {parser.prog}\n"
        for name, command in _subcommands(parser):
            yield f"### {name}\n"
            yield f"```text\n{command.format_help().rstrip()}\n```\n"


def _subcommands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def _routes() -> Iterator[str]:
    from server.api.app import create_app
    from server.settings import ApiSettings
    from tests.fakes.advisor import ScriptedAdvisor

    document: dict[str, Any] = create_app(ScriptedAdvisor(), ApiSettings()).openapi()
    yield "# Routes\n"
    yield "Made from `/openapi.json`, which also holds examples and the shape of every body.\n"
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield f"## {method.upper()} {path}\n"
            yield f"{_paragraph(operation.get('description') or operation.get('summary'))}\n"
            for parameter in operation.get("parameters", []):
                yield f"- `{parameter['name']}` ({parameter['in']}): {_paragraph(parameter.get('description', ''))}"
            yield "\n| status | body |\n|---|---|"
            for status, reply in operation["responses"].items():
                yield f"| {status} | {_paragraph(reply['description'])} |"
            yield ""


def _paragraph(text: str | None) -> str:
    return " ".join((text or "").split())
