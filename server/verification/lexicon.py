"""Which words may differ between a sentence and its evidence, and which may not.

Everything that is not listed here as free or as a synonym has to occur in the evidence. The lists
are therefore allowances: a missing entry costs an honest paraphrase, never lets a wrong one pass.
"""

import re
from functools import cache

from corpus.stemming import plain_stem


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Idioms, rewritten before words are looked at. Order matters: longer ones first.
_IDIOMS: tuple[tuple[str, str], ...] = (
    (r"\bnothing but\b|\bnothing else than\b", "only"),
    (r"\b(?:have|has|had) yet to\b|\byet to\b", "not"),
    (r"n't\b|\bcannot\b", " not"),
    (r"\b(?:keep|keeps|kept|stop|stops|stopped|prevent|prevents) ([\w ]{1,30}?) from\b", r"\1 prevents"),
    (r"\b(?:is |are |as )?an alternative to\b|\bin place of\b", "instead of"),
    (r"\bfrom the ground up\b|\bfrom zero\b", "from scratch"),
    (r"\bas a rule\b|\bby and large\b|\bin general\b", "generally"),
    (r"\bby hand\b", "manually"),
    (r"\bwithout manual (?:work|effort|steps|intervention)\b", "not manually"),
    (r"\bwork(?:s|ed|ing)? together\b", "collaborate"),
    (r"\b(?:take|takes|taken|taking) out\b|\b(?:get|gets|getting) rid of\b", "removed"),
    (r"\b(?:carry|carries|carried|carrying) out\b", "performs"),
    (r"\b(?:put|puts|bring|brings|brought|bringing) together\b", "combines"),
    (r"\b(?:bring|brings|brought|bringing) ([\w ]{0,30}?)\bto light\b", r"reveals \1"),
    (r"\b(?:look|looks|looking|search|searches|searching) for\b", "seeks"),
    (r"\b(?:speed|speeds|speeding) up\b|\b(?:become|becomes|make|makes) (significantly )?faster\b", r"accelerates \1"),
    (r"\b(?:keep|keeps|keeping) track of\b", "tracks"),
    (r"\b(?:take|takes|taking|taken) into account\b", "considers"),
    (r"\b(train|deploy|build|test|use|start|run|write)(s|ed|ing)? again\b|\b(built|run|written) again\b", r"re\1\3"),
    (r"\ba great deal of\b|\ba lot of\b|\blots of\b|\ba large amount of\b", "much"),
    (r"\bought to\b", "should"),
    (r"\bahead of\b|\bprior to\b|\bin advance of\b", "before"),
    (r"\bafterwards?\b|\bsubsequently\b|\bthereafter\b", "after"),
    (r"\bmeta[- ]data\b", "metadata"),
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
    (r"\s*\bper cent\b|\s*\bpercent\b", "%"),
    (r"\bper month\b|\ba month\b|\beach month\b|\bmonthly\b", "month"),
    (r"\bper year\b|\ba year\b|\byearly\b|\bannually\b|\bannual\b", "year"),
    (r"\bfree of charge\b|\bat no cost\b", "free"),
    (r"\bopen[- ]source(?:d)?\b", "opensource"),
)
_IDIOM_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), text) for pattern, text in _IDIOMS)

_NUMBERS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty"
)
NUMBER_WORDS = {word: str(value) for value, word in enumerate(_NUMBERS.split(), start=2)}

# Grammar, and the words with which a writer points at the source.
STOP = _words(
    """a an the this that these those there here it its itself he his she her hers they them their theirs
    themselves we our us you your i my one ones who whom whose which what where how of in on at to for with into
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
    several usage let kind sort type something thing part respect able ability capability"""
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
watch monitor observe
store hold keep
fresh new recent
conventional traditional ordinary usual
organization company business firm enterprise
people person individual human
danger risk
release push deploy
check test verify
finding insight lesson learned
alongside besides beside
reuse use
answer response reply
responsibility duty task work job
result outcome yield product
ready able
survey overview
fit match suit
source stem originate
flow return
unclear confusion confusing
final last
reveal show uncover
accelerate faster quicker
retrain retraining
violate break breach
look assess assessment
considerable significant substantial marked
slight small minor
frequent often
expect project projected forecast predict
grow larger growth expand
suggest propose recommend advise prefer
safeguard protection
begin open
settle decide determine
""".strip()

# Words that turn a statement round when one stands for the other. A word and the same with a negating prefix do too.
_ANTONYMS = """
increase/decrease/reduce/lower/lessen/cut raise/lower/reduce/cut grow/shrink rise/fall/drop/decline gain/lose
improve/decline/worsen/deteriorate/degrade strengthen/weaken better/worse up/down
high/low higher/lower highest/lowest top/bottom large/small/little big/small/little larger/smaller largest/smallest
long/short longer/shorter longest/shortest fast/slow faster/slower quick/slow quickly/slowly early/late
more/less/fewer most/least many/few much/little simple/complex/complicated/sophisticated easy/hard/difficult
cheap/expensive/costly/dear cheaper/dearer first/last/final begin/end/finish start/end/finish/stop open/close/shut
initial/final before/after precede/follow prior/after earlier/later enter/leave left/right upper/lower
allow/prevent/forbid/prohibit/block permit/prevent/forbid/prohibit enable/prevent/disable/block help/hinder/hamper
possible/impossible ensure/prevent require/forbid accept/reject/refuse approve/reject include/exclude/omit
keep/remove/delete/drop/discard preserve/remove/destroy/change retain/remove/discard add/remove/delete/drop
create/destroy/delete build/destroy put/remove insert/remove protect/expose violate/obey/comply/permit break/obey/keep
manual/automated/automatic/automation hand/automated/automation human/automated static/dynamic public/private
open/proprietary/closed free/paid internal/external local/remote same/different alike/different identical/different
agree/differ/disagree/vary agreement/difference/confusion clear/confusing/confusion/unclear stable/unstable/volatile
strong/weak robust/fragile rigid/flexible fixed/variable/varying constant/varying separate/joint/combined split/merge
qualitative/quantitative structured/unstructured labelled/unlabelled supervised/unsupervised batch/streaming
ordinary/powerful/special/specialised general/specific/specialised generic/specific custom/existing/generic
solid/dotted/dashed true/false right/wrong correct/wrong positive/negative success/failure succeed/fail
old/new fresh/stale ample/scarce plenty/scarce/little sufficient/insufficient/scarce heavy/light rich/poor
major/minor main/secondary crucial/unimportant/optional/negligible mandatory/optional must/optional required/optional
rigorous/lax/light detailed/rough exact/rough rough/precise regular/irregular frequent/rare common/rare usual/rare
continuous/occasional/single once/repeatedly together/separately collective/individual whole/partial full/partial
encourage/discourage recommend/discourage advise/discourage reward/penalise speed/slow accelerate/delay/slow
reveal/hide show/hide/conceal find/lose/miss discover/overlook/miss detect/overlook/miss accurate/inaccurate
attend/ignore consider/ignore respect/ignore follow/ignore/lead change/keep/preserve
"""
HEDGES_OFTEN = _words("often usually typically generally commonly frequently mostly mainly normally")
HEDGES_MAYBE = _words("may might could can sometimes possibly perhaps probably likely")
NEGATORS = _words(
    """not no never nor neither none nothing nobody without lack lacks lacking unlike instead rather hardly barely
    cannot exclude excludes excluding prevent prevents preventing avoid avoids avoiding prevented avoided"""
)
PASSIVE_NEGATORS = _words("prevented avoided")
# What follows is left open, and no statement.
OPEN = frozenset(("whether",))
EXCEPTIONS = frozenset(("except", "exception", "unless"))
# Quantities that turn a claim round when they are left out.
SCARCE = _words("little few less fewer least rarely seldom limited minimal scarce")
# Words that widen a claim; they need the same word, about the same thing, in the evidence.
SWEEPING = _words("only always never all every each any best worst most least guarantee guarantees entirely fully sole")
# Amounts, degrees and duties: close in meaning to each other, and never the same.
EXACT = _words(
    """must should ought need needs needed require requires required mandatory obliged optional forced more less most
    least first last second third half twice double quarter quarterly majority minority several hour hours day days
    daily night week weekly month monthly year years yearly hourly minute minutes dozen hundred hundreds thousand
    million highest lowest largest smallest best worst only sole exactly explicitly before after until because"""
)
# Prepositions and conjunctions whose argument matters when both sides use them.
DIRECTED = _words("into from after before until than against must should")
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
        stems = frozenset(plain_stem(word) for word in line.split())
        for root in stems:
            classes[root] = classes.get(root, frozenset()) | stems
    return classes


def opposed(root: str, other: str) -> bool:
    """Whether one of two stems turns round what the other says."""
    if other in _opposites().get(root, frozenset()):
        return True
    return any(longer == prefix + shorter for prefix in _NEGATING for longer, shorter in ((root, other), (other, root)))


_NEGATING = ("un", "in", "im", "ir", "non", "dis", "de")


@cache
def _opposites() -> dict[str, frozenset[str]]:
    opposites: dict[str, frozenset[str]] = {}
    for group in _ANTONYMS.split():
        head, *others = (plain_stem(word) for word in group.split("/"))
        for other in others:
            opposites[head] = opposites.get(head, frozenset()) | {other}
            opposites[other] = opposites.get(other, frozenset()) | {head}
    return opposites


FREE_STEMS = frozenset(plain_stem(word) for word in FREE)
