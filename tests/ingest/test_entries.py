"""What is indexed, and as what."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from llama_index.core.schema import MetadataMode

from corpus.catalogue import Catalogue, load_catalogue
from corpus.document import Document, load_documents
from corpus.updates import load_updates
from ingest.entries import Entry, content_hash, entries_of
from ingest.nodes import evidence_of, node_from, node_of, payload_of


@pytest.fixture(scope="module")
def catalogue_entries() -> dict[str, Entry]:
    return {f"{entry.locator}|{entry.heading}": entry for entry in _sources(load_catalogue(), ())}


def _sources(catalogue: Catalogue, documents: Iterable[Document]) -> list[Entry]:
    return [entry for entry in entries_of(catalogue, documents) if entry.layer == "source"]


def test_every_row_of_the_catalogue_is_an_entry() -> None:
    counts = Counter(entry.locator.split(",")[0] for entry in _sources(load_catalogue(), ()))
    updates = len(load_updates(load_catalogue().tools))
    expected = {"Figure 1": 9, "Figure 2": 5 + 1, "Table I": 5, "Table II": 2 * 9, "Table III": 13, "Table IV": 55}
    assert counts == expected | {"Dated sources": updates + 1}


def test_a_tool_is_one_sentence_with_its_phases_cost_and_licence(catalogue_entries: dict[str, Entry]) -> None:
    entry = catalogue_entries["Table IV, row MLFlow|MLFlow"]
    assert "Traditional Model Development (MDT)" in entry.text
    assert "$0 a month for ten users" in entry.text
    assert entry.tools == ("MLFlow",)
    assert entry.roles == ()
    assert set(entry.phases) == {code.value for code in load_catalogue().tools["MLFlow"].phases}


def test_a_role_is_not_tagged_with_other_roles_that_its_official_title_resembles(
    catalogue_entries: dict[str, Entry],
) -> None:
    entry = catalogue_entries["Table III, row Network Administrator|Network Administrator"]
    assert entry.roles == ("Network Administrator",)
    assert "15-1244" in entry.text


def test_a_printed_oddity_is_kept_with_its_note(catalogue_entries: dict[str, Entry]) -> None:
    entry = next(entry for entry in catalogue_entries.values() if "DT, as printed" in entry.text)
    assert "DT" not in entry.phases
    assert "Figure 1 does not define" in entry.text


def test_a_passage_names_what_it_mentions(write_document: Callable[..., Path]) -> None:
    documents = load_documents(write_document("ops", "A Data Scientist logs runs to MLflow during monitoring."))
    entry = _sources(load_catalogue(), documents)[-1]
    assert (entry.roles, entry.tools, entry.phases) == (("Data Scientist",), ("MLFlow",), ("M",))
    assert entry.embedded_text == "About ops\n\nA Data Scientist logs runs to MLflow during monitoring."


def test_a_node_goes_into_a_payload_and_comes_back(catalogue_entries: dict[str, Entry]) -> None:
    for entry in catalogue_entries.values():
        node = node_of(entry)
        back = node_from(node.node_id, payload_of(node))
        assert back == node
        assert back.get_content(MetadataMode.EMBED) == entry.embedded_text
        evidence = evidence_of(back)
        assert (evidence.locator, evidence.excerpt, evidence.as_of) == (entry.locator, entry.text, entry.as_of)


def test_ids_are_distinct_and_the_hash_hears_every_change(catalogue_entries: dict[str, Entry]) -> None:
    entries = list(catalogue_entries.values())
    assert len({entry.id for entry in entries}) == len(entries)
    retitled = [entries[0].model_copy(update={"as_of": "1999-01-01"}), *entries[1:]]
    hashes = {content_hash(entries, "m"), content_hash(entries, "n"), content_hash(retitled, "m")}
    assert len(hashes) == 3
    assert content_hash(entries, "m") == content_hash(_sources(load_catalogue(), ()), "m")


def test_a_question_points_to_the_passage_that_answers_it() -> None:
    catalogue = load_catalogue()
    entries = {entry.id: entry for entry in entries_of(catalogue, load_documents())}
    questions = [entry for entry in entries.values() if entry.layer == "question"]
    assert len(questions) > 4_000
    for question in questions:
        source = entries[question.source or ""]
        assert (source.layer, source.locator) == ("source", question.locator)
        assert set(question.needs) <= catalogue.roles.keys()


def test_what_is_asked_beyond_the_corpus_has_no_source() -> None:
    beyond = [entry for entry in entries_of(load_catalogue(), ()) if entry.layer == "beyond"]
    assert len(beyond) > 1_000
    assert all(entry.source is None and entry.locator for entry in beyond)
