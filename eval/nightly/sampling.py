"""Which questions are narrated in a night."""

import datetime as dt
import random
from collections.abc import Sequence
from itertools import zip_longest

from eval.golden import Golden


def drawn(questions: Sequence[Golden], size: int, date: dt.date) -> list[Golden]:
    """`size` questions, from the families in turn: others every night, the same ones whenever a night is run again.

    The order of the families is drawn too, since there are more of them than a night may narrate.
    """
    chance = random.Random(date.toordinal())  # noqa: S311 -- a sample, no secret
    families: dict[str, list[Golden]] = {}
    for question in chance.sample(questions, len(questions)):
        families.setdefault(question.family, []).append(question)
    names = sorted(families)
    turns = zip_longest(*(families[name] for name in chance.sample(names, len(names))))
    return [question for turn in turns for question in turn if question is not None][:size]
