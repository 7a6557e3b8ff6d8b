"""The decision of Figure 2: every path through it, and the wordings that state its conditions."""

# ruff: noqa: E501 - one case a line reads better than one name a line

import itertools
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue import load_catalogue
from corpus.document import load_documents
from corpus.linker import Linker
from eval.places import Place, places_of
from server.facts.decision import decide
from server.facts.engine import FactEngine
from server.query import Query
from server.sheet import Sheet
from server.understanding.parser import Parser
from server.understanding.reach.unknown import Vocabulary
from server.understanding.readings.decision import stated_conditions

CATALOGUE = load_catalogue()
PARSER = Parser(CATALOGUE, Linker(CATALOGUE), Vocabulary([]))
ENGINE = FactEngine(CATALOGUE)
WORDS = "we have no lots of data GPUs and but , ? . ; experts cannot maintain it if existing models are special".split()
NAMES = [criterion.name for criterion in CATALOGUE.criteria]


def read(question: str) -> Query | None:
    return PARSER.parse(question).query


def ask(question: str) -> Sheet:
    query = read(question)
    assert query is not None
    assert query.select == "decision"
    return ENGINE.answer(query)


def conditions(expected: str) -> dict[str, str]:
    """`data+ need-` in full."""
    full = {name.split()[-1]: name for name in NAMES}
    return {full[word[:-1]]: "yes" if word[-1] == "+" else "no" for word in expected.split()}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Should we train our own LLM? We have lots of data but no GPUs.", "data+ compute-"),
        ("We have plenty of labelled data, should we train our own LLM without ML experts?", "data+ expertise-"),
        ("should we train our own llm we have lots of data but no gpus", "data+ compute-"),
        ("We lack GPUs and ML experts. Train our own LLM or use an existing one?", "compute- expertise-"),
        ("No budget for GPUs, plenty of labelled data: own LLM or existing one?", "compute- data+"),
        ("Should we train our own LLM if we cannot maintain it?", "maintenance-"),
        ("We need a specialised model, have ample data, a GPU cluster, ten ML researchers and can maintain it. Should we train our own LLM?", "need+ data+ compute+ expertise+ maintenance+"),
        ("Data: yes. GPUs: no. Experts: yes. Should we train our own LLM?", "data+ compute- expertise+"),
        ("Neither GPUs nor experts here, is it worth training our own LLM?", "compute- expertise-"),
        ("GPUs? none. Data? plenty. Should we build our own LLM?", "compute- data+"),
        ("Is it worth training our own LLM when our data is messy?", "data-"),
        ("when is it worth training our own LLM", ""),
        ("what does Figure 2 say about training our own LLM?", ""),
        ("Should we train our own LLM or use an existing one?", ""),
        ("How much data do we need to train our own LLM?", ""),
        ("Do we need GPUs and experts to train our own LLM?", ""),
        ("Which roles do we need to train our own LLM?", ""),
        ("Existing models work fine for us. Should we still train our own LLM?", "need-"),
        ("Off-the-shelf LLMs fail on our legal jargon; should we train our own?", "need+"),
        ("Nobody here knows machine learning, should we train our own LLM?", "expertise-"),
        ("We have GPUs and experts but little data. Should we train our own LLM?", "compute+ expertise+ data-"),
        ("Compute is not a problem and we have no shortage of data. Should we train our own LLM?", "compute+ data+"),
        ("We can't afford GPUs. Should we train our own LLM?", "compute-"),
        ("should a small startup with a huge dataset and a team of ML researchers train its own LLM?", "data+ expertise+"),
        ("We've got two data scientists and a few GPUs. Own LLM or not?", "expertise+ compute-"),
        ("Nothing special about our use case. Should we train our own LLM?", "need-"),
        ("We only have CPUs, should we train our own LLM?", "compute-"),
        ("GPUs and experts are missing. Should we train our own LLM?", "compute- expertise-"),
        ("We have data, GPUs and experts. Should we train our own LLM?", "data+ compute+ expertise+"),
        ("We do not have data, GPUs or experts. Should we train our own LLM?", "data- compute- expertise-"),
        ("Our data is plentiful and clean, the compute is there, there is nobody to maintain the model though. Train our own LLM?", "data+ compute+ maintenance-"),
        ("Does it make sense to train our own LLM given that our domain is highly specialised?", "need+"),
        ("Who would maintain our own LLM if we train one?", ""),
        ("We have some data. Should we train our own LLM?", "data-"),
    ],
)  # fmt: skip
def test_wordings_that_the_rules_were_written_with(question: str, expected: str) -> None:
    assert dict(stated_conditions(question)) == conditions(expected)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("We have it all: data, compute, skilled people. Should we train our own LLM?", "data+ compute+ expertise+"),
        ("We lack the following: GPUs, experts. Own LLM?", "compute- expertise-"),
        ("Everything we need is here: a GPU cluster, experts, a special need. Train our own LLM?",
         "compute+ expertise+ need+"),
        ("We have GPUs but cannot look after the thing later. Train our own LLM?", "compute+ maintenance-"),
        ("We may not share any records with outsiders. Should we train our own LLM?", ""),
        ("Our data can't go to the cloud, no GPUs either. Should we build our own LLM?", "compute-"),
        ("We have terabytes of data which must never leave the bank. Own LLM?", "data+"),
        ("Documents have to stay in the building. Train our own LLM?", ""),
    ],
)  # fmt: skip
def test_lists_behind_a_colon_and_data_that_stays_in_the_house(question: str, expected: str) -> None:
    assert dict(stated_conditions(question)) == conditions(expected)
    assert read(question) is not None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Is it sensible for us to train our own LLM, seeing that we sit on petabytes of clean logs?", "data+"),
        ("Our GPU cluster is huge but we have hardly any data. Own LLM?", "compute+ data-"),
        ("I run a two-person shop without any ML background. Should I train my own LLM?", "expertise-"),
        ("We lack the people to keep a model up to date, should we train our own LLM or not?", "maintenance-"),
        ("Should we build our own LLM given insufficient computing power?", "compute-"),
        ("Plenty of GPUs. Plenty of experts. Not enough data. Do we train our own LLM?", "compute+ expertise+ data-"),
        ("Our data is too noisy. Would you recommend training our own LLM?", "data-"),
        ("We have three weeks of logs, a laptop each. Train our own LLM?", "data- compute-"),
        ("We own a shoe box of records. Should we train our own language model?", "data-"),
        ("Ten years of labelled records and a GPU cluster are here. Own language model or an existing one?",
         "data+ compute+"),
        ("We have a team of NLP researchers and rent H100s; is building our own LLM worth it?", "expertise+ compute+"),
        # So many documents may be plenty or not; what is asked is not told.
        ("We are a notary with 900 files of contracts. Should we train our own LLM?", ""),
        ("We have 20,000 e-mails. Should we train our own LLM?", ""),
        ("We have hundreds of manuals, train our own LLM?", ""),
        ("We have 20,000 labelled e-mails. Should we train our own LLM?", "data+"),
        ("Can't we just use an existing LLM?", ""),
        ("ChatGPT does the job for us, should we train our own LLM anyway?", "need-"),
        ("Our field has very special terminology, should we train our own LLM?", "need+"),
        ("No data scientists on board: train our own LLM or use an existing one?", "expertise-"),
        ("We have neither the hardware nor the know-how to train our own LLM. What do you advise?", "compute- expertise-"),
        ("With ample data, a big GPU cluster and strong ML engineers, but nobody for maintenance, should we train our own LLM?", "data+ compute+ expertise+ maintenance-"),
        ("All we have are laptops. Should we train our own LLM?", "compute-"),
        ("We need more training data. Should we train our own LLM?", "data-"),
        ("Data is scarce, GPUs are plentiful. Own LLM or existing?", "data- compute+"),
        ("should we train our own llm: data yes, gpus no, experts no", "data+ compute- expertise-"),
        ("Is training our own LLM a good idea? Our dataset is tiny.", "data-"),
        ("Maintenance is no issue and we employ fifteen ML engineers. Should we train our own LLM?", "maintenance+ expertise+"),
        ("General-purpose LLMs are useless for our radiology reports. Should we train our own LLM?", "need+"),
        ("We just need a simple chatbot. Should we train our own LLM?", "need-"),
        ("We can maintain it, we have the experts, we have the data, we have the compute and the domain is niche. Train our own LLM?", "maintenance+ expertise+ data+ compute+ need+"),
        ("Should we develop our own LLM although our GPUs are limited?", "compute-"),
        ("The board wants our own LLM, but there is no one who could maintain it. Should we do it?", "maintenance-"),
        ("Would our own LLM pay off? We don't have much labelled data.", "data-"),
        ("Should we train our own LLM when there aren't any GPUs to be had?", "compute-"),
        ("We never trained a model before. Should we train our own LLM?", "expertise-"),
        ("We have access to a supercomputer; should we train our own LLM?", "compute+"),
        ("Should our company train its own LLM or buy? Money and GPUs are no object.", "compute+"),
        ("Good data, good people, no compute. Train our own LLM?", "data+ compute-"),
        ("Is it worth training our own LLM?", ""),
        ("What are the conditions for training our own LLM?", ""),
        ("Under which circumstances should one train an own LLM rather than use an existing LLM?", ""),
        ("How many GPUs does it take to train our own LLM?", ""),
        ("Could we train our own LLM without specialised hardware?", "compute-"),
        ("We have 40 TB of curated text and twenty PhDs, yet only three GPUs. Train our own LLM?", "data+ expertise+ compute-"),
        ("We're a hospital with 12 million anonymised records, a DGX cluster and 30 ML researchers. Should we train our own LLM?", "data+ compute+ expertise+"),
        ("The team knows nothing about deep learning. Is training our own LLM realistic?", "expertise-"),
        ("Hi all, we run a bank. We do not have GPUs. Our data is excellent. Would you train your own LLM or use an existing LLM?", "compute- data+"),
        ("I wonder if we should build our own language model, since no existing model understands Frisian.", "need+"),
        ("Train our own LLM? Compute no, data no, people no.", "compute- data-"),
        ("should we create our own llm with a huge amount of high quality data but limited hardware", "data+ compute-"),
        ("We cannot keep a model up to date for years. Own LLM or existing LLM?", "maintenance-"),
        ("We're short of ML engineers and long on data; should we train our own LLM?", "expertise- data+"),
        ("Is it better to train our own LLM if we have experts, GPUs and data?", "expertise+ compute+ data+"),
        ("Is there any sense in training our own LLM without a dataset?", "data-"),
        ("We have money but neither data nor GPUs: should we train our own LLM?", "data- compute-"),
    ],
)  # fmt: skip
def test_wordings_written_after_the_rules(question: str, expected: str) -> None:
    assert dict(stated_conditions(question)) == conditions(expected)


@pytest.mark.parametrize(
    "text", ["no gpus, " * 440, "data and " * 440, "we have " * 500, "but " * 1000, "gpus? " * 600]
)
def test_long_and_odd_texts_are_read_too(text: str) -> None:
    assert {name for name, _ in stated_conditions(text)} <= set(NAMES)


@given(st.text(max_size=300) | st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert {name for name, _ in stated_conditions(text)} <= set(NAMES)


@pytest.mark.parametrize("said", list(itertools.product((True, False, None), repeat=5)))
def test_every_path_through_the_figure(said: tuple[bool | None, ...]) -> None:
    stated = {name: met for name, met in zip(NAMES, said, strict=True) if met is not None}
    decision = decide(CATALOGUE.criteria, stated)
    assert [met for _, met in decision.conditions] == list(said)
    if not all(met is not False for met in said):
        assert decision.verdict == "existing"
    elif len(stated) == 5:
        assert decision.verdict == "own"
    else:
        assert decision.verdict == "open"


@pytest.mark.parametrize("stated", [{"budget": True}, {"gpus": False, "data": True}])
def test_conditions_that_the_figure_does_not_have_are_refused(stated: Mapping[str, bool]) -> None:
    with pytest.raises(ValueError, match=r"known are .*specialised need"):
        decide(CATALOGUE.criteria, stated)


def test_the_path_is_shown_and_cited() -> None:
    sheet = ask("Should we train our own LLM? We have lots of data but no GPUs.")
    assert sheet.columns == ("Condition", "Stated", "Outcome")
    assert [row.cells[1] for row in sheet.rows] == ["not said", "met", "not met", "not said", "not said"]
    assert [row.cells[2] == "use an existing LLM" for row in sheet.rows] == [False, False, True, False, False]
    assert [row.evidence[0].locator for row in sheet.rows] == [f"Figure 2, condition {name}" for name in NAMES]
    assert sheet.statements[0].text.startswith("Use an existing LLM: ")
    assert sheet.statements[0].text.endswith("and compute is not met")
    cited = {piece.locator for said in sheet.statements for piece in said.evidence}
    for row in ("Computational Demands", "Cost Structure", "Data Management", "Transfer Learning"):
        assert f"Table II, row {row}, column LLMOps" in cited


def test_what_is_open_is_named() -> None:
    sheet = ask("We have plenty of data, a GPU cluster and ML experts. Should we train our own LLM?")
    assert sheet.statements[0].text.startswith("Use an existing LLM unless specialised need and maintenance hold too")


def test_an_own_model_only_where_all_five_hold() -> None:
    question = (
        "We need a specialised model, have ample data, a GPU cluster, ten ML researchers and can maintain it. "
        "Should we train our own LLM?"
    )
    assert ask(question).statements[0].text.startswith("Training your own LLM is worth it")
    assert (
        ask(question.replace("can maintain", "cannot maintain")).statements[0].text.startswith("Use an existing LLM: ")
    )


@pytest.mark.parametrize(
    "question",
    [
        "Should we train our own LLM or use an existing one?",
        "When is it worth training our own LLM?",
        "Under which conditions should one train an own LLM rather than use an existing LLM?",
    ],
)
def test_without_stated_conditions_the_figure_is_told_as_it_is(question: str) -> None:
    sheet = ask(question)
    assert sheet.columns == ("Condition", "If not")
    assert "unless all five conditions of Figure 2 hold" in sheet.statements[0].text
    assert len(sheet.rows) == 5


@pytest.mark.parametrize(
    "question",
    [
        "What does Figure 2 show?",
        "Which roles do we need to train our own LLM?",
        "Which tools help us with an existing LLM, we have no GPUs?",
        "We have lots of data but no GPUs. Which tools cover deployment?",
    ],
)
def test_other_questions_are_no_decision(question: str) -> None:
    query = read(question)
    assert query is None or query.select != "decision"


def test_every_citation_resolves() -> None:
    places = places_of(CATALOGUE, load_documents())
    for question in ("We have no GPUs, should we train our own LLM?", "Should we train our own LLM?"):
        sheet = ask(question)
        cited = [said.evidence for said in sheet.statements] + [row.evidence for row in sheet.rows]
        for piece in itertools.chain.from_iterable(cited):
            figure = piece.locator.removeprefix("Figure 2, condition ") in NAMES
            assert figure or Place(document=piece.document, locator=piece.locator) in places, piece.locator
