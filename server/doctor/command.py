"""`python -m server doctor`: every check in turn, a line for each finding."""

from collections.abc import Iterator

from server.doctor.database import database, keys
from server.doctor.disk import disk
from server.doctor.finding import Check, Finding, failed
from server.doctor.index import index
from server.doctor.models import embedding, llm
from server.doctor.outside import slack, traces
from server.doctor.ports import ports
from server.doctor.qdrant import qdrant
from server.errors import AdvisorError
from server.settings import Settings

# What a check does not look for itself has a message that names the fix.
_EXPECTED = (AdvisorError, RuntimeError, OSError, ValueError)

CHECKS: dict[str, Check] = {
    "data folder": disk,
    "API": ports,
    "Qdrant": qdrant,
    "index": index,
    "embedding": embedding,
    "LLM": llm,
    "database": database,
    "keys": keys,
    "Slack": slack,
    "traces": traces,
}


def run_doctor(settings: Settings) -> int:
    """Print what is found; 1 where anything failed."""
    status = 0
    for finding in examine(settings):
        print(f"{finding.state:<8} {finding.part}: {finding.said}", flush=True)
        status = status or int(finding.state == "failed")
    return status


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding, each as soon as it is there."""
    for part, check in CHECKS.items():
        try:
            yield from check(settings)
        except _EXPECTED as error:
            yield failed(part, str(error))
