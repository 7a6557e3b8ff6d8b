"""The verifier against the labelled claims: who passes, and how sure the figures are."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt
from statistics import quantiles
from time import perf_counter

from eval.claims import LABELS, Label, LabelledClaim, Places, evidence_at
from server.schema import Verdict, Wire
from server.verifier import Verifier

VERDICTS: tuple[Verdict, ...] = ("supported", "unsupported", "contradicted")
# The 97.5 % point of the normal distribution: two-sided 95 %.
_Z = 1.959964


class Judged(Wire):
    """A claim and the verdict on what it cites; `ms` is how long that took. `carried` tells whether a
    `wrong-citation` is supported where its carrier is cited instead."""

    claim: LabelledClaim
    verdict: Verdict
    evidence: str
    ms: float
    carried: bool | None = None


class Share(Wire):
    """`part` of `whole` with its Wilson 95 % interval; all None where there is nothing to share."""

    part: int
    whole: int
    share: float | None
    low: float | None
    high: float | None


class Figures(Wire):
    """What the verifier let through. `shown_wrong` is the share of the shown sentences that should not be."""

    confusion: dict[Label, dict[Verdict, int]]
    precision: Share
    recall: Share
    shown_wrong: Share
    wrong_passed: dict[Label, Share]
    contradicted_recall: Share
    carried: Share
    ms_p50: float
    ms_p95: float


def judged(claims: Iterable[LabelledClaim], verifier: Verifier, places: Places) -> list[Judged]:
    """Every claim against all evidence at its citations, as an answer's sentence is judged."""
    return [_judged(claim, verifier, places) for claim in claims]


def figures(rows: Sequence[Judged]) -> Figures:
    """Precision, recall and errors by label; needs at least two rows."""
    counts = Counter((row.claim.label, row.verdict) for row in rows)
    labels = Counter(row.claim.label for row in rows)
    shown = sum(counts[label, "supported"] for label in LABELS)
    right = counts["supported", "supported"]
    rehomed = [row for row in rows if row.carried is not None]
    cuts = quantiles((row.ms for row in rows), n=20, method="inclusive")
    return Figures(
        confusion={label: {verdict: counts[label, verdict] for verdict in VERDICTS} for label in LABELS},
        precision=share(right, shown),
        recall=share(right, labels["supported"]),
        shown_wrong=share(shown - right, shown),
        wrong_passed={
            label: share(counts[label, "supported"], labels[label]) for label in LABELS if label != "supported"
        },
        contradicted_recall=share(counts["contradicted", "contradicted"], labels["contradicted"]),
        carried=share(sum(bool(row.carried) for row in rehomed), len(rehomed)),
        ms_p50=round(cuts[9], 2),
        ms_p95=round(cuts[18], 2),
    )


def share(part: int, whole: int) -> Share:
    """A share with its Wilson score interval (Wilson 1927)."""
    if whole == 0:
        return Share(part=0, whole=0, share=None, low=None, high=None)
    p, z2 = part / whole, _Z * _Z
    centre = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    half = _Z / (1 + z2 / whole) * sqrt(p * (1 - p) / whole + z2 / (4 * whole * whole))
    return Share(
        part=part,
        whole=whole,
        share=round(p, 4),
        low=round(max(0.0, centre - half), 4),
        high=round(min(1.0, centre + half), 4),
    )


def shown(found: Figures, heading: str) -> str:
    """The figures for reading."""
    lines = [heading, f"  {'label':<16}" + "".join(f"{verdict:>14}" for verdict in VERDICTS)]
    lines += [
        f"  {label:<16}" + "".join(f"{found.confusion[label][verdict]:>14}" for verdict in VERDICTS) for label in LABELS
    ]
    lines += [
        f"  precision of supported        {in_words(found.precision)}",
        f"  recall of supported           {in_words(found.recall)}",
        f"  wrong among the shown         {in_words(found.shown_wrong)}",
        *(f"  passed though {label:<15} {in_words(passed)}" for label, passed in found.wrong_passed.items()),
        f"  contradicted found as such    {in_words(found.contradicted_recall)}",
        f"  carried by the right place    {in_words(found.carried)}",
        f"  one verification              p50 {found.ms_p50} ms, p95 {found.ms_p95} ms",
    ]
    return "\n".join(lines)


def _judged(claim: LabelledClaim, verifier: Verifier, places: Places) -> Judged:
    started = perf_counter()
    judgement = verifier.verify(claim.sentence, evidence_at(claim.cited, places))
    ms = (perf_counter() - started) * 1000
    carried = None
    if claim.carrier is not None:
        carried = verifier.verify(claim.sentence, evidence_at([claim.carrier], places)).verdict == "supported"
    return Judged(claim=claim, verdict=judgement.verdict, evidence=judgement.evidence, ms=round(ms, 3), carried=carried)


def in_words(found: Share) -> str:
    """A share with its parts and its interval."""
    if found.share is None or found.low is None or found.high is None:
        return "none to judge"
    return f"{found.share:7.1%}  ({found.part} of {found.whole}; 95 % {found.low:.1%} to {found.high:.1%})"
