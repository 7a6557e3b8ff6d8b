"""Told situations: what is told apart from what is asked, and what known questions make of it together with that."""

import pytest

from corpus.vocabulary import PhaseCode
from server.conditions import AllOf, Condition, Costs, Named, Not
from server.retrieval.known import Known
from server.retrieval.placement import Work, advised, advising, done, placed
from server.schema import Filters, Items
from server.understanding.conversation import Turn
from server.understanding.reach.card_parts import in_charge
from server.understanding.reader import QuestionReader
from server.understanding.situations.need import Need
from server.understanding.situations.situation import Situation
from tests.readers import CATALOGUE, ENGINE, new_reader

FREE = Costs(comparison="=", usd=0)


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    return new_reader()


def told(reader: QuestionReader, question: str) -> Situation:
    situation = reader.read(question, None, Filters()).situation
    assert situation is not None
    return situation


def of(part: str, likeness: float, *needs: str) -> Known:
    return Known("source", f"Section II, {part}, sentence 1", needs, likeness)


def yields(situation: Situation, *works: Work) -> set[str]:
    placement = placed(situation, works)
    assert placement is not None
    items = ENGINE.answer(placement.query).items
    return {*items.phases, *items.roles, *items.tools}


def meeting(*phases: str, free: bool = False) -> set[str]:
    return {
        tool.name
        for tool in CATALOGUE.tools.values()
        if all(tool.covers(PhaseCode(code)) for code in phases) and (not free or tool.cost.usd == 0)
    }


def work(known: list[Known], *named: str, **phases: float) -> Work:
    """A work with these known questions, whose phases are so likely, of somebody who needs the first roles of them."""
    likely = {PhaseCode(code): share for code, share in phases.items()}
    needs = next((each.needs for each in known if each.needs), ("ML Engineer",))
    return Work(frozenset(map(PhaseCode, named)), known, [], likely, {needs: 0.9, ("QA Engineer",): 0.1}, 0.0)


def between(known: list[Known], beyond: float, learned: float) -> Work:
    return Work(frozenset(), known, [Known(None, "", (), beyond)], {}, {}, learned)


MONITORING = work([of("Monitoring (M)", 0.7)], M=0.9)


@pytest.mark.parametrize(
    ("question", "works", "kinds"),
    [
        ("Rents go wrong each week. Which stage deals with that?", ("Rents go wrong each week.",), ("phases",)),
        ("Our stock forecast drifts, hardly anyone notices. Phase, plus free tools for it?",
         ("Our stock forecast drifts, hardly anyone notices.",), ("phases", "tools")),
        ("Money is tight. Where can we put our old weights for nothing?", ("Money is tight.",), ("tools",)),
        ("Which tools do all three for us: source history, checks on each merge, and the rollout?",
         ("source history", "checks on each merge", "the rollout"), ("tools",)),
    ],
)  # fmt: skip
def test_what_is_told_stands_apart_from_what_is_asked(
    reader: QuestionReader, question: str, works: tuple[str, ...], kinds: tuple[str, ...]
) -> None:
    situation = told(reader, question)
    assert (situation.works, situation.kinds) == (works, kinds)


def test_a_placed_situation_keeps_its_conditions(reader: QuestionReader) -> None:
    situation = told(reader, "Rents are guessed worse each week, we notice late. What could we use that costs nothing?")
    assert yields(situation, MONITORING) == meeting("M", free=True)


def test_several_works_of_one_tool_are_all_covered() -> None:
    situation = Situation(("history", "rollout"), "which tool does both?", ("tools",))
    history = work([of("Version Control (VC)", 0.6)], VC=0.9)
    rollout = work([of("Model Deployment (D)", 0.6)], D=0.9)
    assert yields(situation, history, rollout) == meeting("VC", "D")
    assert placed(situation, [history, work([], D=0.6)]) is None


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("Each merge at the mill is built and checked by itself. What stage are we heading for now?", "after"),
        ("The abbey's notebooks train well and the abbot is pleased. Next phase please", "after"),
        ("The bell model was signed off and all parishes work with it, so which phase follows?", "after"),
        ("Regression checks run on each merge at our mill. Which phase comes right before that?", "before"),
        ("Next we draw boxes round dented bells by hand. Which phase does it belong to?", None),
        ("Rye is followed closely once it is sown, mistakes show on a wall. Is that one phase or something before it?",
         None),
    ],
)  # fmt: skip
def test_the_phase_next_to_what_is_told_may_be_asked_for(
    reader: QuestionReader, question: str, order: str | None
) -> None:
    situation = told(reader, question)
    assert (situation.kinds, situation.order) == (("phases",), order)
    assert yields(situation, MONITORING) == {"after": {"AS", "MD"}, "before": {"D"}}.get(order or "", {"M"})


def test_who_does_just_this_comes_with_the_wage_that_is_asked_for() -> None:
    situation = Situation(("prompts are bad",), "who mends them, at what wage?", ("phases", "roles"), amounts=True)
    known = [of("Model Development (MD), MDL", 0.7), of("roles", 0.65, "Prompt Engineer")]
    placement = placed(situation, [work(known, MDL=0.9)])
    assert placement is not None
    sheet = ENGINE.answer(placement.query)
    assert (sheet.items.phases, sheet.items.roles) == (("MDL",), ("Prompt Engineer",))
    assert [value.value for value in sheet.values] == [CATALOGUE.roles["Prompt Engineer"].monthly_wage_usd]


@pytest.mark.parametrize(
    ("locator", "doer"),
    [
        ("Card QA Engineer, At work, statement 2", "QA Engineer"),
        ("Card Security and Compliance Officer, At work, statement 1", "Security and Compliance Officer"),
        ("Card QA Engineer, In a small team, statement 2", None),
        ("Section III, paragraph 2, sentence 12", None),
    ],
)
def test_what_a_card_says_that_a_role_does_is_asked_of_that_role(locator: str, doer: str | None) -> None:
    known = Known("source", locator, (), 0.6)
    assert known.doer == doer
    if doer is not None:
        assert done(known).query.where == Named(names=(doer,))
        assert done(known, amounts=True).query.by == "wage"


def test_of_a_placed_phase_it_is_told_who_is_in_charge() -> None:
    known = [of("Monitoring (M)", 0.7)]
    who = placed(Situation(("alarms ring",), "who answers them?", ("roles",)), [work(known, M=0.9)])
    which = placed(Situation(("alarms ring",), "which tool?", ("tools",)), [work(known, M=0.9)])
    assert who is not None
    assert which is not None
    assert (who.charges, which.charges) == (("M",), ())
    assert [part.heading for part in in_charge(CATALOGUE, who.charges)] == ["In charge"]


def test_a_phase_that_is_named_decides_between_those_that_are_about_as_likely() -> None:
    situation = Situation(("the versions are lost",), "which phase?", ("phases",))
    known = [of("Monitoring (M)", 0.61), of("Version Control (VC)", 0.6)]
    assert yields(situation, work(known, M=0.5, VC=0.4)) == {"M"}
    assert yields(situation, work(known, "VC", M=0.5, VC=0.4)) == {"VC"}


def test_the_likeliest_phase_is_told_by_the_likest_question_about_it() -> None:
    situation = Situation(("the versions are lost",), "which phase?", ("phases",))
    known = [of("Monitoring (M)", 0.62), of("Version Control (VC)", 0.6), of("Version Control (VC)", 0.5)]
    placement = placed(situation, [work(known, M=0.2, VC=0.7)])
    assert placement is not None
    assert placement.known == (known[1],)
    assert placed(situation, [work([], VC=0.7)]) is None


@pytest.mark.parametrize(
    ("beyond", "learned", "known"),
    [(0.3, 0.0, True), (0.6, 0.0, False), (0.6, 5.0, True), (0.3, -12.0, False)],
)
def test_a_story_is_known_by_its_neighbours_and_by_all_that_was_learned(
    beyond: float, learned: float, known: bool
) -> None:
    story = Situation(("the choir sings flat every Friday",), "whose job is that?", ("roles",), story=True)
    assert between([of("Monitoring (M)", 0.5)], beyond, learned).is_of_the_corpus(story) is known


def test_what_tells_next_to_nothing_is_known_by_more_and_by_a_question_like_it() -> None:
    short = Situation(("a choir",), "a choir", ("roles",))
    near, far = [of("Monitoring (M)", 0.5)], [of("Monitoring (M)", 0.41)]
    assert between(near, 0.38, 0.0).is_of_the_corpus(short)
    assert not between(near, 0.43, 0.0).is_of_the_corpus(short)
    assert not between(far, 0.1, 9.0).is_of_the_corpus(short)


@pytest.mark.parametrize(
    ("question", "asked", "kind"),
    [
        ("Branch 14 sold out of rye by nine again, $180 gone. Jo swears the forecast was fine, so who looks into that?",
         "so who looks into that?", "roles"),
        ("Every merge broke the ferry timetable until Ahmed's robot ran 300 checks first, which phase is that robot in",
         "which phase is that robot in", "phases"),
        ("We keep twelve checkpoints on Lena's desk, nobody knows which one customs got, git chokes on 40 GB. Any tip?",
         "Any tip?", "tools"),
        ("Before Easter I want somebody who talks to the wards, the porters and the kitchen and notes what they need.",
         "I want somebody who talks to the wards", "roles"),
        ("The bill says 'glasshouse sensors, 18 h, wiring alerts before anything grows'. I have to fill in the phase.",
         "I have to fill in the phase.", "phases"),
    ],
)  # fmt: skip
def test_a_story_is_read_whatever_occurs_in_it(reader: QuestionReader, question: str, asked: str, kind: str) -> None:
    reading = reader.read(question, None, Filters())
    assert not reading.beyond
    situation = reading.unplaced
    assert situation is not None
    assert (situation.works, situation.asked, situation.kinds) == ((question,), asked, (kind,))
    assert situation.story
    assert situation.one == (kind == "tools")


@pytest.mark.parametrize(
    "question",
    [
        "My team lead loves acronyms and mails about lunch, and asks which tools cover both VC and CI for nothing.",
        "Our treasurer, a retired pastry chef, may spend $300 a month. What does Taiga cost him with trimmings?",
        "We retrain by script, Olga copies files on Fridays, nobody watches. What level of Google's maturity is that?",
        "The customer's lawyer, a friendly lady from Turin, wonders how prompts differ from weights when she signs.",
        "Rye, wheat, oats: which phase and which role belong to counting grains on pictures for the mill in Graz?",
        "We are midwives with pictures of babies and want to train a model. What do we have to watch out for?",
        "Our school keeps marks of pupils and would like to forecast who drops out. What do we have to respect?",
    ],
)
def test_what_asks_by_names_and_bounds_is_no_story(reader: QuestionReader, question: str) -> None:
    situation = reader.read(question, None, Filters()).unplaced
    assert situation is None or not situation.story


def test_a_name_in_what_asks_is_asked_about(reader: QuestionReader) -> None:
    told = "Our goats are counted by drones, Urs reads the numbers at breakfast and forgets half of them by noon."
    assert not reader.read(f"{told} Which tool keeps them?", None, Filters()).foreign
    assert reader.read(f"{told} Which tool do Flyte users keep them in?", None, Filters()).foreign == ("Flyte",)


def test_another_story_asks_what_was_asked_before(reader: QuestionReader) -> None:
    first = "The vet wants each cow's photo labelled by hand before anybody trains. Which phase is it?"
    reader.remember("farm", Turn(first, None, Items()))
    situation = reader.read(
        "and when Reto puts the barn's camera server together in March?", "farm", Filters()
    ).unplaced
    assert situation is not None
    assert situation.kinds == ("phases",)


def test_a_need_is_for_the_tool_that_its_card_advises() -> None:
    cards = [Known("source", f"Card Git, {part}, statement 1", (), 0.6) for part in ("What it is", "When to choose it")]
    assert advising(cards) == cards[1]
    assert advised(cards[1]).query.where == Named(names=("Git",))
    assert ENGINE.answer(advised(cards[1], amounts=True).query).values[0].value == 0


@pytest.mark.parametrize(
    ("question", "amounts"),
    [
        ("The bells are photographed, images must stay near our cluster. What is the right registry, at what price?",
         True),
        ("Nobody rewrites the orders to the abbey's robot. Whose job is that, and what does such a person earn?", True),
        ("The abbot has cut wages and costs by half. Nobody rewrites the orders to the robot. Whose job is that?",
         False),
    ],
)  # fmt: skip
def test_a_story_may_ask_for_an_amount_too(reader: QuestionReader, question: str, amounts: bool) -> None:
    assert told(reader, question).amounts is amounts


@pytest.mark.parametrize(
    ("question", "bound"),
    [
        ("Our bell founders write each line of the nets themselves. Free framework?", FREE),
        ("Git creaks under the scans of our hymn books. Alternative?", Not(of=Named(names=("Git",)))),
        ("Self-hosted program to answer the abbey's visitors from an open LLM, please", AllOf()),
        ("All the abbey runs on Azure. Which tool describes its machines anew, in one language?", AllOf()),
    ],
)
def test_a_need_is_for_one_tool_within_its_bounds(reader: QuestionReader, question: str, bound: Condition) -> None:
    assert reader.read(question, None, Filters()).need == Need(bound)


@pytest.mark.parametrize(
    "question",
    [
        "The bell founders keep every casting's recipe, and nobody finds last year's. It has to run in our own cellar.",
        "Pictures of each bell go to five parishes, all scribble on them, one board would do us",
    ],
)
def test_what_is_told_without_asking_for_a_tool_may_be_a_need(reader: QuestionReader, question: str) -> None:
    need = reader.read(question, None, Filters()).need
    assert need is not None


@pytest.mark.parametrize(
    "question",
    [
        "The abbey's code sits in Azure DevOps and Figma. We need a board with cards for the choir, nothing fancy.",
        "Half of our bells ring on Google, half on AWS, a few on Zorbly. I want one description for the whole lot.",
        "The organ's model is written in PyTorch and Tensorflow, its recordings need a home in our cellar.",
    ],
)
def test_names_in_what_asks_nothing_are_only_told_of(reader: QuestionReader, question: str) -> None:
    need = reader.read(question, None, Filters()).need
    assert need is not None
    assert need.alone


@pytest.mark.parametrize(
    "question",
    [
        "do our organ's recordings fit into git at all, four hours each",
        "We keep the bells' recordings in Zorbly. Does it serve our visitors too?",
        "We'd like Asana, Taiga and Trello compared by cost for the abbey's forty singers.",
        "For my choir: how does Jenkins build its hymn books each night",
    ],
)
def test_names_that_something_is_asked_about_are_no_mere_scenery(reader: QuestionReader, question: str) -> None:
    need = reader.read(question, None, Filters()).need
    assert need is None or not need.alone


@pytest.mark.parametrize(
    "question",
    [
        "We are eight monks on a budget. Which tools are free?",
        "The abbey runs on Azure. Which tools do we need for the whole lifecycle?",
        "Our organ builders pay $40 a month at most. Which tool is the cheapest for deployment?",
        "Which tool is free?",
        "The abbot looks after the bells and the choir. Who does this?",
    ],
)
def test_what_a_table_answers_is_no_need_for_one_tool(reader: QuestionReader, question: str) -> None:
    assert reader.read(question, None, Filters()).need is None


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("Twelve singers, one conductor. We enter who may touch which drawer. Which stage would you file this under?",
         ("phases",)),
        ("With Terraform we put up nine bare machines for choir, organ and bells. Which phase is that, by your paper?",
         ("phases",)),
        ("The keys go out this week: who may read the scores, who may change them. what phase do you call that",
         ("phases",)),
        ("For 200 dollars strangers send us photographs of dented bells, we only had 30. Where on your map are we?",
         ("phases",)),
        ("Since Easter Wiebke rewords the order to the bought-in chat robot of our abbey. What would you call this?",
         ("phases",)),
        ("Nobody can do it: fill the Taiga board with the abbot's wishes as dates and packages. Whose job is that?",
         ("roles",)),
        ("Brother Anselm writes what the abbey's robot has to answer, with examples. How is his profession called?",
         ("roles",)),
    ],
)  # fmt: skip
def test_a_story_is_told_whatever_names_and_amounts_occur_in_it(
    reader: QuestionReader, question: str, kinds: tuple[str, ...]
) -> None:
    reading = reader.read(question, None, Filters())
    assert (reading.query, reading.foreign) == (None, ())
    assert reading.unplaced is not None
    assert reading.unplaced.kinds == kinds


@pytest.mark.parametrize(
    "question",
    [
        "We run Zorbly for our nightly jobs. Which phase is it in?",
        "My flat mate knows PyTorch, Pandas and DVC from school. Which phases are not covered by these?",
        "We can spend 200 dollars a month on our choir's models. Which phases have tools for that?",
        "Our abbey is poor, the roof leaks. For monitoring I'd hire whichever role earns least. Which?",
    ],
)
def test_names_and_amounts_that_are_asked_about_are_no_story(reader: QuestionReader, question: str) -> None:
    reading = reader.read(question, None, Filters())
    assert reading.query is not None or reading.foreign


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("Who keeps the process safe against unauthorized access, and how is that job described?", ("roles",)),
        ("We fill in nulls and drop duplicates. Which phase is that, and what is it about?", ("phases",)),
        ("Who is Shannon and what did she find?", None),
        ("who's Reddi and why is he cited", None),
    ],
)
def test_what_is_wanted_explained_besides_hides_no_situation(
    reader: QuestionReader, question: str, kinds: tuple[str, ...] | None
) -> None:
    situation = reader.read(question, None, Filters()).unplaced
    assert (situation.kinds if situation is not None else None) == kinds


@pytest.mark.parametrize(
    "question",
    [
        "At our mill Jolanda fits the flour forecast on her PC and mails it to Tadeusz. How mature is that?",
        "Zbigniew carries our choir's code home on a USB stick. What maturity level is this?",
    ],
)
def test_names_that_are_told_beside_maturity_are_not_asked_about(reader: QuestionReader, question: str) -> None:
    assert not reader.read(question, None, Filters()).foreign
    for asked in ("How mature is Zorbly?", "We use Zorbly. How mature is it?"):
        assert reader.read(asked, None, Filters()).foreign == ("Zorbly",)


@pytest.mark.parametrize(
    ("question", "among"),
    [
        ("Tensorflow or PyTorch, if the bells' model ends up on phones?", ("Tensorflow", "PyTorch")),
        ("Our abbey writes Kotlin all the way down, so PyTest or JUnit?", ("PyTest", "JUnit")),
    ],
)
def test_of_tools_set_against_each_other_one_is_needed(
    reader: QuestionReader, question: str, among: tuple[str, ...]
) -> None:
    need = reader.read(question, None, Filters()).need
    assert need is not None
    assert need.among == among


@pytest.mark.parametrize(
    "question",
    [
        "Wekan vs Taiga for the abbey's own board, how do they differ?",
        "Which tools fit the abbey's choir best, in your opinion, Wekan or Taiga, and why?",
    ],
)
def test_how_tools_differ_asks_for_none_of_them(reader: QuestionReader, question: str) -> None:
    assert reader.read(question, None, Filters()).need is None


def test_what_a_told_need_drops_is_not_looked_up(reader: QuestionReader) -> None:
    question = (
        "Two monks in an abbey, we like Prometheus and Grafana but won't run them ourselves. Twenty bucks at most."
    )
    need = reader.read(question, None, Filters()).need
    assert need is not None
    assert need.alone
    assert not need.where.holds(CATALOGUE.tools["Grafana"])
    assert need.where.holds(CATALOGUE.tools["Grafana Cloud"])
