"""The maturity questionnaire as a form, and the request that it makes."""

from collections.abc import Mapping
from itertools import groupby

from server.maturity.schema import MaturityRequest, QuestionnaireResponse
from ui.form import Fields, radios
from ui.markup import text

WORDS = {"no": "No", "partly": "Partly", "yes": "Yes", "unknown": "Not sure"}
UNANSWERED = "unknown"


def maturity_form_html(questionnaire: QuestionnaireResponse, phases: Mapping[str, str]) -> str:
    """One group a question, under the phases that they belong to; `phases` are names by code."""
    parts = []
    for code, questions in groupby(questionnaire.questions, key=lambda question: question.phase):
        parts.append(f"<h2>{text(f'{code} · {phases.get(code, code)}')}</h2>")
        for question in questions:
            options = [(answer, WORDS.get(answer, answer)) for answer in question.answers]
            parts.append(radios(question.question, question.id, options, UNANSWERED))
    return (
        f'<form class="sheet-form" aria-label="Maturity questionnaire">{"".join(parts)}'
        '<div class="actions"><button type="submit" class="primary">Assess</button>'
        '<button type="reset">Start over</button></div></form>'
    )


def maturity_request(fields: Fields) -> MaturityRequest:
    """The answers given; ValidationError for one that is none."""
    return MaturityRequest.model_validate({"answers": {name: values[0] for name, values in fields.items()}})
