"""One row of ragas and one of G-Eval, judged by the real embedded LLM: the way holds, whatever the scores are worth."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from eval.judges.case import Case, Metric
from eval.judges.endpoint import Endpoint
from eval.judges.judging import judged, summed
from eval.judges.metrics import Judge
from eval.settings import JudgeSettings
from ingest.fetch import fetch_model
from ingest.minilm import MiniLM
from server.llama import Supervisor
from server.settings import LLMSettings

pytestmark = [pytest.mark.slow, pytest.mark.model, pytest.mark.llm, pytest.mark.timeout(1800)]

CASE = Case(
    id="a-001",
    family="a",
    question="Which tool for version control is free?",
    answer="Git is free.",
    contexts=("Git: Cost/Month $0; Open Source ticked; VC",),
)


@pytest.fixture
async def judge(encoder: MiniLM) -> AsyncIterator[Judge]:
    model = LLMSettings().model
    supervisor = Supervisor(fetch_model(model, Path(__file__).parents[2] / "var"), context_window=8192)
    await supervisor.start()
    endpoint = Endpoint(JudgeSettings(model=model, max_tokens=500, timeout_s=800), supervisor.base_url)
    try:
        await supervisor.wait_ready(120)
        yield Judge(endpoint, encoder)
    finally:
        await endpoint.aclose()
        await supervisor.stop()


@pytest.mark.parametrize("metric", ["faithfulness", "advice"])
async def test_the_embedded_model_judges_a_row(metric: Metric, judge: Judge) -> None:
    (judgement,) = await judged(judge, [CASE], [metric], repeats=1, jobs=1)
    assert judgement.failure is None
    assert judgement.score is not None
    assert 0 <= judgement.score <= 1
    (line,) = summed([judgement])
    assert (line.unscored, line.lost) == (0, 0)
