"""Questions to exact entities: hand-derived cases, and templates over the whole catalogue whose
expectations are computed from the raw tables and not by the code under test."""

# ruff: noqa: E501 - one case a line reads better than one name a line

import itertools
import tomllib
from pathlib import Path

import pytest

from corpus.catalogue import PAPER, TABLES, load_catalogue
from corpus.document import load_documents
from corpus.linker import Linker
from server.facts.engine import FactEngine
from server.schema import Filters, Items
from server.sheet import Sheet
from server.understanding.conversation import Turn
from server.understanding.parser import Parser
from server.understanding.reach.unknown import Vocabulary
from server.understanding.reader import QuestionReader

CATALOGUE = load_catalogue()
PARSER = Parser(CATALOGUE, Linker(CATALOGUE), Vocabulary([]))
ENGINE = FactEngine(CATALOGUE)
GOLDEN = Path(__file__).parents[2] / "eval" / "golden"


def raw(name: str) -> dict:
    return tomllib.loads((Path(TABLES) / f"{name}.toml").read_text(encoding="utf-8"))


ROWS = [(tool["name"], row) for row in raw("tools")["row"] for tool in row["tools"]]
ROLES = raw("roles")["role"]
COLUMNS = ["BN", "AS", "MDT", "MDL", "VC", "CI", "D", "M"]
SPELLED = {"VC": "version control", "CI": "continuous integration", "D": "deployment", "M": "monitoring"}


def ask(question: str) -> Sheet:
    query = PARSER.parse(question).query
    assert query is not None, f"read as prose: {question}"
    return ENGINE.answer(query)


def tools(condition) -> set[str]:
    return {name for name, row in ROWS if condition(row)}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which tools cover both CI and D?", {"Azure DevOps", "GitLab Enterprise"}),
        ("tools 4 monitering that cost nothing", {"Kubeflow", "AI Fairness 360", "Seldon", "ELK Stack", "Prometheus", "Grafana", "OpenLLMetry"}),
        ("Which tools cover only CI?", {"Jenkins"}),
        ("what are the two most expensive tools", {"Neptune.ai", "Weights & Biases"}),
        ("second most expensive tool", {"Langsmith"}),
        ("What is the cheapest monitoring tool that is not free?", {"Grafana Cloud"}),
        ("Which is cheaper, Bitbucket or Azure DevOps?", {"Azure DevOps"}),
        ("Which tools are priced by request?", {"LMStudio"}),
        ("Which tools cost between $10 and $100?", {"Taiga", "Bitbucket", "Azure DevOps", "Grafana Cloud"}),
        ("Which of Jenkins, MLFlow and Seldon cover VC?", {"MLFlow", "Seldon"}),
        ("Is Prometheus or Datadog free?", {"Prometheus"}),
        ("Is Datadog open source?", {"Datadog"}),
        ("Does Jenkins cover monitoring?", set()),
        ("What are alternatives to Jenkins?", {"MLFlow", "Azure DevOps", "GitLab Enterprise"}),
        ("neither open source nor free tools", {"AWS Lake Formation", "Asana", "AWS Sagemaker", "AWS Kinesis", "Bitbucket", "Azure Container Registry", "Azure DevOps"}),
        ("Which tools support LLM development but not classical model building?", {"LangChain", "LlamaIndex", "DeepAI", "LMStudio", "Langsmith"}),
        ("can't spend a cent. tools for both deployment and monitoring?", {"Kubeflow", "Seldon"}),
        ("We have no money, none. Which CI tools cost us nothing?", {"Jenkins", "MLFlow"}),
        ("Our boss hates surprises. He does not care which, he says. What is there for CI that is not open source?", {"Azure DevOps"}),
        ("continuous integration yes, version control no", {"Chef", "Puppet", "Jenkins"}),
        ("From the CI list strike version control and setup tools", {"Jenkins"}),
        ("CI kit that stays out of version control and out of setup", {"Jenkins"}),
        ("tools w/ CI as their sole phase", {"Jenkins"}),
        ("what does CI and literally nothing else", {"Jenkins"}),
        ("ticks exactly MDT and MDL, no more and no less", {"JUnit", "PyTest", "Neptune.ai", "Weights & Biases"}),
        ("merge the tool lists for CI and setup", {"Ansible", "Terraform", "ARM", "Bicep", "AWS Lake Formation", "Chef", "Puppet", "MLFlow", "Azure DevOps", "GitLab Enterprise", "Jenkins"}),
        ("intersection of the CI and the setup tools", {"Chef", "Puppet"}),
        ("VC tools, fixed price, > $0 and < $35", {"Azure Container Registry", "Bitbucket", "Azure DevOps"}),
        ("tools with a three-digit price in monitoring", {"Whylabs", "Langsmith"}),
        ("what can I get for exactly thirty dollars", {"Azure DevOps"}),
        ("Which products cost five hundred dollars?", {"Neptune.ai", "Weights & Biases"}),
        ("monitoring tools for 20 bucks a month tops that aren't free", {"Grafana Cloud"}),
        ("which tool burns the biggest hole in our pocket", {"Neptune.ai", "Weights & Biases"}),
        ("in monitoring, the runner-up by price", {"Whylabs"}),
        ("second-highest price in the whole tool table, who has it", {"Langsmith"}),
        ("which free tools besides Jenkins do CI", {"MLFlow"}),
        ("Could we replace Datadog by something free?", {"ELK Stack", "Prometheus", "Grafana"}),
        ("So say I build on an existing LLM and later I deploy it. Which tools come along for both?", {"Azure ML Studio", "Kubeflow", "AWS Sagemaker", "Hugging Face"}),
        ("Is there a free tool that covers both staging and observability?", {"Kubeflow", "Seldon"}),
    ],
)  # fmt: skip
def test_questions_about_tools_give_exactly_the_tools(question: str, expected: set[str]) -> None:
    assert set(ask(question).items.tools) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who takes part in continuous integration?", set()),
        ("Which roles take part in AS but not in MD?", {"System Administrator", "Network Administrator"}),
        ("Which roles share the DOL code 15-1252?", {"Software Engineer", "MLOps Engineer", "DevOps Engineer"}),
        ("Who earns the most?", {"Software Engineer", "MLOps Engineer", "DevOps Engineer"}),
        ("Is a data scientist paid more than a QA engineer?", {"Data Scientist"}),
        ("Which roles would use Jenkins?", set()),
        ("whos the worst payed", {"Business Analyst"}),
        ("which jobs clear ten grand a month", {"Data Architect", "Software Engineer", "MLOps Engineer", "DevOps Engineer", "Security and Compliance Officer"}),
        ("Which role bears the DOL title Database Architects?", {"Data Architect"}),
        ("Among version control roles, find the one with the smallest number of phases.", {"QA Engineer"}),
        ("Which roles work in both BN and M?", {"Business Analyst", "Data Architect", "Data Engineer", "Data Scientist", "Security and Compliance Officer"}),
    ],
)  # fmt: skip
def test_questions_about_roles_give_exactly_the_roles(question: str, expected: set[str]) -> None:
    assert set(ask(question).items.roles) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which phases do MLFlow and Kubeflow have in common?", ["MDT", "MDL"]),
        ("Which phases would MLFlow and Grafana leave uncovered?", ["BN", "AS", "D"]),
        ("Which phase has no roles?", ["CI"]),
        ("we run mlflow and prometheus. what are we missing", ["BN", "AS", "D"]),
        ("Which phases does GitLab cover that Kubeflow doesn't?", ["BN", "VC", "CI"]),
        ("What do Terraform and Chef have in common?", ["AS"]),
        ("smallest tool selection: which phase", ["CI"]),
        ("Which phase has the most tools?", ["MDT"]),
        ("In which phase is gated approval done?", ["D"]),
        ("Where in the lifecycle is Seldon used?", ["MDT", "VC", "D", "M"]),
        ("Which phases is the QA engineer printed for?", ["VC", "DT"]),
    ],
)
def test_questions_about_phases_give_exactly_the_codes(question: str, expected: list[str]) -> None:
    assert sorted(ask(question).items.phases) == sorted(expected)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much does GitLab Enterprise cost?", [290]),
        ("What does Datadog cost?", ["CB"]),
        ("Total monthly cost of GitLab Enterprise, Langsmith and Whylabs?", [930]),
        ("What do Neptune.ai and Weights & Biases cost together?", [1000]),
        ("combined wage of two data engineers and one ML engineer", [29209]),
        ("How many tools are open source?", [45]),
        ("# free CI tools", [2]),
        ("whats the bill for asana, bitbucket and grafana cloud", [162]),
        ("Asana+Bitbucket+Grafana Cloud = ?", [162]),
        ("4 person squad: ml engineer, data engineer, devops engineer, qa engineer. monthly payroll?", [39836]),
        ("How many levels does Microsoft's maturity model have?", [5]),
        ("How many roles are there?", [13]),
    ],
)
def test_numbers_that_are_the_answer(question: str, expected: list[float | str]) -> None:
    assert [value.value for value in ask(question).values] == expected


def test_a_total_with_a_consumption_priced_tool_is_a_lower_bound() -> None:
    sheet = ask("What's the total cost of Datadog and Grafana Cloud?")
    assert [(value.name, value.value) for value in sheet.values] == [("total, at least", 19)]
    assert "at least $19" in sheet.statements[0].text


@pytest.mark.parametrize(
    "question",
    [
        "Why does Jenkins cost $50?",
        "Why is Jenkins used for monitoring?",
        "What is level 7 of Google's maturity model?",
        "Since Datadog is free, what should we do?",
        "reason asana is the top monitoring tool?",
        "Why does the data scientist out-earn the software engineer?",
        "Why is the Business Analyst the best paid role in Table III?",
        "Why does the paper list 20 roles?",
        "Why is there no free tool for monitoring?",
        "Why are all CI tools open source?",
        "Tell me why IBM's maturity model has seven levels.",
    ],
)
def test_false_premises_are_refuted_without_items(question: str) -> None:
    sheet = ask(question)
    assert sheet.refuted
    assert sheet.items == Items()
    assert all(statement.evidence for statement in sheet.statements)


@pytest.mark.parametrize("code", COLUMNS)
@pytest.mark.parametrize("template", ["Which tools cover {}?", "list every tool for {}", "tools used in the {} phase"])
def test_every_phase_lists_its_tools(code: str, template: str) -> None:
    names = [code, SPELLED[code]] if code in SPELLED else [code]
    for name in names:
        assert set(ask(template.format(name)).items.tools) == tools(lambda row: code in row["phases"])


@pytest.mark.parametrize(("left", "right"), list(itertools.permutations(COLUMNS, 2)))
def test_intersections_unions_and_differences_of_phases(left: str, right: str) -> None:
    both = tools(lambda row: {left, right} <= set(row["phases"]))
    either = tools(lambda row: {left, right} & set(row["phases"]))
    only_left = tools(lambda row: left in row["phases"] and right not in row["phases"])
    neither = tools(lambda row: not {left, right} & set(row["phases"]))
    assert set(ask(f"Which tools cover {left} and {right}?").items.tools) == both
    assert set(ask(f"Which tools cover {left} or {right}?").items.tools) == either
    assert set(ask(f"Which tools cover {left} but not {right}?").items.tools) == only_left
    assert set(ask(f"Which tools cover neither {left} nor {right}?").items.tools) == neither


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[name for name, _ in ROWS])
def test_every_tool_tells_cost_phases_and_licence(name: str, row: dict) -> None:
    cost = ask(f"How much does {name} cost?")
    assert cost.items.tools == (name,)
    assert [str(value.value) for value in cost.values] == [row["cost"].removeprefix("$")]
    assert set(ask(f"Which phases does {name} cover?").items.phases) == set(row["phases"])
    assert set(ask(f"Is {name} open source?").items.tools) == ({name} if row["open_source"] else set())


@pytest.mark.parametrize("role", ROLES, ids=[role["name"] for role in ROLES])
def test_every_role_tells_wage_phases_and_code(role: dict) -> None:
    name = role["name"]
    wage = ask(f"What is the monthly wage of a {name}?")
    assert (wage.items.roles, [value.value for value in wage.values]) == ((name,), [role["monthly_wage_usd"]])
    assert set(ask(f"Which phases does the {name} take part in?").items.phases) == set(role["phases"])
    assert role["dol_code"] in ask(f"What is the DOL code of a {name}?").statements[0].text


@pytest.mark.parametrize(
    "question",
    [
        "What does an ML engineer earn?",
        "Which roles earn under $9,000?",
        "What do a data engineer and a QA engineer earn together?",
        "Does a data architect earn more than a data engineer?",
    ],
)
def test_wages_are_told_once_with_their_country_and_year(question: str) -> None:
    said = [each.text for each in ask(question).statements]
    assert sum("for the USA" in text and "2023" in text for text in said) == 1


def test_every_statement_and_row_rests_on_evidence() -> None:
    for question in ("Which free tools cover M?", "How many roles are there?", "Compare Grafana and Grafana Cloud"):
        sheet = ask(question)
        assert all(statement.evidence for statement in sheet.statements)
        assert sheet.rows
        assert all(row.evidence for row in sheet.rows)


@pytest.mark.parametrize(
    "question",
    [
        "Why is monitoring important?",
        "What happens in the deployment phase?",
        "what's the capital of France?",
        "Monitoring?",
        "What does gated approval do",
        "fine-tuning advantages",
        "why would i hire a prompt engineer instead of building a model",
        "What does gated approval demand before a model may go to production?",
        "One of us wants to fine-tune the LLM, one wants prompts first. In what order would you do it?",
        "The boss wants monitoring at once. Where should we start?",
    ],
)
def test_prose_is_left_to_retrieval(question: str) -> None:
    assert PARSER.parse(question).query is None


@pytest.fixture(scope="module")
def informed() -> Parser:
    """A parser that knows the corpus' own words."""
    texts = [passage.text for document in load_documents() for passage in document.passages]
    return Parser(CATALOGUE, Linker(CATALOGUE), Vocabulary(texts))


@pytest.mark.parametrize(
    "question",
    [
        "is dagster open source",
        "which monitoring tools work with Kubernetes",
        "compare MLFlow and Airflow",
        "how much is airflow",
        "prefect or dagster, whats cheaper",
        "is circleci free",
        "Which phases does Apache Airflow cover?",
    ],
)
def test_a_foreign_name_in_the_place_of_a_known_one_is_told(informed: Parser, question: str) -> None:
    assert informed.parse(question).foreign


@pytest.mark.parametrize(
    "question",
    [
        "Priya from finance asked me for a list. Which tools cover deployment?",
        "Our CFO wants the OSS tools for CI",
        "According to Table IV, which tools are FOSS?",
        "Hi Sam, which tools cover version control?",
    ],
)
def test_incidental_capitals_refuse_nothing(informed: Parser, question: str) -> None:
    parse = informed.parse(question)
    assert parse.query is not None
    assert not parse.foreign


@pytest.mark.parametrize(
    "question",
    [
        "when was grafana first released",
        "Who founded Hugging Face?",
        "How do I configure alert rules in Prometheus?",
        "what does an ml engineer earn in germany",
        "what was the average data scientist salary in 2018",
        "What SLA does Datadog give?",
        "In which language is Jenkins written?",
        "How many holidays does a Data Engineer get?",
    ],
)
def test_what_no_table_holds_is_named(informed: Parser, question: str) -> None:
    assert informed.parse(question).uncarried


@pytest.mark.parametrize(
    "question",
    [
        "which version of mlflow is the latest",
        "Is Chef still maintained?",
        "What licence does LangChain have?",
        "what does Asana Starter cost",
    ],
)
def test_what_no_row_tells_is_left_to_the_card(question: str) -> None:
    cards = [passage.text for card in load_documents() if card.id != PAPER for passage in card.passages]
    parse = Parser(CATALOGUE, Linker(CATALOGUE), Vocabulary([], beside=cards)).parse(question)
    assert (parse.query, parse.foreign, parse.uncarried) == (None, (), ())


@pytest.mark.parametrize("question", ["What does Asana cost for ten users?", "what does an ml engineer earn a month"])
def test_the_tables_own_basis_is_carried(informed: Parser, question: str) -> None:
    assert not informed.parse(question).uncarried


@pytest.mark.parametrize(
    ("turns", "items"),
    [
        (("Which tools cover CI?", "only the free ones"), {"MLFlow", "Jenkins"}),
        (("Which tools cover CI?", "and the most expensive one?"), {"GitLab Enterprise"}),
        (
            ("Which tools cover CI?", "without Jenkins?"),
            {"Chef", "Puppet", "MLFlow", "Azure DevOps", "GitLab Enterprise"},
        ),
        (("How much is Langsmith?", "and Whylabs?", "both together?"), {"Langsmith", "Whylabs"}),
        (("How much is Langsmith?", "and Whylabs?", "which one is cheaper?"), {"Whylabs"}),
        (("Is Jenkins free?", "what about Bitbucket?"), set()),
        (("Is Jenkins free?", "is it cheaper than Bitbucket?"), {"Jenkins"}),
    ],
)
def test_follow_ups_lean_on_the_turns_before(turns: tuple[str, ...], items: set[str]) -> None:
    reader = QuestionReader(CATALOGUE, Linker(CATALOGUE), Vocabulary([]))
    found = Items()
    for question in turns:
        reading = reader.read(question, "conversation", Filters())
        assert reading.query is not None
        found = ENGINE.answer(reading.query).items
        reader.remember("conversation", Turn(reading.question, reading.query, found))
    assert set(found.tools) == items


def test_a_true_premise_leaves_the_question_to_be_answered() -> None:
    assert set(ask("Since MLFlow is free, which phases does it cover?").items.phases) == {"MDT", "MDL", "VC", "CI"}
    assert set(ask("MLFlow is open source, so which phases does it cover?").items.phases) == {"MDT", "MDL", "VC", "CI"}


def test_a_false_statement_before_the_question_is_refuted() -> None:
    assert ask("Asana is open source, so which phases does it cover?").refuted


@pytest.mark.parametrize(
    ("question", "roles"), [("Among the roles in business needs, who is paid best?", ("Data Architect",))]
)
def test_superlatives_behind_the_verb(question: str, roles: tuple[str, ...]) -> None:
    assert ask(question).items.roles == roles


def test_foreign_names_come_in_the_order_of_the_question() -> None:
    assert PARSER.parse("prefect or dagster, whats cheaper").foreign == ("prefect", "dagster")
    assert PARSER.parse("dagster or prefect, whats cheaper").foreign == ("dagster", "prefect")
