"""What is known to be asked around a told situation: whether the corpus is asked about such at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.known import Known, leaning, nearness
from server.understanding.situation import Situation

# All of these were set on the development split of the golden set. Less alike, a known question is another's.
_ALIKE = 0.42
# A story is known by so much: it is nearer to what is asked of the corpus than to what is beyond it, and likelier so by
# all that was learned.
_LEARNED = 0.02
_KNOWN = 0.08
# What tells next to nothing leans so much to what is asked of the corpus, or to the least one that also tells.
_LEAN = 0.06
_LEAN_OF_PHASES = 0.03
_LEAN_TOLD = 0.0
# And is no nearer than that to what is beyond it.
_NEARER = 0.05


@dataclass(frozen=True)
class Surroundings:
    """The known questions most like a text, of the paper and beyond the corpus, likest first, and how much likelier it
    is one that the corpus answers (a difference of log-likelihoods)."""

    within: Sequence[Known]
    beyond: Sequence[Known]
    learned: float

    def know(self, situation: Situation) -> bool:
        """Whether a situation is one that the corpus is asked about."""
        near = nearness(self.within) - nearness(self.beyond)
        of_phases = "phases" in situation.kinds
        if situation.story or situation.one:
            return near + _LEARNED * self.learned >= _KNOWN
        told = situation.asked not in situation.works
        least = (_LEAN_TOLD if told else _LEAN_OF_PHASES) if of_phases else _LEAN
        alike = bool(self.within) and self.within[0].likeness >= _ALIKE
        return alike and near >= -_NEARER and leaning(self.within, self.beyond) >= least
