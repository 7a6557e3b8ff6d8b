"""What newcomers ask: what things are and why, the whole lifecycle, and what they ask next."""

import httpx
import pytest

from corpus.vocabulary import MAIN_PHASES
from server.retrieval.relevance import Scored
from server.schema import Answer, Filters, Items
from server.understanding.conversation import Turn
from server.understanding.reach.instances import gives_an_instance, instance_wanted
from server.understanding.reach.languages import other_language
from tests.conftest import RealApi
from tests.readers import last_of, new_reader

_ABOVE = 0.02
_WHERE = "For which country do the wages of Table III hold?"
_SIMPLE = "Which simple tool should a beginner take for"


@pytest.mark.parametrize(
    ("turns", "asked"),
    [
        (("What is RAG?", "example?"), "Give me an example of RAG"),
        (
            ("Explain feature engineering", "can you give me an example of it"),
            "Give me an example of feature engineering",
        ),
        (("what is a model registry", "tell me some more please"), "Tell me more about model registry"),
        (("What's MLOps?", "I don't understand"), "Explain MLOps in simple terms"),
        (("define LLMOps", "put it more simply please"), "Explain LLMOps in simple terms"),
        (("what is data drift?", "when does it matter?"), "when does data drift matter?"),
        (("What is MLOps?", "how is that different from DevOps?"), "how is MLOps different from DevOps?"),
        (("What is a feature store?", "what tool should we use for it?"), "Which tool should I use for feature store?"),
        (
            ("What is data drift?", "and concept drift?", "how do they differ?"),
            "What is the difference between data drift and concept drift?",
        ),
        (("RAG vs fine-tuning", "which one is cheaper to try?"), "which one is cheaper to try?"),
        (("RAG vs fine-tuning", "which is better?"), "RAG or fine-tuning, which one is better?"),
        (("What does a QA Engineer earn?", "and is that for Spain, too?"), _WHERE),
        (("wages of all roles", "do these figures hold in Japan"), _WHERE),
        (("Which tools cover CI?", "and which is the easiest to learn?"), f"{_SIMPLE} Continuous Integration?"),
        (("tools for monitoring", "which one is most beginner-friendly"), f"{_SIMPLE} Monitoring?"),
    ],
)
def test_what_follows_is_asked_of_the_concept(turns: tuple[str, ...], asked: str) -> None:
    assert last_of(turns)[0].question == asked


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("is it free?", "MLFlow"),
        ("and what does it cost", "MLFlow"),
        ("does it cover CI", "MLFlow"),
    ],
)
def test_what_follows_is_asked_of_the_tool_that_was_advised(asked: str, read: str) -> None:
    reader = new_reader()
    first = reader.read("which tool for experiment tracking?", None, Filters())
    tools = Items(tools=("Kubeflow", "MLFlow", "Seldon"))
    reader.remember("advised", Turn(first.question, first.query, tools, told=("MLFlow",)))
    reading = reader.read(asked, "advised", Filters())
    assert read in reading.question
    assert reading.query is not None
    assert reading.query.named == (read,)


@pytest.mark.parametrize("before", ["What is MLOps?", "What is CI?", "explain feature engineering", "what is RAG"])
def test_behind_a_concept_the_phases_are_those_of_the_lifecycle(before: str) -> None:
    assert last_of((before, "and what are the phases?"))[1].phases == MAIN_PHASES


@pytest.mark.parametrize(
    "turns",
    [
        ("What is Trello?", "is it free?"),
        ("Which tools cover CI?", "tell me more"),
        ("What does a Data Engineer do?", "how much does that one earn?"),
    ],
)
def test_behind_a_tool_or_a_role_there_is_no_concept(turns: tuple[str, ...]) -> None:
    reading = last_of(turns)[0]
    assert reading.question == turns[-1] or reading.query is not None


@pytest.mark.parametrize(
    "question",
    [
        "explain every phase of the ML lifecycle in one sentence",
        "machine learning lifecycle overview",
        "what happens in each stage?",
        "describe the mlops process step by step",
        "please explain the lifecycle to our managers",
        "What does the machine learning workflow look like?",
        "walk me through all seven phases please",
    ],
)
def test_the_whole_lifecycle_is_told_phase_by_phase(question: str) -> None:
    reading, items, _ = last_of((question,))
    assert reading.query is not None
    assert reading.query.words() == "describe the phases"
    assert items.phases == MAIN_PHASES


@pytest.mark.parametrize(
    ("question", "by"),
    [
        ("who takes part in which phase?", "role_count"),
        ("people involved per stage", "role_count"),
        ("which tools belong to which phase?", "tool_count"),
        ("phases and tools", "tool_count"),
        ("Who is involved in the machine learning lifecycle?", "role_count"),
    ],
)
def test_who_and_what_belongs_to_each_phase(question: str, by: str) -> None:
    reading = last_of((question,))[0]
    assert reading.query is not None
    assert (reading.query.select, reading.query.measure, reading.query.by) == ("phases", "describe", by)


@pytest.mark.parametrize(
    "question",
    [
        "how many roles per phase",
        "What are the steps of the next phase?",
        "how does the model work?",
        "what is an ML pipeline",
    ],
)
def test_what_says_more_is_no_overview(question: str) -> None:
    query = last_of((question,))[0].query
    assert query is None or query.measure != "describe"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wie deploye ich ein Modell?", "German"),
        ("Was kostet das?", "German"),
        ("Qu'est-ce que le drift ?", "French"),
        ("¿Cuáles son las fases?", "Spanish"),
        ("Quali sono i ruoli?", "Italian"),
        ("Quais são as ferramentas?", "Portuguese"),
        ("Wat zijn de fasen?", "Dutch"),
        ("What does Kindergarten mean?", None),
        ("CI tools plus the D column, per user and per month", None),
        ("Is LangChain the de facto standard?", None),
        ("git in the CI column?", None),
    ],
)
def test_another_language_is_told_by_its_small_words(text: str, language: str | None) -> None:
    assert other_language(text) == language


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("Give me an example of CI", "CI"),
        ("could you show me a concrete example for the quality gate, please?", "quality gate"),
        ("can you give us some examples of feature engineering?", "feature engineering"),
        ("What is an example?", None),
    ],
)
def test_an_example_is_asked_of_something(text: str, of: str | None) -> None:
    assert instance_wanted(text) == of


@pytest.mark.parametrize(
    ("said", "gives"),
    [("An example is a bot", True), ("as when customers grow older", True), ("It is watched by somebody", False)],
)
def test_an_example_is_given_in_words_that_say_so(said: str, gives: bool) -> None:
    assert gives_an_instance(said) is gives


def test_what_a_table_answers_is_answered_in_german() -> None:
    reading = last_of(("Hallo, welche Tools gibt es für Monitoring?",))[0]
    assert reading.query is not None
    assert reading.language is None


@pytest.mark.parametrize("question", ["dev-ops vs ML-Ops", "is ml ops hard", "What are LLM-ops good for?"])
def test_names_taken_apart_are_put_together(question: str) -> None:
    assert "Ops" in last_of((question,))[0].question
    assert last_of((question,))[0].foreign == ()


def test_a_table_has_a_roman_numeral() -> None:
    assert last_of(("what is shown in table 3?",))[0].question == "what is shown in table III?"


def test_what_is_known_to_be_asked_in_these_words_comes_first() -> None:
    known = Scored(similarity=0.5, coverage=0.4, asked=0.99, likely=-12.0, part=0.0)
    said = Scored(similarity=0.6, coverage=1.0, asked=0.9, likely=-1.0, part=0.5)
    assert known.score > said.score + _ABOVE


@pytest.mark.model
@pytest.mark.llm
@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("could you define MLOps for me?", {"Card MLOps, What it is"}),
        ("why would anybody need MLOps?", {"Card MLOps, Why it matters"}),
        ("what are the downsides of doing MLOps?", {"Card MLOps, Difficulties"}),
        ("how should a beginner get started with MLOps?", {"Card MLOps, Getting started"}),
        ("how do MLOps and DevOps differ?", {"Card MLOps, Beside DevOps"}),
        ("my model lives in a notebook, how do I get it to production?", {"Card Way to Production, From a notebook"}),
        ("what does LLMOps mean?", {"Card LLMOps, What it is"}),
        ("should I take RAG or fine-tuning?", {"Card RAG, Beside fine-tuning"}),
        ("which tool can I do RAG with?", {"Card RAG, Tools"}),
        ("sum up the paper for me", {"Card Paper, Summary"}),
        ("nobody but me works on our models, what should I set up first?", {"Card First Steps, Alone"}),
        (
            "our CEO demands an AI feature by Christmas and there are no people and no money for it",
            {"Card First Steps, Hurry without means"},
        ),
        (
            "The dairy forecasts milk orders in a spreadsheet. What should we do to make it professional?",
            {"Card First Steps, From a spreadsheet"},
        ),
        (
            "The colleague before me left a churn model on an old PC with no docs. How do I proceed?",
            {"Card First Steps, Inherited project"},
        ),
        (
            "we run elevators with sensors and would like to predict failures, where do we begin?",
            {"Card First Steps, Sensors in a factory"},
        ),
        (
            "should we buy one suite or glue small open source tools together?",
            {"Card First Steps, One platform or several tools"},
        ),
        (
            "law firm with confidential files wants machine learning, what to consider?",
            {"Card Sensitive Data, What to consider"},
        ),
        ("since the data science team trains on GPUs our AWS invoice tripled", {"Card Rising Costs, Training"}),
        ("every release fails as the data team keeps changing columns", {"Card Reproducibility, Changed data"}),
        ("where do I learn how mature our team is?", {"Card Maturity Models, Checklist"}),
        ("which maturity model suits an LLM team?", {"Card Maturity Models, LLMs"}),
    ],
)
def test_a_concept_is_explained_first(real_api: RealApi, question: str, places: set[str]) -> None:
    body = {"question": question, "narrate": False}
    found = Answer.model_validate_json(httpx.post(f"{real_api.url}/v1/ask", json=body, timeout=60).content)
    assert found.status == "answered"
    assert found.citations[0].locator.rpartition(",")[0] in places
