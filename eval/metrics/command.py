"""`python -m eval evidence [--split dev|test|all] [--json]`: how far the citation metrics can be trusted.

Judges the labelled claims with the evidence check behind citation precision and recall, and prints by label how many
it calls borne out.
"""

import argparse
import json

from corpus.catalogue import load_catalogue
from corpus.document import load_documents
from eval.claims import LABELS, evidence_at, load_claims, places_with_evidence
from eval.metrics.evidence import EvidenceCheck
from eval.verdicts import Share, in_words, share
from server.advising import Build
from server.settings import Settings


def add_evidence(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = commands.add_parser("evidence", help="judge the labelled claims with the check of the citation metrics")
    parser.add_argument("--split", choices=("dev", "test", "all"), default="dev")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(handler=run_evidence)


def run_evidence(options: argparse.Namespace, _: Settings, __: Build) -> int:
    """Judge, print, and return the exit status."""
    found = passed(options.split)
    if options.json:
        print(
            json.dumps({"split": options.split, "borne_out": {name: part.model_dump() for name, part in found.items()}})
        )
        return 0
    print(f"labelled claims called borne out, split {options.split}")
    for label, part in found.items():
        print(f"  {label:<16}{in_words(part)}")
    return 0


def passed(split: str) -> dict[str, Share]:
    """By label, the share of the claims that the check calls borne out."""
    catalogue = load_catalogue()
    check, places = EvidenceCheck(catalogue), places_with_evidence(catalogue, load_documents())
    claims = [claim for claim in load_claims() if split in ("all", claim.split)]
    borne_out = {claim.id for claim in claims if check.bears_out(claim.sentence, evidence_at(claim.cited, places))}
    return {
        label: share(
            sum(claim.id in borne_out for claim in claims if claim.label == label),
            sum(claim.label == label for claim in claims),
        )
        for label in LABELS
    }
