"""Later turns that describe what they mean, go back, swap, overlap or take something for found."""

import pytest

from tests.readers import last_of
from tests.server.test_conversations import names

PAIR = ("GitLab Enterprise or Bitbucket: what do they cost?",)
VERSIONS = ("Which roles do version control?", "who of them does setup too?")
GAP = ("Our stack is Asana, Git and Jenkins. Where are its gaps?",)


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        ((*PAIR, "Does the dearer one cover deployment?"), {"GitLab Enterprise"}),
        ((*PAIR, "and in which phases is the cheaper of the two?"), {"VC"}),
        ((*PAIR, "the cheaper one's phases?"), {"VC"}),
        (("What does Neptune.ai cost?", "what else is priced like that?"), {"Weights & Biases"}),
        (("In which phases is Seldon?", "who works in the second of those phases?"), names(("roles in VC",))),
        (("Which tools cover CI?", "and what is the phase after that?"), {"D"}),
        (("Which tools cover VC, CI and D?", "Which one is cheaper?"), {"Azure DevOps"}),
        (
            ("list the zero cost tools for LLM development", "drop those for classical models too"),
            {"LangChain", "LlamaIndex", "DeepAI"},
        ),
        (("Which tools cover VC, CI and D?", "which is the cheaper one, and at what price?"), {"Azure DevOps"}),
        (("Which tools cover VC, CI and D?", "Which one costs more?"), {"GitLab Enterprise"}),
    ],
)
def test_what_is_described_is_found_in_the_answers_before(turns: tuple[str, ...], found: set[str]) -> None:
    assert names(turns) == found


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        (
            ("tools for monitoring", "which of these are metered?", "back to the whole list: the ones for $0?"),
            names(("free tools for monitoring",)),
        ),
        ((*VERSIONS, "and which don't?"), {"QA Engineer"}),
        (
            (*VERSIONS, "what does Chef cost?", "again the people in version control: who earns under $9,000?"),
            {"System Administrator", "Network Administrator"},
        ),
        (("open source tools for CI", "and without the licence condition?"), names(("tools for CI",))),
        (("tools for D and VC", "forget the deployment condition"), names(("tools for VC",))),
        (
            (
                "tools for deployment",
                "Forget Kubeflow, it is too big for us. What else covers deployment and monitoring?",
            ),
            {"AWS Sagemaker", "Seldon"},
        ),
        (
            ("tools for VC", "forget Git, everybody has that. Which others are free?"),
            names(("free tools for VC", "without Git")),
        ),
        (("Which phases does the QA Engineer have?", "and the ML Engineer, everywhere but in M?"), {"MD", "D"}),
        (("tools for BN and VC", "add a condition: they must cover CI"), {"Azure DevOps", "GitLab Enterprise"}),
        (("tools only for monitoring", "and for version control?"), names(("tools only for version control",))),
        (("who does monitoring?", "but not the version control folks"), names(("roles in M but not in VC",))),
        (
            ("free tools for VC?", "my mistake: I wanted those that are NOT free"),
            names(("tools for VC that cost money",)),
        ),
        (
            ("roles that earn more than $10,000", "oh no, LESS than, not more"),
            names(("roles that earn under $10,000",)),
        ),
        (("Who works in CI?", "wrong table, I wanted the tools"), names(("tools for CI",))),
        (("tools for CI?", "no, not what. Who!"), names(("roles for CI",))),
        (("open source tools for CI", "proprietary ones are welcome too"), names(("tools for CI",))),
        (("free tools for CI", "and if we also allow paid ones?"), names(("tools for CI",))),
        (
            (
                "tools for M",
                "the free ones",
                "What does a QA Engineer earn?",
                "undo that 'free' filter, the full list again",
            ),
            names(("tools for M",)),
        ),
        (("tools for M", "only the free ones", "undo that"), names(("tools for M",))),
        (("tools for M", "only the free ones", "now with the paid ones too"), names(("tools for M",))),
        (("open source tools for M", "never mind the open source part"), names(("tools for M",))),
        (("tools for CI", "what's the dearest one that has a fixed price?"), {"GitLab Enterprise"}),
        (("tools for VC", "What is the least expensive one that costs something"), {"Azure Container Registry"}),
        (("roles in BN", "what's the worst paid one?"), {"Business Analyst"}),
        (("tools for M", "what's the dearest one of all tools?"), {"Neptune.ai", "Weights & Biases"}),
    ],
)
def test_a_set_is_gone_back_to_and_its_conditions_change(turns: tuple[str, ...], found: set[str]) -> None:
    assert names(turns) == found


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        (("Who is in setup?", "and who in business needs?", "who is in both?"), {"Security and Compliance Officer"}),
        (("phases of Chef", "and of Bitbucket?", "what does the first have that the second lacks?"), {"AS", "CI"}),
        (("phases of Chef", "phases of Puppet", "what do they both cover?"), {"AS", "CI"}),
        ((*GAP, "what if we swap Jenkins for Azure DevOps?"), {"AS", "MDT", "MDL", "M"}),
        ((*GAP, "which free tools would close them?"), names(("free tools for AS, MDT, MDL, D or M",))),
        (("Which phase has the fewest tools?", "and which the most?"), {"MDT"}),
        (("tools for AS", "how many?", "tools for CI", "which of them stand in both lists?"), {"Chef", "Puppet"}),
        (("Who is in AS?", "and in BN?", "how many are on both lists?"), {"Security and Compliance Officer"}),
        (("Who is in AS?", "and in BN?", "how many is that, both lists put together?"), names(("roles in AS or BN",))),
        (("tools for AS", "how many?", "tools for CI", "merge those lists"), names(("tools for AS or CI",))),
        (("tools for CI", "Add those of D: one list, none twice"), names(("tools for CI or D",))),
        (("free tools for CI", "join in the people of D"), names(("roles in D",))),
        (("How many tools do AS?", "and CI?", "which phase has more, and by how many?"), {"AS"}),
        (("Who works in AS?", "and in BN?", "which list is shorter?"), {"BN"}),
        (("tools for both CI and D", "one of the two suffices"), names(("tools for CI or D",))),
        (("Which roles do both BN and M?", "it needn't be both"), names(("roles in BN or M",))),
    ],
)
def test_sets_are_laid_over_each_other(turns: tuple[str, ...], found: set[str]) -> None:
    assert names(turns) == found


def test_people_are_counted_one_by_one() -> None:
    team = ("What do a QA Engineer and a Data Scientist earn together?", "and with three QA engineers?")
    assert last_of(team)[2] == [3 * 9038 + 9920]


@pytest.mark.parametrize(
    ("turns", "measure"),
    [
        (("What does a QA Engineer earn?", "is that less than a Data Scientist?"), "compare"),
        (("wage of an ML Engineer", "and a Prompt Engineer?", "is it the same money for both?"), "compare"),
        (("open source tools for CI", "why is Azure DevOps missing?"), "check"),
    ],
)
def test_what_is_asked_of_two_is_compared_and_what_was_not_found_checked(turns: tuple[str, ...], measure: str) -> None:
    query = last_of(turns)[0].query
    assert query is not None
    assert query.measure == measure


@pytest.mark.parametrize(
    "turns",
    [
        ("Which roles are in deployment?", "since the Data Architect is one of them, what does he earn?"),
        ("Which tools cover CI?", "why is Trello among them?"),
        ("Who works in deployment?", "Nice to see that Data Architects are on that list. What do they do?"),
        ("What does Langsmith cost?", "So GitLab Enterprise is dearer than that. What is the difference?"),
        ("wage of the Data Architect?", "With QA Engineers above even that wage, who decides it?"),
        ("What does Trello cost?", "That makes it dearer than Asana. What more does it do?"),
        ("List the steps of deployment", "Which of those five steps is the last?"),
    ],
)
def test_what_is_taken_for_found_is_checked(turns: tuple[str, ...]) -> None:
    query = last_of(turns)[0].query
    assert query is not None
    assert query.premise


@pytest.mark.parametrize(
    "turns",
    [
        ("Who works in deployment?", "Nice to see that DevOps Engineers are on that list. What do they earn?"),
        ("What does Langsmith cost?", "So GitLab Enterprise is cheaper than that. What is the difference?"),
        ("What does Langsmith cost?", "So GitLab Enterprise is dearer than that?"),
        ("List the steps of deployment", "Which of those three steps is the last?"),
    ],
)
def test_what_is_rightly_taken_for_found_is_no_premise(turns: tuple[str, ...]) -> None:
    query = last_of(turns)[0].query
    assert query is None or not query.premise


@pytest.mark.parametrize("said", ["and a scrum master?", "same for a data steward"])
def test_a_title_that_the_tables_lack_is_foreign_on_a_later_turn(said: str) -> None:
    assert last_of(("What does a Data Engineer earn?", said))[0].foreign


def test_which_other_one_is_asked_back() -> None:
    assert last_of(("Compare Jenkins, Trello and Git.", "what does the other one cost?"))[0].clarify


GOOGLE = ("How many levels has Google's model?",)
EVALUATION = "Model Evaluation & Human Feedback"
TWO = ("How do MLOps and LLMOps differ?",)


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        ((*GOOGLE, "and IBM's?"), "count the maturity for IBM"),
        ((*GOOGLE, "what is the highest one?"), "list the maturity for Google that come last"),
        ((*GOOGLE, "the lowest?", "and the one above it?"), "list the maturity for Google at Level 0 that come after"),
        ((*GOOGLE, "the top level?", "what does it take to get there?"), "list the maturity for Google up to Level 2"),
        (("Which maturity model has the most levels?", "and the fewest?"), "lowest of the maturity"),
        (("Which maturity model has the most levels?", "what are its levels?"), "list the maturity for Microsoft"),
        ((*TWO, "and in transfer learning?"), "compare the aspects for Transfer Learning"),
        ((*TWO, "and hardware?", "and in how models are evaluated?"), f"compare the aspects for {EVALUATION}"),
        (("What is level 1 of Google's model?", "one higher?"), "list the maturity for Google at Level 2"),
        (("What is level 1 of Google's model?", "the one below?"), "list the maturity for Google at Level 0"),
        (
            ("Who else earns as much as the ML Engineer?", "Which occupation code have both of them?"),
            "look up the roles by dol code for ML Engineer, Prompt Engineer",
        ),
        (
            ("Who shares an occupation code with the Data Scientist?", "what do the two earn?"),
            "look up the roles by wage for Data Scientist, Data Engineer",
        ),
        (
            ("What do an ML Engineer and a Prompt Engineer earn?", "which DOL title do they have in common?"),
            "look up the roles by dol title for ML Engineer, Prompt Engineer",
        ),
    ],
)
def test_other_tables_are_asked_on(turns: tuple[str, ...], words: str) -> None:
    query = last_of(turns)[0].query
    assert query is not None
    assert query.words() == words


def test_conditions_of_the_decision_are_told_one_by_one() -> None:
    told = ("Should we train our own LLM?", "we have plenty of proprietary data", "and our own GPU cluster")
    query = last_of(told)[0].query
    assert query is not None
    assert set(dict(query.stated)) == {"data", "compute"}


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        (("closed source tools for BN", "and the reverse?"), names(("open source tools for BN",))),
        (("which tools for M cost under $100", "the opposite please"), {"Whylabs", "Langsmith"}),
        (("free open source tools for VC", "it doesn't have to be open source."), names(("free tools for VC",))),
        (
            ("free open source tools for BN", "being open source isn't essential. Free will do."),
            names(("free tools for BN",)),
        ),
        (
            ("who works in D?", "those under $9,000", "never mind the $9,000. Who of them works in AS too?"),
            names(("roles in D and AS",)),
        ),
        (
            ("free tools for CI", "add the free ones for M to that list, anything for the one or the other"),
            names(("free tools for CI or M",)),
        ),
        (
            ("tools for MDT", "tools for CI", "does Jenkins do D?", "back to the MDT ones: any at $500?"),
            names(("tools for MDT that cost $500",)),
        ),
        (
            ("who is filed under Data Scientists?", "and under Software Developers?"),
            {"Software Engineer", "MLOps Engineer", "DevOps Engineer"},
        ),
        (("where's the Business Analyst at work?", "where's the QA Engineer?", "common ground?"), set()),
        (("We're an AWS shop. Which of their tools cover D?",), {"AWS Sagemaker"}),
        (("tools for CI", "the one with the highest price among them: which phases?"), {"BN", "VC", "CI", "D"}),
        (("tools for D", "the one with the highest price among them: does it do CI?"), {"GitLab Enterprise"}),
        (("what does a System Administrator earn?", "and the network one?"), {"Network Administrator"}),
        (("How much is Langsmith?", "I see, $390 for ten. And Whylabs?"), {"Whylabs"}),
        (
            ("Our team is a QA Engineer and an ML Engineer.", "what is QA?", "the whole team's cost?"),
            {"QA Engineer", "ML Engineer"},
        ),
        (("tools for CI", "Next: monitoring. Which tools cost money?"), names(("tools for M that cost money",))),
    ],
)
def test_conditions_turn_and_sets_come_back(turns: tuple[str, ...], found: set[str]) -> None:
    assert names(turns) == found


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        (("open source tools for VC", "why doesn't Bitbucket show up?"), "is ticked as open source"),
        (("the cheapest paid tool for M", "how come Datadog isn't in that race?"), "has a fixed price"),
        (("free tools for M", "you listed Datadog as $0. Is that the full version?"), "is free ($0)"),
        (("What does Chef cost?", "you told me 40 a month for Chef, is that per user?"), "costs $40 a month"),
        (
            ("What does Langsmith cost?", "is that $39 per seat?"),
            "check whether Langsmith costs $39 a month for one user",
        ),
        (
            ("What does Bitbucket cost?", "Is that $33 per user?"),
            "check whether Bitbucket costs $33 a month for one user",
        ),
        (("How much is Taiga?", "Is it $840 a year?"), "check whether Taiga costs $840 a year"),
    ],
)
def test_why_one_is_missing_and_what_was_never_said_is_checked(turns: tuple[str, ...], words: str) -> None:
    query = last_of(turns)[0].query
    assert query is not None
    assert (query.measure, query.select) == ("check", "tools")
    assert words in query.words()


@pytest.mark.parametrize(
    "turns",
    [
        ("Our plan: Asana, Git and Jenkins.", "What do they cost together?", "replace that one"),
        ("What do Grafana and Datadog cost?", "Who is in AS?", "so what of the other thing?"),
        ("we want to buy software for the team", "is it worth the money?"),
    ],
)
def test_what_points_at_nothing_or_at_several_is_asked_back(turns: tuple[str, ...]) -> None:
    assert last_of(turns)[0].clarify


@pytest.mark.parametrize(
    ("turns", "asked"),
    [
        (("list the steps of D", "what is done in the second one?"), "Gated Approval"),
        (("what happens in gated approval?", "and which step follows it?"), "Staging/Production"),
        (("What does a QA Engineer earn?", "should we hire one?"), "QA Engineer"),
        (
            ("We are five people.", "What does a QA Engineer earn?", "at our size, do we need one?"),
            "We are five people",
        ),
        (("what is a Data Architect?", "how is that not the same as a Data Engineer?"), "differ from Data Engineer"),
        (("What does Jenkins cost?", "and what kind of license is that?"), "Jenkins"),
        (("Taiga or Asana, what do they cost?", "which licence has the former?"), "Taiga"),
        (("Taiga or Asana, what do they cost?", "and whom would the latter suit?"), "Asana"),
        (("Which phases has Seldon?", "when would we choose it?"), "Seldon"),
    ],
)
def test_prose_is_told_in_full(turns: tuple[str, ...], asked: str) -> None:
    reading = last_of(turns)[0]
    assert asked in reading.question
    assert reading.query is None or reading.query.measure == "compare"
