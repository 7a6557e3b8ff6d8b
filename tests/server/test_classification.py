"""Classes learned from examples: by meaning, by words, and by both."""

import math
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from llama_index.core.schema import TextNode

from ingest.edge import EdgeEngine
from ingest.nodes import node_from
from ingest.store import QdrantStore
from server.classification.classifier import Classifier
from server.classification.discriminant import Discriminant
from server.classification.examples import Examples
from server.classification.naive_bayes import NaiveBayes
from server.embedded import Embedded
from server.retrieval.lessons import UNLEARNED, Lessons
from server.retrieval.placement import Work

RANDOM = np.random.default_rng(7)
AXES = np.eye(6)
ADVICE = "Card Fence, When to choose it, statement 1"


def around(centre: np.ndarray, number: int = 60) -> np.ndarray:
    """Points that scatter mostly along the last axis, which tells nothing."""
    noise = RANDOM.normal(size=(number, 6)) * np.array([0.1, 0.1, 0.1, 0.1, 0.1, 2.0])
    return np.asarray(centre + noise)


def test_what_all_classes_scatter_by_tells_them_apart_by_nothing() -> None:
    discriminant = Discriminant.fitted(np.concatenate([around(AXES[0]), around(AXES[1])]), np.array([60, 60]))
    near = AXES[0] + 5 * AXES[5]
    assert discriminant.scores(near).argmax() == 0
    assert discriminant.scores(AXES[1] - 5 * AXES[5]).argmax() == 1


def worded(*texts: list[str]) -> NaiveBayes:
    """Fitted to the texts of each class, whose embeddings say nothing."""
    every = [text for each in texts for text in each]
    labels = np.repeat(np.arange(len(texts)), [len(each) for each in texts])
    return NaiveBayes.fitted(Examples(every, np.zeros((len(every), 1))), np.arange(len(every)), labels, len(texts))


def test_words_and_pairs_of_them_speak_for_the_class_that_holds_them() -> None:
    words = worded(["the goat is live"] * 3, ["live goat cheese"] * 3)
    live, goat, unseen = (words.scores(text) for text in ("is live", "the live goat", "violin"))
    assert live.argmax() == 0
    assert goat.argmax() == 0
    assert words.scores("live goat").argmax() == 1
    assert np.array_equal(unseen, [0, 0])


def test_a_word_that_is_hardly_ever_seen_says_nothing() -> None:
    words = worded(["violin", "cello", "cello", "cello"], ["drum", "drum", "drum"])
    assert np.array_equal(words.scores("violin"), [0, 0])
    assert words.scores("cello").argmax() == 0


@pytest.mark.parametrize(("text", "expected"), [("watch the herd", "watching"), ("sell the herd", "selling")])
def test_words_decide_where_meaning_does_not(text: str, expected: str) -> None:
    between = (AXES[0] + AXES[1]) / 2
    vectors = np.concatenate([around(AXES[0]), around(AXES[1])])
    examples = Examples(["watch the herd"] * 60 + ["sell the herd"] * 60, vectors)
    classes = {"watching": range(60), "selling": range(60, 120)}
    likelihoods = Classifier[str].learned(examples, classes).likelihoods(Embedded(text, between.tolist()))
    assert likelihoods[expected] > 0.8
    assert sum(likelihoods.values()) == pytest.approx(1)


def test_an_index_without_known_questions_teaches_nothing(tmp_path: Path) -> None:
    with closing(QdrantStore(EdgeEngine.create(tmp_path / "shard", 3))) as store:
        lessons = Lessons.of(store)
    asked = Embedded("who waters the herd?", [1.0, 0.0, 0.0])
    assert (lessons.phases(asked), lessons.needs(asked), lessons.advising(asked)) == ({}, {}, None)
    assert lessons.answering(asked) is UNLEARNED
    assert lessons.parts(asked) == {}
    assert Work(frozenset(), [], [], lessons.phases(asked), lessons.needs(asked), 0.0).needing is None


def test_what_answers_and_whether_anything_does_is_learned_from_all_known_questions(tmp_path: Path) -> None:
    def known(layer: str, name: str, text: str, axis: int, document: str = "paper") -> list[TextNode]:
        payload = {"text": text, "layer": layer, "document": document, "locator": name, "needs": []}
        source = name if layer == "question" else None
        vectors = around(AXES[axis], 12)
        return [node_from(str(uuid4()), {**payload, "source": source}, vector.tolist()) for vector in vectors]

    with closing(QdrantStore(EdgeEngine.create(tmp_path / "shard", 6))) as store:
        store.add(known("question", "watering", "who waters the herd?", 0))
        store.add(known("question", "selling", "who buys a goat?", 1))
        store.add(known("question", ADVICE, "we need a fence, who builds one?", 3, "tool-fence"))
        store.add(known("beyond", "what violins cost", "what does a violin cost?", 2))
        lessons = Lessons.of(store)
    of_a_sale = lessons.answering(Embedded("who buys a cheese?", AXES[1].tolist()))
    assert of_a_sale.likely("selling") > of_a_sale.likely("watering")
    assert of_a_sale.likely("what violins cost") == -math.inf
    shares = [math.exp(of_a_sale.likely(source)) for source in ("watering", "selling", ADVICE)]
    assert sum(shares) == pytest.approx(1)
    assert of_a_sale.carried > 0 > lessons.answering(Embedded("what does a cello cost?", AXES[2].tolist())).carried
    between = ((AXES[1] + AXES[3]) / 2).tolist()
    assert lessons.advising(Embedded("we need a fence", AXES[3].tolist())) == "tool-fence"
    assert lessons.advising(Embedded("who buys a fence?", between)) is None
    assert lessons.advising(Embedded("who buys a goat?", AXES[1].tolist())) is None
