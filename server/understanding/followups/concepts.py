"""Follow-ups on a concept: `tell me more`, `an example?`, `when do I need it?` behind `what is RAG?`, and on two of
them, `what's the difference?`"""

import re

from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.followups.turn import Turn
from server.understanding.words.wordlist import alternatives

_ASKS = alternatives(
    r"""
    what(?:['’]s| is| are| does| do|s)(?: exactly)?|what about|how about|define|explain(?: to me)?(?: what)?|describe
    tell me (?:more |something )?about|tell me what|how do(?:es)?|give me (?:an? )?(?:overview|examples?) (?:of|for)
    why (?:do (?:we|i|you) need|is|are|use|does|do)|when (?:do|should) (?:i|we|you) (?:need|use)|do (?:i|we|you) need
    what (?:is|are) the (?:benefits?|advantages?|purpose|challenges|risks|point) of
    i (?:do not|don['’]t) understand|meaning of|definition of|which tool should i use for
    """
)
_CONCEPT_ASKED = re.compile(
    r"^\W*(?:(?:hi|hello|hey|so|ok|okay|and|but|please|now|then|well|thanks|great)\W+)*"
    rf"(?:(?:can|could|would) you (?:please )?|please )?(?:{_ASKS})\s+(?:an? |the )?(?P<concept>[^?.!,;:]+?)"
    r"(?: (?:is|are|work|works|mean|means|stand for|do|does|important|needed|good for|used for|matter|happen|necessary"
    r"|in (?:simple|plain) (?:terms|words|english)|in practice|simply|briefly|to me|please|exactly|useful))*\W*$",
    re.IGNORECASE,
)
# A bare noun: `feature store?`
_BARE = re.compile(r"^\W*(?:and )?(?P<concept>[\w&/-]+(?: [\w&/-]+){0,2})\W*$", re.IGNORECASE)
_PAIR = re.compile(
    r"\b(?:differences? between|compare|distinguish) (?:an? |the )?(?P<one>[\w -]+?) (?:and|with|from) (?:an? |the )?"
    r"(?P<other>[\w -]+?)\W*$"
    r"|\b(?:is|are|does|do) (?P<new>[\w -]+?) (?:different|differ) (?:from|to|than) (?P<old>[\w -]+?)\W*$"
    r"|^\W*(?P<first>[\w -]+?) (?:vs\.?|versus|or) (?:an? )?(?P<second>[\w -]+?)(?:, which .*)?\W*$",
    re.IGNORECASE,
)
_NO_CONCEPT = re.compile(
    r"\b(?:it|its|that|this|they|them|these|those|you|we|i|he|she|me|one|ones|which|who|how|what|why|where|when|not|phases?"
    r"|tools?|roles?|next|first|last|second|best|cost|costs|more|there|example|difference|free|yes|no|thanks?|thank|hello"
    r"|hi|ok|okay|sure|please|help|go on|is|are|should|can|does)\b",
    re.IGNORECASE,
)
_WORDS = 4
_LEAD = r"^\W*(?:(?:and|ok|okay|so|please|now|but|great|thanks|hmm)\W+)*(?:(?:can|could|would) you (?:please )?)?"
_PLEASE = r"(?:please|pls|thanks|then|now|again)?\W*"
_OF_IT = r"(?: (?:about|of|for|on) (?:it|that|this))?"


def _alone(listing: str) -> re.Pattern[str]:
    """A pattern for any of the lines where nothing but courtesy stands around it."""
    return re.compile(rf"{_LEAD}(?:{alternatives(listing)})\W*{_PLEASE}$", re.IGNORECASE)


_ASKED_FOR = r"(?:(?:give|show|tell) me |do you have |is there |have you got |what(?:['’]s| is| would be) )?"
_MORE = _alone(
    rf"""
    {_ASKED_FOR}(?:some |a bit |a little )?(?:more(?: details?| info| information)?|(?:further )?details){_OF_IT}
    go on|elaborate(?: on (?:it|that|this))?|what else
    """
)
_SIMPLER = _alone(
    r"""
    (?:(?:explain|say|put|describe|tell me) )?(?:it |that |this )?(?:a bit |a little |even |more )?(?:simpler|simply
    |easier
    |in (?:simple|simpler|plain|easy|layman['’]?s|other) (?:terms|words|english|language)
    |like (?:i['’]?m|i am|im) (?:five|5))
    i (?:do not|don['’]t|dont) (?:understand|get)(?: it| that| this)?
    (?:that['’]?s |it['’]?s |too )+(?:complicated|technical|difficult)
    what does (?:that|it|this) mean|explain (?:it|that|this)(?: to me)?
    """
)
_EXAMPLE = _alone(
    rf"""
    {_ASKED_FOR}(?:an? |some |another )?(?:\w+ )?examples?{_OF_IT}
    for (?:example|instance)|like what|such as(?: what)?
    """
)
_WHY = _alone(r"(?:but )?why|why (?:is that|so)(?: important)?|what for")
_REPHRASED = (
    (_MORE, "Tell me more about {}"),
    (_SIMPLER, "Explain {} in simple terms"),
    (_EXAMPLE, "Give me an example of {}"),
    (_WHY, "Why does {} matter?"),
)
# What a phase is, is told with all that its card says of that.
_MORE_OF_A_PHASE = "Why does {} matter?"
_DIFFERENCE = _alone(
    r"""
    (?:(?:what(?:['’]s| is| are)|tell me|explain) )?(?:the |any )?(?:main )?differences?(?: between (?:the two|the both
    |these(?: two)?|those(?: two)?|them|both(?: of them)?))?
    how (?:do|are) (?:they|these|those|the two)(?: two)? (?:differ|different)(?: from each other)?
    compare (?:them|the two|these|those|both)(?: two)?|(?:are|is) (?:they|that|it|these) (?:not )?the same(?: thing)?
    """
)
_CHOICE = _alone(
    r"""
    which(?: one| of (?:them|the two|these|those))?(?P<asks> should (?:i|we) (?:use|choose|take|pick)
    | is (?:the )?(?:more |most )?\w+| do (?:i|we) (?:need|take|use|choose)| to (?:use|choose|take|pick))
    """
)
_ASKS_OF_IT = re.compile(
    _LEAD + r"(?:why|when|how|what|who|which|where|should|do|does|is|are|can|could|will|would)\b", re.IGNORECASE
)
_IT = re.compile(
    r"(?<!\bis )(?<!\bwhat )(?<!\bdoes )\b(?:it|that|this|them|those|these)\b"
    r"(?! (?:phase|tool|role|one|level|step|is|are)\b)"
    r"|(?<=\bis )it\b|(?<=\bdoes )(?:it|that|this)\b"
    r"|(?<=\bis )(?:that|this)(?= (?:different|used|needed|important|necessary)\b)",
    re.IGNORECASE,
)
_SHORT = 9
_TOOL_FOR = "Which tool should I use for {}?"
_TOOL = _alone(
    r"""
    (?:which|what) tools? (?:(?:should|can|could) (?:i|we) (?:use|take)|do (?:i|we) (?:need|use)
    |(?:can|could) do (?:it|that|this)|is (?:best|good|right|used)|helps?|to use)(?: for (?:it|that|this))?
    """
)
_PHASES = re.compile(
    r"^\W*(?:(?:and|so|ok|okay|then|now)\W+)*(?:what|which) are (?:all )?(?:the |its )?(?:\w+ )?(?:phases|stages)"
    r"(?: (?:of|in) (?:it|mlops|(?:the |an? )?(?:\w+ )?life ?cycle))?\W*$",
    re.IGNORECASE,
)
_EXPLAINED = _alone(
    r"""
    (?:explain|describe) (?:them|these|those|each(?: (?:of them|one|phase))?)(?: \w+)?
    what do (?:they|these|those) (?:mean|do)|what (?:happens|is done) in (?:each|every one)(?: of them)?
    """
)


def of_the_concept(said: FollowUp, thread: Thread) -> str | None:
    """What it asks, with the concept of the turns before in it: `Give me an example of RAG`; None where it leans on
    no concept."""
    last = thread.last
    if _EXPLAINED.match(said.text) and _lists_phases(last):
        return "Explain each phase"
    if any(mention.kind != "phase" for mention in said.mentions):
        return None
    concepts = _concepts(thread)
    if not concepts:
        return None
    one = concepts[0]
    if _PHASES.match(said.text):
        return "What are the phases of the lifecycle?" if "llm" not in one.lower() else "What are the steps of LLMOps?"
    for pattern, asked in _REPHRASED:
        if pattern.match(said.text):
            phases = thread.catalogue.phases.values()
            of_a_phase = pattern is _MORE and one.lower() in {
                w.lower() for each in phases for w in (each.code, each.name)
            }
            return (_MORE_OF_A_PHASE if of_a_phase else asked).format(one)
    if len(concepts) > 1 and _DIFFERENCE.match(said.text):
        return f"What is the difference between {concepts[1]} and {one}?"
    choice = _CHOICE.match(said.text)
    if choice is not None and not thread.linker.aspects(said.text):
        return f"{concepts[1]} or {one}, which one{choice['asks']}?" if len(concepts) > 1 else _TOOL_FOR.format(one)
    if _TOOL.match(said.text):
        return _TOOL_FOR.format(one)
    found = list(_IT.finditer(said.text))
    if len(found) == 1 and len(said.text.split()) <= _SHORT and _ASKS_OF_IT.match(said.text):
        return f"{said.text[: found[0].start()]}{one}{said.text[found[0].end() :]}"
    return None


def _lists_phases(turn: Turn) -> bool:
    query = turn.query
    return query is not None and query.select == "phases" and not (query.named or query.by or query.phases)


def _concepts(thread: Thread) -> tuple[str, ...]:
    """The concepts of the last turns in a row that asked for one or two each, the newest first."""
    found: list[str] = []
    for turn in reversed(thread.turns):
        asked = _asked(turn, thread)
        if not asked:
            break
        found += [concept for concept in asked if concept.lower() not in map(str.lower, found)]
    return tuple(found)


def _asked(turn: Turn, thread: Thread) -> tuple[str, ...]:
    """The concepts that a turn asked for; none where it asked a table, or for a tool, a role or a model."""
    if turn.query is not None and turn.query.select != "aspects":
        return ()
    pair = _PAIR.search(turn.question)
    if pair is not None:
        names = [pair["other"] or pair["second"] or pair["new"], pair["one"] or pair["first"] or pair["old"]]
    else:
        match = _CONCEPT_ASKED.match(turn.question) or _BARE.match(turn.question)
        names = [match["concept"]] if match is not None else []
    names = [name.strip() for name in names]
    fits = all(len(name.split()) <= _WORDS and not _NO_CONCEPT.search(name) for name in names)
    other = any(mention.kind != "phase" for name in names for mention in thread.linker.link(name))
    return tuple(names) if fits and not other else ()
