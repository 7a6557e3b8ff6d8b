"""Conversations longer than two turns: what each turn yields, from what it points at, states and measures."""

import pytest

from corpus.vocabulary import PhaseCode
from server.schema import Filters
from tests.readers import CATALOGUE, ENGINE, last_of, names_in, new_reader


def names(turns: tuple[str, ...]) -> set[str]:
    return names_in(last_of(turns)[1])


SETUP = ("which roles are in setup?", "and of those, who is also in VC but not in MD?")
OFFICER = {"Security and Compliance Officer"}
CI = ("Which tools cover continuous integration?", "strike the free ones from that")


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        ((*CI, "and put Jenkins back in"), {"Chef", "Puppet", "Azure DevOps", "GitLab Enterprise", "Jenkins"}),
        (("Which tools do BN?", "I only care about Azure"), {"Azure ML Studio", "Azure DevOps"}),
        (
            ("who does business needs?", "lose the security person", "the data people only"),
            {"Data Architect", "Data Engineer", "Data Scientist"},
        ),
        (("tools for BN", "not AWS", "any paid?", "and metered?"), {"Databricks"}),
        (("tools for deployment and monitoring both", "not Seldon", "Kubeflow too"), {"AWS Sagemaker"}),
        (
            ("what would Asana, Taiga and Clickup cost us together?", "take Asana out", "trade Taiga for Trello"),
            {"Clickup", "Trello"},
        ),
    ],
)
def test_names_are_taken_out_put_in_and_exchanged(turns: tuple[str, ...], found: set[str]) -> None:
    assert names(turns) == found


@pytest.mark.parametrize(
    "turns",
    [
        ("CI tools", "the free ones", "and the ones that cost something, ignoring metered ones"),
        ("CI tools", "what about those with a price?", "without consumption based ones"),
        ("monitoring tools that cost nothing", "same for CI", "the paid ones then", "fixed price only"),
    ],
)
def test_conditions_that_contradict_each_other_are_never_stacked(turns: tuple[str, ...]) -> None:
    assert names(turns) == {"Azure DevOps", "GitLab Enterprise"}


def test_a_denial_narrows_and_a_contrast_replaces() -> None:
    assert names(("tools for MDL", "not the ones for MDT", "any paid?")) == {"LMStudio", "Langsmith"}
    assert names(("closed source CI tools", "no, D and not CI")) == {"Azure ML Studio", "AWS Sagemaker", "Azure DevOps"}
    assert len(names(("tools for deployment and monitoring both", "just monitoring"))) == 12


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        (("price of Asana", "and Clickup?", "Trello too", "phases of the last one?"), {"BN"}),
        (("How much is Datadog?", "and Prometheus?", "is the latter open source?", "and the former?"), {"Datadog"}),
        (("compare Langsmith and Whylabs on price", "the cheaper one?", "and the other?"), {"Langsmith"}),
        (
            ("monitoring roles above 10k", "who earns the most of them?", "and the others?"),
            {"Data Architect", "Security and Compliance Officer"},
        ),
        (("Is Jenkins free?", "and Git?", "which of the two is in VC?"), {"Git"}),
        ((*SETUP, "who's missing?"), set(CATALOGUE.roles) - {"System Administrator", "Network Administrator"}),
    ],
)
def test_words_point_at_names_in_their_order_and_number(turns: tuple[str, ...], found: set[str]) -> None:
    assert names(turns) == found


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        (("deployment tools", "only with a fixed price above zero", "on average?"), 160),
        (("who earns the most?", "which is how much?", "and next?"), 11419),
        (("who earns the most?", "Lowest?", "from bottom to top, what's the spread?"), 4082),
        (("What's the dearest tool?", "what comes after those two?", "next?", "all four for a year?"), 20160),
        (("what's Bitbucket?", "price?", "for 25 users?", "per year?"), 990),
        (("QA engineer salary", "how far apart is that from the software engineer?"), 2471),
        ((*SETUP, "what do they earn together?"), 16762),
        ((*CI, "how many is that now?"), 4),
    ],
)
def test_a_measure_alone_is_taken_of_what_is_spoken_of(turns: tuple[str, ...], value: float) -> None:
    assert value in last_of(turns)[2]


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        (("which phase is Jenkins for", "other tools in it?", "any free ones?"), {"MLFlow"}),
        (("roles in CI?", "tools?", "the free ones"), {"MLFlow", "Jenkins"}),
        (("CI tools", "and for BN?", "the people?", "back to the tools, only the AWS ones"), {"AWS Lake Formation"}),
        (("what does gated approval mean?", "which phase is that?"), {"D"}),
        (("what does gated approval mean?", "and who does that?", "minus the engineers and the admins"), OFFICER),
        (
            ("price of Git", "what else is in the same phase for free, open source and also in D?"),
            {"Hugging Face", "Seldon"},
        ),
    ],
)
def test_the_kind_changes_and_the_phase_stays(turns: tuple[str, ...], found: set[str]) -> None:
    assert names(turns) == found


def test_membership_of_a_set_is_checked() -> None:
    free = ("Free monitoring tools?", "skip those that deploy")
    assert names((*free, "Does Grafana belong to them?")) == {"Grafana"}
    assert names((*free, "is Seldon still in?")) == set()


def test_one_among_several_is_asked_back_and_the_answer_is_taken() -> None:
    turns = ("Price of Whylabs, Langsmith and Grafana Cloud?", "which phases does that one cover?")
    assert last_of(turns)[0].options
    assert names((*turns, "Langsmith")) == {"MDL", "VC", "M"}
    assert names((*turns, "the cheapest one")) == {"M"}


@pytest.mark.parametrize("turns", [("Hello!", "how much are those?"), ("Hello!", "and the second one?")])
def test_what_leans_on_nothing_is_asked_back(turns: tuple[str, ...]) -> None:
    assert last_of(turns)[0].clarify


@pytest.mark.parametrize(
    "question", ["Our forecasts got bad, which phase is that?", "The bot invents names. Which phase is that?"]
)
def test_what_was_told_in_the_same_breath_is_meant(question: str) -> None:
    reading = last_of((question,))[0]
    assert reading.clarify is None
    assert reading.situation is not None


@pytest.mark.parametrize(
    "turns",
    [
        ("Our forecasts got bad.", "What should we do about it?"),
        ("Our forecasts got bad.", "Which phase is that?", "and who can help?"),
        ("Our forecasts got bad. Which tool helps?", "Who is responsible?", "How do we fix this?"),
    ],
)
def test_what_is_asked_of_a_trouble_is_asked_with_it(turns: tuple[str, ...]) -> None:
    assert last_of(turns)[0].question.startswith("Our forecasts got bad.")


@pytest.mark.parametrize("turns", [("Price of Jenkins?", "what now?"), ("Which tools cover CI?", "who can help?")])
def test_what_is_asked_of_no_trouble_is_asked_alone(turns: tuple[str, ...]) -> None:
    assert not last_of(turns)[0].question.startswith(turns[0].rstrip("?"))


@pytest.mark.parametrize(
    "turns",
    [
        ("CI tools", "only the free ones", "which tools cover CI?"),
        ("roles in BN", "Something else: which tools cover CI?"),
        ("price of Jenkins", "and Git?", "tools for CI"),
    ],
)
def test_a_full_question_starts_anew(turns: tuple[str, ...]) -> None:
    assert names(turns) == names(("Which tools cover CI?",))


def test_a_condition_is_lifted() -> None:
    asked = "Which open source tools cover business needs, VC and CI?"
    paid = names((asked, "forget the open source requirement"))
    assert paid == {
        tool.name
        for tool in CATALOGUE.tools.values()
        if all(map(tool.covers, (PhaseCode.BN, PhaseCode.VC, PhaseCode.CI)))
    }
    assert names((asked,)) < paid


def test_a_way_of_pricing_is_said_again() -> None:
    metered = {tool.name for tool in CATALOGUE.tools.values() if tool.cost.printed == "CB" and tool.covers(PhaseCode.M)}
    assert names(("Which CI tools are consumption based?", "which monitoring tools are charged like that")) == metered
    assert names(("Usage billing scares us. Which monitoring tools are charged that way?",)) == metered


def test_others_share_the_code_that_was_looked_up() -> None:
    assert names(("DOL code of a Data Engineer?", "who else is filed under it?")) == {"Data Scientist"}


@pytest.mark.parametrize(
    "asked", ["what should I use instead?", "any alternatives?", "and what would you recommend instead?"]
)
def test_alternatives_are_to_what_was_spoken_of(asked: str) -> None:
    assert names(("Is Jenkins still maintained?", asked)) == set(CATALOGUE.alternatives["Jenkins"])


def test_a_role_that_is_several_is_described_in_each() -> None:
    reading, *_ = last_of(("Which roles work in monitoring?", "who earns the most?", "what does that role do?"))
    assert reading.query is not None
    assert (reading.query.measure, len(reading.query.named)) == ("describe", 3)


def test_too_adds_a_phase() -> None:
    reading, *_ = last_of(("tools that cover D and are free", "with monitoring too?"))
    assert reading.query is not None
    assert reading.query.where.words() == "cover D and are free ($0) and cover M"


def test_a_wish_to_cover_several_phases_asks_for_a_stack() -> None:
    reader = new_reader()
    query = reader.read("We want to cover CI and deployment for free", None, Filters()).query
    assert query is not None
    assert query.plan is not None
    assert query.plan.phases == (PhaseCode.CI, PhaseCode.D)


@pytest.mark.parametrize("said", ["Hi!", "ok, thank you very much", "Hello, what can I ask?", "are you listening?"])
def test_small_talk_is_asked_back(said: str) -> None:
    reading, *_ = last_of(("Which tools are free?", said))
    assert reading.clarify is not None
    assert "What would you like to know" in reading.clarify


ASSESSED = "We deploy by hand and nothing is monitored. Where are we on Google's model?"


@pytest.mark.parametrize("asked", ["what's next?", "how do we get better?", "which steps should we tackle first?"])
def test_an_assessment_is_carried_on_to_its_next_steps(asked: str) -> None:
    reading = last_of((ASSESSED, asked))[0]
    assert reading.query is not None
    assert reading.query.named == ("Google",)
    first, *_ = ENGINE.answer(reading.query).rows
    assert first.cells == ("automated data preparation", "Business Needs (BN)", "Google")


def test_practices_told_later_are_added_and_the_latest_word_counts() -> None:
    reading = last_of((ASSESSED, "we also retrain automatically", "and if deployment were automated?"))[0]
    assert reading.query is not None
    assert dict(reading.query.stated) == {"deployment": "yes", "monitoring": "no", "retraining": "yes"}


def test_who_and_what_helps_with_the_next_step_is_of_its_phase() -> None:
    roles = {name for name, role in CATALOGUE.roles.items() if role.covers(PhaseCode.BN)}
    assert names((ASSESSED, "what's next?", "who should do it?")) == roles
    tools = {name for name, tool in CATALOGUE.tools.items() if tool.covers(PhaseCode.BN) and tool.cost.usd == 0}
    assert names((ASSESSED, "which tools help?", "and the free ones?")) == tools


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        (
            ("open source tools for AS?", "add the CI ones"),
            {*names(("open source tools for AS?",)), "Jenkins", "MLFlow", "GitLab Enterprise"},
        ),
        (("open source tools for BN?", "Leave out whatever is not free."), {"Delta Lake", "Wekan"}),
        (
            ("What does a Data Engineer earn?", "who earns more than that?"),
            {
                "Data Architect",
                "Software Engineer",
                "MLOps Engineer",
                "DevOps Engineer",
                "Security and Compliance Officer",
            },
        ),
        (("free CI tools", "and Jenkins or Seldon, which of them is ticked for D?"), {"Seldon"}),
        (
            (
                "what does a sysadmin take part in?",
                "compared to that, which phase does the DevOps Engineer have on top?",
            ),
            {"MD"},
        ),
        (("My stack is Hugging Face plus Azure DevOps. Gaps?", "And if Kubeflow joins?"), {"AS"}),
        (("Who is involved in monitoring?", "and who keeps out of it?"), {"QA Engineer"}),
    ],
)
def test_sets_grow_shrink_and_are_held_against_each_other(turns: tuple[str, ...], found: set[str]) -> None:
    assert names(turns) == found


@pytest.mark.parametrize(
    "turns",
    [
        ("Who earns the most?", "why is it the business analyst?"),
        ("How much is Grafana Cloud?", "So why is it that Whylabs is cheaper?"),
        ("Tell me the Google maturity levels.", "And what does its level 4 mean?"),
    ],
)
def test_false_premises_are_refuted_on_later_turns(turns: tuple[str, ...]) -> None:
    query = last_of(turns)[0].query
    assert query is not None
    assert ENGINE.answer(query).refuted


def test_what_is_carried_over_is_told_without_the_turns_before() -> None:
    reading, *_ = last_of(("Which tools cover CI?", "drop the second"))
    assert reading.question == "drop the second"
    assert reading.told == "list the tools that cover CI and are not Puppet"


@pytest.mark.parametrize("question", ["drop the last one", "which tools cost more than the last one?"])
def test_the_last_of_none_is_nobody(question: str) -> None:
    assert last_of(("What is data drift?", question))[0].question
