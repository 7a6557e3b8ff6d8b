"""Locust in its own environment, and what it counted."""

import json
import os
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.load.rig import ROOT, VAR

LOCUST = VAR / "load" / "bin" / "locust"
_FINISH_S = 60


@dataclass(frozen=True)
class Counted:
    """The replies of one kind; `times` in milliseconds, as locust rounds them (whole below 100, then tens)."""

    number: int
    failed: int
    per_second: float
    times: "Counter[float]"

    def percentile(self, share: float) -> float:
        """The time within which this share of the replies came."""
        ordered = sorted(self.times.elements())
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def crowd(
    url: str, users: dict[str, int], seconds: float, questions: list[str], folder: Path, *, once: bool = False
) -> dict[str, Counted]:
    """What so many users of each kind were told in so many seconds, by name; all who had begun were waited for. They
    ask the questions over and over, or each `once` at most."""
    asked, told = folder / "questions.txt", folder / "told"
    asked.write_text("\n".join(" ".join(question.split()) for question in questions), "utf-8")
    number = str(sum(users.values()))
    told_to = {"LOAD_QUESTIONS": str(asked), "LOAD_USERS": json.dumps(users)} | ({"LOAD_ONCE": "1"} if once else {})
    subprocess.run(
        [
            *(str(LOCUST), "-f", str(ROOT / "tests" / "load" / "locustfile.py"), *users, "--host", url),
            *("--headless", "--users", number, "--spawn-rate", number, "--run-time", f"{seconds:g}s"),
            *("--stop-timeout", str(_FINISH_S), "--json-file", str(told), "--only-summary", "--loglevel", "WARNING"),
            *("--exit-code-on-error", "0"),
        ],
        env=os.environ | told_to,
        check=True,
        stderr=subprocess.DEVNULL,
        timeout=seconds + _FINISH_S + 60,
    )
    return {entry["name"]: _counted(entry) for entry in json.loads(told.with_suffix(".json").read_text("utf-8"))}


def _counted(entry: dict[str, object]) -> Counted:
    spent = entry["last_request_timestamp"] - entry["start_time"]
    times = Counter({float(time): number for time, number in entry["response_times"].items()})
    return Counted(entry["num_requests"], entry["num_failures"], entry["num_requests"] / spent, times)
