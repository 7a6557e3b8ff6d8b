"""Switching releases under scripted advisors: every answer whole and from one release, the old one let go last."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from server.advising import Advising, Event, whole
from server.errors import NotReady
from server.releases.registry import Registry, ReleaseError
from server.releases.served import ServedAdvisor
from server.schema import AskRequest
from server.settings import Settings
from tests.fakes.advisor import ScriptedAdvisor

A, B = "aaaaaaaaaaaa", "bbbbbbbbbbbb"


class Named(ScriptedAdvisor):
    def __init__(self, name: str | None) -> None:
        super().__init__(pause_s=0.005)
        self.release = name or "0" * 12

    async def stream(self, request: AskRequest, caller: str | None = None) -> AsyncGenerator[Event, None]:
        assert not self.closed, "asked after it was closed"
        async for event in super().stream(request, caller):
            assert not self.closed, "closed while it answered"
            yield event


class Bench:
    """A served advisor over scripted ones, by the release that each was made for."""

    def __init__(self, data_dir: Path) -> None:
        self.registry = Registry(data_dir)
        self.made: list[Named] = []
        self.broken = False
        for name in (A, B):
            self.registry.register(name, f"index-{name}", "gate", "r")
            self.registry.move(name, "gated", "gate", "r")
        self.served = ServedAdvisor(Settings(data_dir=data_dir), self.make)

    def make(self, name: str | None) -> Advising:
        advisor = Named(name)
        advisor.index = "down" if self.broken else "ready"
        self.made.append(advisor)
        return advisor


@pytest.fixture
async def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path)
    await bench.served.start()
    return bench


async def test_questions_under_way_end_with_the_release_that_they_began_with(bench: Bench) -> None:
    served = bench.served
    under_way = served.stream(AskRequest(question="forever"))
    await anext(under_way)
    await served.promote(A, "Ada", "good")
    assert served.release == A
    assert (await whole(served.stream(AskRequest(question="q")))).release == A
    assert not bench.made[0].closed
    await anext(under_way)
    await under_way.aclose()
    await asyncio.sleep(0.05)
    assert bench.made[0].closed
    assert not bench.made[1].closed


async def test_promote_and_roll_back_under_load_without_one_failed_or_mixed_answer(bench: Bench) -> None:
    answered: list[str] = []
    stop = asyncio.Event()

    async def client(number: int) -> None:
        while not stop.is_set():
            answer = await whole(bench.served.stream(AskRequest(question="q", narrate=bool(number % 2))))
            answered.append(answer.release)

    clients = [asyncio.create_task(client(number)) for number in range(16)]
    await bench.served.promote(A, "x", "r")
    for number in range(6):
        await asyncio.sleep(0.03)
        if number % 2:
            await bench.served.roll_back("x", "r")
            bench.registry.register(B, "i", "gate", "r")
            bench.registry.move(B, "gated", "gate", "r")
        else:
            await bench.served.promote(B, "x", "r")
    stop.set()
    await asyncio.gather(*clients)
    assert {A, B} <= set(answered) <= {A, B, "0" * 12}
    await asyncio.sleep(0.05)
    assert [advisor.closed for advisor in bench.made] == [True] * (len(bench.made) - 1) + [False]


async def test_a_release_that_cannot_be_loaded_is_not_switched_to(bench: Bench) -> None:
    await bench.served.promote(A, "x", "r")
    bench.broken = True
    with pytest.raises(NotReady, match=f"index of {B} cannot be loaded"):
        await bench.served.promote(B, "x", "r")
    assert bench.served.release == A
    assert bench.made[-1].closed
    assert {release.name: release.state for release in bench.registry.all()} == {A: "live", B: "approved"}
    bench.broken = False
    assert (await bench.served.promote(B, "x", "r")).state == "live"


async def test_an_llm_that_is_lost_by_switching_stops_it(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    make = bench.make

    def without_llm(name: str | None) -> Advising:
        advisor = make(name)
        bench.made[-1].llm = "down"
        return advisor

    monkeypatch.setattr(bench.served, "_make", without_llm)
    with pytest.raises(NotReady, match="llm of"):
        await bench.served.promote(A, "x", "r")
    bench.made[0].llm = "down"
    assert (await bench.served.promote(A, "x", "r")).name == A


async def test_states_that_forbid_it_are_told_before_anything_is_loaded(bench: Bench) -> None:
    bench.registry.register("c" * 12, "i", "gate", "r")
    for attempt in (bench.served.promote("c" * 12, "x", "r"), bench.served.roll_back("x", "r")):
        with pytest.raises(ReleaseError):
            await attempt
    assert len(bench.made) == 1


async def test_the_live_release_serves_after_a_restart(bench: Bench, tmp_path: Path) -> None:
    await bench.served.promote(A, "x", "r")
    await bench.served.close()
    assert ServedAdvisor(Settings(data_dir=tmp_path), bench.make).release == A


async def test_closing_ends_the_old_one_too(bench: Bench) -> None:
    under_way = bench.served.stream(AskRequest(question="forever"))
    await anext(under_way)
    await bench.served.promote(A, "x", "r")
    await bench.served.close()
    assert all(advisor.closed for advisor in bench.made)
    with pytest.raises(AssertionError, match="closed while"):
        await anext(under_way)
    await under_way.aclose()
