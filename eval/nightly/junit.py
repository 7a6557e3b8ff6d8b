"""The gate's findings as JUnit XML: a test case for each family and for each metric over all questions.

A viewer follows a test by its name from night to night, and so the names do not depend on what was found. The
questions that fell stand in their family's case, with both answers.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass, field

from eval.comparison import ALL, Compared, Fallen
from eval.nightly.finished import Finished, Gate
from eval.nightly.night import Night
from eval.thresholds import Thresholds

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUESTIONS = 20


@dataclass
class _Case:
    name: str
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)
    skipped: str | None = None
    told: list[str] = field(default_factory=list)


def junit(finished: Finished, night: Night, rules: Thresholds) -> str:
    """The file."""
    gate = finished.gate
    suites = [] if gate is None else [("families", _families(finished, gate)), ("all questions", _all(gate, rules))]
    root = ET.Element("testsuites", name=f"nightly {night.date} {night.scope}")
    for name, cases in suites:
        root.append(_suite(name, cases, night))
    for total in ("tests", "failures", "errors"):
        root.set(total, str(sum(int(suite.get(total, 0)) for suite in root)))
    root.set("time", f"{night.seconds:.3f}")
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _families(finished: Finished, gate: Gate) -> list[_Case]:
    seconds: dict[str, float] = {}
    for outcome in finished.run.outcomes:
        seconds.setdefault(outcome.family, 0.0)
    questions = {}
    for row in finished.run.rows:
        questions[row.golden.id] = row.golden.question
        if row.reply:
            seconds[row.golden.family] += row.reply.elapsed_ms / 1000
    cases = []
    for family, took in seconds.items():
        case = _Case(family, took)
        if family not in gate.before:
            case.skipped = "not in the baseline"
        case.failures = _broken(gate, family)
        fallen = [each for each in gate.report.fallen if each.family == family]
        case.told = [_told(each, questions.get(each.id, "")) for each in fallen[:_QUESTIONS]]
        cases.append(case)
    return cases


def _all(gate: Gate, rules: Thresholds) -> list[_Case]:
    cases = {metric: _Case(metric) for metric in sorted({*gate.before.get(ALL, {}), *rules.floors, *rules.ceilings})}
    for metric, case in cases.items():
        case.failures = _broken(gate, ALL, metric)
    for bound in gate.report.crossed:
        value = "is judged nowhere any more" if bound.value is None else f"is {bound.value:.4f}"
        cases[bound.metric].failures.append(f"{bound.metric} {value}, its bound is {bound.bound:.4f}: {bound.why}")
    unscored = _Case("rows without scores", told=[", ".join(gate.report.unscored)] if gate.report.unscored else [])
    # The one reason that is about neither a metric nor a family.
    unscored.failures = [reason for reason in gate.report.reasons if "rows have no scores" in reason]
    return [*cases.values(), unscored]


def _broken(gate: Gate, family: str, metric: str | None = None) -> list[str]:
    return [
        _change(each)
        for each in gate.report.comparisons
        if each.rule and each.family == family and metric in (None, each.metric)
    ]


def _change(each: Compared) -> str:
    return f"{each.metric} {each.before:.4f} → {each.after:.4f}, {each.worse} of {each.n} fell ({each.rule})"


def _told(each: Fallen, question: str) -> str:
    scores = ", ".join(
        f"{name} {before:g} → {'no score' if after is None else f'{after:g}'}"
        for name, (before, after) in each.metrics.items()
    )
    return f"{each.id}: {question}\n  {scores}\n  baseline: {each.before}\n  now: {each.after}"


def _suite(name: str, cases: Iterable[_Case], night: Night) -> ET.Element:
    suite = ET.Element("testsuite", name=name, timestamp=night.started.strftime("%Y-%m-%dT%H:%M:%S"))
    properties = ET.SubElement(suite, "properties")
    for key, value in (("release", night.release), ("commit", night.commit or "unknown"), ("golden", night.golden)):
        ET.SubElement(properties, "property", name=key, value=value)
    seconds, failures, skipped, tests = 0.0, 0, 0, 0
    for case in cases:
        element = ET.SubElement(
            suite, "testcase", classname=f"nightly.{name.replace(' ', '-')}", name=case.name, time=f"{case.seconds:.3f}"
        )
        told = _legal("\n\n".join(case.told))
        if case.failures:
            failure = ET.SubElement(element, "failure", type="gate", message=_legal("; ".join(case.failures)))
            failure.text = _legal("\n".join((*case.failures, "", told)))
        elif case.skipped:
            ET.SubElement(element, "skipped", message=case.skipped)
        elif told:
            ET.SubElement(element, "system-out").text = told
        tests, seconds = tests + 1, seconds + case.seconds
        failures, skipped = failures + bool(case.failures), skipped + (bool(case.skipped) and not case.failures)
    for key, count in (("tests", tests), ("failures", failures), ("errors", 0), ("skipped", skipped)):
        suite.set(key, str(count))
    suite.set("time", f"{seconds:.3f}")
    return suite


def _legal(text: str) -> str:
    """Without the characters that XML cannot hold; an answer may hold any."""
    return _ILLEGAL.sub("�", text)
