"""What the cards say of tools, roles and phases is at one with the tables, or says that it is not."""

import re

import pytest

from corpus.document import Document
from corpus.updates import load_updates
from corpus.vocabulary import PHASE_CODES, Phase, PhaseCode, Role, Tool
from tests.corpus.card_files import CATALOGUE, SAYS_SO, below, codes, name_of, named, of_kind


def tool_of(card: Document) -> Tool:
    return CATALOGUE.tools[name_of(card)]


def role_of(card: Document) -> Role:
    return CATALOGUE.roles[name_of(card)]


def phase_of(card: Document) -> Phase:
    return next(phase for phase in CATALOGUE.phases.values() if phase.name == name_of(card))


def phases_of(role: Role) -> list[PhaseCode]:
    """The phases printed for a role that Figure 1 defines."""
    return [PhaseCode(code) for code in role.phases if code in PHASE_CODES]


@pytest.mark.parametrize("card", of_kind("tool"), ids=name_of)
class TestToolCard:
    def test_tells_every_tick_and_marks_what_the_table_lacks(self, card: Document) -> None:
        told = below(card, "In the lifecycle")
        ticked = {code.value for code in tool_of(card).phases}
        assert ticked <= {code for passage in told for code in codes(passage.text)}
        for passage in told:
            others = codes(passage.text) - ticked - {"MD"}
            assert not others or SAYS_SO.search(passage.text), passage.text

    def test_tells_the_printed_price(self, card: Document) -> None:
        cost = tool_of(card).cost
        printed = {"CB": r"CB|consumption", "By Request": r"[Bb]y [Rr]equest"}.get(
            cost.printed, re.escape(cost.printed)
        )
        assert any(re.search(printed, p.text) and p.source == "paper" for p in below(card, "Pricing"))

    def test_says_so_where_a_dated_source_differs_from_the_table(self, card: Document) -> None:
        for update in load_updates(CATALOGUE.tools):
            if update.tool != tool_of(card).name or update.column != "Open Source":
                continue
            assert any(SAYS_SO.search(p.text) for p in below(card, "Licence and hosting")), update.says


@pytest.mark.parametrize("card", of_kind("role"), ids=name_of)
class TestRoleCard:
    def test_tells_every_printed_phase_and_marks_what_the_table_lacks(self, card: Document) -> None:
        told = below(card, "At work")
        printed = set(role_of(card).phases)
        assert printed <= {code for p in told for code in (*codes(p.text), *re.findall(r"`(\w+)`", p.text))}
        for passage in told:
            others = {code for code in codes(passage.text) if not self.meets(code, role_of(card))}
            assert not others or SAYS_SO.search(passage.text), passage.text

    def test_tells_the_printed_occupation_and_wage(self, card: Document) -> None:
        role = role_of(card)
        told = [p.text for p in below(card, "Occupation and wage") if p.source == "paper"]
        for printed in (role.dol_title, role.dol_code, f"${role.monthly_wage_usd:,}"):
            assert any(printed in text for text in told), printed

    def test_names_tools_of_its_phases_or_says_so(self, card: Document) -> None:
        for passage in below(card, "Tools"):
            for name in named("tool", passage.text):
                covers = any(CATALOGUE.tools[name].covers(code) for code in phases_of(role_of(card)))
                assert covers or SAYS_SO.search(passage.text), name

    @staticmethod
    def meets(code: str, role: Role) -> bool:
        return any(PhaseCode(code).meets(printed) for printed in phases_of(role))


@pytest.mark.parametrize("card", of_kind("phase"), ids=name_of)
class TestPhaseCard:
    def test_names_roles_that_take_part_or_says_so(self, card: Document) -> None:
        code = phase_of(card).code
        for passage in below(card, "Who takes part"):
            for name in named("role", passage.text):
                takes_part = any(code.meets(printed) for printed in phases_of(CATALOGUE.roles[name]))
                assert takes_part or SAYS_SO.search(passage.text), name

    def test_names_tools_that_cover_it_or_says_so(self, card: Document) -> None:
        code = phase_of(card).code
        for passage in below(card, "Tools"):
            for name in named("tool", passage.text):
                assert CATALOGUE.tools[name].covers(code) or SAYS_SO.search(passage.text), name


@pytest.mark.parametrize("card", [*of_kind("role"), *of_kind("phase")], ids=name_of)
def test_judgements_are_called_so(card: Document) -> None:
    for passage in card.passages:
        assert ("by this project's judgement" in passage.text.lower()) == (passage.source == "ours"), passage.text
