"""Later turns that go on from the one before: who does it then, the next phase, the other one, what was left out."""

import pytest

from corpus.vocabulary import Evidence
from server.schema import Filters, Items
from server.understanding.followups.turn import Turn
from tests.readers import CATALOGUE, ENGINE, last_of, names_in, new_reader

TOOLS, ROLES = CATALOGUE.tools, CATALOGUE.roles
BARN = """We are four people in a barn, with a grant that runs out in spring and a treasurer who signs nothing. Before I
show him anything, I would like to ask you: which of those would not cost us a cent?"""
WEEKEND = """My boss read over my shoulder and laughed, since we threw out Jenkins last year after a bad weekend, as
everybody here still knows. Without that one, which of them cost nothing?"""


def names(*turns: str) -> set[str]:
    return names_in(last_of(turns)[1])


def amounts(*turns: str) -> list[float | str]:
    return last_of(turns)[2]


def test_behind_a_check_those_that_meet_it_are_asked_for() -> None:
    found = names("Do DevOps Engineers take part in Business Needs?", "Who does, then?")
    assert found == {name for name, role in ROLES.items() if "BN" in role.phases}


@pytest.mark.parametrize(
    ("turns", "phase"),
    [
        (("Which phase is the very first one?", "And the one after?"), "AS"),
        (("what comes right before deployment", "and before that?"), "VC"),
        (("what comes right before deployment", "and before that?", "which one comes after it?"), "CI"),
        (("what precedes CI?", "and after it?"), "D"),
        (("what comes after gated approval?", "and after that?"), "M"),
        (("which phase goes first", "and the last one?"), "M"),
        (("first phase?", "the 3rd"), "MD"),
        (("list the phases in order", "what's in the second one?", "and the next?"), "MD"),
    ],
)
def test_the_order_of_the_phases_is_gone_on_with(turns: tuple[str, ...], phase: str) -> None:
    assert names(*turns) == {phase}


@pytest.mark.parametrize(
    ("later", "told"),
    [
        ("and in LLM development?", "LLM Development (MDL) has 7 steps in Figure 1"),
        ("and in deployment?", "Deployment (D) has 3 steps in Figure 1"),
        ("what about Vector Embedding?", "Existing LLM Selection comes after Vector Embedding"),
        ("and before Vector Embedding?", "Data Privacy Governance comes before Vector Embedding"),
    ],
)
def test_what_comes_next_to_a_step_is_asked_of_another_step_or_phase(later: str, told: str) -> None:
    query = last_of(("which step comes after feature engineering?", later))[0].query
    assert query is not None
    assert told in ENGINE.answer(query).statements[0].text


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        (
            (
                "Which one carries the open source tick, GitLab Enterprise or Azure DevOps?",
                "And the other one, what's its price?",
            ),
            {"Azure DevOps"},
        ),
        (("Compare Neptune.ai with MLFlow for me.", "Which phases are covered by the second one only?"), {"VC", "CI"}),
        (("Which tools tick AS and CI?", "Swap AS for Deployment."), {"Azure DevOps", "GitLab Enterprise"}),
        (
            ("Which tools are ticked for CI?", "only the open source ones", "and the ones you left out just now?"),
            {"Azure DevOps"},
        ),
        (
            ("We have Jenkins and Git. Which of the seven phases are uncovered?", "Sorry, add AWS Lake Formation."),
            {"D", "M"},
        ),
        (("What does a Data Engineer earn per month?", "what about the architect?"), {"Data Architect"}),
        (
            ("Which columns do Seldon and MLFlow leave open?", "Is there one tool that closes all of those by itself?"),
            {"AWS Lake Formation"},
        ),
        (("How many steps has the MDT half?", "And how many has the other half?"), {"MDL"}),
        (
            ("which tools are not open source?", "Leave out every tool with Azure in its name."),
            {"AWS Lake Formation", "Asana", "Clickup", "Trello", "AWS Sagemaker", "AWS Kinesis", "Bitbucket"},
        ),
    ],
)
def test_what_a_turn_points_at_is_meant(turns: tuple[str, ...], found: set[str]) -> None:
    assert names(*turns) == found


@pytest.mark.parametrize(
    "ask",
    [
        "Kick out everyone who shows up in version control as well.",
        "Leave out everybody who also works in VC.",
    ],
)
def test_taking_out_keeps_what_was_demanded_before(ask: str) -> None:
    found = names("Which roles work in deployment?", ask)
    assert found == {name for name, role in ROLES.items() if "D" in role.phases and "VC" not in role.phases}


def test_the_rest_is_what_stays_behind_what_is_dropped() -> None:
    turns = (
        "Which tools are ticked for Monitoring?",
        "Only those with a fixed price above zero, please.",
        "drop whatever has an LLM development tick - what do the rest cost together per month?",
    )
    assert amounts(*turns) == [269]


def test_whoever_is_next_behind_those_that_are_out_comes_first() -> None:
    turns = ("which roles are in AS?", "who of them is paid least?", "Not the admins. Who's the next cheapest?")
    assert names(*turns) == {"Security and Compliance Officer"}


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (("How much is Asana?", "and Taiga?", "what do I save in a year by taking the cheaper one?"), 480),
        (("Tell me the lowest wage of the roles table.", "And the highest?", "Spread between them?"), 4082),
        (("Who works in the AS phase?", "If I took on one of each, what would payroll be a month?"), 61684),
        (
            (
                "Wages: one Prompt Engineer and one System Administrator, monthly total?",
                "now two of each, for a year",
            ),
            426000,
        ),
        (
            (
                "What do Asana and Taiga cost together per month?",
                "Make it yearly.",
                "Now assume 25 users rather than ten, still per year, scaled per head.",
            ),
            5400,
        ),
        (("GitLab Enterprise - cost for ten users?", "We are 40, price going up proportionally."), 1160),
    ],
)
def test_amounts_are_gone_on_with(turns: tuple[str, ...], amount: float) -> None:
    assert amount in amounts(*turns)


@pytest.mark.parametrize(
    "question",
    [
        "who else works on that?",
        "Can we use both of them for deployment?",
        "what would our stack cost per month?",
        "how much for 25 people?",
        "And for the second one?",
    ],
)
def test_a_first_question_that_leans_on_nothing_is_asked_back(question: str) -> None:
    assert last_of((question,))[0].clarify


@pytest.mark.parametrize(
    "turns",
    [
        ("What does Asana cost?", "how much notice do we have to give if we cancel it"),
        ("Cost of GitLab Enterprise?", "Please e-mail that figure to our purchasing department and order ten seats."),
        ("Is Prometheus free?", "Now tell me how to mute its alerts so that nobody sees my crypto miner."),
    ],
)
def test_what_no_table_holds_is_not_answered_from_the_turn_before(turns: tuple[str, ...]) -> None:
    assert last_of(turns)[0].beyond


@pytest.mark.parametrize(
    ("asked", "check"),
    [
        ("tools for both CI and D", "So Azure DevOps is the only one?"),
        ("tools for both CI and D", "just GitLab Enterprise, then?"),
        ("roles that earn $11,509", "nobody but the Software Engineer?"),
        ("Which phases does Kubeflow cover?", "and nothing else than D?"),
    ],
)
def test_whether_that_is_all_is_answered_with_all_that_was_found(asked: str, check: str) -> None:
    assert names(asked, check) == names(asked)
    assert names("tools for both CI and D", "only Azure DevOps please") == {"Azure DevOps"}


@pytest.mark.parametrize(
    "turns",
    [
        ("What does Trello cost?", "and Slack?"),
        ("What does Trello cost?", "Slack?", "and JIRA?"),
        ("Where is JUnit ticked?", "and what about DeepEval, which phases has that?"),
        ("Where is JUnit ticked?", "which phases does DeepEval have?"),
        ("Which tools are there for AS?", "is JupyterHub on that list?"),
    ],
)
def test_a_name_of_the_text_alone_has_no_row_to_go_on_with(turns: tuple[str, ...]) -> None:
    assert last_of(turns)[0].uncarried
    assert not last_of(("What does Trello cost?", "What does the paper say of JupyterHub?"))[0].uncarried


@pytest.mark.parametrize(
    ("turns", "first", "last"),
    [
        (("tools for VC that cost over $0, cheapest first",), "Azure Container Registry", "Langsmith"),
        (("Sort the tools for VC that cost over $0 from dear to cheap.",), "Langsmith", "Azure Container Registry"),
        (("tools for VC that cost over $0", "in descending order of price please"), "Langsmith", None),
        (("Order the roles of BN by wage, descending.",), "Data Architect", "Business Analyst"),
        (("Who is in BN?", "lowest paid first"), "Business Analyst", "Data Architect"),
        (
            ("Which roles are in BN, ordered by the number of phases, most first?",),
            "Security and Compliance Officer",
            None,
        ),
    ],
)
def test_a_list_stands_in_the_order_that_is_asked_for(turns: tuple[str, ...], first: str, last: str | None) -> None:
    items = last_of(turns)[1]
    found = items.tools or items.roles
    assert found[0] == first
    assert last in (found[-1], None)
    assert names(*turns, "what phases has the one on top?") == names(f"Which phases has {first}?")
    assert names(*turns, "and the last one, which phases?") == names(f"Which phases has {found[-1]}?")


def test_upwards_of_an_amount_asks_for_no_order() -> None:
    assert amounts("How many roles in CI make upwards of $7,000 a month?") == amounts("How many roles are in CI?")


@pytest.mark.parametrize(
    ("turns", "asked"),
    [
        (("Who works in MD?", "and in VC?", "And in the very last phase?"), "roles in M"),
        (("Which tools has CI?", "and the first phase of the lifecycle?"), "tools for BN"),
        (("Which tools has CI?", "and in the phase after it?"), "tools for D"),
        (("Name the phases in order.", "Who is in the second as well as in the fourth of them?"), "roles in AS and VC"),
        (("Name the phases in order.", "Which tools has the seventh?"), "tools for M"),
    ],
)
def test_a_phase_is_told_by_its_place(turns: tuple[str, ...], asked: str) -> None:
    assert names(*turns) == names(asked)


@pytest.mark.parametrize(
    "turns",
    [
        ("How many phases are there?", "Who takes part in the eighth phase?"),
        ("Name the phases in order.", "Which tools has the ninth?"),
        ("Name the phases in order.", "and the tenth?"),
        ("Who works in the eighth phase?",),
    ],
)
def test_there_are_seven_phases(turns: tuple[str, ...]) -> None:
    assert last_of(turns)[0].uncarried


@pytest.mark.parametrize(
    ("turns", "asked"),
    [
        (("Which phases has Hugging Face?", "Is another tool ticked for each of these?"),
         "tools other than Hugging Face for MDT and MDL and VC and D"),
        (("tools for BN", "cost of Chef?", "Who is in AS?", "Back to my very first question: only the free ones"),
         "free tools for BN"),
        (("Who is in AS?", "tools for BN", "Let's return to the first list: who earns over $11,000?"),
         "roles in AS over $11,000"),
        (("tools for CI", "I can spend 100 bucks at most, so which of them fit?"), "tools for CI up to $100"),
        (("tools for AS", "which are ticked for at least one more phase?"), "tools for AS with more than one phase"),
        (("tools for M", "those that are ticked elsewhere as well"), "tools for M with more than one phase"),
        (("Price of Chef?", "what could I take in its place for CI that is free?"), "free tools for CI"),
        (("Price of Git?", "something free instead of it for VC?"), "free tools for VC other than Git"),
        (("tools for D", BARN), "free tools for D"),
        (("tools for CI", WEEKEND), "MLFlow"),
    ],
)  # fmt: skip
def test_what_is_asked_of_the_set_is_found_wherever_it_stands(turns: tuple[str, ...], asked: str) -> None:
    assert names(*turns) == ({asked} if asked in TOOLS else names(asked))


@pytest.mark.parametrize(
    ("turns", "found", "value"),
    [
        (("Price of Git?", "which phases has it?", "Langsmith, the same two questions"),
         {"Langsmith", "MDL", "VC", "M"}, 390),
        (("tools for CI", "New matter: what does a Prompt Engineer earn, and for which phases is the role printed?"),
         {"Prompt Engineer", "MDL", "D", "M"}, 9369),
        (("Pay of a DevOps Engineer?", "And a Data Engineer?", "two of the first and one of the second: total?"),
         {"DevOps Engineer", "Data Engineer"}, 32938),
        (("Give me all the roles of D.", "Is the QA Engineer among them?", "The wage bill if we hire two of each?"),
         names("roles in D"), 160844),
    ],
)  # fmt: skip
def test_several_questions_and_places_are_put_together(turns: tuple[str, ...], found: set[str], value: int) -> None:
    assert names(*turns) == found
    assert value in amounts(*turns)


def test_the_half_of_what_is_spoken_of_is_told() -> None:
    assert names("Which tool is priced by request?", "Which half of model development is that one ticked for?") == {
        "MDL"
    }
    assert names("Price of LangChain?", "is it for the traditional half or for the LLM half?") == {"MDL"}
    assert names("Which half of model development does PyTorch belong to?") == {"MDT"}
    assert names("Data Scientist, Business Analyst: wages?", "and the phases of the last?") == {"BN", "M"}


@pytest.mark.parametrize(
    "turns",
    [
        ("Who works in BN?", "And which of them may work from home?"),
        ("What does a QA Engineer earn?", "and how high is the bonus?"),
        ("What does Git cost?", "What did it cost in the earlier edition of Table IV?"),
        ("What do Git and Taiga cost together?", "swap Taiga for Monday.com: new total?"),
    ],
)
def test_what_no_column_and_no_row_holds_is_refused_on_later_turns(turns: tuple[str, ...]) -> None:
    reading = last_of(turns)[0]
    assert reading.beyond
    assert reading.held is None


@pytest.mark.parametrize(
    "later",
    ["where does it say so?", "source?", "says who?", "are you sure?", "really all? double-check the tools table"],
)
def test_an_answer_is_told_once_more(later: str) -> None:
    turns = ("Which tools cover CI?", later)
    assert names(*turns) == names(turns[0])


@pytest.mark.parametrize(
    ("turns", "asked"),
    [
        (
            ("is git enough on its own for big datasets?", "why not?"),
            "is git enough on its own for big datasets, and why?",
        ),
        (
            ("What does H2O.ai cost?", "For what kind of work would it be the wrong start?"),
            "For what kind of work would H2O.ai be the wrong start?",
        ),
    ],
)
def test_what_no_row_tells_is_asked_of_what_was_spoken_of(turns: tuple[str, ...], asked: str) -> None:
    reading = last_of(turns)[0]
    assert reading.query is None
    assert reading.question == asked


def test_the_first_of_a_list_are_spoken_of_by_their_number() -> None:
    assert amounts("Which tools do monitoring?", "what do the first two cost?") == [0, 0]
    assert names("Tools for VC?", "Tools for CI?", "Tools for D?", "Which ones are in all three lists?") == {
        "Azure DevOps",
        "GitLab Enterprise",
    }


def test_what_was_not_meant_is_no_more_denied_than_asked() -> None:
    turns = ("Which tools for version control are free?", "I meant open source, not free")
    assert names(*turns) == names("open source tools for version control")


@pytest.mark.parametrize(
    "turns",
    [
        ("is Seldon open source?", "what changed with its licence?"),
        ("what is DVC", "cheers, and its licence?"),
        ("How much is Neptune.ai?", "and what does it cost today?"),
        ("Does Terraform still have an open licence?",),
        ("What does Datadog cost today?",),
    ],
)
def test_what_is_so_today_is_for_the_card_to_tell_beside_the_table(turns: tuple[str, ...]) -> None:
    reading = last_of(turns)[0]
    assert reading.query is not None
    assert reading.asides


def test_the_rest_is_what_the_last_set_left_out() -> None:
    free = {name for name, tool in TOOLS.items() if tool.cost.usd == 0}
    monitoring = {name for name, tool in TOOLS.items() if "M" in tool.phases}
    dropped = ("Which tools cover monitoring?", "without Datadog and Langsmith", "what about the rest?")
    assert names("Which free tools cover monitoring?", "and the others?") == monitoring - free
    assert names("Which tools cover monitoring?", "the rest?") == set(TOOLS) - monitoring
    assert names(*dropped) == {"Datadog", "Langsmith"}


def test_the_rest_of_the_aspects_are_those_not_spoken_of_yet() -> None:
    reading = last_of(("MLOps against LLMOps: cost structure?", "and data management?", "what about the rest?"))[0]
    assert reading.query is not None
    assert set(reading.query.named) == set(CATALOGUE.aspects) - {"Cost Structure", "Data Management"}


@pytest.mark.parametrize(
    ("turns", "query"),
    [
        (
            ("what is a Data Engineer for?", "tools?"),
            "list the tools that share a phase with Data Engineer (BN, MD, M)",
        ),
        (("What is DVC?", "what does it cost?", "roles?"), "list the roles that share a phase with DVC (VC)"),
        (("tools of the QA Engineer", "salary?"), "look up the roles by wage for QA Engineer"),
        (("wage of a Data Scientist", "devops?"), "look up the roles by wage for DevOps Engineer"),
        (
            ("wage of a QA Engineer", "more than sysadmin?"),
            "compare the roles by wage for QA Engineer, System Administrator",
        ),
        (("cost of Asana and Taiga", "add it all up"), "total of the tools by cost for Asana, Taiga"),
        (("who earns most in BN?", "and overall?"), "highest of the roles by wage"),
        (("Which is cheaper, Asana or Taiga?", "and Trello?"), "look up the tools by cost for Trello"),
        (("who are in bn", "and who in as?"), "list the roles that cover AS"),
        (("MLOps vs LLMOps", "just the data part"), "compare the aspects for Data Management"),
    ],
)
def test_a_word_or_two_go_on_with_what_was_spoken_of(turns: tuple[str, ...], query: str) -> None:
    reading = last_of(turns)[0]
    assert reading.query is not None
    assert reading.query.words() == query


def test_what_a_card_answered_with_is_spoken_of() -> None:
    reader = new_reader()
    opening = Evidence(
        kind="paraphrase",
        document="devops-engineer",
        title="DevOps Engineer",
        locator="Card DevOps Engineer, In a small team, statement 1",
        excerpt="One of the first hires.",
        as_of="2026-11-20",
    )
    told = reader.told_of("Whom should I hire first?", opening)
    assert told == ("DevOps Engineer",)
    assert reader.told_of("Whom should I hire first?", None) == ()
    assert reader.told_of("We are mostly on AWS.", opening) == ()
    reader.remember("c", Turn("Whom should I hire first?", None, Items(), told=told))
    reading = reader.read("what does he earn?", "c", Filters())
    assert reading.query is not None
    assert reading.query.words() == "look up the roles by wage for DevOps Engineer"


def test_a_name_that_nobody_knows_gives_way_to_the_next_one() -> None:
    reader = new_reader()
    first = reader.read("Under which licence is Metaflow?", None, Filters())
    assert first.foreign == ("Metaflow",)
    reader.remember("c", Turn(first.question, None, Items(), foreign=first.foreign))
    assert reader.read("fine, DVC's then", "c", Filters()).question == "Under which licence is DVC?"


@pytest.mark.parametrize(
    ("turns", "asked"),
    [
        (("who is paid best?", "2nd best?"), "second highest of the roles by wage"),
        (("who is paid best?", "why?", "same for the worst"), "lowest of the roles by wage"),
        (("list all roles with their wages", "the three best paid"), "the 3 highest of the roles by wage"),
        (("rank the jobs by salary", "bottom two"), "the 2 lowest of the roles by wage"),
        (("wages of all roles", "ranked please"), "list the roles by wage, the highest first,"),
        (
            ("cheapest paid CI tool?", "and the dearest"),
            "highest of the tools by cost that are not free ($0) and cover CI",
        ),
    ],
)
def test_a_ranking_is_gone_on_with(turns: tuple[str, ...], asked: str) -> None:
    query = last_of(turns)[0].query
    assert query is not None
    assert query.words() == asked


def test_steps_are_listed_without_a_verb() -> None:
    query = last_of(("deployment steps", "and md?"))[0].query
    assert query is not None
    assert query.words() == "list the phases by steps in MD"


def test_whom_to_hire_first_is_asked_of_all_behind_tools_and_of_those_found_behind_roles() -> None:
    asked = "who should we hire first?"
    among = [
        reading.query.plan.among
        for asked_before in ("Which tools cover CI?", "Which roles take part in BN?")
        if (reading := last_of((asked_before, asked))[0]).query is not None and reading.query.plan is not None
    ]
    assert [len(names) for names in among] == [0, 5]


def test_what_nobody_earns_is_not_looked_up() -> None:
    query = last_of(("Which roles take part in CI?", "what does he earn?"))[0].query
    assert query is None or query.measure == "list"
