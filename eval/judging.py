"""The judge-free evaluation: golden questions asked, scored and measured, and labelled claims judged."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.catalogue import Catalogue, load_catalogue
from corpus.document import load_documents
from corpus.linker import Linker
from eval.claim_outcomes import claim_outcomes
from eval.claims import LabelledClaim, load_claims, places_with_evidence
from eval.golden import Golden
from eval.journal import Journal
from eval.metrics.measuring import Measures
from eval.outcomes import Outcome, outcome_of
from eval.places import places_of
from eval.rows import Row
from eval.run import Config, config, run
from eval.service import Service, in_process, service
from eval.summary import Summary, summarized
from ingest.embedding import IN_PROCESS
from ingest.fetch import fetch_model
from ingest.minilm import MiniLM
from server.advising import Advising, Build
from server.settings import Settings
from server.verifier import Verifier


@dataclass(frozen=True)
class Evaluation:
    """What an evaluation found; the claims, which no service answers, are outcomes alone."""

    config: Config
    rows: tuple[Row, ...]
    outcomes: tuple[Outcome, ...]
    summary: Summary


@dataclass(frozen=True)
class Wanted:
    """What is asked, of which split, how many questions at a time; rows are kept in `journal`, if any."""

    questions: Sequence[Golden]
    split: str
    jobs: int
    claims: Sequence[LabelledClaim] = ()
    narrate: bool = False
    journal: Journal | None = None


def wanted(questions: Sequence[Golden], split: str, jobs: int) -> Wanted:
    """The questions and the claims of a split."""
    return Wanted(questions, split, jobs, [claim for claim in load_claims() if split in ("all", claim.split)])


def with_llm(settings: Settings) -> Advising:
    """The advisor of this tree, whatever release is live; imported late, since it brings the heavy libraries."""
    from server.bootstrap import build

    return build(settings)


def without_llm(settings: Settings) -> Advising:
    """The advisor of this tree, with no LLM started: nothing here narrates."""
    from server.bootstrap import build

    return build(settings, llm=False)


async def evaluated(settings: Settings, asked: Wanted, build: Build, url: str | None = None) -> Evaluation:
    """Ask and score; the service at `url`, or one in this process. Raises ServiceError when it cannot be asked."""
    opened = service(settings, url, build, llm=asked.narrate) if url else in_process(settings, build, llm=asked.narrate)
    async with opened as target:
        return await evaluation(target, settings, asked)


async def evaluation(target: Service, settings: Settings, asked: Wanted) -> Evaluation:
    """Ask `target` and score; raises ServiceError when no question got an answer."""
    catalogue, documents = load_catalogue(), load_documents()
    rows: list[Row] = []
    release = ""
    if asked.questions:
        places = places_of(catalogue, documents)
        rows, release = await run(
            target, asked.questions, places, narrate=asked.narrate, jobs=asked.jobs, journal=asked.journal
        )
        rows = await Measures(catalogue, documents, lambda: _encoder(settings)).measured(rows)
    found = tuple(map(outcome_of, rows))
    if asked.claims:
        verifier = make_verifier(settings, catalogue)
        found += claim_outcomes(asked.claims, verifier, places_with_evidence(catalogue, documents))
    facts = config(target, release, asked.questions, split=asked.split, narrate=asked.narrate)
    return Evaluation(facts, tuple(rows), found, summarized(rows, release))


def make_verifier(settings: Settings, catalogue: Catalogue) -> Verifier:
    """The verifier by rules, with likeness of words where the encoder runs in process."""
    from server.verification.likeness import Likeness

    likeness = Likeness(_encoder(settings).tokens) if settings.embedding.base_url is None else None
    return Verifier(catalogue, Linker(catalogue), likeness)


def _encoder(settings: Settings) -> MiniLM:
    return MiniLM(fetch_model(IN_PROCESS, settings.data_dir))
