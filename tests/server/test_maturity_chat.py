"""Maturity in the chat: the asker's own practices, read from words, and levels called a judgement."""

# ruff: noqa: E501 - one case a line reads better than one name a line

import pytest

from corpus.catalogue import load_catalogue
from corpus.linker import Linker
from server.facts.engine import FactEngine
from server.query import Query
from server.sheet import Sheet
from server.understanding.parser import Parser
from server.understanding.reach.unknown import Vocabulary
from server.understanding.readings.practices import stated_practices

CATALOGUE = load_catalogue()
PARSER = Parser(CATALOGUE, Linker(CATALOGUE), Vocabulary([]))
ENGINE = FactEngine(CATALOGUE)


def read(question: str) -> Query:
    query = PARSER.parse(question).query
    assert query is not None, f"read as prose: {question}"
    return query


def assessed(question: str) -> Sheet:
    query = read(question)
    assert (query.select, query.measure) == ("maturity", "check")
    return ENGINE.answer(query)


@pytest.mark.parametrize(
    "question",
    [
        "How mature are we?",
        "assess our MLOps maturity",
        "Can you rate the maturity of our team?",
        "Which maturity level are we at?",
        "What is our maturity level?",
        "Is there a maturity self-assessment?",
        "Where do we stand on the maturity ladder?",
    ],
)
def test_the_questionnaire_is_pointed_to(question: str) -> None:
    sheet = assessed(question)
    assert "/v1/maturity" in sheet.statements[0].text
    assert {row.cells[0] for row in sheet.rows} == set(CATALOGUE.maturity)
    assert not sheet.refuted
    assert all(said.evidence for said in sheet.statements)


def test_stated_practices_are_assessed_and_the_rest_is_called_open() -> None:
    sheet = assessed("We retrain automatically but deploy by hand, what Google level are we?")
    told = " ".join(said.text for said in sheet.statements)
    assert sheet.statements[0].text.endswith("counting what is open as not met: Google Level 0")
    assert "automatic retraining as in place; automated deployment as not in place" in told
    assert "By this project's judgement your answers reach at least Google's Level 0" in told
    assert "13 of 15 practices are open" in told
    assert [row.cells[0] for row in sheet.rows] == ["Google"]
    assert sheet.rows[0].evidence[0].locator == "Table I, row Google"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use Git and Jenkins. We deploy by hand.", {"code-versions": "yes", "deployment": "no"}),
        # A manual step is no word against what stands before it.
        ("We use GitLab, train manually.", {"code-versions": "yes", "training-pipeline": "no"}),
        ("We have CI/CD, alerts and releases by hand.", {"code-tests": "yes", "deployment": "no", "monitoring": "yes"}),
        ("Our team uses git and has no monitoring.", {"code-versions": "yes", "monitoring": "no"}),
        ("I have unit tests, a model registry, retraining is manual.",
         {"code-tests": "yes", "artefact-versions": "yes", "retraining": "no"}),
        ("We test and deploy by hand.", {"deployment": "no"}),
        ("We version code and models.", {"code-versions": "yes", "artefact-versions": "yes"}),
        ("We run everything in Jupyter notebooks.", {"training-pipeline": "no"}),
        ("We release via Jenkins.", {"deployment": "yes"}),
        ("No monitoring, no CI, but code is in GitHub.", {"monitoring": "no", "code-tests": "no", "code-versions": "yes"}),
        ("We have no monitoring, CI or approvals.", {"monitoring": "no", "code-tests": "no", "approval": "no"}),
        ("Deployment is manual. Retraining is automatic.", {"deployment": "no", "retraining": "yes"}),
        ("we automatically retrain and deploy", {"retraining": "yes", "deployment": "yes"}),
        ("We retrain and deploy automatically.", {"retraining": "yes", "deployment": "yes"}),
        ("Models are deployed without manual steps.", {"deployment": "yes"}),
        ("Nobody monitors the models.", {"monitoring": "no"}),
        ("Drift sets off the retraining, no human hands needed.", {"retraining": "yes"}),
        ("Models are retrained without anybody touching them.", {"retraining": "yes"}),
        ("Deployment runs each night, nobody has to lift a finger.", {"deployment": "yes"}),
        ("Monitoring is partly in place.", {"monitoring": "partly"}),
        ("We don't have a model registry or experiment tracking.", {"artefact-versions": "no", "experiments": "no"}),
        ("CI/CD is in place.", {"code-tests": "yes", "deployment": "yes"}),
        ("We deploy models and collect data.", {}),
        ("Do we need monitoring?", {}),
        ("We love football.", {}),
        ("Our data arrives by itself and is cleaned by an ETL pipeline.", {"data-collection": "yes", "data-preparation": "yes"}),
        ("Training happens in notebooks by hand.", {"training-pipeline": "no"}),
        ("Every change triggers unit tests, but models are not validated.", {"code-tests": "yes", "model-validation": "no"}),
        ("There are no alerts when a model drifts.", {"monitoring": "no"}),
        ("Drift triggers retraining without anyone lifting a finger.", {"feedback": "yes", "retraining": "yes"}),
        ("We use MLflow to log experiments.", {"experiments": "yes"}),
        ("Releases need an approval and go through staging.", {"approval": "yes"}),
        ("We push models to production manually.", {"deployment": "no"}),
        ("Source code lives in Bitbucket but datasets are not versioned.", {"code-versions": "yes", "artefact-versions": "no"}),
        ("We do not evaluate models against any criteria.", {"evaluation": "no"}),
        ("Everyone sets up their own environment on a laptop, no shared workspace.", {"workspaces": "no"}),
        ("Data collection is still manual, everything else, like retraining and deployment, is automated.", {"data-collection": "no", "retraining": "yes", "deployment": "yes"}),
        ("We want to automate deployment next year.", {"deployment": "no"}),
        ("Sometimes we version models.", {"artefact-versions": "partly"}),
        ("Dashboards show model quality, retraining is scheduled.", {"monitoring": "yes", "retraining": "yes"}),
        ("We have continuous integration but no continuous delivery.", {"code-tests": "yes", "deployment": "no"}),
        ("Our models are retrained by hand once a quarter.", {"retraining": "no"}),
        ("Data preparation is automated; experiment tracking is missing.", {"data-preparation": "yes", "experiments": "no"}),
        ("Nothing is monitored in production.", {"monitoring": "no"}),
        ("We have a feature store, a model registry and gated approvals.", {"artefact-versions": "yes", "approval": "yes"}),
        ("Rollouts run through a deployment pipeline.", {"deployment": "yes"}),
        ("Some of our models are monitored.", {"monitoring": "partly"}),
        ("Our ML pipeline runs nightly and retrains on its own.", {"training-pipeline": "yes", "retraining": "yes"}),
        ("Neither unit tests nor code reviews, code is not in git.", {"code-tests": "no", "code-versions": "no"}),
        ("We monitor drift and an alert triggers a rollback.", {"monitoring": "yes", "feedback": "yes"}),
        ("We track experiments and have a deployment pipeline, which level is that?", {"experiments": "yes", "deployment": "yes"}),
        ("The tests run by themselves, releasing models does not.", {"code-tests": "yes", "deployment": "no"}),
        ("We have a registry but no model tests.", {"model-validation": "no"}),
        ("Nothing is versioned.", {"code-versions": "no", "artefact-versions": "no"}),
        ("We mail the models to the admins.", {"deployment": "no"}),
        ("We do solid DevOps but have no MLOps.", {"code-versions": "yes", "code-tests": "yes"}),
        ("We have a DevOps engineer, no MLOps though.", {}),
    ],
)  # fmt: skip
def test_practices_are_read_from_words(text: str, expected: dict[str, str]) -> None:
    assert dict(stated_practices(text, CATALOGUE.questionnaire)) == expected


@pytest.mark.parametrize(
    ("text", "others", "expected"),
    [
        ("We automate nothing.", "no", {}),
        ("There is no automation whatsoever.", "no", {}),
        ("Every step is still done by hand here, aside from retraining.", "no", {"retraining": "yes"}),
        ("Our whole workflow is manual, but code is in Git.", "no", {"code-versions": "yes"}),
        ("Monitoring is automated but nothing else is.", "no", {"monitoring": "yes"}),
        ("All our steps are automated except for the tests.", "yes", {"code-tests": "no"}),
    ],
)
def test_what_is_said_of_everything_is_said_of_the_rest(text: str, others: str, expected: dict[str, str]) -> None:
    stated = dict(stated_practices(text, CATALOGUE.questionnaire))
    assert stated == dict.fromkeys(CATALOGUE.questionnaire.practices, others) | expected


@pytest.mark.parametrize(
    "text", ["Our deployments are all by hand.", "There is no automation of deployment.", "Our process is automated."]
)
def test_what_is_said_of_one_practice_is_not_said_of_everything(text: str) -> None:
    assert len(dict(stated_practices(text, CATALOGUE.questionnaire))) < 2


@pytest.mark.parametrize(
    ("question", "models", "stated"),
    [
        ("Nobody watches our models once they run. What level according to IBM?", ("IBM",), {"monitoring": "no"}),
        ("no approvals here: which level going by microsoft's ladder?", ("Microsoft",), {"approval": "no"}),
        ("git and unit tests yes, no registry. our amazon level?", ("Amazon",),
         {"code-versions": "yes", "code-tests": "yes"}),
        ("we never test our code. level at google please?", ("Google",), {"code-tests": "no"}),
        ("models are copied by hand, so where do we stand?", (), {"deployment": "no"}),
        ("we have ci but no cd, which level would ibm give us?", ("IBM",), {"code-tests": "yes", "deployment": "no"}),
    ],
)  # fmt: skip
def test_what_is_denied_is_not_in_place_by_the_model_named(
    question: str, models: tuple[str, ...], stated: dict[str, str]
) -> None:
    query = read(question)
    assert (query.select, query.measure, query.named) == ("maturity", "check", models)
    assert stated.items() <= dict(query.stated).items()


@pytest.mark.parametrize(
    "question",
    [
        "which level is about monitoring according to microsoft?",
        "in amazon's model, at which level is deployment automated?",
        "automated deployment: which level according to ibm?",
    ],
)
def test_a_practice_that_is_asked_about_is_not_told(question: str) -> None:
    assert read(question).measure == "attribute"
    assert len(read(question).named) == 1


@pytest.mark.parametrize("question", ["Everything is manual here, where do we start?", "all by hand. what's first?"])
def test_who_does_all_by_hand_is_told_what_comes_first(question: str) -> None:
    assert read(question).order == "after"
    assert set(dict(read(question).stated).values()) == {"no"}


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("What should we improve next? We have GitHub and unit tests, but deploy by hand.", "after"),
        ("We have monitoring and CI. What should come next?", "after"),
        ("Our models are retrained automatically but released by hand.", None),
        ("We have DevOps but no MLOps.", None),
    ],
)
def test_a_team_that_describes_itself_is_assessed(question: str, order: str | None) -> None:
    query = read(question)
    assert query.measure == "check"
    assert query.order == order
    assert "yes" in dict(query.stated).values()


@pytest.mark.parametrize(
    "question",
    [
        "We have no monitoring. What should we do first?",
        "Our deployment is manual and slow.",
        "We have a hole in version control and in continuous integration.",
        "We run MLFlow and Prometheus. What are we missing?",
    ],
)
def test_a_trouble_is_no_description(question: str) -> None:
    query = PARSER.parse(question).query
    assert query is None or query.select != "maturity"


def test_a_tool_that_may_serve_a_practice_is_not_denied() -> None:
    stated = dict(read("Git, Jenkins and nothing else: how mature are we?").stated)
    assert stated["code-versions"] == "yes"
    assert "code-tests" not in stated
    assert stated["monitoring"] == "no"


@pytest.mark.parametrize(
    "question",
    [
        "What is the highest level of Microsoft's maturity model?",
        "List the maturity levels of Amazon.",
        "What is level 1 of Google's maturity model called?",
        "Which maturity levels do we have for IBM?",
    ],
)
def test_questions_about_the_models_keep_their_answers(question: str) -> None:
    assert read(question).measure != "check"
    assert ENGINE.answer(read(question)).columns == ("Model", "Level", "Name")
