"""What is read where a question weighs names against each other: better, instead, cheaper, the same, from here to
there, and what it asks besides of that which it finds."""

import pytest

from corpus.vocabulary import TABLE_IV_COLUMNS, PhaseCode, Tool
from server.schema import Filters, Items
from tests.readers import CATALOGUE, ENGINE, new_reader

READER = new_reader()
TOOLS = CATALOGUE.tools.values()


def covering(code: str) -> list[Tool]:
    return [tool for tool in TOOLS if tool.covers(PhaseCode(code))]


def asked(question: str) -> Items:
    reading = READER.read(question, None, Filters())
    assert reading.query is not None, reading
    return ENGINE.answer(reading.query).items


def tools(*names: str) -> Items:
    return Items(tools=names)


@pytest.mark.parametrize(
    "question",
    [
        "Is Prometheus better than Grafana?",
        "Could we go for Prometheus instead of Grafana?",
        "Torn between Prometheus and Grafana, which makes more sense?",
        "Shall I adopt Prometheus or Grafana?",
        "Is it worth taking Prometheus rather than Grafana?",
    ],
)
def test_no_table_ranks_quality_so_both_rows_are_shown(question: str) -> None:
    assert asked(question) == tools("Prometheus", "Grafana")


@pytest.mark.parametrize(
    "question",
    [
        "Which monitoring tools are cheaper than Datadog?",
        "Is there anything that costs less than Databricks?",
        "A cheaper alternative to AWS Sagemaker?",
    ],
)
def test_nothing_is_cheaper_than_what_has_no_fixed_price(question: str) -> None:
    reading = READER.read(question, None, Filters())
    assert reading.query is not None
    sheet = ENGINE.answer(reading.query)
    assert sheet.refuted
    assert sheet.items == Items()
    assert "is priced by consumption (CB)" in sheet.statements[0].text


def test_anything_cheaper_is_looked_for_among_those_that_fit() -> None:
    cheaper = tools(*(tool.name for tool in covering("CI") if (tool.cost.usd or 0) < 290 and tool.cost.usd is not None))
    assert asked("Is there anything cheaper than GitLab Enterprise that does CI?") == cheaper


def test_better_at_something_that_no_row_tells_is_no_question_for_the_table() -> None:
    assert READER.read("Is PyTorch better than Tensorflow at transformers?", None, Filters()).query is None


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Is there a cheaper alternative to Whylabs?", "Whylabs"),
        ("Which less expensive products might replace Whylabs?", "Whylabs"),
    ],
)
def test_a_cheaper_alternative_costs_less_than_what_it_replaces(question: str, name: str) -> None:
    bound = CATALOGUE.tools[name]
    found = [CATALOGUE.tools[other] for other in CATALOGUE.alternatives[name]]
    assert set(asked(question).tools) == {tool.name for tool in found if tool.cost.usd < bound.cost.usd}


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Which tools can replace Jenkins?", {"MLFlow", "Azure DevOps", "GitLab Enterprise"}),
        ("free alternatives to Weights & Biases", {"MLFlow"}),
        ("Any rivals of LangChain?", {"LlamaIndex"}),
    ],
)
def test_an_alternative_is_one_that_the_card_names(question: str, found: set[str]) -> None:
    assert set(asked(question).tools) == found


def test_where_the_card_names_none_that_fits_what_shares_a_phase_does() -> None:
    assert "Azure ML Studio" in asked("Is there a free alternative to MLflow?").tools


WHEN = ["When to choose it", "When not to choose it"]


@pytest.mark.parametrize(
    ("question", "headings"),
    [
        ("GitLab or Bitbucket?", [*WHEN, "Alternatives"]),
        ("which is better: Chef or Puppet", [*WHEN, "Alternatives"]),
        ("What's the difference between DVC and Git?", ["What it is", "When to choose it", "Alternatives"]),
        ("Do we need Prometheus and Grafana?", [*WHEN, "Works with", "Alternatives"]),
        ("when would I choose Taiga", WHEN),
        ("Do we really need Seldon?", WHEN),
        ("What can Hugging Face do?", ["What it is", "In the lifecycle"]),
        ("What is Wekan?", ["What it is"]),
        ("Can Grafana deploy models?", ["In the lifecycle"]),
        # Rows tell these:
        ("Is Trello cheaper than Asana?", []),
        ("Which of Git and DVC is open source?", []),
        ("Who uses Chef or Puppet?", []),
        ("Which covers more phases, Seldon or Kubeflow?", []),
        ("Does Git cover VC?", []),
    ],
)
def test_what_is_wanted_of_named_tools_opens_parts_of_their_cards(question: str, headings: list[str]) -> None:
    parts = READER.read(question, None, Filters()).parts
    assert list(dict.fromkeys(part.heading for part in parts)) == headings


@pytest.mark.parametrize(
    ("question", "ticked", "priced"),
    [
        ("How do Kubeflow and Sagemaker differ in licence?", True, False),
        ("Compare Kubeflow and Sagemaker by price and licence.", True, True),
        ("In what do Kubeflow and Sagemaker differ, money and licence wise?", True, True),
        ("How do Kubeflow and Sagemaker differ in price?", False, True),
        ("Kubeflow and Sagemaker do the same stages. So how do they differ, in price and licence?", True, True),
    ],
)
def test_names_differ_in_the_columns_that_are_asked_for(question: str, *, ticked: bool, priced: bool) -> None:
    reading = READER.read(question, None, Filters())
    assert reading.query is not None
    sheet = ENGINE.answer(reading.query)
    said = [statement.text for statement in sheet.statements]
    assert sheet.items == tools("Kubeflow", "AWS Sagemaker")
    assert ("AWS Sagemaker is not ticked as open source" in said) == ticked
    assert ("AWS Sagemaker is priced by consumption (CB)" in said) == priced


@pytest.mark.parametrize(
    "question",
    [
        "Which roles work in all of Kubeflow's phases?",
        "Which roles are at home in every one of Kubeflow's four columns?",
        "Which roles share at least four phases with Kubeflow?",
    ],
)
def test_all_phases_of_another_are_all_of_them(question: str) -> None:
    phases = CATALOGUE.tools["Kubeflow"].phases
    wanted = {role.name for role in CATALOGUE.roles.values() if all(map(role.covers, phases))}
    assert set(asked(question).roles) == wanted


def test_how_many_phases_a_name_has_itself_bounds_nobody_else() -> None:
    question = "For the sysadmin's four phases, is there a tool that ticks three or more of them?"
    assert asked(question) == tools("Seldon")


def test_what_does_the_same_covers_every_phase() -> None:
    assert asked("We pay for Langsmith. Could something else do the same?") == Items()
    assert asked("Trello annoys us. Is there a free tool that does the same?").tools == tuple(
        tool.name for tool in TOOLS if tool.covers(PhaseCode("BN")) and tool.cost.usd == 0 and tool.name != "Trello"
    )


@pytest.mark.parametrize(
    ("question", "phases"),
    [
        ("Which tool serves everything from version control to monitoring?", ("VC", "CI", "D", "M")),
        ("Which tools span from model development through to CI?", ("MD", "VC", "CI")),
        ("Which tools take a model from version control to deployment, that is, cover both?", ("VC", "D")),
    ],
)
def test_a_stretch_of_the_lifecycle_has_the_phases_between(question: str, phases: tuple[str, ...]) -> None:
    found = tuple(tool.name for tool in TOOLS if all(tool.covers(PhaseCode(code)) for code in phases))
    assert asked(question).tools == found


def test_a_second_question_is_about_what_the_first_finds() -> None:
    lowest = min(CATALOGUE.roles.values(), key=lambda role: role.monthly_wage_usd)
    found = asked("Which role is paid worst, and which phases does it take part in?")
    assert (found.roles, found.phases) == ((lowest.name,), lowest.phases)


def test_who_says_what_they_are_gets_the_tools_of_their_phases_too() -> None:
    found = asked("I'm a QA engineer. Which phases am I in and which tools should I know?")
    assert set(found.phases) == {"DT", "VC"}
    assert set(found.tools) == {tool.name for tool in TOOLS if tool.covers(PhaseCode("VC"))}


def test_staff_at_hand_restricts_no_tools() -> None:
    free = {tool.name for tool in TOOLS if tool.covers(PhaseCode("CI")) and tool.cost.usd == 0}
    assert set(asked("We have three software engineers and no budget. Which tools are there for CI?").tools) == free


@pytest.mark.parametrize("question", ["Is MLFlow free for commercial projects?", "Is MLFlow free for commercial use?"])
def test_commercial_use_is_no_licence(question: str) -> None:
    assert asked(question) == tools("MLFlow")


def test_an_exception_in_front_bounds_what_is_asked() -> None:
    found = tuple(tool.name for tool in covering("CI") if tool.cost.usd == 0 and tool.name != "Jenkins")
    assert asked("Apart from Jenkins, what is free for CI?").tools == found


@pytest.mark.parametrize(
    ("question", "some", "free"),
    [
        ("Which phases can we run with free tools only?", True, True),
        ("For how many of the phases is there no proprietary tool?", False, False),
        ("Which phases have no free tool?", False, True),
        ("Is there a phase without a proprietary tool?", False, False),
    ],
)
def test_phases_are_counted_by_such_tools(question: str, *, some: bool, free: bool) -> None:
    such = [tool for tool in TOOLS if (tool.cost.usd == 0 if free else not tool.open_source)]
    codes = (code for code in TABLE_IV_COLUMNS if any(tool.covers(code) for tool in such) == some)
    assert asked(question).phases == tuple(codes)


def test_whether_all_are_so_is_told_by_how_many() -> None:
    reading = READER.read("Are all tools for deployment free?", None, Filters())
    assert reading.query is not None
    sheet = ENGINE.answer(reading.query)
    free = [tool for tool in covering("D") if tool.cost.usd == 0]
    assert sheet.statements[0].text.startswith(f"{len(free)} of the {len(covering('D'))} tools that cover D are free")
