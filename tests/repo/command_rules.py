"""Which documented commands a test runs, and why the others are not run. The first rule that fits counts; a command
that none fits fails `test_documented_commands.py`: add a rule, or mend the documentation."""

import re
from dataclasses import dataclass
from typing import Literal

How = Literal["run", "slow", "checked"]


@dataclass(frozen=True)
class Rule:
    """`begins` is an expression for the beginning of the command without `.venv/bin/`. What is `checked` is not run,
    and `why` says so. What is run has `narrowed` put behind it, to be done soon, and ends with one of `ends`."""

    begins: str
    how: How = "run"
    why: str = ""
    narrowed: str = ""
    ends: tuple[int, ...] = (0,)


_FEW = "--family dol"
RULES = (
    # Not run here; whatever they name is checked.
    Rule(r"python -m (server|ingest|eval)$", "checked", "a package and no command"),
    Rule(r"deploy/install$", "checked", "named as a file of the project"),
    Rule(r"python -m ingest add PATH", "checked", "a form; README and documents.md have it filled in"),
    Rule(r"make (run|observe)\b|python -m (server serve|ui|http\.server)\b", "checked", "serves until it is ended"),
    Rule(r"make (test|test-full|check|gate|models)\b", "checked", "runs this test, or with it"),
    Rule(r"make docs", "checked", "run by test_site.py"),
    Rule(r"make (test-vllm|peers|load|fuzz)\b", "checked", "long, in an environment of its own"),
    Rule(r"make (sbom|audit)|pip install|pip-audit|git ls-remote|python -m ingest sync", "checked", "the internet"),
    Rule(r"curl -s https://advisor\.example", "checked", "the internet"),
    Rule(r"make clean|git worktree|pre-commit install|systemctl|install -d", "checked", "changes machine or tree"),
    Rule(r"docker |deploy/pin|echo [^|]*\|\s*docker ", "checked", "Docker"),
    Rule(r'kubectl|key="api-key|curl -sH "\$key"|QDRANT_API_KEY=\S+ deploy/qdrant-snapshots', "checked", "a cluster"),
    Rule(r"ray start|python -m ingest run --engine ray", "checked", "a cluster; tests/ingest/test_cluster.py has one"),
    Rule(r"python -m eval judge", "checked", "an LLM that judges"),
    Rule(r"python -m eval (peers(?! --redraw)|mutate|retrieval)", "checked", "most of an hour, or hours"),
    Rule(r"python -m tests\.|(?:python -m )?pytest -m slow", "checked", "minutes with both cores for itself"),
    Rule(r"python -m eval (baseline|gate( --json| --register)?)$", "checked", "minutes; `make test` runs the gate"),
    Rule(r"python -m eval (promote|rollback|releases \w)", "checked", "releases: tests/server/test_release_switch.py"),
    Rule(r"python -m eval families DIR", "checked", "the results of two whole runs"),
    Rule(r"python -m eval feedback --accept", "checked", "wants what a person filled in"),
    # Run by `make test-full`: each takes ten seconds of computing and more.
    Rule(r"python -m eval gate --run", "slow", ends=(0, 1)),  # of few questions it finds some bound broken
    Rule(r"python -m eval compare DIR DIR", "slow", ends=(0, 1)),
    Rule(r"python -m eval run --split", "slow", narrowed=_FEW),
    Rule(r"python -m eval nightly", "slow", narrowed=f"{_FEW} --narrated 0", ends=(0, 1)),
    Rule(r"python -m eval (report|claims|evidence|case-study)|ray get-auth-token", "slow"),
    Rule(r"python -m eval monitor --(since|reference)", "slow", ends=(0, 1)),
    # Run by `make test`.
    Rule(r"python -m eval peers --redraw"),
    Rule(r"python -m eval run", narrowed=_FEW),
    Rule(r"python -m eval monitor", ends=(0, 1)),  # 1 where a bound is broken
    Rule(r"python -m (server|ingest|eval) "),
    Rule(r"curl -sN? (-X POST )?'?http://127\.0\.0\.1:8000/|key=\$\("),
    Rule(r"make help|deploy/make-secrets|cp deploy/|rm deploy/secrets/|printf |export "),
)


def rule_of(command: str) -> Rule | None:
    """The first one that fits."""
    text = command.removeprefix(".venv/bin/")
    return next((rule for rule in RULES if re.match(rule.begins, text.split("#")[0].strip())), None)
