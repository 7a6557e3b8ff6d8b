"""What is known to be asked around a told situation: whether the corpus is asked about such at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.known import Known, nearness
from server.understanding.situation import Situation

# A situation is known by so much: nearer to what is asked of the corpus than to what is beyond it, and likelier so by
# all that was learned; one of few words is so by more, and like a known question. Set on the golden set's development
# split.
_LEARNED = 0.02
_KNOWN = 0.06
_KNOWN_OF_FEW = 0.1
_ALIKE = 0.42


@dataclass(frozen=True)
class Surroundings:
    """The known questions most like a text, of the corpus and beyond it, likest first, and how much likelier it
    is one that the corpus answers (a difference of log-likelihoods)."""

    within: Sequence[Known]
    beyond: Sequence[Known]
    learned: float

    def know(self, situation: Situation) -> bool:
        """Whether a situation is one that the corpus is asked about."""
        known = nearness(self.within) - nearness(self.beyond) + _LEARNED * self.learned
        if situation.story:
            return known >= _KNOWN
        return known >= _KNOWN_OF_FEW and bool(self.within) and self.within[0].likeness >= _ALIKE
