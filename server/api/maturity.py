"""The maturity questionnaire, and the assessment of its answers."""

from typing import Annotated

from fastapi import APIRouter, Body

from server.api.dependencies import AdvisorDep
from server.api.examples import MATURITY_EXAMPLES
from server.maturity.assessor import MaturityAssessor
from server.maturity.report import MaturityReport, questionnaire
from server.maturity.schema import MaturityRequest, MaturityResponse, QuestionnaireResponse

router = APIRouter(prefix="/v1/maturity", tags=["maturity"])


@router.get("", summary="The maturity questionnaire")
async def questions(advisor: AdvisorDep) -> QuestionnaireResponse:
    """The practices asked about and which of them each level of Table I needs, by this project's judgement."""
    return questionnaire(advisor.catalogue)


@router.post("", summary="Assess maturity")
async def assess(
    body: Annotated[MaturityRequest, Body(openapi_examples=MATURITY_EXAMPLES)], advisor: AdvisorDep
) -> MaturityResponse:
    """The level on each of the five models by this project's judgement, and the next steps."""
    assessment = MaturityAssessor(advisor.catalogue).assess(body.answers)
    return MaturityReport(advisor.catalogue).write(assessment)
