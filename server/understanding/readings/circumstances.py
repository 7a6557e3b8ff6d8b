"""Under which circumstances a stack is to work: what is built, who is to run it, and where it may lie."""

import re

from server.basis import Basis
from server.constraints import Given, ModelChoice
from server.terms import terms
from server.understanding.pieces.headcount import read_basis
from server.understanding.pieces.signals import Signals
from server.understanding.reach.hosting import stays_in_house
from server.understanding.words.wordlist import phrases

_CLUSTER = r"(?:kubernetes|k8s|kube)"
_NO_CLUSTER = re.compile(
    rf"\b(?:no|not|without|non|avoid\w*|skip\w*|never|nothing|isn['’]?t|don['’]?t|do not|can['’]?t|cannot|free of"
    rf"|instead of|rather than|neither|nobody)\b[^.?!;,]{{0,40}}\b{_CLUSTER}\b"
    rf"|\b{_CLUSTER}[- ]?(?:free|less)\b"
)
_ON_CLUSTER = re.compile(rf"\b{_CLUSTER}\b")
_MANAGED = phrases(
    r"""
    (?:fully )?(?:managed|hosted|serverless)(?! (?:by|it|in|on|at)\b)|saas|(?:as a|cloud) service
    (?:no|zero|minimal|without) (?:ops|devops|operations|administration|admins?)
    (?:no|without|not|avoid|don['’]?t|do not|can['’]?t|cannot|nobody|no one|never)[^.?!;,]{0,30} (?:run|host|manage
    |maintain|operate|keep|own|administer|look after) (?:\w+ ){0,2}?(?:servers?|infrastructure|machines|anything|it
    |them)
    (?:no|without|zero)(?: own| any)? (?:servers?|infrastructure) (?:to (?:run|host|manage|maintain)|of our own)
    without(?: own| any| our own| running)? (?:servers?|infrastructure)|nothing to (?:run|host|install|maintain|operate)
    """
)
_OWN = r"(?:own|in[- ]house|company|local|internal)"
_IN_HOUSE = phrases(
    rf"""
    self[- ]?host(?:ed|ing|able)?|on[- ]?prem(?:ises?|ise)?|air[- ]?gapped|no cloud|without (?:any |the )?cloud
    (?:data|nothing|anything|everything|it) [^.?!;]{{0,20}}(?:not|never|no) leave|may leave (?:the|our)
    (?:in|on|inside|within) (?:the |our |my |their )?(?:{_OWN} )+(?:servers?|network|building|premises|machines|hardware
    |house|data ?cent(?:er|re))
    """
)
_IMAGES = phrases(
    r"(?:image|picture|photo|video|audio|speech|sound|text|object)s? (?:recognition|classification|detection"
    r"|segmentation|processing|analysis|models?|data)|computer vision|deep learning|neural net\w*|images?|nlp"
)
_DOCUMENTS = phrases(
    r"rag|retrieval|(?:answers?|questions?|search\w*|chat\w*)[^.?!;]{0,30} (?:documents?|pdfs?|files|wiki"
    r"|knowledge base)"
    r"|(?:documents?|knowledge base|pdf)[- ](?:search|chat\w*|assistant|bot|q ?& ?a)"
)
_LLM = phrases(
    r"llm(?:s|ops|[- ]based)?|large language models?|chat ?bots?|gen(?:erative)? ?ai|gpt(?:-?\d\w*)?|rag"
    r"|language models?|(?:ai )?(?:agents?|assistants?|copilots?)"
)
_BOTH_KINDS = phrases(r"ml ?ops (?:and|&|\+|or|/|vs\.?) llm ?ops|llm ?ops (?:and|&|\+|or|/|vs\.?) ml ?ops")
_LARGE = phrases(
    r"enterprises?(?: grade| level)?|corporations?|corporate|(?:large|big|huge)(?:[- ]sized)? (?:company|companies"
    r"|organi[sz]ations?|business|firm|bank)|banks?|insur(?:er|ance)\w*"
)
_TOO_MANY = 10
_RULING = ("no_kubernetes", "in_house", "managed")
_CONTRARY: dict[Given, Given] = {
    "kubernetes": "no_kubernetes",
    "no_kubernetes": "kubernetes",
    "in_house": "managed",
    "managed": "in_house",
}
# The patterns of all these, for texts that say nothing else.
PATTERNS = (_NO_CLUSTER, _IN_HOUSE, _MANAGED, _ON_CLUSTER, _IMAGES, _DOCUMENTS, _LLM, _LARGE)
# The words of all these, none of which says what a tool is to do.
SETTING = frozenset(
    terms(
        """
        kubernetes k8s kube cluster managed hosted serverless saas cloud service ops devops operations
        administration admin server servers infrastructure machines run host manage maintain operate install own
        self hosting hostable prem premise premises premis air gapped data leave leaves house building network
        stay stays offline internet image images picture photo video audio speech sound recognition
        classification detection computer vision deep learning neural nets nlp text rag retrieval documents
        document pdf wiki knowledge base llm llms llmops llm-based large language model models chatbot chatbots
        chat bot generative gen gpt agent agents assistant copilot app apps application applications project
        projects product enterprise grade level corporation corporate huge bank insurance insurer dislike avoid
        skip want
        """
    )
)


def circumstances_of(signals: Signals) -> tuple[Given, ...]:
    """What is told of them in any sentence: `without Kubernetes`, `our data may not leave the house`."""
    told = signals.of(signals.whole or signals.text)
    return (*stated_in(told.anonymous), *crowd_of(read_basis(told.masked, roles=False)))


def bearing(given: tuple[Given, ...], *, advised: bool) -> tuple[Given, ...]:
    """Those that bear on a stack: where price alone decides, only what rules tools out."""
    return given if advised else tuple(each for each in given if each in _RULING)


def crowd_of(basis: Basis) -> tuple[Given, ...]:
    """Whether there are more people than the small plans of tools are for."""
    return ("many",) if basis.users > _TOO_MANY else ()


def stated_in(text: str) -> tuple[Given, ...]:
    """What a text says of them itself."""
    lower = text.lower()
    found: list[Given] = []
    if _NO_CLUSTER.search(lower):
        found.append("no_kubernetes")
    elif _ON_CLUSTER.search(lower):
        found.append("kubernetes")
    if stays_in_house(lower) or _IN_HOUSE.search(lower):
        found.append("in_house")
    elif _MANAGED.search(lower):
        found.append("managed")
    if _IMAGES.search(lower):
        found.append("images")
    if _DOCUMENTS.search(lower):
        found.append("documents")
    if _LARGE.search(lower):
        found.append("large")
    return tuple(found)


def joined(old: tuple[Given, ...], new: tuple[Given, ...]) -> tuple[Given, ...]:
    """Circumstances with further ones, of which each takes the place of its contrary."""
    gone = {_CONTRARY[each] for each in new if each in _CONTRARY}
    return tuple(dict.fromkeys(each for each in (*old, *new) if each not in gone))


def model_of(text: str) -> ModelChoice:
    """Which half of model development a stack is for, as far as words other than the phases' tell: `a chatbot`."""
    lower = text.lower()
    return "llm" if _LLM.search(lower) and not _BOTH_KINDS.search(lower) else "either"
