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
MODELS = ("Which maturity model should we take?",)


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
        ((*TWO, "which of the two is dearer?"), "compare the aspects for Cost Structure"),
        ((*TWO, "risks?", "hardware?"), "compare the aspects for Computational Demands"),
        ((*TWO, "who invented that?", "which takes more data?"), "compare the aspects for Data Management"),
        ((*MODELS, "how many levels?"), "count the maturity for Google, Microsoft, Amazon, IBM, Meenu Mary et al."),
        (
            (*MODELS, "how many levels?", "what is the lowest one?"),
            "list the maturity for Google, Microsoft, Amazon, IBM, Meenu Mary et al. that come first",
        ),
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


STATED = "deployment: yes, monitoring: no"
BY_HAND = "We do everything by hand, which level is that at Google?"
TOLD = "no monitoring but automated deployment"


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        ((TOLD, "which Amazon level is that?"), f"the maturity level of your team for Amazon given {STATED}"),
        (
            (f"{TOLD}. how mature are we?", "what's that on IBM's scale?"),
            f"the maturity level of your team for IBM given {STATED}",
        ),
        (
            ("How can we assess our maturity?", TOLD, "we also use Git"),
            f"the maturity level of your team given code-versions: yes, {STATED}",
        ),
        (
            ("Deployment is automated", "but there is no monitoring", "so where are we now?"),
            f"the maturity level of your team given {STATED}",
        ),
        ((BY_HAND, "how do we get to the next level?", "who do we need for it?"),
         "list the roles that cover BN or cover MD or cover VC"),
        (("What does Google's level 2 need beyond level 1?", "which tools would we need for that?"),
         "list the tools that cover MD or cover VC"),
    ],
)  # fmt: skip
def test_practices_told_over_several_turns_are_judged_together(turns: tuple[str, ...], words: str) -> None:
    query = last_of(turns)[0].query
    assert query is not None
    assert sorted(query.words().replace(",", "").split()) == sorted(words.replace(",", "").split())


def test_the_next_level_is_that_of_the_model_spoken_of() -> None:
    query = last_of((BY_HAND, "and at Microsoft?", "what do we need for the next level?"))[0].query
    assert query is not None
    assert (query.named, query.measure, query.order) == (("Microsoft",), "check", "after")


@pytest.mark.parametrize(
    "turns",
    [
        ("What does a QA Engineer earn?", "how recent are these figures?"),
        ("Are these wages for France?", "which year are they from?"),
        ("What do a Data Scientist and a Data Engineer cost together?", "from when are those numbers?"),
    ],
)
def test_wages_are_dated(turns: tuple[str, ...]) -> None:
    assert last_of(turns)[0].question == "What year are the wages in Table III from?"


DECISION = "Should we train our own LLM?"


@pytest.mark.parametrize(
    ("turns", "stated"),
    [
        (
            (DECISION, "we have plenty of proprietary data", "and our own GPU cluster"),
            {"data": "yes", "compute": "yes"},
        ),
        (("Make or buy for LLMs?", "sure, we have lots of data", "GPUs as well"), {"data": "yes", "compute": "yes"}),
        ((DECISION, "yes, experts", "but nobody to maintain it. so?"), {"expertise": "yes", "maintenance": "no"}),
        ((DECISION, "we are a hospital", "we have 3 ML engineers"), {"expertise": "yes"}),
        ((DECISION, "we have GPUs but no experts. What then?"), {"compute": "yes", "expertise": "no"}),
        ((DECISION, "we have no GPUs", "fine, but if we had some?"), {"compute": "yes"}),
    ],
)
def test_conditions_of_the_decision_are_told_one_by_one(turns: tuple[str, ...], stated: dict[str, str]) -> None:
    query = last_of(turns)[0].query
    assert query is not None
    assert query.select == "decision"
    assert dict(query.stated) == stated


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


@pytest.mark.parametrize(
    ("turns", "claimed"),
    [
        (("is whylabs the cheapest monitoring tool", "and grafana cloud?"), "Grafana Cloud"),
        (("is the sysadmin the only role in version control?", "what about the qa engineer?"), "QA Engineer"),
        (("is the data scientist the best paid role?", "and the devops engineer?"), "DevOps Engineer"),
    ],
)
def test_the_same_is_asked_of_another_one(turns: tuple[str, ...], claimed: str) -> None:
    query = last_of(turns)[0].query
    assert query is not None
    assert query.claimed == (claimed,)


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        (("which phase has the fewest tools", "and the most roles?"), "highest of the phases by role count"),
        (("which phase has the fewest roles", "and the fewest tools?"), "lowest of the phases by tool count"),
        (("who is paid best?", "and the tool with the highest price?"), "highest of the tools by cost"),
        (("which tool covers the most phases?", "and the worst paid role?"), "lowest of the roles by wage"),
        (("which tools are metered?", "and DOL?"), None),
    ],
)
def test_the_same_of_another_kind_is_of_that_kind(turns: tuple[str, ...], words: str | None) -> None:
    query = last_of(turns)[0].query
    assert (query.words() if query is not None else None) == words


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        (("what is level 1 of ibm?", "and 2?"), "list the maturity for IBM at Level 2"),
        (("what is level 1 of ibm?", "and 2?", "same for microsoft"), "list the maturity for Microsoft at Level 2"),
        (("what does amazon's level 2 need?", "and 3"), "list the maturity for Amazon up to Level 3"),
        (("what does IBM's level 3 need?", "and google?"), "list the maturity for Google at Level 3"),
        (("what does microsoft's level 1 need?", "level 2?"), "list the maturity for Microsoft up to Level 2"),
    ],
)
def test_the_same_is_asked_of_another_level(turns: tuple[str, ...], words: str) -> None:
    query = last_of(turns)[0].query
    assert query is not None
    assert query.words() == words


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        (("what does microsoft's level 1 need?", "who does that?"), "list the roles that cover VC or cover CI"),
        (
            ("how do we get from level 1 to level 2 at ibm?", "which tools help with that?"),
            "list the tools that cover CI or cover D",
        ),
    ],
)
def test_who_does_what_a_level_takes_is_told_of_its_phases(turns: tuple[str, ...], words: str) -> None:
    query = last_of(turns)[0].query
    assert query is not None
    assert query.words() == words
