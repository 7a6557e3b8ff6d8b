"""The planner's form, and the request that it makes."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, TypeAdapter

from server.planning.schema import PlanRequest
from ui.form import Fields, checkboxes, choice, folded, number, radios

MOST_USD = 1_000_000
MOST_ALTERNATIVES = 10
MOST_PEOPLE = 50
PERSON = "person:"  # before the role's name, in the name of the field that counts its people
MODELS = (("either", "Either"), ("own", "Train our own"), ("llm", "Use an existing LLM"))
CHOOSING = (("", "Lowest cost"), ("fewest_tools", "Fewest tools"), ("advised", "What the cards advise"))
GIVEN = (
    ("kubernetes", "On Kubernetes"),
    ("no_kubernetes", "Without Kubernetes"),
    ("in_house", "Nothing at a vendor's"),
    ("managed", "No servers to run"),
    ("images", "Images, sound or text"),
    ("documents", "Answers from documents"),
    ("many", "More than ten people"),
    ("large", "A large company"),
)
CLOUDS = (("", "Any"), ("aws", "AWS"), ("azure", "Azure"), ("google", "Google Cloud"))

_HEADCOUNT = TypeAdapter(Annotated[int, Field(ge=0, le=MOST_PEOPLE)])


def plan_form_html(phases: Sequence[tuple[str, str]], tools: Sequence[str], roles: Sequence[str]) -> str:
    """The form over the catalogue's own names; `phases` are codes with names."""
    people = "".join(number(role, PERSON + role, MOST_PEOPLE, value="0") for role in roles)
    return (
        '<form class="sheet-form" aria-label="Stack planner">'
        + checkboxes(
            "Phases to cover",
            "phases",
            [(code, f"{code} · {name}") for code, name in phases],
            [code for code, _ in phases],
        )
        + radios("Choose by", "choosing", CHOOSING, "")
        + radios("Model", "model", MODELS, "either")
        + radios("Cloud", "cloud", CLOUDS, "")
        + '<div class="pair">'
        + number("Budget for tools", "budget_usd", MOST_USD, hint="US dollars a month, ten users")
        + number("Budget for new roles", "payroll_usd", MOST_USD, hint="US dollars a month, wages")
        + "</div><fieldset><legend>Preferences</legend><div class='choices'>"
        + choice("open_source_only", "yes", "Open source only")
        + choice("closed_source_only", "yes", "No open source")
        + choice("paid_only", "yes", "Nothing free")
        + "</div></fieldset>"
        + folded("Circumstances", "".join(choice("given", value, words) for value, words in GIVEN))
        + folded("Tools in use", "".join(choice("tools", tool, tool) for tool in tools))
        + folded("Tools to leave out", "".join(choice("without", tool, tool) for tool in tools))
        + folded("Team at hand", people)
        + number("Other stacks to rank", "alternatives", MOST_ALTERNATIVES, value="3")
        + '<div class="actions"><button type="submit" class="primary">Plan</button>'
        '<button type="reset">Start over</button></div></form>'
    )


def plan_request(fields: Fields) -> PlanRequest:
    """What the form asks for; ValidationError where a field holds what no form of ours sends."""
    several = {name: fields.get(name, []) for name in ("phases", "given", "tools", "without")}
    single = {name: fields[name][0] for name in ("model", "cloud", "budget_usd", "payroll_usd", "alternatives")}
    flags = {name: name in fields for name in ("open_source_only", "closed_source_only", "paid_only")}
    flags |= {name: True for name in fields["choosing"] if name}
    team = [
        name.removeprefix(PERSON)
        for name, values in fields.items()
        if name.startswith(PERSON)
        for _ in range(_HEADCOUNT.validate_python(values[0] or 0))
    ]
    return PlanRequest.model_validate(
        several | {name: value for name, value in single.items() if value} | flags | {"team": team}
    )
