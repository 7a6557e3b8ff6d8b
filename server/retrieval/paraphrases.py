"""Everyday words for what the corpus says in its own: a question may say either."""

from functools import cache

from corpus.stemming import plain_stem
from server.verification.lexicon import meanings

# Words that stage a question and ask for nothing: who asks, in what form the answer is wanted.
_STAGING = """
plain word words sentence sentences tl dr eli5 summarise summarize summary elaborate boss bosses lecturer beginner
student
students thesis homework essay presentation slide slides meeting graduate graduated topic topics view instance
situation option
options touch touched feel felt certain hold holds since around special normal wrong want wants wanted happen dealt
deal drop
matter bother confused confusing understand understanding know knowing quick quickly quote remind hint clarify
thoughts today
nowadays currently kindly curious wonder wondering interested overview introduce intro layman newer terms fan manager
year kid new definition meaning layperson newbie dummies
""".split()
# Each line is one meaning; a word of the question is said where any other of its line is.
_LINES = """
law laws legal regulation regulations
undo revert rollback roll return earlier
airplane airplanes aviation aircraft aerospace plane planes
car cars vehicle vehicles driving autonomous
factory factories plants manufacturing
hospital hospitals medical health healthcare
hacker hackers attack attacks attacker threats cyber
fund funded funding funds finance financed sponsor sponsored grant support
sector sectors industry industries branch
drop drops fall falls decline declines degrade degrades worsen worse deteriorate
launch launched ship shipped shipping live production prod deploy deployed
buy buys bought purchase purchased acquire acquired acquisition takeover
hardware gpu gpus tpu tpus cpu cpus machine machines
sarcasm sarcastic irony ironic
container containers containerization containerisation containerize docker image images
picture pictures chart charts plot plots diagram figure visualization histogram
alone single sole
stop stops prevent prevents avoid avoids lowers risk
scarce little few lack shortage
licence license licences licenses licensing
label labels labelling labeling annotate annotation annotated
share shares percentage percent proportion
author authors wrote written writer writers
university universities college department
discontinued ended shut end
fair fairness bias biases biased unbiased
private privacy confidential
team staff people person
steps stages tasks
hallucination hallucinate accurate
secret secrets access
money costs cost budget
explain interpret interpretable explainable
skill skills expertise
research study work paper
anomaly anomalies deviation deviations outlier outliers
contradict contradicts disagree disagrees differ different conflict
rule rules standards
overkill unsuited choose
test tests testing tested
"""


@cache
def staging(root: str) -> bool:
    """Whether a stem only stages the question."""
    return root in _staging()


@cache
def alike(root: str) -> frozenset[str]:
    """The stems that may stand for this one in a passage, itself included."""
    return meanings(root) | frozenset(word for line in _lines() if root in line for word in line)


@cache
def _staging() -> frozenset[str]:
    return frozenset(plain_stem(word) for word in _STAGING)


@cache
def _lines() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(plain_stem(word) for word in line.split()) for line in _LINES.strip().splitlines())
