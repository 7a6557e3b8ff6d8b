"""Questions that call for a plan in words of their own, and plans that are carried on in a conversation."""

import pytest

from corpus.document import load_documents
from server.constraints import LIFECYCLE, PlanConstraints
from server.planning.advice import load_advice
from server.planning.clouds import load_clouds
from server.planning.planner import Planner
from server.planning.telling import stack_sheet, team_sheet
from server.query import Query
from server.schema import Filters, Items
from server.sheet import Sheet
from server.understanding.followups.turn import Turn
from server.understanding.reach.criteria import WARDED_OFF
from server.understanding.reading import Reading
from tests.readers import CATALOGUE, ENGINE, LINKER, new_reader

PLANNER = Planner(CATALOGUE, LINKER, load_clouds(CATALOGUE), load_advice(CATALOGUE, load_documents()))
DATA_SCIENTIST, DEVOPS = "Data Scientist", "DevOps Engineer"


def last_of(*turns: str) -> Reading:
    """The reading of the last turn, the plans before it carried out."""
    reader = new_reader()
    for question in turns:
        reading = reader.read(question, "conversation", Filters())
        items = Items()
        if reading.query is not None and reading.query.plan is not None:
            items = told(reading.query.select, reading.query.plan).items
        reader.remember("conversation", Turn(reading.question, reading.query, items, reading.options))
    return reading


def told(select: str, plan: PlanConstraints) -> Sheet:
    if plan.hired:
        return PLANNER.hired(plan)
    return (stack_sheet if select == "stack" else team_sheet)(PLANNER.plan(plan))


def planned(*turns: str) -> Query:
    query = last_of(*turns).query
    assert query is not None
    return query


def constraints(*turns: str) -> PlanConstraints:
    plan = planned(*turns).plan
    assert plan is not None, planned(*turns)
    return plan


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # What is asked of several phases at once, by somebody who wants it cheap.
        ("What's the least expensive way of getting deployment and monitoring covered?", {"phases": ("D", "M")}),
        ("how cheaply can one cover the entire lifecycle", {}),
        ("Lowest monthly outlay on tools for every phase?", {}),
        ("Fewest free tools covering VC, CI and D together?", {"phases": ("VC", "CI", "D"), "budget_usd": 0}),
        ("the smallest collection of open-source tools spanning BN and D",
         {"phases": ("BN", "D"), "open_source_only": True, "fewest_tools": True}),
        ("Please name one tool per phase.", {}),
        # Whether the asker's own money, licence or cloud suffices.
        ("80 dollars a month is all we have. Could we handle setup, CI and deployment with that?",
         {"phases": ("AS", "CI", "D"), "budget_usd": 80}),
        ("Would $1,200 a year be enough for CI and monitoring?", {"phases": ("CI", "M"), "budget_usd": 100}),
        ("Can we do the whole lifecycle with open source alone?", {"open_source_only": True}),
        ("There is nothing to spend. Can we still cover all stages?", {"budget_usd": 0}),
        ("Our company runs everything on Azure. What should we use for setup and deployment?",
         {"phases": ("AS", "D"), "cloud": "azure"}),
        ("As an AWS shop, which tooling do you suggest for version control?", {"phases": ("VC",), "cloud": "aws"}),
        # What is in use, and what is warded off.
        ("We've got Jenkins and DVC already. What other tools do we need to cover everything?",
         {"tools": ("Jenkins", "DVC")}),
        ("Recommend a stack for CI and monitoring without MLFlow, Grafana or Kubeflow.",
         {"phases": ("CI", "M"), "without": ("MLFlow", "Grafana", "Kubeflow")}),
        ("Legal says no open source at all. What is the least expensive stack for BN, VC and CI?",
         {"phases": ("BN", "VC", "CI"), "closed_source_only": True}),
        ("What is the least we can pay a month for covering BN and D, when free tools are off the table?",
         {"phases": ("BN", "D"), "paid_only": True}),
        ("Which set is the cheapest for VC, CI and M, if we take only tools with a price above $0?",
         {"phases": ("VC", "CI", "M"), "paid_only": True}),
        # Money to spend on several needs, for as many people as are told.
        ("There are 15 of us with $300 a month to spend; we want data versioning, serving and observability.",
         {"phases": ("VC", "D", "M"), "budget_usd": 200}),
        ("got 90 bucks a month, 10 ppl, need tracking, ci and a registry",
         {"phases": ("MD", "VC", "CI"), "budget_usd": 90}),
        ("our budget is 600/mo, 20 developers: which tools for ci d and m?",
         {"phases": ("CI", "D", "M"), "budget_usd": 300}),
        ("assemble a toolchain, 5 engineers, max 100$ a month, bn vc d, no amazon",
         {"phases": ("BN", "VC", "D"), "budget_usd": 200,
          "without": ("AWS Lake Formation", "AWS Sagemaker", "AWS Kinesis")}),
        ("Our models are trained from scratch. Cheapest set of tools for the whole lifecycle?", {"model": "own"}),
    ],
)  # fmt: skip
def test_a_stack_is_asked_for(question: str, expected: dict[str, object]) -> None:
    assert planned(question).select == "stack"
    asked = constraints(question).model_copy(update={"advised": False, "given": ()})
    assert asked == PlanConstraints.model_validate(expected)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("tools for a team of six, 900 dollars a month", {"budget_usd": 1500}),
        ("There are four of us with $800/month. What should we buy?", {"budget_usd": 2000}),
        ("Would 250 dollars a month be enough for MLOps tooling, ten people?", {"budget_usd": 250}),
        ("how much must a young company budget for its MLOps software?", {}),
        ("starter toolchain for MLOps", {}),
        ("Which software should a tiny startup begin with?", {}),
        ("What's the right MLOps platform for us, we run k8s?", {"given": ("kubernetes",)}),
        ("an on-premise MLOps stack please", {"given": ("in_house",)}),
        ("No data can leave the company network. Which stack would you suggest?", {"given": ("in_house",)}),
        ("suggest an MLOps stack, nobody here wants to maintain servers", {"given": ("managed",)}),
        ("MLOps toolchain for a big bank", {"given": ("large",)}),
        ("Suggest tools for an MLOps team of 30", {"given": ("many",)}),
        ("stack for speech recognition", {"given": ("images",)}),
        ("Which stack for a chatbot that answers questions about our documents?",
         {"model": "llm", "given": ("documents",)}),
        ("recommend a stack for LLM applications", {"model": "llm"}),
        ("We're on GCP. Which tools would you recommend?", {"cloud": "google"}),
        ("amazon MLOps stack", {"cloud": "aws"}),
        ("open source tools for the complete lifecycle", {"open_source_only": True}),
        ("only open source please, how would an end-to-end pipeline look", {"open_source_only": True}),
        ("Can we do MLOps with nothing but open source software?", {"open_source_only": True}),
        ("What tools do we need for the entire ML lifecycle?", {}),
        ("a tool for each stage of the lifecycle, please", {}),
    ],
)  # fmt: skip
def test_who_tells_no_more_than_where_the_team_stands_is_advised(question: str, expected: dict[str, object]) -> None:
    assert planned(question).select == "stack"
    assert constraints(question) == PlanConstraints.model_validate({"advised": True} | expected)


@pytest.mark.parametrize(
    "question",
    ["What is the cheapest way to run MLOps?", "fewest tools for the whole lifecycle?", "cheapest MLOps setup"],
)
def test_price_or_number_alone_decide_where_they_are_asked_for(question: str) -> None:
    assert planned(question).select == "stack"
    assert not constraints(question).advised


@pytest.mark.parametrize(
    ("question", "tools"),
    [
        ("We have Jenkins and Wekan. Do we need other tools?", ("Wekan", "Jenkins")),
        ("Is Kubeflow sufficient for MLOps?", ("Kubeflow",)),
        ("we got seldon and git, what else should we add?", ("Seldon", "Git")),
        ("Our tools are DVC, Jenkins and Prometheus. Is that complete?", ("DVC", "Jenkins", "Prometheus")),
        ("We use GitHub and Prometheus. What else do we need?", ("Prometheus",)),
    ],
)
def test_what_is_missing_beside_tools_in_use_is_what_they_leave_open(question: str, tools: tuple[str, ...]) -> None:
    query = last_of(question).query
    assert query is not None
    assert (query.select, query.combine, set(query.named)) == ("phases", "gap", set(tools))


@pytest.mark.parametrize(
    "question",
    [
        "Is Prometheus enough to notice drift?",
        "Do we need both MLFlow and Seldon?",
        "Show me software between $20 and $90 a month",
        "what can we get for exactly $19?",
        "Which tools should a startup not use?",
        "What is an MLOps stack?",
        "best tool for data versioning",
    ],
)
def test_a_task_a_price_or_a_definition_asks_for_no_stack(question: str) -> None:
    query = last_of(question).query
    assert query is None or (query.select, query.combine) not in (("stack", "any"), ("phases", "gap"))


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("Which MLOps stack do you recommend?", "isn't that overkill for four people?"), {"given": ("managed",)}),
        (("Which MLOps stack do you recommend?", "without k8s please"), {"given": ("no_kubernetes",)}),
        (("Which MLOps stack do you recommend?", "we have kubernetes", "no, without kubernetes"),
         {"given": ("no_kubernetes",)}),
        (("Which MLOps stack do you recommend?", "and for an LLM app?"), {"model": "llm"}),
        (("Which MLOps stack do you recommend?", "everything must be on-prem"), {"given": ("in_house",)}),
        (("We use Git and Jenkins. What are we missing?", "which tools would you add?"), {"tools": ("Git", "Jenkins")}),
    ],
)  # fmt: skip
def test_an_advised_stack_is_carried_on(turns: tuple[str, ...], expected: dict[str, object]) -> None:
    assert constraints(*turns) == PlanConstraints.model_validate({"advised": True} | expected)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which role would you hire first?", {"hires": 1}),
        ("Who should a startup hire first?", {"hires": 1}),
        ("What is the first role to recruit for machine learning?", {"hires": 1}),
        ("What kind of specialists does an AI project need?", {}),
        ("Which positions should a data science startup have?", {}),
        ("We're a small hospital and want to start with ML, whom do we need?", {}),
        ("How should I structure a machine learning team?", {}),
        ("How large should an ML team be?", {}),
        ("Could a single person do all the jobs?", {}),
        ("budget for an ML team of 5 per year", {"hires": 5}),
        ("what budget do I need for a data team of 7", {"hires": 7}),
        ("Which people do we need for an ML team of six?", {"hires": 6}),
        ("There are 4 of us. Which roles should we have?", {"hires": 4}),
        ("7 person data science team structure", {"hires": 7}),
        ("I've got a budget for three hires, which roles?", {"hires": 3}),
        ("What would a team of six cost a year?", {"hires": 6}),
        ("price of a 4 person ML team", {"hires": 4}),
        ("We have $45,000 a month for salaries. Which team do we need?", {"payroll_usd": 45000}),
        ("Which specialists do I need for a chatbot on GPT-4?", {"model": "llm"}),
        ("We only use an existing LLM. What people do we need?", {"model": "llm"}),
        ("We're 3 developers. Whom should we hire?", {"team": ("Software Engineer",) * 3}),
        ("I have one ML engineer. Is that enough?", {"team": ("ML Engineer",)}),
        ("With a data scientist and a QA engineer, can we do ML?", {"team": (DATA_SCIENTIST, "QA Engineer")}),
        ("Whom do we need besides a data architect?", {"team": ("Data Architect",)}),
        ("We're two DevOps engineers, who comes next?", {"team": (DEVOPS, DEVOPS), "hires": 1}),
        ("Hire an ML engineer or a DevOps engineer first?", {"among": ("ML Engineer", DEVOPS), "hires": 1}),
    ],
)
def test_whom_a_team_needs_is_advised_in_the_order_of_hires(question: str, expected: dict[str, object]) -> None:
    assert constraints(question) == PlanConstraints.model_validate({"hired": True} | expected)


@pytest.mark.parametrize(
    "question",
    [
        "Which tools does a small team need?",
        "Which people do we need for deployment?",
        "Should a small team train its own LLM?",
        "How much is that for a team of six?",
        "Which roles develop models?",
        "Data arrives in ten formats and nobody stores it properly. Whom do we need?",
        "What is the smallest team for the whole lifecycle?",
        "Do we need a QA engineer? We're five people.",
        "Which roles could we hire for $9,000 a month?",
    ],
)
def test_what_asks_for_no_team_as_such_is_advised_none(question: str) -> None:
    query = last_of(question).query
    assert query is None or query.plan is None or not query.plan.hired


@pytest.mark.parametrize(
    "question",
    ["What roles are there in an ML team?", "MLOps roles", "Who does what in MLOps?", "who's who in an AI team"],
)
def test_the_roles_there_are_are_listed(question: str) -> None:
    assert planned(question) == Query(select="roles")


def hired(**stated: object) -> Sheet:
    return PLANNER.hired(PlanConstraints.model_validate({"hired": True} | stated))


@pytest.mark.parametrize(
    ("stated", "roles"),
    [
        ({}, ("Data Engineer", DATA_SCIENTIST, DEVOPS)),
        ({"hires": 4}, ("Data Engineer", DATA_SCIENTIST, DEVOPS, "Software Engineer")),
        ({"model": "llm"}, ("Software Engineer", "Prompt Engineer")),
        ({"team": (DATA_SCIENTIST,)}, ("Data Engineer", DEVOPS)),
        ({"team": ("ML Engineer", "MLOps Engineer")}, ("Data Engineer",)),
        ({"team": ("Data Engineer", DATA_SCIENTIST, DEVOPS)}, ("Software Engineer",)),
        ({"without": (DEVOPS,)}, ("Data Engineer", DATA_SCIENTIST)),
        ({"payroll_usd": 30_000}, ("Data Engineer", DATA_SCIENTIST)),
        ({"payroll_usd": 43_000}, ("Data Engineer", DATA_SCIENTIST, DEVOPS, "Software Engineer")),
        ({"payroll_usd": 9_000}, ()),
        ({"among": (DATA_SCIENTIST, "Data Engineer")}, ("Data Engineer",)),
    ],
)
def test_the_order_of_hires_takes_as_many_as_are_told_or_paid_for(
    stated: dict[str, object], roles: tuple[str, ...]
) -> None:
    sheet = hired(**stated)
    assert sheet.items.roles == roles
    assert {value.unit: value.value for value in sheet.values if value.name == "wages to add"} == {
        "USD per month": wages(*roles),
        "USD per year": 12 * wages(*roles),
    }


def test_a_team_larger_than_the_order_is_told_what_is_not_known() -> None:
    said = " ".join(each.text for each in hired(hires=20).statements)
    assert "the other 7 would share the work of these roles" in said


def test_nobody_whom_a_payroll_is_too_small_for_is_named_with_the_lowest_wage() -> None:
    said = hired(payroll_usd=9_000).statements[0].text
    assert f"${wages(DATA_SCIENTIST):,}" in said


ADVISED = ("What team do we need for ML?",)


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ((*ADVISED, "and if we are just six?"), {"hires": 6}),
        ((*ADVISED, "ok, what about a team of two?", "no, make it 4"), {"hires": 4}),
        ((*ADVISED, "and for a chatbot project?"), {"model": "llm"}),
        ((*ADVISED, "and who next?"), {"hires": 1, "team": ("Data Engineer", DATA_SCIENTIST, DEVOPS)}),
        ((*ADVISED, "we already have a data engineer"), {"team": ("Data Engineer",)}),
        ((*ADVISED, "with at most $20,000 a month?"), {"payroll_usd": 20000}),
        (("Compare ML Engineer and QA Engineer", "which one should we hire first?"),
         {"among": ("ML Engineer", "QA Engineer")}),
    ],
)  # fmt: skip
def test_advice_on_a_team_is_carried_on(turns: tuple[str, ...], expected: dict[str, object]) -> None:
    assert constraints(*turns) == PlanConstraints.model_validate({"hired": True} | expected)


@pytest.mark.parametrize(
    ("turns", "named", "often"),
    [
        ((*ADVISED, "what would that cost per month?"), ("Data Engineer", DATA_SCIENTIST, DEVOPS), (1, 1, 1)),
        ((*ADVISED, "and a year?"), ("Data Engineer", DATA_SCIENTIST, DEVOPS), (1, 1, 1)),
        (("We are 2 data scientists. Who is missing?", "what do they cost?"), ("Data Engineer", DEVOPS), (1, 1)),
        (("We are 2 data scientists. Who is missing?", "how much do we cost a year?"), (DATA_SCIENTIST,), (2,)),
        (("We have two QA engineers. Which phases do they cover?", "what does our team cost a year?"),
         ("QA Engineer",), (2,)),
        (("cost of hiring an ML engineer, a QA engineer and a data engineer",),
         ("ML Engineer", "QA Engineer", "Data Engineer"), (1, 1, 1)),
    ],
)  # fmt: skip
def test_what_a_team_is_paid_is_a_sum(turns: tuple[str, ...], named: tuple[str, ...], often: tuple[int, ...]) -> None:
    query = planned(*turns)
    assert (query.measure, query.named, query.team) == ("sum", named, often)


def test_roles_with_the_lowest_payroll_are_a_team() -> None:
    assert planned("Which roles do we need for monitoring and deployment with the lowest payroll?").select == "team"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("The payroll for new people is $18,000 a month. Whom should we recruit?",
         {"payroll_usd": 18000, "hired": True}),
        ("We can pay $12,000 a month for staff. Which role would you hire first?",
         {"payroll_usd": 12000, "hired": True}),
        ("I have $33,000 a month, which roles fit in?", {"payroll_usd": 33000, "hired": True}),
        ("what team can we build with 480k a year?", {"payroll_usd": 40000, "hired": True}),
        ("We can spend $26,000 a month. Which people would you hire for that?",
         {"payroll_usd": 26000, "hired": True}),
        ("We are three data scientists and a DevOps engineer. Who else do we need?",
         {"team": (DATA_SCIENTIST, DATA_SCIENTIST, DATA_SCIENTIST, DEVOPS), "hired": True}),
        ("We must staff MDT, deployment and monitoring as cheaply as possible. Who do we hire?",
         {"phases": ("MDT", "D", "M")}),
        ("Which team without a DevOps Engineer is the cheapest for BN, AS and D?",
         {"phases": ("BN", "AS", "D"), "without": (DEVOPS,)}),
        ("Our team has one data scientist. Is anybody missing for deployment and setup?",
         {"phases": ("AS", "D"), "team": (DATA_SCIENTIST,)}),
    ],
)  # fmt: skip
def test_a_team_is_asked_for(question: str, expected: dict[str, object]) -> None:
    assert planned(question).select == "team"
    assert constraints(question) == PlanConstraints.model_validate(expected)


@pytest.mark.parametrize(
    "question",
    [
        "Which tools cover at least two of VC, CI and D?",
        "Our budget is $40 for 10 people. Which tools do both VC and CI?",
        "We have $400 a month and need VC and D in one product.",
        "need 3 engineers for deployment and monitoring, at most $30,000 a month",
        "We have $50 a month. Is there a single tool for CI and deployment within that?",
        "Which of the tools for version control are free?",
        "We're on AWS. How many tools cover monitoring?",
        "Which role earns most?",
        "Which roles can we hire for $9,000 a month?",
        "Does CI or deployment have the fewest free tools?",
        "We have Git and Jenkins. Which phases does nothing cover?",
    ],
)
def test_sets_and_extremes_are_no_plans(question: str) -> None:
    assert planned(question).plan is None


def test_tools_and_people_are_planned_together() -> None:
    query = planned("Plan the tools and the people for deployment and monitoring, as cheap as possible.")
    assert [(part.select, part.plan and part.plan.phases) for part in (query, *query.also)] == [
        ("stack", ("D", "M")),
        ("team", ("D", "M")),
    ]


@pytest.mark.parametrize(
    "question",
    [
        "What would the whole MLOps team earn in a month?",
        "monthly cost if we employ one person for each role",
        "We intend to fill every role. What will that cost us?",
    ],
)
def test_a_complete_team_has_everybody_of_table_iii(question: str) -> None:
    found = ENGINE.answer(planned(question))
    assert set(found.items.roles) == set(CATALOGUE.roles)
    assert [value.value for value in found.values] == [sum(role.monthly_wage_usd for role in CATALOGUE.roles.values())]


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("So what does MLOps cost all in?", True),
        ("What budget would we need for MLOps?", True),
        ("How much does an MLOps Engineer cost?", False),
        ("What drives the costs of MLOps?", False),
    ],
)
def test_what_mlops_costs_as_a_whole_is_tools_and_people(question: str, whole: bool) -> None:
    query = last_of(question).query
    parts = [(part.select, part.measure) for part in (query, *query.also)] if query else []
    assert (parts == [("stack", "list"), ("team", "list"), ("roles", "sum")]) is whole


@pytest.mark.parametrize(
    ("question", "asks_back"),
    [
        ("What tools would you advise against for a bank?", True),
        ("which tools should we better stay away from", True),
        ("Which tools would you not recommend because they are proprietary?", False),
        ("Which tools should we avoid for monitoring if nothing may be spent?", False),
    ],
)
def test_what_counts_against_a_tool_is_asked_back(question: str, asks_back: bool) -> None:
    assert (last_of(question).clarify == WARDED_OFF) is asks_back


STACK = ("What is the cheapest stack for version control, CI and monitoring?",)
TEAM = ("What is the smallest team for setup and deployment?",)


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ((*STACK, "open source only please"), {"open_source_only": True}),
        ((*STACK, "and for less than 40 dollars?"), {"budget_usd": 39}),
        ((*STACK, "What about on Azure?"), {"cloud": "azure"}),
        ((*STACK, "We already use Bitbucket.", "and not MLFlow"), {"tools": ("Bitbucket",), "without": ("MLFlow",)}),
        ((*STACK, "within $60 for 20 people", "there will be 30 of us"), {"budget_usd": 20}),
        (
            (*STACK, "for 5 users under 100", "raise that to 200", "no Puppet, they are dead"),
            {"budget_usd": 400, "without": ("Puppet",)},
        ),
        ((*STACK, "add deployment too"), {"phases": ("VC", "CI", "D", "M")}),
        ((*STACK, "leave out CI"), {"phases": ("VC", "M")}),
        ((*STACK, "just for monitoring, then"), {"phases": ("M",)}),
        ((*TEAM, "what if we bring in a data engineer?"), {"phases": ("AS", "D"), "team": ("Data Engineer",)}),
        ((*TEAM, "with at most 9000 a month"), {"phases": ("AS", "D"), "payroll_usd": 9000}),
        ((*TEAM, "and the tools?"), {"phases": ("AS", "D")}),
    ],
)
def test_a_plan_is_carried_on(turns: tuple[str, ...], expected: dict[str, object]) -> None:
    assert constraints(*turns) == PlanConstraints.model_validate({"phases": ("VC", "CI", "M")} | expected)


@pytest.mark.parametrize(
    "follow_up", ["which of those are open source?", "And which tools cover CI?", "How much is Jenkins?"]
)
def test_a_question_behind_a_plan_is_a_question(follow_up: str) -> None:
    assert planned(*STACK, follow_up).plan is None


@pytest.mark.parametrize(
    "asked", ["Who should we hire next?", "so which role do we still need?", "Who is missing then?"]
)
def test_the_people_who_were_told_of_are_at_hand(asked: str) -> None:
    told = "Our QA Engineer and our Data Engineer: which phases are not covered?"
    assert constraints(told, asked).team == ("QA Engineer", "Data Engineer")


@pytest.mark.parametrize(
    ("told", "new"), [("We have a Data Scientist.", ("System Administrator",)), ("We have a DevOps Engineer.", ())]
)
@pytest.mark.parametrize("asked", ["What does that add to our payroll?", "and the extra pay a month?"])
def test_what_a_team_adds_to_the_payroll_is_the_pay_of_those_to_add(
    told: str, new: tuple[str, ...], asked: str
) -> None:
    last = planned(f"{told} Who is missing for the phases AS and D?", asked)
    assert (last.named, last.measure) == ((new, "sum") if new else ((), "list"))


@pytest.mark.parametrize(
    ("asked", "asks_back"),
    [
        ("How many people can we employ with 60k a month?", True),
        ("With a payroll of $40,000 a month, how many roles could I afford?", True),
        ("How many QA Engineers can we hire for 60k a month?", False),
        ("How many roles earn at most $9,000 a month?", False),
    ],
)
def test_whom_an_amount_is_to_pay_for_is_asked_back(asked: str, asks_back: bool) -> None:
    assert bool(last_of(asked).clarify) == asks_back


@pytest.mark.parametrize("asked", ["How is an MLOps team composed?", "How do we put together an MLOps team?"])
def test_a_team_whose_pay_is_not_asked_about_is_not_summed(asked: str) -> None:
    assert planned(asked).measure != "sum"


def test_the_budget_is_said_to_suffice() -> None:
    told = [said.text for said in stack_sheet(PLANNER.plan(PlanConstraints(budget_usd=300))).statements]
    assert "That is within the budget of $300 a month for ten users" in told


def wages(*names: str) -> int:
    return sum(CATALOGUE.roles[name].monthly_wage_usd for name in names)


def test_a_payroll_that_suffices_leaves_the_rest() -> None:
    plan = PLANNER.plan(PlanConstraints(payroll_usd=20_000))
    (officer,) = (pick.role for pick in plan.roles)
    text = f"That is within the payroll of $20,000 a month and leaves ${20_000 - officer.monthly_wage_usd:,} of it"
    assert text in [said.text for said in plan.team]


def test_a_payroll_that_does_not_suffice_gives_the_most_phases() -> None:
    """Against brute force over all sets of roles."""
    for payroll in (0, 7_000, 8_000, 9_000, 10_394):
        plan = PLANNER.plan(PlanConstraints(payroll_usd=payroll))
        chosen = [pick.role for pick in plan.roles]
        assert sum(role.monthly_wage_usd for role in chosen) <= payroll
        reached = {phase for phase in LIFECYCLE if any(role.covers(phase) for role in chosen)}
        single = [role for role in CATALOGUE.roles.values() if role.monthly_wage_usd <= payroll]
        # No two wages fit into any of these payrolls.
        assert min(role.monthly_wage_usd for role in CATALOGUE.roles.values()) * 2 > payroll
        most = max((sum(role.covers(phase) for phase in LIFECYCLE) for role in single), default=0)
        assert len(reached) == most
        assert {gap.phase for gap in plan.gaps if gap.by == "roles"} == set(LIFECYCLE) - reached
        assert f"the least is ${wages('Security and Compliance Officer'):,}" in " ".join(
            said.text for said in plan.team
        )
