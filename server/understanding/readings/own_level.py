"""Readings about the asker's own maturity: the level that the practices come to which a question tells of."""

import re
from collections.abc import Sequence

from corpus.practices import Answered
from server.query import Query
from server.understanding.pieces.signals import Signals
from server.understanding.premises.levels import labels_in
from server.understanding.readings.practices import spoken_of, stated_practices
from server.understanding.words.wordlist import phrases

_US = r"(?:we|us|our(?: \w+){0,2}|my (?:team|company|organi[sz]ation)|i)"
_RATES = (
    r"(?:what(?:['’]s| is)|how (?:high|good|far) is|assess|rate|measure|evaluate|gauge|judge|determine|estimate|score)"
)
_OWN_MATURITY = re.compile(
    rf"\bhow mature (?:is|are|am) {_US}\b|^\W*(?:is|are|am) {_US} (?:already |now )?mature\b"
    rf"|\b{_RATES}\b.{{0,25}}\b(?:{_US} (?:ml ?ops |ml |ai )?(?:level of )?maturity|maturity (?:level )?of {_US})\b"
    rf"|\b(?:level|stage|rung)s? (?:of \w+ |of maturity )?(?:\w+ )?(?:(?:is|are|am) {_US}\b"
    rf"|(?:do|does|have|has|would|can) {_US} (?:reach|stand|sit|get|attain|achieve|qualify|rank|count|land))"
    rf"|\b(?:are|do|have|has|does|is) {_US} (?:already )?(?:at|on|reach\w*|past|attain\w*)\b.*\blevel\b"
    rf"|\bwhere (?:do|does|are|is|would) {_US}(?: \w+){{0,2}} (?:stand|rank|sit|on)\b.*"
    r"\b(?:maturit\w+|level|model|ladder)\b"
    r"|\bmaturity (?:self-)?(?:assessment|questionnaire|check|test|quiz|survey)\b"
)
# Asked behind practices that are told: `which level is that?`, `where does that put us?`
_THIS = r"(?:that|this|it|we|i|all (?:that|this)|(?:a|our|my|your) team|somebody|someone)"
_JUDGES = phrases(
    rf"""
    how mature
    (?:which|what) (?:[\w§'’]+ ){{0,3}}?(?:level|stage|rung)s? (?:[\w§]+ ){{0,3}}?{_THIS}
    (?:which|what) (?:[\w§'’]+ ){{0,3}}?level (?:has|is) (?:a|the) (?:team|company|organi[sz]ation)
    where (?:does|do|did|would|could|will) {_THIS} (?:put|place|leave|get|bring|land|take)
    (?<=[.,;:!] )maturity(?: level)?(?=\W*$)
    """
)
# By which model, `according to §`; nothing else follows where practices are told apart from the question.
_BY = (
    r"(?:,? (?:(?:according to|at|for|in|by|on|per|under|with|as per|going by) (?:the )?§+(?:['’]s)?"
    r"(?: (?:(?:ml ?ops|maturity) )?(?:models?|scale|ladder|scheme|framework|terms|view|eyes|levels))?"
    r"|(?:right )?now|today|currently|then|exactly|roughly|please|pls|so far|here|with that))*"
)
_MODEL = r"(?: (?:§+(?:['’]s)?|maturity|ml ?ops|ml))*"
_END = r"(?=\s*(?:[.?!;]|$))"
_STOP = r"(?=\s*(?:[.?!;,]|$)| and\b)"
# `which level according to §?`, `our § level?`, `where are we and what next?`, asked behind practices that are told.
_PLACED = phrases(
    rf"""
    (?<!at )(?<!from )(?<!on )(?<!in )(?:which|what)(?: of)?{_MODEL} (?:level|rung|stage){_BY}{_END}
    (?:which|what){_MODEL} (?:level|rung|stage){_BY} (?:are|is|do|does|would|have|has) (?:we|i|that|this|it)
    (?:which|what){_MODEL} (?:level|rung|stage)s? (?:would|does|do|will|can) (?:§+|they|it|you) \w+ (?:us|me|this)
    what (?:does|do|would) §+ (?:call|name) (?:that|this)
    (?:our|my)(?: (?:current|own))?{_MODEL} (?:level|maturity){_BY}(?: is| be)?{_STOP}
    where (?:are|do|would|does) (?:we|i|that|this)(?: (?:stand|sit|rank|land|put us|leave us))?{_BY}{_STOP}
    (?:^|(?<=[.,;:!?] ))(?:and |so )?(?:(?:§+|maturity|ml ?ops) )*(?:level|maturity(?: level)?){_BY}{_END}
    """
)
_OWN = phrases(r"we|us|our|ours|my|i")
_TROUBLE = phrases(r"holes?|gaps?|problems?|troubles?|issues?|struggl\w*|weak\w*|fails?|failing|broken|breaks?")
_TEAM = phrases(r"we|our|my|(?:a|the) (?:team|company)")
_STEPS = r"(?:steps?|moves?|levels?|stages?|things?|priorit(?:y|ies)|practices?)"
_ACT = r"(?:do|tackle|improve|fix|work on|focus on|automate|change|add|introduce|start with|begin with|invest in)"
_ACTOR = r"(?:we|i|you|a team\b[^?.!]{0,40}?)"
_RISE = r"(?:improve|advance|progress|move up|level up|climb|get (?:better|further|higher|up|there))"
_HIGHER = rf"(?:the |our |a )?(?:next|higher)(?: maturity| ml ?ops)? (?:one|up|{_STEPS})"
NEXT_STEPS = phrases(
    rf"""
    (?:what|which)(?:['’]s| is| are| would be| comes| should come)?(?: (?:the|our|my|your))? next(?: {_STEPS})?
    whats next|next {_STEPS}|what(?:['’]?s| is| comes| should come)? first
    (?:what|which) (?:\w+ )?(?:should|could|must|can|do|would) {_ACTOR} (?:\w+ )?{_ACT}(?: (?:next|first|now))?
    (?:what|which) {_STEPS} (?:should|would|must) (?:we|i) {_ACT}(?: (?:next|first|now))?
    how (?:do|can|could|should|would) (?:we|i) {_RISE}
    how (?:do|can|could|should|would) (?:we|i) (?:get|climb|move|go|come|rise|reach|step)(?: up| on)?(?: to)? {_HIGHER}
    what (?:do|would|will) (?:we|i) (?:still )?(?:need|lack|have to do) (?:for|to (?:get to|reach|climb to)) {_HIGHER}
    what (?:are we|do we|['’]s|is) (?:still )?(?:missing|lack\w*)(?: (?:for|to (?:get to|reach)) {_HIGHER})?
    where (?:should|do|would) (?:we|i|you) (?:start|begin)
    (?:the )?most important (?:thing|step|practice|one)s?(?: (?:to|for us to|we should) {_ACT})?
    """
)


_BY_WHAT = r"(?:what|which)(?: (?:tools?|software|practices?|steps?))"
_NEED = r"(?:need|lack|use|take|introduce|add|buy|have)(?: to do)?"
_BRINGS = r"(?:brings?|gets?|takes?|leads?|helps?|(?:is|are) (?:still )?(?:needed|missing|necessary|required))"
_REACH = r"(?:get(?: up)? to|reach|climb to|move to|come to|go to|attain|achieve|have)"
_HOW = r"how (?:do|can|could|should|would|to)(?: (?:we|i|you|a team|one))?"
_MATURE = r"(?:maturity|ml ?ops|automation)"
_WAY = r"(?:road ?map|path|way|journey|plan|steps) (?:to|for|towards?|from)"
# With nothing told of what is in place: `how do we raise our maturity?`, `what to automate first?`
_TO_BEGIN = phrases(
    rf"""
    (?:improv\w+|rais\w+|increas\w+|lift|boost|grow)(?: (?:our|my|the|its|a team['’]s))?(?: (?:ml ?ops|ml|ai))? maturity
    {_HOW} (?:get|climb|move|go|come|rise|reach|step)(?: up| on)?(?: to)? {_HIGHER}
    {_BY_WHAT}(?: else)? (?:do|would|will|should|must) (?:we|i|you|one) (?:still )?{_NEED} (?:for|to {_REACH}) {_HIGHER}
    {_BY_WHAT} (?:would |will |can )?{_BRINGS}(?: us| me)? (?:for|to|(?:to )?{_REACH}) {_HIGHER}
    {_HOW} (?:get|go|move|come) from manual to (?:\w+ )*automat\w+
    {_WAY} (?!(?:run|do|use|host)\b)(?:[\w-]+ ){{0,4}}{_MATURE}
    ml ?ops (?:maturity )?(?:road ?map|journey)
    (?:what|which)(?: \w+)?(?: (?:should|can|could|do|would|must))?(?: (?:we|i|you|one))?(?: to)? automate first
    quick wins?(?: (?:in|for|of|with))?(?: \w+)? (?:ml ?ops|maturity|automation)
    should (?:we|i) automate .* (?:before|after|first)
    at level (?:0|zero)\b.*\b(?:first|next|start|begin)
    """
)
# What comes after practices that are in place, and not what to do about a trouble.
_AFTER = re.compile(r"\b(?:next|first|more mature|maturity|most important)\b")
_ASKS = re.compile(
    r"\?|\b(?:which|what|who|whom|how|why|where|when|should|shall|can|could|recommend|suggest|list|show|give|tell|help"
    r"|need|want|looking for|please|compute|calculate|plan|name|find|compare|is there|are there"
    r"|(?:a|one|any) (?:product|tool|software))\b"
)
# So many practices describe a team, in no more words.
_SEVERAL, _SHORT = 2, 20


def read_own_level(signals: Signals) -> Query | None:
    """Where the asker stands by the practices that the question tells of, or what to do next after those in place;
    None where it asks for no such thing, or for a level alone and tells of none."""
    own, judged = _OWN_MATURITY.search(signals.lower), _JUDGES.search(signals.masked)
    placed = own or judged or _PLACED.search(signals.anonymous.lower())
    whole = (signals.whole or signals.text).lower()
    goes_on, alone = signals.says(NEXT_STEPS), not _ASKS.search(whole) and len(whole.split()) <= _SHORT
    begins = signals.says(_TO_BEGIN) and not signals.models and set(labels_in(signals.masked)) <= {"Level 0"}
    if not (placed or goes_on or alone or begins):
        return None
    practices = _told(signals)
    if begins and not any(answer == "yes" for _, answer in practices):
        return Query(select="maturity", measure="check", order="after", stated=practices)
    if not placed:
        of_all = len(practices) == len(signals.catalogue.questionnaire.practices)
        after = goes_on and (of_all or (signals.says(_AFTER) and _describes(signals, practices, least=1)))
        if not (after or (alone and _describes(signals, practices, least=_SEVERAL))):
            return None
        return Query(select="maturity", measure="check", order="after" if after else None, stated=practices)
    if not (own or (practices if judged else _of_the_asker(signals, practices))):
        return None
    return Query(select="maturity", measure="check", named=signals.models, stated=practices)


def asks_where(text: str) -> bool:
    """Whether a text in lower case, models as `§`, asks for the level of what was told: `which § level is that?`"""
    return bool(_JUDGES.search(text) or _PLACED.search(text))


def _told(signals: Signals) -> tuple[tuple[str, Answered], ...]:
    """The practices that are told. `Jenkins and nothing else` denies none that Jenkins may serve."""
    text, questionnaire = signals.whole or signals.text, signals.catalogue.questionnaire
    stated = stated_practices(text, questionnaire)
    if len(stated) < len(questionnaire.practices):
        return stated
    used = [signals.catalogue.tools[name] for name in signals.of(text).tools if not spoken_of(name, questionnaire)]
    phases = {name: practice.phase for name, practice in questionnaire.practices.items()}
    return tuple(
        (name, said) for name, said in stated if said != "no" or not any(tool.covers(phases[name]) for tool in used)
    )


def _describes(signals: Signals, practices: Sequence[tuple[str, Answered]], *, least: int) -> bool:
    """Whether so many practices are told of a team, some of which are in place: `we have CI but deploy by hand`."""
    whole = (signals.whole or signals.text).lower()
    in_place = any(answer == "yes" for _, answer in practices) and not _TROUBLE.search(whole)
    return in_place and len(practices) >= least and bool(_TEAM.search(whole))


def _of_the_asker(signals: Signals, practices: Sequence[tuple[str, Answered]]) -> bool:
    """Whether practices are told of the own team: `automated deployment: which level?` may ask what a level needs."""
    denied = any(answer != "yes" for _, answer in practices)
    return denied or (bool(practices) and bool(_OWN.search((signals.whole or signals.text).lower())))
