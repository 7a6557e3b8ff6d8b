"""Questions about a stack as a whole and about phases as Figure 1 draws them: what is redundant, how many steps there
are, the seven phases as seven; and amounts of several packs."""

import pytest

from corpus.vocabulary import MAIN_PHASES, PhaseCode, Tool
from server.schema import Filters
from server.sheet import Sheet
from tests.readers import CATALOGUE, ENGINE, new_reader

TOOLS = CATALOGUE.tools


def sheet(question: str) -> Sheet:
    query = new_reader().read(question, None, Filters()).query
    assert query is not None, question
    return ENGINE.answer(query)


def spare(*names: str) -> set[str]:
    """Those whose every phase another of them has, worked out from the rows alone."""
    phases = {name: set(TOOLS[name].phases) for name in names}
    return {
        name
        for name in names
        if phases[name] <= set().union(*(held for other, held in phases.items() if other != name))
    }


def of_seven(tool: Tool) -> int:
    return len({"MD" if code in ("MDT", "MDL") else code for code in tool.phases})


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("We use Git, DVC and MLFlow, is any of them redundant?", ("Git", "DVC", "MLFlow")),
        ("Is Jenkins superfluous next to GitLab Enterprise?", ("Jenkins", "GitLab Enterprise")),
        (
            "We run Azure DevOps, Jenkins and MLFlow. Which of the three could go without opening a gap?",
            ("Azure DevOps", "Jenkins", "MLFlow"),
        ),
        ("Kubeflow and Prometheus: which one could we drop and lose no phase?", ("Kubeflow", "Prometheus")),
        ("Wekan and Jenkins: is either redundant?", ("Wekan", "Jenkins")),
    ],
)
def test_a_tool_is_redundant_where_others_have_its_every_phase(question: str, names: tuple[str, ...]) -> None:
    assert set(sheet(question).items.tools) == spare(*names)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("How many sub-steps does Figure 1 show in Administrative & Setup?", PhaseCode.AS),
        ("how many steps has the LLM half of model development?", PhaseCode.MDL),
        ("number of steps in version control", PhaseCode.VC),
    ],
)
def test_steps_are_counted_as_figure_1_names_them(question: str, code: PhaseCode) -> None:
    found = sheet(question)
    steps = [step.name for step in CATALOGUE.phases[code].steps]
    assert [(value.name, value.value) for value in found.values] == [(code, len(steps))]
    assert [row.cells[1] for row in found.rows] == steps
    assert all(step in found.statements[0].text for step in steps)


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Counting MDT and MDL together as one phase, which tools cover exactly three of the seven phases?", 3),
        ("which tools take part in exactly four of the seven phases?", 4),
    ],
)
def test_of_the_seven_phases_both_halves_of_model_development_are_one(question: str, count: int) -> None:
    assert set(sheet(question).items.tools) == {name for name, tool in TOOLS.items() if of_seven(tool) == count}


@pytest.mark.parametrize(
    "question",
    [
        "Of the eight columns BN to M, which tools have exactly two ticks?",
        "I want tools with two ticks in the eight columns BN, AS, MDT, MDL, VC, CI, D and M",
    ],
)
def test_all_the_columns_there_are_bound_nothing(question: str) -> None:
    assert set(sheet(question).items.tools) == {name for name, tool in TOOLS.items() if len(tool.phases) == 2}


def test_a_stack_leaves_none_of_the_seven_open_that_it_has_half_of() -> None:
    found = sheet("We run Git, Jenkins, PyTorch and Grafana. Which of the seven phases has nobody thought of?")
    assert found.items.phases == ("BN", "AS", "D")


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Our QA Engineer resigned, what is not covered now?", ("VC", "DT")),
        ("The Data Engineer quits, and we keep a DevOps Engineer: which phases are uncovered?", ("BN", "CI")),
        ("We have Git and Kubeflow. Git is dropped, which phases are uncovered?", ("BN", "AS", "VC", "CI")),
        ("We lost our sysadmin and still have a Business Analyst. Which phases have nobody?",
         ("AS", "MD", "VC", "CI", "D")),
        ("A Data Engineer and a DevOps Engineer are left. Which phases are uncovered?", ("CI",)),
        ("Which phases does the ML Engineer leave open?", ("BN", "AS", "VC", "CI")),
    ],
)  # fmt: skip
def test_who_leaves_covers_nothing_any_more(question: str, left: tuple[str, ...]) -> None:
    assert set(sheet(question).items.phases) == set(left)


@pytest.mark.parametrize(
    ("question", "total"),
    [
        ("three ten-user packs of Taiga plus one of Azure DevOps, what is that a month?", 240),
        ("Taiga x2 and Asana x3, monthly total?", 470),
        ("Taiga twice plus Asana, what is that per month?", 250),
        ("what do two subscriptions to Whylabs and three to Grafana Cloud cost together?", 557),
        ("Taiga for two teams of ten, cost per month?", 140),
    ],
)
def test_packs_of_several_are_reckoned(question: str, total: int) -> None:
    assert total in [value.value for value in sheet(question).values]


@pytest.mark.parametrize(
    ("question", "times"),
    [
        ("How many times the price of Azure DevOps does Langsmith cost?", 13),
        ("how many times as much as a QA Engineer does a Data Architect earn?", 1.26),
    ],
)
def test_a_multiple_is_told_as_one(question: str, times: float) -> None:
    assert [value.value for value in sheet(question).values if value.unit == "times"] == [times]


def test_amounts_that_are_asked_for_stand_beside_the_names() -> None:
    text = sheet("List whoever takes home at least 9,000 but no more than 10,000 USD a month").statements[0].text
    assert "QA Engineer ($9,038)" in text
    assert "Data Engineer ($9,920)" in text


@pytest.mark.parametrize(
    ("question", "phases"),
    [
        ("Which roles work in the phase that Business Analysts and System Administrators have in common?", {"M"}),
        ("free tools in the phases shared by Data Architects and DevOps Engineers", {"MDT", "MDL", "M"}),
    ],
)
def test_a_phase_in_common_is_one_that_all_have(question: str, phases: set[str]) -> None:
    found = sheet(question).items
    for name in (*found.tools, *found.roles):
        thing = TOOLS.get(name) or CATALOGUE.roles[name]
        assert any(thing.covers(PhaseCode(code)) for code in phases), name
    assert found.tools or found.roles


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What step precedes gated approval?", "Test comes before Gated Approval"),
        ("which step follows EDA", "Feature Engineering comes after Exploratory Data Analysis"),
        ("what comes after feature engineering?", "Model Development comes after Feature Engineering"),
        (
            "What comes after data preparation",
            "Data Preparation is the last step that Figure 1 names in Business Needs",
        ),
        ("what comes before data collection?", "Data Collection/Generation is the first step"),
    ],
)
def test_what_stands_beside_a_step_is_a_step(question: str, told: str) -> None:
    assert told in sheet(question).statements[0].text


@pytest.mark.parametrize(
    ("question", "phases"),
    [
        ("Which phase sits between setup and version control?", ("MD",)),
        ("what comes between bn and vc", ("AS", "MD")),
        ("which phase comes between ci and m?", ("D",)),
        ("What lies between CI and deployment?", ()),
        ("which phase comes after gated approval?", ("M",)),
        ("Model training is finished. What do we move into next?", ("VC",)),
        ("In what sequence do the lifecycle phases come?", tuple(MAIN_PHASES)),
        ("order of the seven phases", tuple(MAIN_PHASES)),
        ("How are the phases ordered?", tuple(MAIN_PHASES)),
        ("what's the fifth phase", ("CI",)),
        ("name the second to last stage", ("D",)),
        ("What does monitoring return to?", ("AS", "MD")),
        ("does monitoring loop back to anything", ("AS", "MD")),
    ],
)
def test_phases_stand_in_an_order(question: str, phases: tuple[str, ...]) -> None:
    assert sheet(question).items.phases == phases
