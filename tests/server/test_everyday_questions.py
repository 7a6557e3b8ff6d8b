"""Single questions as people put them: two in one, swaps and gaps, halves, orders, bounds, texted spellings."""

from collections.abc import Callable, Iterable, Sequence
from statistics import median

import pytest

from corpus.vocabulary import MAIN_PHASES, TABLE_IV_COLUMNS, PhaseCode
from server.schema import Filters
from server.understanding.reader import QuestionReader
from tests.readers import CATALOGUE, names_in, new_reader, sheet


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    return new_reader()


def names(reader: QuestionReader, question: str) -> set[str]:
    return names_in(sheet(reader, question).items)


@pytest.mark.parametrize(
    ("question", "items", "values"),
    [
        ("Which is cheaper, Taiga or Asana, and by how much?", {"Taiga"}, [70, 40]),
        ("Who earns more, a Data Architect or a Data Engineer, and what's the gap?", {"Data Architect"}, [11419, 1499]),
        ("Which phases does Neptune.ai cover and what does it cost?", {"MDT", "MDL", "Neptune.ai"}, [500]),
        ("Tell me the stages and the monthly price of Bitbucket.", {"VC", "Bitbucket"}, [33]),
        ("Which open source product covers VC, CI and D, and how much?", {"GitLab Enterprise"}, [290]),
        ("what does a QA engineer earn and what's the dol code", {"QA Engineer"}, ["15-1253", 9038]),
        ("what is the price and the licence of Bitbucket?", {"Bitbucket"}, [33]),
    ],
)
def test_two_questions_in_one(reader: QuestionReader, question: str, items: set[str], values: list[object]) -> None:
    found = sheet(reader, question)
    assert {*found.items.phases, *found.items.roles, *found.items.tools} == items
    assert [value.value for value in found.values] == values
    assert all(row.evidence for row in found.rows)


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("consumption-priced kit for the classical side of model development",
         {"AWS Lake Formation", "Composer by MosaicML", "H2O.ai", "AWS Sagemaker", "AWS Kinesis"}),
        ("Consumption based tools for both branches of model development, the old-school one and the LLM one",
         {"AWS Lake Formation", "AWS Sagemaker"}),
        ("Which tools are for the LLM side only?", {"LangChain", "LlamaIndex", "DeepAI", "LMStudio"}),
        ("We've settled on an existing LLM. Which branch of model development does that put us in?", {"MDL"}),
        ("No LLM of our own, just a hosted one: which half of model development applies?", {"MDL"}),
        ("Our churn model is trained from scratch. Which part of model development is that?", {"MDT"}),
        # What is lost and gained when one takes the other's place.
        ("If we go from Kubeflow to MLFlow, which phases do we gain?", {"VC", "CI"}),
        ("Swapping Datadog for Langsmith: which phases get added?", {"MDL", "VC"}),
        ("Which phases do we give up by using MLFlow rather than Kubeflow?", {"D", "M"}),
        ("what can kubeflow do that seldon can't", {"MDL"}),
        ("In which phases is only one of Data Engineer and Software Engineer active?", {"BN", "AS", "VC", "D"}),
        # Gaps, and what fills them.
        ("Suppose Kubeflow is our only tool. What has no tool then?", {"BN", "AS", "VC", "CI"}),
        ("Do Git, Jenkins and Seldon cover the whole lifecycle? If not, what's missing?", {"BN", "AS", "MDL"}),
        ("Would Kubeflow, GitLab Enterprise and Terraform together span the full lifecycle?", set()),
        ("We have Kubeflow and GitLab Enterprise. Which free tools would fill the gap?",
         {"Ansible", "Terraform", "ARM", "Bicep"}),
        ("If we only had the Azure-branded products, which phases would be left open?", {"AS", "M"}),
        # The order of the phases.
        ("version control works now, what's the next stage", {"CI"}),
        ("Setup is finished. Which phase now?", {"MD"}),
        ("What should be established before deployment?", {"CI"}),
        ("Where does feedback from monitoring go?", {"AS", "MD"}),
        ("which phase do you start with", {"BN"}),
        ("What does every finished phase lead to?", {"M"}),
        # Bounds said of an amount, and what is paid for.
        ("a paid monitoring tool, thirty bucks is our limit", {"Grafana Cloud"}),
        ("500 a month is the floor: which tools cost that or more", {"Neptune.ai", "Weights & Biases"}),
        ("which tools charge us for what is used, and cover D", {"AWS Sagemaker"}),
        ("commercial tools with a flat fee", {"Asana", "Bitbucket", "Azure Container Registry", "Azure DevOps"}),
        # Occupation codes by use.
        ("Which roles have a DOL code all to themselves?",
         {"Business Analyst", "Data Architect", "QA Engineer", "Security and Compliance Officer"}),
        ("Which roles are filed under Database Architects?", {"Data Architect"}),
        # Texted spellings.
        ("wat tools r free 4 CI", {"MLFlow", "Jenkins"}),
        ("tools dat do CI n D pls", {"Azure DevOps", "GitLab Enterprise"}),
        ("dat costs nowt: setup tools", {"Ansible", "Terraform", "ARM", "Bicep"}),
        ("grfana cld price", {"Grafana Cloud"}),
        ("which jobs pay worst", {"Business Analyst"}),
        ("Which tools does the MLOps-versus-LLMOps table name?", {"LangChain", "LlamaIndex"}),
    ],
)  # fmt: skip
def test_sets_in_everyday_words(reader: QuestionReader, question: str, items: set[str]) -> None:
    assert names(reader, question) == items


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How many levels are there over all the maturity models together?", 20),
        ("Add up the levels of Google, IBM and Amazon.", 11),
        ("number of occupation codes in Table III, dol that is", 8),
        ("After two months of talks we get one QA Engineer and two ML Engineers. Monthly payroll?", 27776),
        ("Someone who left wrote it for setup. We use Taiga and Asana. What do the two cost together a month?", 180),
    ],
)  # fmt: skip
def test_numbers_in_everyday_words(reader: QuestionReader, question: str, value: int) -> None:
    assert [found.value for found in sheet(reader, question).values][:1] == [value]


@pytest.mark.parametrize(
    "question",
    [
        "Two of us tune top-p all day, then experts score the replies. Where are we in the lifecycle?",
        "Nobody was looking when accuracy sagged. Which part of the lifecycle did we skimp on?",
        "Who writes the customer app that sits on top of it?",
        "How many companies doing ML have never shipped a deployed model to clients?",
        # How things are, and none of them is asked for.
        "Do we need labelled data at all when we only prompt an existing LLM?",
        "Are the tools in the paper a fixed prescription or is the choice free?",
        "Must data preparation be finished before model development starts?",
        "My neighbour keeps servers and accounts running. How is that job called?",
        "What does the red arrow in Figure 1 stand for? Is it a complete lifecycle on its own?",
        "For monitoring, should I buy straight away or try something cheaper first?",
        # What became of the tools stands on cards.
        "which of your tools are no longer free?",
        "which monitoring tools aren't open source any more",
        "an all-in-one tool",
    ],
)
def test_what_a_reading_would_leave_unexplained_is_no_typed_question(reader: QuestionReader, question: str) -> None:
    assert reader.read(question, None, Filters()).query is None


@pytest.mark.parametrize(
    "question", ["An audit puts us at level 2. What is one step up?", "Is level 1 the bottom rung?"]
)
def test_a_level_without_a_model_is_asked_back(reader: QuestionReader, question: str) -> None:
    assert "which maturity model" in (reader.read(question, None, Filters()).clarify or "")


@pytest.mark.parametrize(
    ("question", "best"), [("Which phase is the dearest to staff?", max), ("Which phase has the lowest wages?", min)]
)
def test_phases_are_weighed_by_the_wages_of_their_roles(
    reader: QuestionReader, question: str, best: Callable[[Iterable[int]], int]
) -> None:
    wages = {
        code: sum(role.monthly_wage_usd for role in CATALOGUE.roles.values() if role.covers(code))
        for code in MAIN_PHASES
    }
    (value,) = sheet(reader, question).values
    assert value.value == best(filter(None, wages.values()))
    assert wages[PhaseCode(value.name)] == value.value
    assert names(reader, question) == {value.name}


def test_a_range_of_prices_has_two_ends(reader: QuestionReader) -> None:
    prices = [
        tool.cost.usd for tool in CATALOGUE.tools.values() if tool.covers(PhaseCode.VC) and tool.cost.usd is not None
    ]
    (value,) = sheet(reader, "What is the price range of the version control tools?").values
    assert value.value == max(prices) - min(prices)


def test_whether_something_needs_a_phase_asks_for_no_tools(reader: QuestionReader) -> None:
    assert reader.read("Does LLMOps need version control?", None, Filters()).query is None


def test_names_that_only_set_the_scene_are_not_asked_about(reader: QuestionReader) -> None:
    told = "All our clusters are on OpenShift. Which registry should we take?"
    assert reader.read(told, None, Filters()).foreign == ()
    assert reader.read("We have OpenShift. How do I upgrade it?", None, Filters()).foreign == ("OpenShift",)


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("What is the dearest tool in each phase?", TABLE_IV_COLUMNS),
        ("Who is best paid in every phase?", [code for code in MAIN_PHASES if code != PhaseCode.CI]),
    ],
)
def test_an_extreme_in_each_phase_is_taken_in_each(
    reader: QuestionReader, question: str, codes: Sequence[PhaseCode]
) -> None:
    expected: set[str] = set()
    for code in codes:
        tools = {t.name: t.cost.usd for t in CATALOGUE.tools.values() if t.covers(code) and t.cost.usd is not None}
        wages = {role.name: role.monthly_wage_usd for role in CATALOGUE.roles.values() if role.covers(code)}
        pool = tools if "tool" in question else wages
        expected |= {name for name, usd in pool.items() if usd == max(pool.values())}
    assert names(reader, question) == expected


def test_the_median_is_of_those_asked_about(reader: QuestionReader) -> None:
    (value,) = sheet(reader, "What is the median wage?").values
    assert value.value == median(role.monthly_wage_usd for role in CATALOGUE.roles.values())
    assert reader.read("What is the median wage of a plumber?", None, Filters()).query is None


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("something for data versioning, not Git", "cover VC and are not Git"),
        ("Which tools does nobody need to pay for in deployment?", "are free ($0) and cover D"),
        ("which roles earn over $10,000 and work on LLMs?", "earn over $10,000 a month and cover MDL"),
    ],
)
def test_conditions_in_other_words(reader: QuestionReader, question: str, words: str) -> None:
    query = reader.read(question, None, Filters()).query
    assert query is not None
    assert query.where.words() == words


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How much do we save by replacing GitLab Enterprise with Azure DevOps?", "compare the tools by cost for"),
        ("list all roles with their salaries", "list the roles by wage"),
        ("where does the paper place data cleaning?", "list the phases in BN"),
        ("what would every tool cost us per year?", "total of the tools by cost (ten users, a year)"),
        ("Is Langsmith dearer than Whylabs? By what amount?", "compare the tools by cost for Langsmith, Whylabs"),
        ("is MLOps pricier than LLMOps?", "compare the aspects for Cost Structure"),
        ("what drives the costs of LLMOps?", "compare the aspects for Cost Structure"),
        ("where does all the money go in an LLM project?", "compare the aspects for Cost Structure"),
        ("LLMOps or MLOps: which is trickier to deploy?", "compare the aspects for Deployment Complexity & Latency"),
        ("what do ML engineers make in the USA", "look up the roles by wage for ML Engineer"),
        ("QA engineer salary in the US", "look up the roles by wage for QA Engineer"),
        ("Annualise the monthly pay of a QA Engineer", "look up the roles by wage for QA Engineer (ten users, a year)"),
        (
            "Can we pay four business analysts out of $30,000 a month?",
            "total of the roles by wage for Business Analyst",
        ),
    ],
)
def test_what_is_measured_in_other_words(reader: QuestionReader, question: str, words: str) -> None:
    query = reader.read(question, None, Filters()).query
    assert query is not None
    assert query.words().startswith(words)


def test_no_phase_is_covered_by_every_role(reader: QuestionReader) -> None:
    found = sheet(reader, "Which phase is covered by every role?")
    covered = [code for code in MAIN_PHASES if all(role.covers(code) for role in CATALOGUE.roles.values())]
    assert (list(found.items.phases), found.statements[0].text) == (covered, "No phase has all 13 roles")


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Our bot runs on Gemini. Which free tools can monitor it?", "tools"),
        ("Should we use GPT-4 or train our own model?", "decision"),
        ("What free tools monitor our ChatGPT based assistant?", "tools"),
        ("Is Claude good enough for a help desk?", "decision"),
        ("Could we simply use Gemini?", "decision"),
        ("Is GPT-4 enough or do we need our own model?", "decision"),
    ],
)
def test_the_name_of_an_llm_that_sets_the_scene_is_read_as_any(
    reader: QuestionReader, question: str, read: str
) -> None:
    reading = reader.read(question, None, Filters())
    assert reading.query is not None
    assert reading.query.select == read
    assert reading.llms


@pytest.mark.parametrize(
    "question",
    [
        "may our nurses paste letters of patients into ChatGPT?",
        "is uploading a contract to Gemini safe?",
        "are we allowed to use Claude on client files",
        "Is it OK to put source code in GPT-4?",
    ],
)
def test_what_is_handed_to_an_llm_by_name_is_handed_to_any(reader: QuestionReader, question: str) -> None:
    reading = reader.read(question, None, Filters())
    assert reading.llms
    assert not reading.beyond


@pytest.mark.parametrize(
    ("question", "decides"),
    [
        ("Build vs buy: LLM", True),
        ("build or buy an LLM?", True),
        ("custom LLM or an existing one?", True),
        ("Should we host our own LLM or call an API?", False),
    ],
)
def test_making_or_taking_an_llm_is_decided_and_its_host_is_not(
    reader: QuestionReader, question: str, *, decides: bool
) -> None:
    query = reader.read(question, None, Filters()).query
    assert (query is not None and query.select == "decision") is decides


def test_two_sets_are_weighed_by_their_number(reader: QuestionReader) -> None:
    found = sheet(reader, "Are there more open source tools than closed ones in deployment?")
    of_phase = [tool for tool in CATALOGUE.tools.values() if tool.covers(PhaseCode.D)]
    assert [value.value for value in found.values] == [
        sum(tool.open_source for tool in of_phase), sum(not tool.open_source for tool in of_phase)
    ]  # fmt: skip
    assert found.statements[0].text.endswith(": 3 more")


@pytest.mark.parametrize(
    "question",
    ["Is GPT-4 better than Claude?", "which phase is Gemini in?", "chatgpt price?", "give me a comparison to GPT-4"],
)
def test_a_question_about_an_llm_by_name_is_beyond_the_corpus(reader: QuestionReader, question: str) -> None:
    reading = reader.read(question, None, Filters())
    assert reading.foreign
    assert not reading.llms


def test_who_is_missing_is_not_at_hand(reader: QuestionReader) -> None:
    plan = reader.read("we are three data scientists and no engineer, who do we hire first?", None, Filters()).query
    assert plan is not None
    assert plan.plan is not None
    assert plan.plan.team == ("Data Scientist",) * 3


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("does D or M have more tools?", {"M"}),
        ("fewer roles in deployment or in monitoring?", {"D"}),
        ("Of all the columns in Table IV, which one has the fewest tools?", {"CI"}),
        ("Which phases besides AS does Chef cover?", {"CI"}),
        ("Does MLFlow cover anything apart from model development? What?", {"VC", "CI"}),
        ("what does a sysadmin take part in?", {"AS", "VC", "D", "M"}),
        ("An ML Engineer of ours becomes MLOps Engineer. Which phases are new to her?", {"AS", "VC"}),
        ("Where does a software engineer join in while a data engineer stays out?", {"AS", "VC", "D"}),
        ("Which phases are ticked by at least two of Jenkins, Azure DevOps and Kubeflow?", {"CI", "D"}),
        ("Which phases have only one of a data engineer, a data scientist and an ML engineer?", {"D"}),
        ("Under which part of model development is DeepAI ticked?", {"MDL"}),
        ("Which has more free tools, VC or CI?", {"VC"}),
        ("In which phases are there fewer open source tools than closed ones?", {"BN"}),
    ],
)
def test_phases_are_ranked_set_aside_and_gained(reader: QuestionReader, question: str, found: set[str]) -> None:
    assert names(reader, question) == found


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("closed source but costs zero: which ones?", "are not ticked as open source and are free ($0)"),
        ("number of $0 tools for version control?", "are free ($0) and cover VC"),
        ("everything under version control, paid or not paid", "cover VC"),
        ("Which tools would blow a ceiling of 200 USD?", "cost over $200 a month"),
        (
            "We have $40 a month. Free ones aside, which tools can we get?",
            "cost at most $40 a month and are not free ($0)",
        ),
        (
            "Exclude paid tools and closed source. What is left for BN?",
            "are free ($0) and are ticked as open source and cover BN",
        ),
        ("Deployment tools that a FOSS policy would reject", "cover D and are not ticked as open source"),
        ("tools ticked for MDT and for nothing else at all", "cover MDT and cover no phase but MDT"),
        (
            "Which tools in CI are unpaid and open source?",
            "cover CI and are free ($0) and are ticked as open source",
        ),
        ("which tools are ticked for MDL but useless for MDT?", "cover MDL and do not cover MDT"),
        ("Counting MDT and MDL as two columns, which tools have four columns or more?", "span at least 4 phases"),
        ("Which tool prints no price at all but tells you to ask for it?", "are priced by request"),
    ],
)
def test_prices_and_licences_in_other_words(reader: QuestionReader, question: str, words: str) -> None:
    query = reader.read(question, None, Filters()).query
    assert query is not None
    assert query.where.words() == words


@pytest.mark.parametrize(
    "question",
    [
        "How was Git's price of $25 a month determined?",
        "At $15,000 a month for a Network Administrator, why so much?",
        "Under which open-source licence does the table list AWS Sagemaker?",
        "The paper lists 18 roles. Why that many?",
        "Datadog has a flat fee of 15 dollars - why so little?",
        "With Trello at 60 dollars, how much would we save by going to Wekan?",
        "According to Table II MLOps relies heavily on TPUs: how come?",
        "Why does LLMOps train its models from scratch?",
    ],
)
def test_what_is_told_as_printed_is_checked(reader: QuestionReader, question: str) -> None:
    assert sheet(reader, question).refuted


def test_a_name_in_another_sense_is_beyond_the_corpus(reader: QuestionReader) -> None:
    assert reader.read("Our sous chef asks for a raise, what should he earn?", None, Filters()).uncarried
    assert not reader.read("Is Chef free?", None, Filters()).uncarried


def test_what_happened_to_the_asker_is_beyond_the_corpus(reader: QuestionReader) -> None:
    assert reader.read("How did our deployment go last Friday?", None, Filters()).uncarried
    assert not reader.read("My colleague asked yesterday: which tools cover D?", None, Filters()).uncarried
