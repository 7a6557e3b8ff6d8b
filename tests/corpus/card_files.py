"""The shipped cards by kind, and how they name what they say."""

import re

from corpus.catalogue import load_catalogue
from corpus.document import DOCUMENTS, Document, Passage, load_document
from corpus.linker import Kind, Linker

CATALOGUE = load_catalogue()
LINKER = Linker(CATALOGUE)
NAMES = {
    "tool": tuple(CATALOGUE.tools),
    "role": tuple(CATALOGUE.roles),
    "phase": tuple(phase.name for phase in CATALOGUE.phases.values()),
    "concept": (
        *("MLOps", "LLMOps", "Way to Production", "Feature Store", "Model Registry", "RAG", "Fine-tuning", "Drift"),
        *("Paper", "First Steps", "Sensitive Data", "Rising Costs", "Reproducibility", "Maturity Models"),
        *("Wages", "Simple Tools", "Machine Learning"),
    ),
}
CARDS = {
    f"{kind}-{path.stem}": load_document(path)
    for kind in NAMES
    for path in sorted((DOCUMENTS / f"{kind}s").glob("*.md"))
}
# What a table prints or leaves empty is only contradicted in words that say what it prints.
SAYS_SO = re.compile(r"Table I[IV]+\b|[Tt]he paper|Section II")


def kind_of(card: Document) -> str:
    return card.id.partition("-")[0]


def name_of(card: Document) -> str:
    return card.title.partition(" card: ")[2]


def of_kind(kind: str) -> list[Document]:
    return [card for card in CARDS.values() if kind_of(card) == kind]


def below(card: Document, heading: str) -> list[Passage]:
    return [passage for passage in card.passages if passage.heading == heading]


def codes(text: str) -> set[str]:
    return set(re.findall(r"\(([A-Z]{1,3})\)", text))


def named(kind: Kind, text: str) -> set[str]:
    return {mention.name for mention in LINKER.link(text, typos=False) if mention.kind == kind}


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("&", "")).strip("-")
