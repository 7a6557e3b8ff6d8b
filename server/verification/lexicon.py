"""Which words may differ between a sentence and its evidence, and which may not.

Everything that is not listed here as free or as a synonym has to occur in the evidence. The lists
are therefore allowances: a missing entry costs an honest paraphrase, never lets a wrong one pass.
"""

import re
from functools import cache

from server.stemming import stem


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Idioms, rewritten before words are looked at. Order matters: longer ones first.
_IDIOMS: tuple[tuple[str, str], ...] = (
    (r"\bnothing but\b|\bnothing else than\b", "only"),
    (r"\b(?:have|has|had) yet to\b|\byet to\b", "not"),
    (r"n't\b|\bcannot\b", " not"),
    (r"\bnow and then\b|\bfrom time to time\b|\boccasionally\b", "sometimes"),
    (r"\bmak(?:e|es|ing) (?:it )?(?:sure|certain)\b|\bsees? to it\b", "ensures"),
    (r"\bmak(?:e|es|ing) it possible\b|\bmak(?:e|es|ing) possible\b", "enables"),
    (r"\bmak(?:e|es|ing) use of\b", "uses"),
    (r"\bsets? off\b|\bsetting off\b", "triggers"),
    (r"\bneither\b(.{1,60}?)\bnor\b", r"neither\1or"),
    (r"\bonce\b|\bas soon as\b", "after"),
    (r"\babove all\b|\bin particular\b|\bparticularly\b|\bnotably\b", "especially"),
    (r"\btoo little\b|\bnot enough\b|\binsufficient\b", "scarce"),
    (r"\bset(?:s|ting)? up\b|\bset-up\b", "setup"),
    (r"\bha(?:ve|s) to be\b|\bha(?:ve|s) to\b|\bmust be\b|\bneeds? to be\b|\bneeds? to\b", "must"),
    (r"\bas well as\b|\balong with\b|\btogether with\b|\bin addition to\b", "and"),
    (r"\bsuch as\b|\bfor example\b|\bfor instance\b|\be\.g\.|\bincluding\b|\blike\b", "including"),
    (r"\blean(?:s|ing)? on\b|\brel(?:y|ies|ying) on\b|\bdepend(?:s|ing)? (?:heavily |mainly )?on\b", "depends on"),
    (r"\bbrought in\b|\bbrings? in\b|\bbringing in\b", "introduces"),
    (r"\blooks? after\b", "manages"),
    (r"\btak(?:e|es|ing) part\b", "participates"),
    (r"\bgo(?:es|ing)? back\b", "returns"),
    (r"\bin order to\b|\bso as to\b", "so that"),
    (r"\bdue to\b|\bowing to\b", "because"),
    (r"\bby means of\b|\bwith the help of\b", "with"),
    (r"\bper cent\b|\bpercent\b", "%"),
    (r"\bper month\b|\ba month\b|\beach month\b|\bmonthly\b", "month"),
    (r"\bper year\b|\ba year\b|\byearly\b|\bannually\b|\bannual\b", "year"),
    (r"\bfree of charge\b|\bat no cost\b", "free"),
    (r"\bopen[- ]source(?:d)?\b", "opensource"),
)
_IDIOM_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), text) for pattern, text in _IDIOMS)

_NUMBERS = "two three four five six seven eight nine ten eleven twelve thirteen"
NUMBER_WORDS = {word: str(value) for value, word in enumerate(_NUMBERS.split(), start=2)}

# Grammar, and the words with which a writer points at the source.
STOP = _words(
    """a an the this that these those there here it its itself he his she her hers they them their theirs
    themselves we our us you your i my one ones who whom whose which what where of in on at to for with into
    onto upon through via throughout during within among between across by from about as and or is
    are was were be been being am do does did has have had having will would shall also too both such including
    then thus so that namely well own out up off since because while whereas but although though however if when
    whenever make makes made making come comes yet get gets take takes put puts become becomes stage stages step
    steps phase phases paper navigating named names called given gives example examples according"""
)
# Verbs and nouns that carry no claim of their own beside the words they link.
FREE = _words(
    """involve include use ensure help provide enable allow refer consist comprise contain describe list state say
    show concern relate consider conduct achieve process task tool technique method approach way purpose various
    several usage let"""
)
# Each line is one meaning; a word stands for any other of its line.
_SYNONYMS = """
create build construct develop
store save
start begin
must need require demand necessary needed
trigger initiate
near close
problem issue
maintain maintenance
storage store
cover participate used
show illustrate depict
follow track
discover detect find identify
reduce lower decrease
increase raise enhance
better improve improvement
depend rely reliant
crucial critical essential vital key important
big large huge
remove eliminate delete
alter change modify adjust
select choose selection pick
examine assess evaluate evaluation
assess measure
fast quick rapid
plenty ample
exist existing pre-existing preexisting
suit fit suitable
protect secure safeguard
quality good
collect gather collection
join combine unite integrate
price cost
earn wage salary paid
free 0
computation computing compute computational
prior previously before
focus concentrate
more gain
typical typically usual usually generally general often
sometimes may might could can possible
because since
forbid prohibit
expertise specialist expert
continuous continuously continual ongoing
trained pretrained
handle manage deal
keep maintain stay remain
desired wanted want
turn convert transform
goal objective target
rule regulation
hard difficult challenging
accuracy accurate accurately
reliability reliable reliably
efficiency efficient efficiently
consistency consistent consistently
reproducibility reproducible reproduce reproducibly
scalability scalable
automation automate automatic automatically
performance perform
analysis analyze analyse
interpretable interpret
explainable explain
transparency transparent
availability available
predictability predictable
creativity creative
secure security
define set
place insert
influence affect
specific particular
relevance relevant
authorization approval authorize
""".strip()

HEDGES_OFTEN = _words("often usually typically generally commonly frequently mostly mainly normally")
HEDGES_MAYBE = _words("may might could can sometimes possibly perhaps probably likely")
NEGATORS = _words(
    """not no never nor neither none nothing nobody without lack lacks lacking unlike instead rather hardly barely
    cannot exclude excludes excluding"""
)
# What follows is left open, and no statement.
OPEN = frozenset(("whether",))
EXCEPTIONS = frozenset(("except", "exception", "unless"))
# Quantities that turn a claim round when they are left out.
SCARCE = _words("little few less fewer least rarely seldom limited minimal scarce")
# Words that widen a claim; they need the same word, about the same thing, in the evidence.
SWEEPING = _words("only always never all every each any best worst most least guarantee guarantees entirely fully sole")
# Prepositions and conjunctions whose argument matters when both sides use them.
DIRECTED = _words("from after before until than against")
CONTRAST = _words("while whereas but although though however unlike nevertheless")


def idioms(text: str) -> str:
    """`text` with idioms rewritten to one plain word each."""
    for pattern, replacement in _IDIOM_PATTERNS:
        text = pattern.sub(replacement, text)
    return text


@cache
def meanings(root: str) -> frozenset[str]:
    """The stems that may stand for this one, itself included."""
    return _classes().get(root, frozenset()) | {root}


@cache
def _classes() -> dict[str, frozenset[str]]:
    classes: dict[str, frozenset[str]] = {}
    for line in _SYNONYMS.splitlines():
        stems = frozenset(stem(word) for word in line.split())
        for root in stems:
            classes[root] = classes.get(root, frozenset()) | stems
    return classes


FREE_STEMS = frozenset(stem(word) for word in FREE)
