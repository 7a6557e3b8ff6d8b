"""Every command of the documentation is run, or what it names is there: `command_rules.py` says which, and why."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repo.bench import Bench, Main, main_of, split
from tests.repo.command_references import faults, own_options
from tests.repo.command_rules import RULES, rule_of
from tests.repo.documented import LANGUAGES, PAGES, ROOT, blocks, files, languages, options, python_blocks

BLOCKS = [block for page in PAGES for block in blocks(page)]
# Each is run for the page that shows it first.
OWNERS = {command: block.page for block in reversed(BLOCKS) for command in block.commands}
COMMANDS = sorted({(command, block.inline) for block in BLOCKS for command in block.commands})
# Of vLLM, its router, Docker and oauth2-proxy.
OPTIONS_OF_OTHERS = set(
    "--kv-cache-memory-bytes --otlp-traces-endpoint --max-num-seqs --revision --enable-mfu-metrics --target "
    "--enable-scale-out --worker-urls --cookie-domain --whitelist-domain".split()
)
MADE_BY_COMMANDS = {"eval/golden/feedback.jsonl", "deploy/secrets/"}


def _wanted(how: str) -> list[str]:
    """Pages with commands that are run so."""
    pages = {page for command, page in OWNERS.items() if (rule := rule_of(command)) and rule.how == how}
    return [name for page in PAGES if (name := page.relative_to(ROOT).as_posix()) in pages]


def test_every_command_has_a_rule_and_every_rule_a_command() -> None:
    assert not [command for command, _ in COMMANDS if rule_of(command) is None]
    assert len(COMMANDS) > 150
    used = {rule_of(command) for command, _ in COMMANDS}
    assert not [rule.begins for rule in RULES if rule not in used]
    assert all(rule.why for rule in RULES if rule.how == "checked")


def test_commands_hide_in_no_other_kind_of_block() -> None:
    assert {language for page in PAGES for language in languages(page)} <= LANGUAGES


@pytest.mark.parametrize("page", [page.relative_to(ROOT).as_posix() for page in PAGES])
def test_what_the_commands_name_is_there(page: str) -> None:
    shown = [(command, block.inline) for block in BLOCKS if block.page == page for command in block.commands]
    found = {command: list(faults(command, inline=inline)) for command, inline in shown}
    assert not {command: wrong for command, wrong in found.items() if wrong}
    assert options(ROOT / page) <= own_options() | OPTIONS_OF_OTHERS
    assert not [path for path in files(ROOT / page) - MADE_BY_COMMANDS if not any(ROOT.glob(path))]


@pytest.mark.parametrize(
    "wrong",
    [
        "make cofee",
        "python -m server asks x",
        "python -m eval gate --runs DIR",
        "python -m tests.load heart",
        "docker compose -f compose.yml up",
        "docker compose … exec -T apis python -m server doctor",
        "docker compose … exec -T api python -m server doctors",
        'x="$(kubectl exec deployment/api -- python -m server key list)"',
        "kubectl create job --from=cronjob/syncs first",
        "curl -s http://127.0.0.1:8000/v1/asks",
        "export ADVISOR_API_PORT=1",
        "rm deploy/secrets/qdrant && deploy/make-secrets",
        "echo x | jqq .",
    ],
)
def test_what_is_not_there_is_noticed(wrong: str) -> None:
    assert list(faults(wrong, inline=False))


@pytest.fixture(scope="module")
def bench(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with Bench.laid(tmp_path_factory.mktemp("bench"), data_dir) as laid:
        yield laid


@pytest.fixture
def main(bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Main:
    """A command of ours in this process, which saves its imports: status and what it printed."""
    for name, value in bench.environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(bench.tree)

    def run(package: str, arguments: str) -> tuple[int, str]:
        if arguments.startswith("restore "):
            monkeypatch.setenv("ADVISOR_DATA_DIR", str(bench.temporary / "restored"))
            monkeypatch.setenv("ADVISOR_API__PORT", "9")
        capsys.readouterr()
        status = main_of(package)(shlex.split(arguments, comments=True))
        for name in ("ADVISOR_DATA_DIR", "ADVISOR_API__PORT"):
            monkeypatch.setenv(name, bench.environ[name])
        return status, capsys.readouterr().out

    return run


@pytest.mark.model
@pytest.mark.timeout(400)
@pytest.mark.usefixtures("logging_restored")
@pytest.mark.parametrize("page", _wanted("run"))
def test_the_commands_of_a_page_run(page: str, bench: Bench, main: Main) -> None:
    _run_page(page, "run", bench, main)


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.timeout(1200)
@pytest.mark.usefixtures("logging_restored")
@pytest.mark.parametrize("page", _wanted("slow"))
def test_the_expensive_commands_of_a_page_run(page: str, bench: Bench, main: Main) -> None:
    _run_page(page, "slow", bench, main)


def _run_page(page: str, how: str, bench: Bench, main: Main) -> None:
    for block in BLOCKS:
        ready = [each for each in block.commands if (rule := rule_of(each)) and rule.how == how]
        own = block.shown or any(OWNERS[each] == page for each in ready)
        if block.page != page or not ready or not own or (block.inline and _is_a_name(ready[0])):
            continue
        printed = _run(ready, bench, main)
        missing = [line for line in block.shown if line not in printed]
        assert not missing, f"{page}: {ready} printed\n{printed}"


def _is_a_name(command: str) -> bool:
    """A command that is named without what it requires."""
    return split(command) is not None and bool(list(faults(command, inline=False)))


def _run(commands: list[str], bench: Bench, main: Main) -> str:
    """What they print: those that need no shell one by one, all of a block in one shell where any needs it."""
    if any(split(command) is None for command in commands):
        done = bench.shell("\n".join(bench.filled_in(command, main) for command in commands))
        assert done.returncode == 0, f"{commands}: {done.stderr}{done.stdout}"
        return done.stdout
    printed = ""
    for command in commands:
        rule, parts = rule_of(command), split(bench.filled_in(command, main))
        assert rule is not None
        assert parts is not None
        package, arguments, target = parts
        status, out = main(package, f"{arguments} {rule.narrowed}")
        assert status in rule.ends, f"{command} ended with {status}: {out}"
        if target:
            Path(target).write_text(out, "utf-8")
        printed += out
    return printed


@pytest.mark.model
@pytest.mark.usefixtures("main")
@pytest.mark.parametrize("page", [page.relative_to(ROOT).as_posix() for page in PAGES if python_blocks(page)])
def test_programs_in_python_print_what_their_comments_say(
    page: str, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    for program in python_blocks(ROOT / page):
        said = re.findall(r"^print\(.*\)  # (.+)$", program, re.MULTILINE)
        exec(compile(program.replace("http://127.0.0.1:8000", bench.url), page, "exec"), {})
        printed = capsys.readouterr().out
        assert said
        assert all(line in printed for line in said)
