"""The labelled claims as outcomes, so that the gate watches the verifier too, without any LLM."""

import hashlib
from collections.abc import Sequence

from eval.claims import LabelledClaim, Places
from eval.outcomes import Outcome
from eval.verdicts import Judged, judged
from server.verifier import Verifier


def claim_outcomes(claims: Sequence[LabelledClaim], verifier: Verifier, places: Places) -> tuple[Outcome, ...]:
    """`verdict`: a supported sentence is let through, any other is not; `denied`: a contradicted one is called so."""
    return tuple(map(_outcome, judged(claims, verifier, places)))


def _outcome(row: Judged) -> Outcome:
    shown = row.verdict == "supported"
    scores = {"verdict": float(shown == (row.claim.label == "supported"))}
    if row.claim.label == "contradicted":
        scores["denied"] = float(row.verdict == "contradicted")
    asked = row.claim.model_dump_json(include={"sentence", "cited", "label"})
    return Outcome(
        id=row.claim.id,
        family=f"claims-{row.claim.label}",
        golden=hashlib.sha256(asked.encode()).hexdigest()[:8],
        scores=scores,
        answer=f"({row.verdict}) {row.evidence}",
    )
