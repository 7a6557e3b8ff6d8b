"""The files that people and viewers read, written anew from what a folder holds."""

from dataclasses import replace
from pathlib import Path

from eval.nightly.finished import Finished
from eval.nightly.history import History
from eval.nightly.junit import junit
from eval.nightly.mrkdwn import sections, text
from eval.nightly.night import Night
from eval.nightly.report import html
from eval.thresholds import Thresholds

PAGE, MESSAGE, CASES = "report.html", "summary.md", "junit.xml"


def publish(folder: Path, finished: Finished, night: Night, history: History, rules: Thresholds) -> list[str]:
    """The page, the message and the test cases of a night; the message is returned too. Raises HistoryError."""
    finished = replace(finished, past=tuple(history.past(night.scope, night.date)))
    write_page(folder, finished, rules)
    message = sections(finished, night, rules, str(folder / PAGE))
    (folder / MESSAGE).write_text(text(message), encoding="utf-8")
    (folder / CASES).write_text(junit(finished, night, rules), encoding="utf-8")
    return message


def write_page(folder: Path, finished: Finished, rules: Thresholds) -> None:
    """The page alone."""
    (folder / PAGE).write_text(html(finished, rules), encoding="utf-8")
