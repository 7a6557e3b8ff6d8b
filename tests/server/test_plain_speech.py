"""Single questions in plain speech: several of a list, what others lack, averages, points, exceptions."""

import pytest

from corpus.vocabulary import TABLE_IV_COLUMNS, PhaseCode
from server.schema import Filters
from server.understanding.reader import QuestionReader
from server.understanding.reading import Reading
from server.verification.denial import unsaid
from server.verification.text import read
from tests.readers import CATALOGUE, ENGINE, names_in, new_reader, sheet

TOOLS, ROLES = CATALOGUE.tools.values(), CATALOGUE.roles.values()
VC, CI, D, M = (PhaseCode(code) for code in ("VC", "CI", "D", "M"))


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    return new_reader()


def reading(reader: QuestionReader, question: str) -> Reading:
    return reader.read(question, None, Filters())


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        (
            "Out of CI, deployment and monitoring, which tools have at least two of the three?",
            lambda tool: sum(map(tool.covers, (CI, D, M))) >= 2,
        ),
        (
            "Take version control, CI and deployment: I want the tools with exactly two of these.",
            lambda tool: sum(map(tool.covers, (VC, CI, D))) == 2,
        ),
        ("tools for deployment or for monitoring, but never both", lambda tool: tool.covers(D) != tool.covers(M)),
        ("single-purpose tools whose source is closed", lambda tool: len(tool.phases) == 1 and not tool.open_source),
        ("What can both deploy and watch models?", lambda tool: tool.covers(D) and tool.covers(M)),
        ("whats got deployment but wont do monitoring", lambda tool: tool.covers(D) and not tool.covers(M)),
        ("monitoring without vendors of ours, and free", lambda tool: tool.covers(M) and tool.cost.usd == 0),
        ("CI tools with no agents please, open source", lambda tool: tool.covers(CI) and tool.open_source),
        (
            "Our tools for CI: 40 dollars monthly is possible.",
            lambda tool: tool.covers(CI) and tool.cost.usd is not None and tool.cost.usd <= 40,
        ),
        (
            "100 USD a month would be okay, what covers deployment?",
            lambda tool: tool.covers(D) and tool.cost.usd is not None and tool.cost.usd <= 100,
        ),
        ("deployment tools that leave monitoring alone", lambda tool: tool.covers(D) and not tool.covers(M)),
        ("List the products ticked in exactly three columns.", lambda tool: len(tool.phases) == 3),
        ("which ones make you ask for the price?", lambda tool: tool.cost.printed == "By Request"),
        ("Are all CI tools open source, or are there exceptions?", lambda tool: tool.name == "Azure DevOps"),
        ("All CI tools are open source, I hear. Which isn't?", lambda tool: tool.name == "Azure DevOps"),
        ("what does monitoring and something else as well?", lambda tool: tool.covers(M) and len(tool.phases) > 1),
        ("version control tools that charge a monthly fee", lambda tool: tool.covers(VC) and (tool.cost.usd or 0) > 0),
    ],
)  # fmt: skip
def test_tools_by_what_they_do_in_plain_speech(reader: QuestionReader, question: str, holds) -> None:
    assert names_in(sheet(reader, question).items) == {tool.name for tool in TOOLS if holds(tool)}


def test_amounts_are_set_against_averages_and_two_others(reader: QuestionReader) -> None:
    wages = {role.name: role.monthly_wage_usd for role in ROLES}
    mean = sum(wages.values()) / len(wages)
    assert names_in(sheet(reader, "Who is paid below the average of all roles?").items) == {
        n for n in wages if wages[n] < mean
    }
    low, high = wages["QA Engineer"], wages["Security and Compliance Officer"]
    found = sheet(reader, "Which roles fall in between a QA Engineer and a Security and Compliance Officer on wages?")
    assert names_in(found.items) == {name for name, wage in wages.items() if low < wage < high}


def test_a_difference_in_percent_is_of_either_amount(reader: QuestionReader) -> None:
    found = sheet(reader, "By how many percent does Asana cost more than Taiga?")
    assert [(value.value, value.unit) for value in found.values][1:] == [
        (57.1, "percent"),
        (36.4, "percent"),
        (1.57, "times"),
    ]
    assert not any(value.unit == "percent" for value in sheet(reader, "How much more is Asana than Taiga?").values)


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("Which phases have more than twelve tools?", lambda count: count > 12),
        ("phases with 9 tools or fewer", lambda count: count <= 9),
        ("Which phases have zero tools?", lambda count: count == 0),
    ],
)
def test_phases_are_bounded_by_how_many_tools_they_have(reader: QuestionReader, question: str, holds) -> None:
    counts = {code.value: sum(tool.covers(code) for tool in TOOLS) for code in TABLE_IV_COLUMNS}
    assert names_in(sheet(reader, question).items) == {code for code, count in counts.items() if holds(count)}


def test_a_list_of_points_is_one_sentence(reader: QuestionReader) -> None:
    found = sheet(reader, "We have:\n- DVC\n- Jenkins\n- Grafana\nWhich phases are left bare?")
    had = {code for name in ("DVC", "Jenkins", "Grafana") for code in CATALOGUE.tools[name].phases}
    assert names_in(found.items) == {code.value for code in TABLE_IV_COLUMNS if code not in had}


def test_what_is_added_gains_phases_over_what_is_at_hand(reader: QuestionReader) -> None:
    found = sheet(reader, "We use Bitbucket. If we add MLFlow, which phases do we gain?")
    assert names_in(found.items) == {"MDT", "MDL", "CI"}


@pytest.mark.parametrize(
    "question",
    [
        "Draft me a cover letter for a job as ML Engineer.",
        "Why does the study warn against Terraform?",
        "Rank the deployment tools by popularity, please.",
        "In the poll that the authors conducted, which tool won?",
        "write me a python script for Ansible",
    ],
)
def test_what_nobody_can_tell_from_the_corpus_is_not_answered(reader: QuestionReader, question: str) -> None:
    assert reading(reader, question).uncarried


def test_the_authors_are_they_where_something_is_said(reader: QuestionReader) -> None:
    assert reading(reader, "what future work do they propose").clarify is None
    assert reading(reader, "how many of these products are free?").query is not None


def test_what_the_source_is_to_have_said_must_stand_somewhere() -> None:
    passage = read("Gated approval lowers the risk that one person pushes software to production.")
    assert unsaid(read("call gated approval a waste of salaries"), [passage], None) > 0.5
    assert unsaid(read("describe the risk of software in production"), [passage], None) == 0


@pytest.mark.parametrize(
    ("question", "first", "items"),
    [
        ("Is MLFlow the only free tool for CI?", "MLFlow is not the only tool that", {"MLFlow", "Jenkins"}),
        ("isn't whylabs the sole monitoring product that costs $250?", "Whylabs is the only tool that", {"Whylabs"}),
        ("Does only Bicep span a single phase, the setup?", "Bicep is not the only tool", None),
        ("Sagemaker is the only CB tool in monitoring, right?", "AWS Sagemaker is not", {"AWS Sagemaker", "Datadog"}),
        ("Is the only free tool for CI Jenkins?", "Jenkins is not the only tool", {"MLFlow", "Jenkins"}),
        (
            "are wandb and neptune the only tools dearer than $400",
            "Weights & Biases and Neptune.ai are the only tools that",
            {"Neptune.ai", "Weights & Biases"},
        ),
        ("Is the QA engineer the only one who works in business needs?", "QA Engineer does not cover BN", None),
        ("why is jenkins the only free tool in CI?", "Jenkins is not the only tool that", set()),
        ("Only Jenkins covers CI, right?", "Jenkins is not the only tool that covers CI", None),
        (
            "is the QA engineer the only engineer outside of model development?",
            "QA Engineer is the only one of the 7",
            None,
        ),
        ("is sagemaker the only AWS tool for monitoring?", "AWS Sagemaker is the only one of the 3", {"AWS Sagemaker"}),
    ],
)
def test_the_only_one_of_its_kind_is_set_beside_all_others(
    reader: QuestionReader, question: str, first: str, items: set[str] | None
) -> None:
    found = sheet(reader, question)
    assert found.statements[0].text.startswith(first)
    assert items is None or names_in(found.items) == items


@pytest.mark.parametrize(
    ("question", "first", "items"),
    [
        (
            "Is QA engineer the worst paid job?",
            "QA Engineer is not the lowest paid: it earns $9,038",
            {"Business Analyst"},
        ),
        ("is the salary of the business analyst the lowest", "Business Analyst is the lowest paid:", None),
        ("do software engineers earn the most?", "Software Engineer is one of the best paid:", None),
        (
            "Is the data architect the second best paid role?",
            "Data Architect is the second best paid",
            {"Data Architect"},
        ),
        ("is kubeflow the tool with the most phases?", "Kubeflow is not the broadest:", {"Azure ML Studio"}),
        ("Is Langsmith the cheapest paid monitoring tool?", "Langsmith is not the cheapest:", {"Grafana Cloud"}),
        ("Is Datadog the dearest tool for monitoring?", "Whether Datadog is the dearest the table cannot tell", None),
        ("is jenkins the cheapest tool for deployment?", "Jenkins does not cover D", None),
        ("Is the QA engineer the worst paid engineer?", "QA Engineer is the lowest paid", {"QA Engineer"}),
    ],
)
def test_whether_one_stands_at_an_end_is_answered(
    reader: QuestionReader, question: str, first: str, items: set[str] | None
) -> None:
    found = sheet(reader, question)
    assert found.statements[0].text.startswith(first)
    assert items is None or names_in(found.items) == items


def test_a_rank_that_no_table_has_is_no_check(reader: QuestionReader) -> None:
    for question in ("Is Terraform the most widely used tool in setup?", "is git the oldest tool for version control?"):
        assert reading(reader, question).query is None, question


def test_the_only_one_of_another_kind_is_no_claim(reader: QuestionReader) -> None:
    query = reading(reader, "Tools whose one and only phase is CI?").query
    assert query is not None
    assert names_in(ENGINE.answer(query).items) == {"Jenkins"}
    for question in ("is business needs the only phase of taiga?", "is kubeflow only for deployment?"):
        query = reading(reader, question).query
        assert query is not None
        assert not query.claimed, question


@pytest.mark.parametrize(
    ("question", "about", "to_go"),
    [
        ("What would go missing if we cancelled Langsmith?", "describe the tools for Langsmith", "Langsmith"),
        ("if we get rid of jenkins, what do we lose", "describe the tools for Jenkins", "Jenkins"),
        ("Which phases are lost when we drop Seldon?", "list the phases for Seldon", "Seldon"),
        ("Asana is too expensive for us", "look up the tools by cost for Asana", "Asana"),
        ("Could we do without Kubeflow?", None, "Kubeflow"),
        ("Which free tools are there for CI without Jenkins?", "free ($0)", None),
    ],
)
def test_a_tool_that_is_to_go_is_told_and_what_may_take_its_place(
    reader: QuestionReader, question: str, about: str | None, to_go: str | None
) -> None:
    found = reading(reader, question)
    assert about in found.query.words() if about and found.query else found.query is None
    assert found.replaceable == to_go


def test_no_price_is_denied_where_none_is_printed(reader: QuestionReader) -> None:
    told = [statement.text for statement in sheet(reader, "Does Chef cost $700 a month?").statements]
    assert told[0].startswith("Without a fixed price of Chef the table cannot tell whether it costs $700 a month")


@pytest.mark.parametrize(
    ("question", "ended"),
    [
        ("Is Whylabs worth a look for drift?", ["Whylabs"]),
        ("we rely on Neptune and Whylabs, fine?", ["Neptune.ai", "Whylabs"]),
        ("Is Grafana worth a look?", []),
    ],
)
def test_that_a_named_tool_has_ended_can_be_told_beside_prose(
    reader: QuestionReader, question: str, ended: list[str]
) -> None:
    found = reading(reader, question)
    told = ENGINE.ended(found.tools)
    assert found.query is None
    assert [tool for tool in CATALOGUE.tools for said in told if f"lists {tool};" in said.text] == ended
