"""What no row tells of a tool or a role and its card weighs: whether one needs it, whether it suits, what became of
it, where to go from it, and who of several does what."""

import re

from server.query import Select
from server.understanding.pieces.signals import Signals
from server.understanding.reach.quantities import SEATS
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_WE = r"(?:i|we|one|you|they|somebody|someone|a (?:[\w-]+ )?(?:team|company|firm|shop|start-?up))"
_REALLY = r"(?:(?:really|still|actually|even|necessarily|already|also|then|just|ever) )*"
_HIRE = r"(?:hire|employ|recruit|pay|take on|bring in|staff|fill|open|appoint)"
_ONE = r"(?:(?:an?|the|our|your|one|such an?|another) )?(?:(?:own|dedicated|separate|full[- ]time|extra|real|proper) )?"
_THAT = rf"{_ONE}(?:§+|one\b(?! of)|him\b|her\b|them\b|(?:such )?(?:role|position|post|person)\b)"
# `need an § if we only use an existing LLM`: for which phase, no condition says.
_UNDER = (
    r"(?:(?:even )?(?:if|when)|as long as|now that|once|since|because) (?:we|i|you|one|they|all|our|the|everything)\b"
)
# `needed for setup` is told by the phases.
_NOT_FOR = "(?! (?:for|in|at|during|to|by)\\b)"
# Whether there has to be one at all: `must we hire an §?`, `… Needed?`
_NEEDED = phrases(
    rf"""
    (?:must|should|shall|need|ought|do|does|would|have|has) {_WE} {_REALLY}(?:have to |need to |to )?{_HIRE} {_THAT}
    (?:do|does|would|will) {_WE} {_REALLY}need {_THAT}(?= at all|\W*$|,? {_UNDER})
    (?:is|are|would) {_THAT} {_REALLY}(?:be )?(?:needed|necessary|required|a must|worth (?:it|hiring|having)){_NOT_FOR}
    (?:is|are|would) {_THAT} {_REALLY}(?:be )?(?:a luxury|too much|overkill|over the top|a waste)
    (?:can|could|may) {_WE} {_REALLY}(?:manage|get by|get along|cope|live|survive|make do) without {_THAT}
    (?:is|are|would) (?:it|that|this|they) {_REALLY}(?:be )?(?:overkill|over the top|a bit much)
    """
)
_NEEDED_ALONE = re.compile(
    r"(?:^|[.?!;:,–-])\s*(?:(?:so|and|is (?:it|that|this)) )*(?:really )?(?:needed|necessary)\W*$"
)
# `what do we pay an §?`
_ASKS_OPENLY = re.compile(r"\b(?:what|how|which|where|when|who|why)\b[^.?!;]*$")
# Whether it suits: `still a good choice?`, `for whom would it be overkill?`, `where are its limits?`
_IT = r"(?:it|they|them|that|this|§+|the (?:former|latter|first|second|last|third|other)(?: one)?)"
_SUITS = phrases(
    rf"""
    (?:an? |the )?(?:good|bad|right|wrong|wise|sensible|safe|reasonable|poor) (?:choice|fit|idea|bet|pick
    |match|move|call)
    overkill|right for (?:us|me|a|our|my|people|teams?|someone|somebody)
    where (?:are|do|would|lie|is) (?:its|their|§+(?:['’]s)?|the|his|her) (?:\w+ )?(?:limits?|limitations?|weak\w*)
    what (?:should|would|must|could) (?:i|we|one|you) (?:not|never|better not) (?:take|use|choose|pick|have|buy) \S+ for
    (?:when|where|why) (?:should|would|must) (?:i|we|one|you) (?:not|rather not|better not|avoid)
    whom? (?:would|does|do|will|might|could|should) {_IT} (?:\w+ )?(?:suit|be (?:right|good|best|made|meant) for)
    when (?:would|should|does|do|must|might|could) {_WE} (?:\w+ )?(?:choose|pick|prefer|go for|opt for) {_IT}
    (?:for|to) whom (?:is|are|would|does|do)|who (?:is|are) (?:it|that|they|§+) (?:not )?(?:right|meant|made|good) for
    (?:drawbacks?|downsides?|disadvantages?|shortcomings?|pitfalls?) (?:of|with)
    """
)
# Whether one gets something from it where the asker stands: `is § worth it for …`, `would § make sense with …`
_WORTH = phrases(
    rf"""
    (?:is|are|would|will) {_ONE}{_IT} {_REALLY}(?:be )?(?:worth (?:it|while|\w+ing|the money)|enough|sufficient|too \w+)
    (?:does|do|would|will|can) {_ONE}{_IT} {_REALLY}(?:make sense|pay off|suffice)
    """
)
_JOIN = "(?:sign up|register|subscribe|join|order|open an? account|log ?in|rely on|count on)"
# What became of it and where to go: `a line for §. What should happen with it?`, `can I still sign up?`
_BECAME = phrases(
    rf"""
    (?:can|could|may|will) (?:{_WE}|new \w+|any(?:one|body)|people|customers) still {_JOIN}
    what (?:should|will|would|must) (?:happen|become|be done) (?:to|with|of|about)
    where (?:could|can|should|would|do|does|might) {_WE} (?:go|move|turn|switch|migrate|end up)(?! in)
    where (?:does|do|did) (?:it|they|that|this) go from there
    whose (?:company|firm|property)|who (?:now )?owns? (?:it|them|its|their|§+)
    (?:anyone|anybody|someone|somebody|they|people) still (?:look\w*|car(?:e|es|ing)|maintain\w*|work\w*|develop\w*)
    still (?:being )?(?:looked after|cared for|worked on|taken care of|kept up|under development|going on)
    (?:dead|dying|dead-?end|gone|alive|abandoned)(?= (?:now|yet|by now|project|product)\b|\W*$)
    """
)
# Whether something is to be done at all, and not how: `why would we upgrade?`, `is it wise to migrate?`
_NOT = "(?:n['’]?t| not)?"
_WHETHER = phrases(
    rf"""
    why (?:(?:should|would|must|did){_NOT} (?:{_WE}|nobody|no one|any(?:one|body)|people|teams)|not\b|bother)
    (?:should|must|ought){_NOT} {_WE} (?:to )?(?:{_REALLY})(?:not )?(?!know|do\b|write|put)\w+
    (?:is|was|would) it {_REALLY}(?:be )?(?:wise|worth\w*|safe|sensible|reasonable|advisable|necessary|a good idea
    |too late|wrong|bad|foolish|risky)
    (?:can|could|may|might) (?:{_WE}|it|that|this|they|§+) {_REALLY}(?:be )?(?:install|host|self[- ]host)(?:ed)?
    reasons? (?:for|against|not|to)|what (?:speaks|is there to say|argues) (?:for|against)|(?:worth|before) \w+ing
    """
)
_FAULTY = phrases(r"errors?|fails?|failed|failing|failure|broken?|stuck|crash\w*|how (?:do|can|to|would|should)")
# What is expected of its occupation.
_PROJECTED = phrases(r"employment(?! (?:contracts?|law))|(?:job )?openings (?:a|per|each|every) year")
# Who of several does what: `the same person?`, `which phase does which?`, `who is answerable for what?`
_WHICH = "(?:who|which(?: (?:one|role|phase|tool))?)"
_APART = phrases(
    rf"""
    (?:the|one and the) same (?:person|guy|man)
    {_WHICH} (?:does|do|is|are|has|takes?|owns?|decides?|handles?)(?: \w+){{0,2}}? (?:what|which)(?=\W*$|\W*[,;:.?!–—-])
    """
)
_WORK = phrases(
    r"""
    (?:job|work|task|role|content|function)[- ]wise|what (?:do )?(?:they|the two|both) (?:actually |really )?do
    (?:in|by|of|between) (?:(?:the|their|those|what|daily|actual) ){0,2}(?:jobs?|work|tasks?|duties|use|usage|purpose)
    their (?:\w+ )?(?:jobs?|work|tasks?|duties|use|usage|purpose|functions?)
    """
)
_DIFFER = phrases(r"differ(?:s|ence|ences|ent)?|apart|distinguish\w*|compare[sd]?|comparison")
# `§ or §: who of them …?`
_WHO_OF_THEM = phrases(
    r"""
    who(?: of| among)? (?:them|the (?:two|pair|three)|these|those|both)|which of (?:them|the (?:two|pair)|these|both)
    §+,? (?:or|vs\.?|versus|against) (?:an? |the )?§+
    """
)
# What a card tells in a section of its own, of whatever was spoken of: `any downsides?`, `who owns the firm?`
_OF_IT = r"(?! (?:of|in) (?!it\b|that\b|this\b|them\b))"
_OF_ANY_CARD = phrases(
    rf"""
    (?:limit|limitation|drawback|downside|disadvantage|shortcoming|pitfall|gotcha)s?{_OF_IT}
    (?:upside|advantage|strength|benefit|competitor|rival|substitute|counterpart)s?{_OF_IT}
    weak(?:ness(?:es)?| (?:points?|spots?|sides?)){_OF_IT}|(?:pros(?: and cons)?|cons|catch)(?! and){_OF_IT}
    (?:an?|the|still|good|bad|right|best) (?:\w+ )?fit(?: for \w+(?: \w+)?)?(?=\W*$)|suitable|well suited|fit for us
    too (?:heavy|much|complex|complicated|simple|basic|light)(?: for (?:us|me|that|this))?(?=\W*$)
    """
)
_OF_TOOL_CARDS = phrases(
    rf"""
    licen[cs](?:es?|ed|ing)(?! (?:fee|cost)){_OF_IT}
    (?:owner|maker|vendor|inventor|creator|founder|investor)s?{_OF_IT}|c[et]o
    who(?:['’]s| is| was|m)? (?:\w+ly |now |once )?(?:owns?|owned|made|built|created|developed|invented|wrote|started
    |founded|sells|bought|maintains|behind)(?= (?:it|that|this|the (?:company|firm|thing|product))\b|\W*$)
    self[- ]?host(?:ed|ing|able)?|host(?:ed|ing)(?! costs?)|on[- ]prem\w*
    (?:own|our|local) (?:\w+ )?(?:servers?|machines?|hardware|laptops?|data ?cent(?:er|re)s?)
    still (?:being )?(?:alive|maintained|around|active|supported|developed)|discontinued|end of life
    integrat(?:es?|ions?)|compatible
    """
)
_OF_ROLE_CARDS = phrases(
    rf"""
    (?:skill|task|mistake|qualification)s?{_OF_IT}|(?:duty|duties|responsibilit(?:y|ies)){_OF_IT}
    (?:typical|normal|average) day|day[- ]to[- ]day|daily (?:work|business|job)
    (?:should|must|do|could|would|need to|have to) (?:(?:i|we|one|you|they) )?(?:\w+ ){{0,2}}learn(?! that)
    grow(?:ing)? into|become one|(?:move|get|grow|switch) (?:towards?|into)|job[- ]wise|confused with
    """
)
_WHICH_ONE = phrases(
    r"which(?: one)? (?:should|would|do|could|must|shall) (?:i|we|you|one)|which one (?:fits|suits|for)"
)
# Whether the asker is to agree with what the tables print.
_SOUND = "(?:right|sensible|fair|odd|strange|wise|reasonable|justified|sound)"
_JUDGED = phrases(
    rf"""
    do you (?:find|think|consider|hold) (?:that|this|it)(?: is| to be|['’]s)? {_SOUND}
    (?:in|by|going by) (?:your|this project['’]s) own (?:judge?ment|opinion|view|experience)
    (?:can|could|may|should|do) (?:i|we|one|you) (?:really )?(?:trust|rely on|believe)
    """
)
# A guess at who it is, which only the text can deny: `who …? I'd have guessed the §.`
_I_WOULD = r"i(?:['’]d| would| had|['’]ve)?(?: have| of|['’]ve)?"
_GUESS = "(?:guess|guessed|bet|thought|assumed|expected|said)"
_GUESSED = phrases(
    rf"""
    {_I_WOULD} {_GUESS}(?: (?:on|it['’]?s|it (?:is|was)|that))? (?:an? |the )?§+
    (?:surely|certainly) not (?:an?|the)
    """
)
# What rows tell of those that are set against each other.
_OF_ROWS = (
    *(ask.COST, ask.WAGE, ask.LICENCE, ask.DOL, ask.COMPARE, ask.COMMON, ask.COUNT, ask.MIN, ask.MAX),
    *(ask.COMPARATIVE, ask.DEARER, ask.EARNS_MORE, ask.EARNS_LESS, ask.MORE_PHASES, ask.FEWER_PHASES, ask.EXTENT),
)


def sets_apart(asked: str) -> bool:
    """Whether it asks how one differs from another in what it does: `isn't that the same person?`"""
    return _APART.search(asked) is not None


def differ_in_work(asked: str) -> bool:
    """Whether it asks how those spoken of differ in what they do: `and job-wise, what's the difference?`"""
    return _WORK.search(asked) is not None and _DIFFER.search(asked) is not None


def judged(asked: str) -> bool:
    """Whether what was answered before is to be judged: `do you find that right?`"""
    return _JUDGED.search(asked) is not None


def told_by_cards(asked: str, kind: Select | None, *, several: bool) -> bool:
    """Whether it asks for what cards of the kind tell in a section of their own, or which of several to choose."""
    own = {"tools": _OF_TOOL_CARDS, "roles": _OF_ROLE_CARDS}.get(kind or "")
    if own is None:
        return False
    return any(pattern.search(asked) for pattern in (_OF_ANY_CARD, own, *((_WHICH_ONE,) if several else ())))


def asks_whether(asked: str) -> bool:
    """Whether it asks if or why something is to be done, and not how it is done or why it fails."""
    return _WHETHER.search(asked) is not None and not _FAULTY.search(asked)


def weighs(asked: str) -> bool:
    """Whether the words that ask, with names as `§`, want of the one spoken of what only its card weighs."""
    needed = _NEEDED.search(asked)
    if needed is not None and not _ASKS_OPENLY.search(asked[: needed.start()]):
        return True
    return any(pattern.search(asked) for pattern in (_NEEDED_ALONE, _SUITS, _BECAME, _PROJECTED, SEATS))


def asks_its_worth(asked: str) -> bool:
    """Whether it weighs the one spoken of, or asks if it is worth it, or enough, for something."""
    return weighs(asked) or _WORTH.search(asked) is not None


def tells_apart(signals: Signals) -> bool:
    """Whether it asks who of several does what, or for a judgement, and nothing that a row tells."""
    whole = signals.of(signals.whole or signals.text)
    asks_who = re.search(r"\bwho\b", whole.masked) is not None
    if whole.says(_APART, _JUDGED) or (asks_who and whole.says(_GUESSED)):
        return True
    several = len(signals.roles) > 1 and not signals.tools and asks_who and signals.says(_WHO_OF_THEM)
    return several and not signals.pieces and not signals.says(*_OF_ROWS)
