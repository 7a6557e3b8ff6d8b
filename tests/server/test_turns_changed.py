"""Later turns that change what is spoken of in a clause of its own, go back past asides, leave out what was just said,
or only talk."""

import pytest

from server.query import Measure
from server.understanding.reach.remarks import is_talk
from tests.readers import LINKER, last_of
from tests.server.test_conversations import names

CONTRACTS = ("What do Asana, Taiga and Bitbucket cost together?",)
SETUP = ("Who is in setup?",)
STAFF = ("What do a QA Engineer and a Data Engineer cost together?",)
PAIR = ("Phases for Prometheus?", "And for Seldon?")


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        (
            ("open source tools for CI", "Is Databricks on that list?", "which of those cost money?"),
            {"Chef", "Puppet", "GitLab Enterprise"},
        ),
        (
            ("Which jobs do MD?", "Is the QA Engineer one of them?", "Which of them do BN?"),
            names(("roles in MD and BN",)),
        ),
        (("tools for CI", "what does Wekan cost?", "back to the CI ones: which are closed?"), {"Azure DevOps"}),
        (("tools for VC", "and for CI?", "Of the VC tools, which cost over $200?"), {"GitLab Enterprise", "Langsmith"}),
        (
            ("Who does deployment?", "Are they all in MD?", "and of the deployment people, who earns over $11,000?"),
            names(("roles in D over $11,000",)),
        ),
    ],
)
def test_a_set_is_gone_back_to_past_asides(turns: tuple[str, ...], found: set[str]) -> None:
    assert names(turns) == found


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        (("What does Whylabs cost?", "And Seldon, which phases is it in?"), {"MDT", "VC", "D", "M"}),
        (("Phases of Chef", "and of Git", "the first tool I named: what does it cost?"), {"Chef"}),
        (("What does Git cost?", "Never heard of Chef. Is it open source?"), {"Chef"}),
        (("Phases of Chef?", "Excuse my typo, I was asking about Git."), {"VC"}),
        (("Price of Git?", "no, not Git, Jenkins"), {"Jenkins"}),
    ],
)
def test_a_pronoun_means_the_name_in_front_and_a_correction_asks_again(turns: tuple[str, ...], found: set[str]) -> None:
    assert names(turns) == found


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        ((*CONTRACTS, "Suppose Asana is cancelled."), None),
        ((*CONTRACTS, "We let Asana go. What is the bill now?"), 103),
        ((*CONTRACTS, "If Asana weren't there, what would it cost in total?"), 103),
        ((*CONTRACTS, "Whylabs comes in place of Taiga. New total?"), 393),
        ((*CONTRACTS, "Taiga was too slow, so we dropped it and took Whylabs. Total?"), 393),
        ((*CONTRACTS, "We have since bought Whylabs as well. Total a year?"), 12 * 463),
        ((*CONTRACTS, "Cancel Asana.", "How much does that save us over a year?"), 1320),
        (("One QA Engineer and one ML Engineer: sum of wages?", "Make it two QA Engineers. Total?"), 2 * 9038 + 9369),
        (("Three QA Engineers and one ML Engineer: sum of wages?", "Drop one QA Engineer.", "Total?"), 2 * 9038 + 9369),
        (("Two QA Engineers and one ML Engineer: sum of wages?",
          "Swap one of the QA Engineers for a Data Engineer. New total?"), 9038 + 9920 + 9369),
        ((*SETUP, "Leave out the Software Engineer and everybody on the same pay.", "Their wages added up?"), 27157),
    ],
)  # fmt: skip
def test_what_is_asked_behind_a_change_is_asked_of_the_changed_set(turns: tuple[str, ...], value: int | None) -> None:
    reading, items, values = last_of(turns)
    assert (value in values) if value is not None else items.tools == ("Taiga", "Bitbucket")
    assert reading.query is not None


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        ((*STAFF, "Plus two Prompt Engineers"), 9038 + 9920 + 2 * 9369),
        ((*STAFF, "Add 3 ML Engineers and a Business Analyst", "and another QA Engineer"), 18076 + 9920 + 28107 + 7427),
        ((*STAFF, "Add 2 QA Engineers", "make it 2 QA Engineers"), 2 * 9038 + 9920),
        ((*STAFF, "What if we hire two additional QA Engineers?", "and a year?"), 12 * (3 * 9038 + 9920)),
        ((*STAFF, "We have just hired three more Data Engineers.", "Total?"), 9038 + 4 * 9920),
        (("What does an ML Engineer earn?", "and a second ML Engineer", "and two Prompt Engineers too"), 4 * 9369),
        (("What do three ML Engineers cost?", "Plus the QA Engineer", "without one ML Engineer"), 2 * 9369 + 9038),
        ((*STAFF, "Including the QA Engineer", "without one QA Engineer"), 9920),
    ],
)
def test_people_come_and_go_as_often_as_it_is_said(turns: tuple[str, ...], value: int) -> None:
    assert last_of(turns)[2] == [value]


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        ((*PAIR, "Which of the two goes further, and into which extra phases?"), {"Seldon", "MDT", "VC", "D"}),
        ((*PAIR, "What does the second do that the first doesn't?"), {"MDT", "VC", "D"}),
        (("Phases of an ML Engineer?", "What has he more than the QA Engineer?"), {"MD", "D", "M"}),
        (("Phases of Git?", "if we swap it for Chef, what do we gain and what do we lose?"), {"VC", "AS", "CI"}),
        (
            ("Phases of a Business Analyst?", "Who else works in both of those?"),
            names(("roles in BN and M",)) - {"Business Analyst"},
        ),
        ((*PAIR, "Taken together, how far do they get us?"), {"MDT", "VC", "D", "M"}),
        (
            ("Tools for VC?", "which also do CI?", "MLFlow can't deploy, I see. Which of the others can?"),
            {"Azure DevOps", "GitLab Enterprise"},
        ),
        (("How do deployment and monitoring differ?", "is there a tool for both?"), names(("tools in D and M",))),
        (("What does BN mean, and what AS?", "who takes part in both?"), {"Security and Compliance Officer"}),
        (("Which tool covers every phase?", "and only three?"), names(("tools with exactly three phases",))),
        (("Who works in the most phases?", "and which in just two?"), names(("roles with exactly two phases",))),
        (("How many phases has Git?", "ok, which roles have just three?"), names(("roles with exactly three phases",))),
    ],
)
def test_phases_of_two_are_held_against_each_other(turns: tuple[str, ...], found: set[str]) -> None:
    assert names(turns) == found


@pytest.mark.parametrize(
    ("turns", "measure", "value"),
    [
        (("Prices of Whylabs, Taiga and Langsmith?", "Which one is in the middle?"), "min", 250),
        (("Which tool is dearest?", "is it open source?", "the dearest again, but only for VC"), "max", 390),
        (("Compare QA Engineer and Data Engineer", "do both earn the same?"), "compare", 882),
        (("What do Asana and Taiga cost?", "do they cost the same?"), "compare", 40),
        (("Which jobs pay $9,920?", "and which 9,369?", "how far apart are those two wages?"), "compare", 551),
        (("How many tools do M?", "how many of those are free?", "what percentage is that?"), "share", 58.33),
        (("How many tools are metered?", "and which part of all tools is that, in percent?"), "share", 16.36),
    ],
)
def test_amounts_are_ranked_and_set_in_relation(turns: tuple[str, ...], measure: Measure, value: float) -> None:
    reading, _, values = last_of(turns)
    assert reading.query is not None
    assert reading.query.measure == measure
    assert value in values


@pytest.mark.parametrize(
    "remark", ["lol, poor guy", "Hello, I study law.", "Am I talking to a human?", "hm, that is a lot", "Good to know!"]
)
def test_a_remark_is_met_and_leaves_the_conversation_as_it_was(remark: str) -> None:
    assert last_of((remark,))[0].clarify
    assert names(("tools for CI", remark, "which of these are closed?")) == {"Azure DevOps"}


@pytest.mark.parametrize(
    "asked", ["ok, the free ones", "hm, per year", "wow, and CI?", "thanks, what is that in total?", "tell me a joke"]
)
def test_what_asks_is_no_remark(asked: str) -> None:
    assert not is_talk(asked, LINKER)


@pytest.mark.parametrize("asked", ["Can a single person do both?", "do we really need both?"])
def test_whether_both_are_needed_is_no_sum(asked: str) -> None:
    assert last_of(("Compare QA Engineer and Data Engineer", asked))[0].query is None


def test_phases_that_stand_for_none_name_no_set() -> None:
    turns = ("What phases is the QA Engineer in?", "Who else shares one of these phases and earns under $9,000?")
    assert names(turns) == {"System Administrator", "Network Administrator"}
