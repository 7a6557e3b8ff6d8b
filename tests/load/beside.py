"""This tree beside another one, asked and started in turn in one run, so that the machine is the same for both."""

import time
from contextlib import ExitStack
from pathlib import Path
from statistics import fmean, median

import httpx

from tests.load import questions
from tests.load.figures import ms, percentile, table
from tests.load.rig import ROOT, Served, folder, serving
from tests.load.samples import computed_s
from tests.load.starting import facts_after

_WARM_UP = 50
_STARTS = 5

Pair = tuple[list[float], list[float]]


def beside(other: Path, number: int) -> str:
    """The table. What is computed tells on a busy machine too, what is waited for on an idle one alone."""
    trees = (other, ROOT)
    computed, waited = _asked(trees, number)
    started, ready = _started(trees)
    rows = [
        ("a typed question, computed by the server, mean", *map(fmean, computed)),
        *(
            (f"a typed question, waited for, p{percent}", *(percentile(times, percent) for times in waited))
            for percent in (50, 95)
        ),
        (f"until facts are answered, computed, median of {_STARTS} starts", *map(median, started)),
        (f"until facts are answered, waited for, median of {_STARTS} starts", *map(median, ready)),
    ]
    return table(
        ("in turn, in one run", "before", "after", "ratio"),
        [(name, ms(was), ms(now), f"{now / was:.2f}") for name, was, now in rows],
    )


def _asked(trees: tuple[Path, Path], number: int) -> tuple[Pair, Pair]:
    computed: Pair = ([], [])
    waited: Pair = ([], [])
    with ExitStack() as stack:
        apis: list[Served] = []
        for tree in trees:
            data = stack.enter_context(folder())
            apis.append(stack.enter_context(serving(data, tree, ADVISOR_LLM__ENABLED="false")))
            apis[-1].wait("index")
        client = stack.enter_context(httpx.Client(trust_env=False, timeout=60))
        for turn, question in enumerate(questions.typed()[: number + _WARM_UP]):
            body = {"question": question, "narrate": False}
            for which in (0, 1) if turn % 2 else (1, 0):
                before, began = computed_s(apis[which].process.pid), time.perf_counter()
                client.post(f"{apis[which].url}/v1/ask", json=body).raise_for_status()
                if turn >= _WARM_UP:
                    waited[which].append(time.perf_counter() - began)
                    computed[which].append(computed_s(apis[which].process.pid) - before)
    return computed, waited


def _started(trees: tuple[Path, Path]) -> tuple[Pair, Pair]:
    computed: Pair = ([], [])
    waited: Pair = ([], [])
    with folder() as data:
        for turn in range(_STARTS + 1):
            for which in (0, 1) if turn % 2 else (1, 0):
                with serving(data, trees[which], ADVISOR_LLM__ENABLED="false") as api:
                    taken, spent = facts_after(api), computed_s(api.process.pid)
                    api.wait("index")
                if turn:  # the first ones read the files
                    waited[which].append(taken)
                    computed[which].append(spent)
    return computed, waited
