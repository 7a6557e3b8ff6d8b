"""Every family of questions, with how many of it are generated."""

from collections.abc import Callable

from tests.oracle.checks import checks
from tests.oracle.lifecycle import phases_by_count, phases_of_one, phases_of_several
from tests.oracle.question import Question
from tests.oracle.ranks import breadth_ranked, choices, tool_prices_ranked, wages_ranked
from tests.oracle.sets import joins, overlaps, role_counts, role_sets, tool_counts, tool_sets
from tests.oracle.sums import prices_and_wages, set_sums, stack_sums, team_sums
from tests.oracle.words import Writer

FAMILIES: dict[Callable[[Writer], Question], int] = {
    tool_sets: 500,
    role_sets: 250,
    tool_counts: 200,
    role_counts: 120,
    tool_prices_ranked: 200,
    wages_ranked: 120,
    breadth_ranked: 120,
    stack_sums: 150,
    team_sums: 150,
    set_sums: 100,
    prices_and_wages: 150,
    phases_of_one: 120,
    phases_of_several: 220,
    checks: 250,
    choices: 200,
    joins: 150,
    overlaps: 150,
    phases_by_count: 30,
}
