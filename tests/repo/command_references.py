"""Whether what a command names exists: its program, its sub-command and options, targets, services, files, routes."""

import argparse
import contextlib
import importlib.util
import io
import re
import shlex
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import yaml

from eval.__main__ import command_line as of_eval
from ingest.__main__ import command_line as of_ingest
from server.__main__ import command_line as of_server
from server.api.app import create_app
from server.settings import ApiSettings
from tests.fakes.advisor import ScriptedAdvisor
from tests.load.__main__ import PARTS
from tests.load.__main__ import command_line as of_load
from tests.repo.compose_file import read_compose
from tests.repo.documented import ROOT

PARSERS = {"eval": of_eval, "ingest": of_ingest, "server": of_server, "tests.load": of_load}
# Programs of others, of which no more is known here than that they are meant.
OTHERS = set("git ray printf echo cat base64 jq openssl psql pre-commit pip-audit install grafana".split())
# Made by the commands of the same page.
MADE = {".env", "docker-compose.pinned.yml"}
_OPERATORS = re.compile(r"[()<>|&;]+")


def faults(command: str, *, inline: bool) -> Iterator[str]:
    """What of the command is not there, each in a line. A code span may leave out what is required."""
    command = command.replace("PATH|URL", "PATH")
    inner = re.compile(r"\$\(([^()]*)\)")
    while found := inner.search(command):
        yield from faults(found[1], inline=inline)
        command = command[: found.start()] + "X" + command[found.end() :]
    for words in _simple(command):
        yield from _faults_of(words, inline=inline)


def _simple(command: str) -> Iterator[list[str]]:
    """The words of each simple command in it, without redirections."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars="();<>|&")
    lexer.whitespace_split = True
    words: list[str] = []
    redirected = False
    for word in lexer:
        if _OPERATORS.fullmatch(word):
            redirected = word in ("<", ">")
            if not redirected and words:
                yield words
                words = []
        elif not redirected:
            words.append(word)
        else:
            redirected = False
    if words:
        yield words


def _faults_of(words: Sequence[str], *, inline: bool) -> Iterator[str]:  # noqa: PLR0912 - a program each
    match words:
        case ["export"] | []:
            return
        case ["export", *assigned]:
            yield from _faults_of(assigned, inline=inline)
        case [assigned, *rest] if re.match(r"\w+=", assigned):
            name = assigned.partition("=")[0]
            if name.startswith("ADVISOR_") and f"`{name}`" not in (ROOT / "docs" / "settings.md").read_text("utf-8"):
                yield f"no setting {name}"
            yield from _faults_of(rest, inline=inline)
        case ["python" | ".venv/bin/python", "-m", module, *arguments]:
            yield from _module_faults(module, arguments, inline=inline)
        case ["make", *goals]:
            yield from (f"no target {goal}" for goal in goals if "=" not in goal and goal not in targets())
        case ["docker", "compose", *rest]:
            yield from _compose_faults(rest)
        case ["docker", "build", "-f", file, "--target", target, *_]:
            yield from _missing(file)
            if not re.search(rf"^FROM \S+ AS {target}$", (ROOT / file).read_text("utf-8"), re.MULTILINE):
                yield f"no target {target} in {file}"
        case ["docker", "inspect"]:
            return
        case ["kubectl", *rest]:
            yield from _kubectl_faults(rest)
        case ["curl", *rest]:
            yield from _curl_faults(rest)
        case ["pip", "install", *what]:
            extras = set(re.findall(r"\[([\w,]+)\]", " ".join(what)))
            known = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
            yield from (f"no extra {extra}" for extra in extras - set(known))
        case ["pytest", *_, file]:
            yield from _missing(file)
        case ["systemctl", *_, unit]:
            yield from _missing(f"deploy/nightly/{unit}")
        case ["cp", source, _]:
            yield from _missing(source)
        case ["rm", *files]:
            secrets = {secret["file"].removeprefix("./") for secret in read_compose()["secrets"].values()}
            yield from (f"no secret {file}" for file in set(files) - secrets)
        case [script, *_] if script.startswith("deploy/"):
            yield from _missing(script)
        case [program, *_] if program not in OTHERS:
            yield f"what is {program}?"


def _module_faults(module: str, arguments: list[str], *, inline: bool) -> Iterator[str]:
    if module not in PARSERS:
        if importlib.util.find_spec(module) is None:
            yield f"no module {module}"
        return
    said = _refused(PARSERS[module](), arguments)
    if inline and "expected one argument" in said:
        said = _refused(PARSERS[module](), [*arguments, "X"])
    if inline and len(arguments) < 2 and re.search(r"(?:is|are) required", said):
        said = ""  # a command by its name
    if said:
        yield said
    if module == "tests.load":
        yield from (f"no part {each}" for each in arguments[:1] if each not in (*PARTS, "PART"))


def _refused(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> str:
    """What the parser says against the arguments."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        try:
            parser.parse_args(arguments)
        except SystemExit:
            return said.getvalue().splitlines()[-1]
    return ""


def _compose_faults(words: Sequence[str]) -> Iterator[str]:
    services = read_compose()["services"]
    words = [word for word in words if word != "…"]
    verb = next((at for at, word in enumerate(words) if word in ("up", "run", "exec")), len(words))
    for option, file in pairwise(words[:verb]):
        if option in ("--env-file", "-f"):
            yield from _missing(file)
    behind = [word for before, word in zip(words[verb:], words[verb + 1 :], strict=False) if before != "-v"]
    named = [at for at, word in enumerate(behind) if not word.startswith("-")]
    if words[verb : verb + 1] == ["up"]:
        yield from (f"no service {behind[at]}" for at in named if behind[at] not in services)
    elif named:
        service, *inside = behind[named[0] :]
        if service not in services:
            yield f"no service {service}"
        yield from _faults_of(inside, inline=False)


def _kubectl_faults(words: list[str]) -> Iterator[str]:
    if "--" in words:
        at = words.index("--")
        yield from _faults_of(words[at + 1 :], inline=False)
        words = words[:at]
    for option, value in pairwise(words):
        if option in ("-f", "-k") and value != "-":
            yield from _missing(value)
        if option == "cronjob" and f"{option}/{value}" not in resources():
            yield f"no {option} {value}"
    for word in words:
        named = word.removeprefix("--from=")
        if re.fullmatch(r"(?:deployment|cronjob|statefulset|service)/[\w-]+", named) and named not in resources():
            yield f"no {named}"
        if (pod := re.fullmatch(r"pod/([\w-]+)-\d", named)) and f"statefulset/{pod[1]}" not in resources():
            yield f"no {named}"


def _curl_faults(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        served = re.match(r"https?://(?:127\.0\.0\.1:8000|advisor\.example)(/[^?]*)", word)
        if served and served[1] not in routes():
            yield f"no route {served[1]}"


def _missing(file: str) -> Iterator[str]:
    if file not in MADE and not (ROOT / file).exists():
        yield f"no file {file}"


@cache
def targets() -> set[str]:
    (phony,) = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    return set(phony.split())


@cache
def routes() -> set[str]:
    return set(create_app(ScriptedAdvisor(), ApiSettings()).openapi()["paths"])


@cache
def resources() -> set[str]:
    """What the manifests make, as `kind/name`."""
    files = (ROOT / "deploy" / "k8s").rglob("*.yaml")
    loaded = (each for file in files for each in yaml.safe_load_all(file.read_text("utf-8")))
    return {f"{each['kind'].lower()}/{each['metadata']['name']}" for each in loaded if each and "metadata" in each}


def own_options() -> set[str]:
    """Every option of our own commands."""
    found: set[str] = set()
    parsers = [make() for make in PARSERS.values()]
    while parsers:
        for action in parsers.pop()._actions:
            found |= set(action.option_strings)
            if isinstance(action, argparse._SubParsersAction):
                parsers += action.choices.values()
    return found
