"""One evaluation run: ask every question, score, sum up, write down."""

import asyncio
import json
import time
import uuid
from collections.abc import Collection, Sequence
from pathlib import Path

from opentelemetry import trace
from tqdm import tqdm

from eval.golden import Golden, golden_hash
from eval.journal import Journal
from eval.places import Place
from eval.retrieval import DEPTH
from eval.rows import Reply, Row
from eval.scoring import scored
from eval.service import Service, ServiceError
from eval.summary import Summary
from server.schema import AskRequest, SearchRequest, Wire

tracer = trace.get_tracer(__name__)


class Config(Wire):
    """What was run; with the golden hash and the release it can be run again."""

    release: str
    service: str
    split: str
    families: tuple[str, ...]
    narrate: bool
    questions: int
    golden: str


async def run(  # noqa: PLR0913 - whom, what, how, and where the rows are kept
    service: Service,
    questions: Sequence[Golden],
    places: Collection[Place],
    *,
    narrate: bool,
    jobs: int,
    journal: Journal | None = None,
) -> tuple[list[Row], str]:
    """The rows in the order of the questions, and the release that answered; `jobs` questions at a time. With a
    `journal`, questions that have a row there are not asked, and every new row is kept at once.

    Raises ServiceError when no question at all got an answer.
    """
    gate = asyncio.Semaphore(jobs)
    kept = journal.rows if journal else {}
    releases = {row.reply.answer.release for row in kept.values() if row.reply}
    initial = sum(question.id in kept for question in questions)
    with tqdm(total=len(questions), initial=initial, desc="questions", unit="q", mininterval=1.0) as bar:

        async def row(golden: Golden) -> Row:
            if golden.id in kept:
                return kept[golden.id]
            async with gate:
                # A trace a question: one of a whole run could be read by nobody.
                with tracer.start_as_current_span("eval.question", attributes={"advisor.question": golden.id}) as span:
                    try:
                        reply = await _asked(service, golden, narrate)
                    except ServiceError as error:
                        span.set_status(trace.StatusCode.ERROR)
                        return Row(golden=golden, failure=str(error))
                    finally:
                        bar.update()
                    found = scored(golden, reply, places)
                    span.set_attributes({"advisor.family": golden.family, **_told(found)})
            releases.add(reply.answer.release)
            if journal:
                journal.keep(found)
            return found

        rows = list(await asyncio.gather(*map(row, questions)))
    if not releases:
        raise ServiceError(f"no question got an answer; the first failure: {rows[0].failure}")
    return rows, "+".join(sorted(releases))


def config(service: Service, release: str, questions: Sequence[Golden], *, split: str, narrate: bool) -> Config:
    """What a run over `questions` was."""
    return Config(
        release=release,
        service=service.address,
        split=split,
        families=tuple(dict.fromkeys(question.family for question in questions)),
        narrate=narrate,
        questions=len(questions),
        golden=golden_hash(questions),
    )


def write(folder: Path, config: Config, rows: Sequence[Row], summary: Summary) -> None:
    """`config.json`, `rows.jsonl` and `summary.json` in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("config", config), ("summary", summary)):
        text = json.dumps(content.model_dump(mode="json"), ensure_ascii=False, indent=2)
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
    lines = "".join(f"{row.model_dump_json(exclude_defaults=True)}\n" for row in rows)
    # Rows that a journal kept under this name are not lost to a crash here.
    fresh = folder / "rows.new"
    fresh.write_text(lines, encoding="utf-8")
    fresh.replace(folder / "rows.jsonl")


def _told(row: Row) -> dict[str, float]:
    correct = row.scores.correct
    return {} if correct is None else {"advisor.correct": correct}


async def _asked(service: Service, golden: Golden, narrate: bool) -> Reply:
    # Search knows no conversation, so that only questions which stand alone are searched for.
    searched = golden.needs and not golden.turns
    hits = await service.search(SearchRequest(query=golden.question, top_k=DEPTH)) if searched else None
    conversation = uuid.uuid4().hex
    for turn in golden.turns:
        await service.ask(AskRequest(question=turn, conversation_id=conversation, narrate=narrate))
    start = time.perf_counter()
    answer = await service.ask(AskRequest(question=golden.question, conversation_id=conversation, narrate=narrate))
    elapsed_ms = (time.perf_counter() - start) * 1000
    return Reply(answer=answer, hits=hits, elapsed_ms=round(elapsed_ms, 1))
