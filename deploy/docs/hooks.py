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
_MEANING = re.compile(r"^\| `(ADVISOR_\w+)` \|[^|]*\|(.*)\|$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]\n]+)\]\(((?:\.\./)+)([^)\s#]+)(#[^)\s]+)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The generated pages beside the written ones."""
    sys.path.insert(0, str(ROOT))  # the project is described from its own tree, wherever MkDocs is started
    os.environ["COLUMNS"] = "100"
    for name, content in (("commands", _commands()), ("settings", _settings()), ("routes", _routes())):
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

    yield "# Commands\n"
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


def _settings() -> Iterator[str]:
    from pydantic import BaseModel

    from eval.settings import JudgeSettings, NightlySettings
    from server.settings import Settings

    meanings = dict(_MEANING.findall((ROOT / "README.md").read_text("utf-8")))
    groups: dict[str, type[BaseModel]] = {
        name: field.annotation
        for name, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
    }
    groups |= {"judge": JudgeSettings, "nightly": NightlySettings}
    yield "# Settings\n"
    yield "Made from the settings: each is an environment variable. Contradictions are refused at start.\n"
    for group, model in groups.items():
        yield f"## {group}\n"
        yield f"{_paragraph(model.__doc__)}\n"
        yield "| variable | type | meaning |\n|---|---|---|"
        for name, field in model.model_fields.items():
            variable = f"ADVISOR_{group}__{name}".upper()
            yield f"| `{variable}` | {_typed(field.annotation)} | {_unlinked(meanings.get(variable, ''))} |"
        yield ""


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


def _typed(annotation: object) -> str:
    name = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    return "`" + re.sub(r"\b(?:typing|pydantic|pathlib)\.(?:\w+\.)*", "", name).replace("|", "or") + "`"


def _paragraph(text: str | None) -> str:
    return " ".join((text or "").split())


def _unlinked(cell: str) -> str:
    return re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", cell).strip()
