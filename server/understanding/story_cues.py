"""By what the clause of a story that asks is known, kind by kind: patterns over it in lower case."""

import re

from server.query import Select
from server.understanding.wordlist import phrases

_LEAD = (
    r"(?:^|(?<=[(\"'“‘]))\W*(?:(?:and|so|but|or|then|now|ok|okay|well|just|also|please|pls|hence|therefore|because"
    r"|lovely|good|great|right|tell me|i ask(?: myself)?|question|my question|on|in|of|for|to|with|under|at|by|from"
    r"|into|towards?|during)\W+)*"
)
_WE = r"(?:i|we|you|one|they|she|he)"
_ASK_WE = rf"what (?:should|would|could|can|do|shall|might|must|am|are) {_WE}"
_PLACE = r"(?:phase|stage|step|part|box|column|heading|chapter|bit|section|drawer|label|slot|corner|area)"
_MAP = r"(?:lifecycle|life cycle|framework|map|figure)"
_TOOL = (
    r"(?:tool|library|framework|software|product|platform|engine|service|package|program|server|tracker|board|database"
    r"|registry|store|solution|app|offer|system|one)"
)
_OBTAIN = (
    r"(?:use|put|take|start|begin|learn|order|buy|get|install|pick|choose|adopt|try|deploy|run|set up|turn to|want|need"
    r"|reach for|replace|look at|have)"
)
_SOUGHT = (
    r"(?:need|want|seek|like|after|look(?:ing)? for|hir(?:e|ing)|searching for|(?:money|budget|post|vacancy|room) for"
    r"|advertis(?:e|ing) for|missing|lack(?:ing)?|short of)"
)
_PERSON = (
    r"(?:someone|somebody|(?:a|one|the) (?:\w+ )?(?:person|man|woman|colleague|hire|head|specialist|expert)"
    r"|the one (?=who|that|to|which))"
)

_PHASES = re.compile(
    rf"\b(?:which|what|whose) (?:\w+ ){{0,3}}?{_PLACE}\b"
    rf"|^\W*(?:\w+ ){{0,3}}(?:phase|stage)\b(?: for (?:this|that|it))?\W*\w*\W*$"
    rf"|\b(?:filed?|booked?|goes?|belongs?|counts?|runs?) (?:\w+ ){{0,2}}?under\b(?: what| which)?\W*$"
    rf"|\bunder (?:what|which)\W*$|\bfiled under\b"
    rf"|{_LEAD}where (?:does|do|did|would|should|shall|is|are|am) (?:\w+ ){{0,4}}?"
    rf"(?:sit|belong|put|file|book|fit|fall|go)\b"
    rf"|{_LEAD}where (?:are we|am i|(?:in|on|along) (?:the|your|our|this|that) (?:\w+ )?{_MAP})\b"
    rf"|\b(?:name|call|tell me|know|give me|say|need) (?:me )?(?:the|its|a|which|what) (?:phase|stage)\b"
    rf"|\bthe (?:phase|stage) (?:i['’]m|we['’]re|i am|we are|this is|that is) (?:in|part of)\b"
    rf"|\bsame (?:thing|one|phase|stage|box|step) or (?:the|a) (?:next|new|another|different)\b"
    rf"|\bor (?:something|anything|the one|the phase|the step) (?:before|after|behind|else)\b"
    rf"|\b(?:pick|choose|enter|gets?|set|find|needs?|fill in) (?:\w+ ){{0,3}}?(?:phase|stage)\b|\btimesheet code\b"
    rf"|\bwhere the (?:phase|stage) (?:should|ought|goes|belongs)\b|\b(?:phase|stage) i mean\b"
    rf"|\b(?:name of|how) (?:this|that|the) (?:phase|stage)\b"
    rf"|\b(?:this|that) (?:phase|stage)(?: is)? (?:called|named)\b"
    rf"|\bwhat (?:would|do|should) (?:\w+ ){{0,3}}?call (?:this|that|it)\b"
    rf"|\b(?:box|part|step) of the (?:\w+ )?{_MAP}\b|\bthe (?:phase|stage) for (?:it|that|this)\b"
)
_ROLES = re.compile(
    rf"{_LEAD}(?:who|whom|whose)\b(?! knows|(?: would|['’]d) have| (?:is|was)? ?right)"
    rf"|\b(?:know|ask|wonder|decide|tell me) (?:whom|whose|who (?:to|should|could|can|does|must))\b"
    rf"|\b{_SOUGHT} (?:\w+ ){{0,3}}?{_PERSON}|\b{_PERSON} (?:on the payroll|on board|in the team)\b"
    rf"|\b(?:which|what) (?:\w+ ){{0,3}}?(?:role|job|position|post|profession|specialist|person|expert|title)\b"
    rf"|\bon whose desk\b|\b(?:called|titled?) (?:on|in) (?:a|the)\b|\bone title\b"
    rf"|\b(?:on|in|for) (?:the|a|his|her|my|our) (?:\w+ )?(?:contract|job ad|advert|vacancy|job title)\b"
    rf"|\b(?:employ|hire|need|want|find|get)\b.*\bwhoever\b|\bjob title\b|\babove the job ad\b"
    rf"|\bwhat (?:sort|kind|type) of (?:person|colleague|specialist)\b"
    rf"|\bwhat(?:['’]s| is) (?:that|this|such a) (?:person|one|colleague|job|position) called\b"
    rf"|\bwhich of the (?:13|thirteen)\b|\bmissing on the (?:payroll|team)\b"
    rf"|\bthe (?:person|role|one) for (?:it|that|this)\b"
)
_TOOLS = re.compile(
    rf"\b(?:which|what|any|some) (?:\w+ ){{0,3}}?{_TOOL}\b(?! (?:of|in) (?:the )?lifecycle)"
    rf"|{_LEAD}{_ASK_WE} (?:\w+ )?(?:to )?{_OBTAIN}\b"
    rf"|{_LEAD}what (?:should|could|can|do|shall) (?:i|we|you|one) (?:\w+ ){{1,4}}?(?:with|in|on top of)\b"
    rf"|\b(?:what|which|anything|something|one|whatever)(?: \w+)? (?:in|on|from|of) (?:that|the|your|this) (?:\w+ )?"
    rf"(?:table|list|catalogue|catalog|listed|tools)\b|\bof (?:the|your) listed (?:ones|tools)\b"
    rf"|\b(?:is|isn['’]t|are|aren['’]t) there (?:a|an|any|some|not|no|one)(?: \w+){{0,3}}? {_TOOL}\b"
    rf"|\b(?:i['’]m|we['’]re|i am|we are) (?:\w+ )?(?:after|looking for) (?:a|an|something)\b"
    rf"|\b(?:i['’]m|we['’]re|i am|we are) after is\b"
    rf"|\bwhat (?:should|could|would|might) (?:lie|stand|sit|go|be) (?:underneath|below|behind|there)\b"
    rf"|\bname (?:the|a|its) (?:replacement|successor|tool)\b|\b(?:best|ideal|perfect) would be (?:a|an|something)\b"
    rf"|\bask of a tool\b|\bmore i don['’]t ask\b|\bpeople (?:surely |must )?use (?:surely )?something\b"
    rf"|\bwhat (?:suits|fits|helps)\b|\b(?:with|by) what (?:do|does|can|could|should|would)\b"
    rf"|\bname one\b|\b(?:your|any) tips?\b|\bwith what\W*$|\bwhat is there (?:in|on) the\b|\bwhich do you have\b"
    rf"|\b(?:entry|row|line) (?:in|of|on) (?:the|your) (?:table|list)\b|\bwhich of your tools\b"
    rf"|\bwhat (?:brings|puts|keeps|gets|takes care of|solves) (?:them|it|this|that|us)\b|\bwhat goes (?:on|in) the\b"
    rf"|\bthe (?:tool|product) for (?:it|that|this)\b|\brecommendations?\b|\bsuggestions?\b"
    rf"|\b(?:recommend|suggest) (?:me |us )?(?:something|anything|a|one)\b"
)
# In this order: `which tool for that phase?` asks for the tool, `who files it under which phase?` for the phase.
ASKED: tuple[tuple[Select, re.Pattern[str]], ...] = (("phases", _PHASES), ("roles", _ROLES), ("tools", _TOOLS))
# What tells of a person or a thing: `the guy who left`, `a bucket policy which …`.
RELATIVE = re.compile(
    r"^\W*(?:who|whom|whose|which|where)\b(?! (?:should|do|does|did|must|shall|could|would|can|is|are|else|then|now|of"
    r"|phase|stage|role|tool|one|job|desk|task|turn)\b)"
)
# `what is it?`, of a kind that stands elsewhere; `which would that be?`, of a tool where none does.
POINTING = re.compile(
    r"^\W*(?:(?:and|so|but|good|ok|okay|now|go on|or)\W+)*(?:which|what)(?: one)?(?:['’]s| is| was| would)"
    r" (?:it|that|this)(?: be)?(?: then)?\b(?! \w+ part of)|\bin which one\W*$"
)
WHICH = re.compile(r"^\W*(?:(?:and|so|but|then|now|go on)\W+)*which(?: one)?(?: (?:is|would) (?:it|that)(?: be)?)?\W*$")
NOUNS: tuple[tuple[Select, re.Pattern[str]], ...] = (
    ("phases", phrases(r"phases?|stages?|lifecycle|(?:right|wrong|which) (?:column|box|step|heading)")),
    ("roles", phrases(r"roles?|job ad|job title|vacancy|hire|hiring")),
    ("tools", phrases(r"tools?|software|librar(?:y|ies)|frameworks?|products?")),
)
# Another of what was asked before: `and what about …?`, `and the day after, when …?`
LIKEWISE = re.compile(
    r"\W*(?:(?:good|ok|okay|lovely|great|thanks|right|yes|no|wait)\W+){0,3}"
    r"(?:and|or|but|then|what about|how about|now)\b"
)
# `is that model development already?`
WHETHER = re.compile(r"\bis (?:that|this|it)\b.*\b(?:already|still|yet|or (?:something|anything|the one))\b")
OF_LEVELS = phrases(r"maturity|ladder|(?:maturity |automation )?levels?")
# A set of the tables is asked for, or what they tell of each, and not where just this belongs.
OF_A_SET = phrases(
    r"""
    tools (?:are|have|do|cover|support|can|could|should|would|cost|that)|(?:roles|people) (?:are|do|take|cover|that)
    products|services|platforms|libraries|frameworks|how (?:many|much|long|often|far|big|old)|most|fewest|least|cheapest
    |dearest|lowest|highest|both|together|uncovered|covered|gaps?|remain\w*|in common|price|cost\w*|licen[cs]e\w*
    (?:next|before|after|following|preceding) (?:phase|stage|step)|comes? (?:next|before|after|first|last)
    (?:stack|team|plan) (?:of|for|that|which|with|within)
    """
)
# Who is to tell; nothing of the text is asked.
AUTHORITY = phrases(
    r"""
    (?:of|in|by|per|from|under|does|would|do) (?:the|your|this) (?:paper|text|authors?|article|study|framework|list
    |table|figure|lifecycle)(?:['’]s)?(?: own)?(?: (?:terms|words|cast|map|figure|table|view|list|lifecycle))?
    """
)
