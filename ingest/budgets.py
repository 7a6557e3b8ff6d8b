"""How long remote parts are waited for, how often they are asked again, and when they are left alone for a while.

What an operator may set of the LLM's is in `server/settings.py`. Seconds.
"""

from typing import NamedTuple


class Tries(NamedTuple):
    """So long one try is waited for, in seconds, and so often it is made again."""

    timeout_s: float
    retries: int


QDRANT_S = 5
# A cluster agrees on each new collection, for which it gives itself 10 s, and where many write, a write waits.
QDRANT_WRITE_S = 60

# Of embedding a question, whose asker waits; of a batch of texts, which may compute for long.
QUESTION_TRIES = Tries(5.0, 1)
BATCH_TRIES = Tries(30.0, 2)

LLM_RETRIES = 1
# Whether a remote LLM is there is asked so often, and waited for so long.
LLM_PROBE_EVERY_S = 5.0
LLM_PROBE_S = 3.0

# So often in a row a part fails before it is left alone, for so long: about as long as one failure of it takes, so that
# of those who ask one by one most are answered at once.
FAILURES = 3
SEARCH_PAUSE_S = 5.0
LLM_PAUSE_S = 30.0

# Searches under way and waiting; a search computes for some 50 ms.
SEARCHES = 128
