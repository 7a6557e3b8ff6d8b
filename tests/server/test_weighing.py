"""What no row tells of a tool or a role: whether one needs it, whether it suits, what became of it, who does what."""

import pytest

from server.schema import Filters
from server.understanding.reading import Reading
from tests.readers import last_of, new_reader


def reading(question: str) -> Reading:
    return new_reader().read(question, None, Filters())


def is_prose(found: Reading) -> bool:
    return (found.query, found.uncarried, found.foreign, found.clarify, found.situation) == (None, (), (), None, None)


@pytest.mark.parametrize(
    "question",
    [
        # Whether there has to be one.
        "We are three people with one database. Do we really have to hire a Data Architect?",
        "Is a QA Engineer necessary?",
        "All models come from a vendor. The agency proposes a Data Scientist. Necessary?",
        "Can a start-up get by without a Network Administrator?",
        # Whether it suits, and where to go from it.
        "Is Kubeflow overkill?",
        "Where are the limits of MLFlow?",
        "Neptune.ai is in our plan. Where should we move?",
        "can we still register at neptune",
        "Whose company is Whylabs?",
        # Who of several does what.
        "Data Engineer or Data Architect: who of them builds the pipelines?",
        "Software Engineer and ML Engineer, who does what?",
        "who approves a release? I'd have guessed the QA Engineer",
        "Software Engineers are missing in the first phase. Do you find that sensible?",
        # Words that want no more than they say.
        "would you send invoices to customers by what Datadog counts?",
        "Why does Pandas get slow once a file fills my RAM?",
        "who financed this study?",
        "How much is employment of System Administrators projected to shrink?",
        "Someone has to write tests for our features. Is PyTest a good choice?",
        # What is said of a team is not said of the tool.
        "Why would a shop with no money avoid Datadog?",
        "why should people who refuse to pay stay away from Asana?",
        # When and for how many is no phase and no price.
        "At what point does a team outgrow Trello?",
        "When should one turn to LangChain?",
        "Nobody here ever saw Seldon, and our boss will not leave Azure. Is he right?",
        "Can Wekan handle forty people?",
        "How does Azure DevOps behave with 300 users?",
        "When does it pay to hire a Data Architect?",
        "Would we need a Data Scientist when we only use an existing LLM?",
        "do i need a qa engineer as long as we deploy by hand?",
    ],
)
def test_what_a_card_weighs_is_prose(question: str) -> None:
    assert is_prose(reading(question))


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What do we pay a Data Architect?", "look up the roles by wage for Data Architect"),
        ("are QA Engineers needed for setup", "check whether QA Engineer covers AS"),
        ("Do I have to pay for Jenkins, and how much?", "look up the tools by cost for Jenkins"),
        ("Git or Bitbucket: which is cheaper?",
         "lowest of the tools by cost for Git, Bitbucket that are one of Git, Bitbucket"),
        ("Which official occupation and code belongs to the Prompt Engineer?",
         "look up the roles by dol title for Prompt Engineer"),
        ("When does a Prompt Engineer come into play?", "list the phases for Prompt Engineer"),
        ("At which points of the lifecycle is DVC used?", "list the phases for DVC"),
        ("Nobody else is here but our Data Engineer and our QA Engineer. Where are the gaps?",
         "list the phases for Data Engineer, QA Engineer left uncovered"),
        ("Bitbucket for two hundred developers?", "look up the tools by cost for Bitbucket (200 users, a month)"),
        ("How much do we pay to hire a QA Engineer?", "look up the roles by wage for QA Engineer"),
        # All of its phases where it may have more; `the tool §` is that tool.
        ("Is Git purely a version control thing, or does it show up elsewhere?", "list the phases for Git"),
        ("Is the QA Engineer busy in version control alone or in several phases?", "list the phases for QA Engineer"),
        ("Is Git only for version control?", "check whether Git covers VC and covers no phase but VC"),
        ("the tool Wekan is free or has it a price?", "check whether Wekan is free ($0)"),
        ("the role Data Engineer earns how much?", "look up the roles by wage for Data Engineer"),
        # What a sentence before names, and a title cut short beside another one.
        ("She may become a Data Architect. What does that role do in the framework and in what phases?",
         "list the phases for Data Architect"),
        ("We may hire a Prompt Engineer. What does the position do?", "describe the roles for Prompt Engineer"),
        ("does the scientist earn more than a QA engineer?", "check whether Data Scientist earns over $9,038 a month"),
        ("The architect and the ML engineer: which phases do they share?",
         "list the phases for Data Architect, ML Engineer in common"),
        ("list the tools in the framework", "list the tools"),
        ("Of Taiga, Asana and Bitbucket, which stay within $100 each?",
         "check which of Taiga, Asana and Bitbucket cost at most $100 a month"),
    ],
)  # fmt: skip
def test_what_a_row_tells_is_typed(question: str, asked: str) -> None:
    query = reading(question).query
    assert query is not None
    assert query.words() == asked


@pytest.mark.parametrize(
    ("turns", "named"),
    [
        (("What does a Network Administrator earn?", "all we have is rented online. must we employ one?"),
         "Network Administrator"),
        (("wage of a QA Engineer", "do we need one at all?"), "QA Engineer"),
        (("price of Seldon", "and for whom would it be overkill?"), "Seldon"),
        (("phases of DVC", "so where are its limits?"), "DVC"),
        (("what is Wekan?", "is anybody still looking after it?"), "Wekan"),
        (("What does a QA Engineer do?", "and the Software Engineer, isn't that the same person?"), "QA Engineer"),
        (("What does a Prompt Engineer earn?", "what would such a person read all day?"), "Prompt Engineer"),
        (("What is Bicep for?", "hm. weak points?"), "Bicep"),
        (("Tell me about Clickup", "our auditors ask: can it be self-hosted, and what about the vendor?"), "Clickup"),
        (("Is DeepAI free?", "We're a bank. Too simple for us?"), "We're a bank"),
        (("Is Git open source?", "main competitors in short, pros and cons"), "Git"),
        (("wage of a Data Architect", "I come from databases. What would I have to learn?"), "Data Architect"),
        pytest.param(
            ("JUnit and PyTest, their prices?", "which one should we take for Java?"), "JUnit and PyTest",
            marks=pytest.mark.xfail(reason="Java, which only cards name, is refused as a row", strict=True),
        ),
        (("what is Trello", "can we install that on our own servers?"), "Trello"),
        (("Who takes part in Deployment?", "The Data Engineer is missing. Do you find that right?"), "Deployment"),
    ],
)  # fmt: skip
def test_so_is_what_is_asked_later_of_the_one_spoken_of(turns: tuple[str, ...], named: str) -> None:
    found = last_of(turns)[0]
    assert is_prose(found)
    assert named in found.question


@pytest.mark.parametrize(
    ("turns", "asked"),
    [
        (("Do an ML Engineer and a Data Scientist earn the same?", "and what sets their jobs apart?"),
         "compare the roles for ML Engineer, Data Scientist"),
        (("What do Asana and Taiga cost?", "how do they differ in use?"), "compare the tools for Asana, Taiga"),
        (("What do Asana and Taiga cost?", "how far are they apart?"), "compare the tools by cost for Asana, Taiga"),
    ],
)  # fmt: skip
def test_how_two_differ_in_what_they_do_is_not_told_by_amounts(turns: tuple[str, ...], asked: str) -> None:
    query = last_of(turns)[0].query
    assert query is not None
    assert query.words() == asked


@pytest.mark.parametrize(
    ("turns", "named"),
    [
        (("What does Seldon cost?", "what are the limits of machine learning?"), "Seldon"),
        (("What does Jenkins cost?", "pros and cons of training our own LLM?"), "Jenkins"),
        (("What does a Data Engineer earn?", "and the owner of a restaurant?"), "Data Engineer"),
        (("Which tools are free?", "any downsides?"), "Wekan"),
    ],
)  # fmt: skip
def test_but_not_what_is_asked_of_something_else(turns: tuple[str, ...], named: str) -> None:
    assert named not in last_of(turns)[0].question


def test_whom_conditions_let_train_is_told_by_figure_2() -> None:
    told = (
        "We own a cluster of GPUs and employ four ML experts. My boss says we should use an existing LLM. Is he right?"
    )
    query = reading(told).query
    assert query is not None
    assert query.select == "decision"
    assert dict(query.stated) == {"compute": "yes", "expertise": "yes"}
