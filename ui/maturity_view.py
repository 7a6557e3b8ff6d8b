"""An assessment as HTML: the level on each model, what is missing, and the next steps."""

from collections.abc import Mapping, Sequence

from server.maturity.schema import (
    MaturityResponse,
    ModelStanding,
    NextStep,
    QuestionnaireResponse,
    RatedLevel,
    ReachedLevel,
)
from ui.markup import Reference, text
from ui.maturity_form import WORDS
from ui.parts import section_html
from ui.radar import Axis, radar_html
from ui.sources import folded_sources_html, references

GROUP = "maturity"


def maturity_html(assessment: MaturityResponse, questionnaire: QuestionnaireResponse) -> str:
    """The whole assessment, its sources last."""
    reference = references(GROUP, assessment.citations)
    levels = {model.name: model.levels for model in questionnaire.models}
    practices = {question.id: question.name for question in questionnaire.questions}
    open_ones = f"{len(assessment.unknown)} of {len(practices)} practices are open and count as not met."
    parts = [
        '<h2 tabindex="-1">Where you stand on five models</h2>',
        _judged(assessment.mapping),
        f'<p class="small">{text(open_ones)}</p>' if assessment.unknown else "",
        _radar(assessment.models, levels),
        _table(assessment.models, levels, reference),
        section_html("What the next level still needs", _missing(assessment.models, practices, reference)),
        section_html("Next steps", _steps(assessment, practices, reference)) if assessment.steps else "",
        f'<div class="cited">{folded_sources_html(GROUP, assessment.citations)}</div>',
    ]
    return f'<section class="sheet" aria-label="The assessment">{"".join(parts)}</section>'


def _judged(mapping: str) -> str:
    return (
        f'<div class="badge clarify" role="note"><strong>{text(mapping.capitalize())}</strong> '
        "<span>Table I prints labels and names of levels. Which practices a level needs was judged by this project."
        "</span></div>"
    )


def _radar(models: Sequence[ModelStanding], levels: Mapping[str, Sequence[RatedLevel]]) -> str:
    axes = [
        Axis(
            standing.model,
            _place(standing.level, levels[standing.model]) / len(levels[standing.model]),
            _place(standing.if_unknown_were_yes or standing.level, levels[standing.model])
            / len(levels[standing.model]),
        )
        for standing in models
    ]
    drawing = radar_html(axes, "Radar of the five models; the table below holds the same levels")
    return (
        f'<figure>{drawing}<figcaption class="small">From the middle, below the lowest level, to the rim, the highest. '
        "Dashed: what the open practices could add. Models count levels differently, so axes are not to be compared."
        "</figcaption></figure>"
    )


def _place(level: ReachedLevel | None, levels: Sequence[RatedLevel]) -> int:
    """How many of the levels are reached."""
    return 0 if level is None else 1 + [known.label for known in levels].index(level.label)


def _table(models: Sequence[ModelStanding], levels: Mapping[str, Sequence[RatedLevel]], reference: Reference) -> str:
    rows = "".join(
        f'<tr><th scope="row">{text(standing.model)}</th><td>{_reached(standing)}</td>'
        f"<td>{_place(standing.level, levels[standing.model])} of {len(levels[standing.model])}</td>"
        f"<td>{''.join(reference(n) for n in standing.citations)}</td></tr>"
        for standing in models
    )
    return (
        '<table class="rows"><thead><tr><th scope="col">Model</th><th scope="col">Level</th>'
        f'<th scope="col">Reached</th><th scope="col">Source</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _reached(standing: ModelStanding) -> str:
    if standing.level:
        words = _named(standing.level)
    elif standing.below:
        words = f"below {_named(standing.below)}"
    else:
        words = "none"
    possible = standing.if_unknown_were_yes
    return text(words) + (f"<small>could be {text(_named(possible))}</small>" if possible else "")


def _named(level: ReachedLevel) -> str:
    return f"{level.label}: {level.name}"


def _missing(models: Sequence[ModelStanding], practices: Mapping[str, str], reference: Reference) -> str:
    items = []
    for standing in models:
        if standing.next is None:
            items.append(f"<li><strong>{text(standing.model)}</strong>: the highest level is reached</li>")
            continue
        needs = "; ".join(
            f"{practices[missing.practice]} ({WORDS[missing.answer].lower()})" for missing in standing.missing
        )
        source = reference(standing.citations[-1])
        items.append(
            f"<li><strong>{text(standing.model)}</strong>, {text(_named(standing.next))}: {text(needs)} {source}</li>"
        )
    return f'<ul class="statements">{"".join(items)}</ul>'


def _steps(assessment: MaturityResponse, practices: Mapping[str, str], reference: Reference) -> str:
    models = len(assessment.models)
    steps = (_step(step, practices[step.practice], models, reference) for step in assessment.steps)
    return f'<ol class="picks">{"".join(steps)}</ol>'


def _step(step: NextStep, name: str, models: int, reference: Reference) -> str:
    tools = ", ".join(f"{tool.name} ({tool.cost})" for tool in step.tools)
    more = step.tool_count - len(step.tools)
    if more > 0:
        tools += f" and {more} more"
    roles = ", ".join(step.roles) or "none printed in Table III"
    return (
        f'<li><div class="pick"><strong>{text(name[0].upper() + name[1:])}</strong>'
        f'<span class="chip">{text(step.phase)}</span><span>{len(step.models)} of {models} models</span></div>'
        f"<p>{text(step.question)}</p><dl class='who'>"
        f"<div><dt>Phase</dt><dd>{text(step.phase_name)}</dd></div>"
        f"<div><dt>Advances</dt><dd>{text(', '.join(step.models))}</dd></div>"
        f"<div><dt>Roles</dt><dd>{text(roles)}</dd></div><div><dt>Tools</dt><dd>{text(tools or 'none')}</dd></div></dl>"
        f'<p class="small">{"".join(reference(n) for n in step.citations)}</p></li>'
    )
