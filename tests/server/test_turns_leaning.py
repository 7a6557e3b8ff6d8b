"""Later turns that lean on the order, the parts or the changes of what was spoken of, whatever their verbs."""

import pytest

from server.basis import Basis
from server.schema import Filters, Items
from server.understanding.followups.turn import Turn
from tests.readers import last_of, new_reader
from tests.server.test_conversations import names

PAIR = ("Phases of PyTest?", "And of Kubeflow?")
SETS = ("Who works in business needs?", "And who in setup?")
STACK = ("Which phases do Ansible and MLFlow cover?",)
WAGES = ("Wage of a Data Engineer?", "and a QA Engineer?")


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        (("Price of Grafana?", "sorry, the cloud edition of it"), {"Grafana Cloud"}),
        (("phases of the QA Engineer", "of the Security and Compliance Officer", "what does the officer earn?"),
         {"Security and Compliance Officer"}),
        (("Who works in administrative setup?", "Without the two administrators, please"),
         {"Software Engineer", "MLOps Engineer", "DevOps Engineer", "Security and Compliance Officer"}),
        (("Who does business needs?", "Who of them earns less than the officer?"),
         {"Business Analyst", "Data Engineer", "Data Scientist"}),
        (("Phases for Langsmith?", "Whoops, I confused that with Chef."), {"AS", "CI"}),
        (("Compare the prices of Whylabs and Langsmith.", "Oops, not Whylabs, Datadog."), {"Datadog", "Langsmith"}),
        (("Which tools are not open source?", "Without the free ones.", "And drop the consumption-priced ones, too."),
         {"Asana", "Bitbucket", "Azure Container Registry", "Azure DevOps"}),
    ],
)  # fmt: skip
def test_parts_of_names_and_corrections_mean_what_was_spoken_of(turns: tuple[str, ...], found: set[str]) -> None:
    assert names(turns) == found


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        ((*STACK, "Add Seldon. Which ones have no tool now?"), {"BN"}),
        ((*STACK, "With Azure DevOps on top, what's still missing?"), {"M"}),
        ((*STACK, "Let's throw out MLFlow and get Jenkins in its stead. Which are covered now?"), {"AS", "CI"}),
        ((*PAIR, "Of BN, AS and D: where is neither of the two?"), {"BN", "AS"}),
        ((*PAIR, "Which phases does no role cover?"), {"CI"}),
        ((*PAIR, "What does the second one bring on top?"), {"D", "M"}),
        ((*PAIR, "Which one is PyTest lacking?"), {"D", "M"}),
        ((*SETS, "Who is on the first list but not on the second?"),
         {"Business Analyst", "Data Architect", "Data Engineer", "Data Scientist"}),
        ((*SETS, "Who in the second group earns under $9,000?"), {"System Administrator", "Network Administrator"}),
        (("Who works on setup?", "with which tool? It has to be free"), {"Ansible", "Terraform", "ARM", "Bicep"}),
        (("Tools for CI?", "any closed source tool?"), {"Azure DevOps"}),
        (("Who does versioning?", "any people below $8,400?"), {"System Administrator", "Network Administrator"}),
        (("CI tools under $100?", "extend it to the entire lifecycle"), names(("tools under $100",))),
        (("Which closed source tools do VC?", "whatever the phase?"), names(("closed source tools",))),
        (("Roles above $10,000 in D?", "forget deployment, all phases"), names(("roles above $10,000",))),
        (("CI tools?", "just those under $20", "and for D, same threshold"), names(("D tools under $20",))),
        (("Who works in setup?", "Same for monitoring, but only who is not there."), {"QA Engineer"}),
        (("Phases of DVC?", "and Git, the same ones?"), {"VC"}),
        (("CI tools?", "which is closed source?", "where else is that one used?"), {"BN", "VC", "D"}),
        (("Phases of Puppet?", "Which free tools are in the second one?"), {"MLFlow", "Jenkins"}),
        (("Whylabs or Taiga, which is cheaper?", "And which phases does the other one, the dearer, serve?"), {"M"}),
        (("Who earns the least?", "Who follows, going upwards?"), {"System Administrator", "Network Administrator"}),
        (("Wage of a System Administrator?", "Is anybody paid precisely that too?"), {"Network Administrator"}),
    ],
)  # fmt: skip
def test_changed_stacks_and_pairs_and_sets_are_asked_for_their_rest(turns: tuple[str, ...], found: set[str]) -> None:
    assert names(turns) == found


@pytest.mark.parametrize(
    ("asked", "months"),
    [
        ("So what's the bill for our first year?", 12),
        ("and over a whole year?", 12),
        ("How much would that be?", 1),
        ("is all of it really free", 1),
        ("Is it expensive?", 1),
    ],
)
def test_what_a_planned_stack_costs_is_asked_of_all_of_it(asked: str, months: int) -> None:
    reader, tools = new_reader(), ("Trello", "Bitbucket", "Datadog")
    plan = reader.read("Propose a stack for 5 people", "conversation", Filters()).query
    reader.remember("conversation", Turn("Propose a stack for 5 people", plan, Items(tools=tools)))
    query = reader.read(asked, "conversation", Filters()).query
    assert query is not None
    assert (query.measure, query.named, query.basis) == ("sum", tools, Basis(users=5, months=months))


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        ((*WAGES, "Put the two together and add an ML Engineer."), 9920 + 9038 + 9369),
        (("Yearly wage of a QA Engineer?", "Three of them and a Data Architect, over the same time?"),
         12 * (3 * 9038 + 11419)),
        (("How much is Langsmith?", "Take Langsmith plus Taiga for a year."), 12 * 460),
        (("What do Taiga and Asana cost in total?", "Forget Asana, make it Langsmith."), 460),
        (("How many levels does Amazon propose?", "Google?", "Microsoft?", "What do the three make in total?"), 12),
        (("Whylabs, what does it cost?", "For a year?", "What would we save over that year with Taiga instead?"), 2160),
        (("What do Asana and Bitbucket cost?", "What is the difference between the pair?"), 77),
    ],
)  # fmt: skip
def test_amounts_that_came_one_by_one_are_put_together_or_apart(turns: tuple[str, ...], value: int) -> None:
    assert value in last_of(turns)[2]


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        (("What do Asana and Taiga cost together?", "Which phases does the QA Engineer take part in?"), {"DT", "VC"}),
        ((*WAGES, "And which tools cost more than $300?"), {"Neptune.ai", "Weights & Biases", "Langsmith"}),
        ((*PAIR, "What does Prometheus cover?"), {"M"}),
        (("Which tools are there for CI?", "Which free tools cover setup?"), {"Ansible", "Terraform", "ARM", "Bicep"}),
        (("Which CI tools are free?", "which of them are in every phase?"), {"MDT", "MDL", "VC", "CI"}),
        (("Phases of Jenkins?", "does Git cost the same?"), {"Git"}),
        (("Who is best paid?", "What comes after deployment?"), {"M"}),
    ],
)
def test_a_question_of_its_own_carries_nothing(turns: tuple[str, ...], found: set[str]) -> None:
    assert names(turns) == found


@pytest.mark.parametrize(
    ("turns", "alone"),
    [
        (("Price of Langsmith?", "any foss replacement?"), "Which open source tools are alternatives to Langsmith?"),
        (("Is Whylabs any good?", "hm, so what then?"), "What are the alternatives to Whylabs?"),
        (("Jenkins?", "what are the good alternatives"), "What are the alternatives to Jenkins?"),
        (("How much is Asana?", "nah, way too expensive"), "Cheaper alternatives to Asana?"),
        (("How much is Asana?", "and for 20?", "something less costly"), "Cheaper alternatives to Asana?"),
        (("Cost of Databricks?", "alternatives to it?", "smth cheaper"), "Free alternatives to Databricks?"),
        (("What does Bitbucket cost?", "too much. is there a free equivalent"), "Free alternatives to Bitbucket?"),
        (("Deployment tools?", "oss alternatives"), "Which open source tools cover D?"),
        (("Compare Chef with Puppet", "free alternatives?"),
         "Which free tools besides Chef and Puppet cover AS or CI?"),
    ],
)  # fmt: skip
def test_another_one_is_sought_to_what_was_spoken_of(turns: tuple[str, ...], alone: str) -> None:
    assert names(turns) == names((alone,))


@pytest.mark.parametrize(
    ("turns", "alone"),
    [
        (("GitLab vs Jenkins", "what would you recommend?"), "Which is better, GitLab Enterprise or Jenkins?"),
        (("Terraform or Bicep", "so which is best for us"), "Which is better, Terraform or Bicep?"),
        (("Trello or Taiga?", "which is dearer?", "which one would you take?"), "Which is better, Trello or Taiga?"),
        (("tool for model serving", "and your pick?"), "tool for model serving"),
        (("Which tools cover VC?", "which one should we use, we are 4 people"), "Which tool for Version Control?"),
        (("Which free tools cover M?", "so which would you take?"), "Which free tool for Monitoring?"),
    ],
)
def test_a_choice_left_to_the_advisor_is_asked_of_the_cards(turns: tuple[str, ...], alone: str) -> None:
    reading, again = last_of(turns)[0], last_of((alone,))[0]
    assert (reading.query, reading.seeks_a_tool, reading.parts) == (again.query, again.seeks_a_tool, again.parts)
    assert reading.seeks_a_tool or reading.parts


@pytest.mark.parametrize(
    ("turns", "question"),
    [
        (("Should we use RAG or fine-tuning?", "which one is less expensive?"),
         "Should we use RAG or fine-tuning: what is less expensive?"),
        (("Is batch or real-time inference better for a shop?", "and which is simpler"),
         "Is batch or real-time inference better for a shop: what is simpler?"),
        (("Weekly vs daily retraining of the model", "what would you go for? we are four people"),
         "Weekly vs daily retraining of the model"),
    ],
)  # fmt: skip
def test_a_choice_of_what_no_table_lists_stays_one_between_the_two(turns: tuple[str, ...], question: str) -> None:
    reading = last_of(turns)[0]
    assert (reading.question, reading.query) == (question, None)


@pytest.mark.parametrize(
    "turns",
    [("Which roles cover M?", "which one would you pick?"), ("Tools for CI?", "which one is the cheapest?")],
)
def test_what_a_column_or_nobody_decides_is_left_alone(turns: tuple[str, ...]) -> None:
    reading = last_of(turns)[0]
    assert not reading.seeks_a_tool
    assert not reading.parts


@pytest.mark.parametrize(
    ("turns", "question"),
    [
        (("Jenkins?", "licence?", "and does it work with Bitbucket?"), "Does Jenkins work with Bitbucket?"),
        (("Price of Seldon?", "compatible with PyTorch?"), "Does Seldon work with PyTorch?"),
        (("Price of Kubeflow?", "and who looks after it?"), "Who uses Kubeflow?"),
    ],
)
def test_what_works_with_what_was_spoken_of_is_asked_of_both(turns: tuple[str, ...], question: str) -> None:
    reading, alone = last_of(turns)[0], last_of((question,))[0]
    assert (reading.query, reading.beyond) == (alone.query, alone.beyond)
    assert reading.query is not None or reading.question == question
