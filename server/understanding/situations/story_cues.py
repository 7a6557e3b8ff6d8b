"""By what the clause of a story that asks is known, kind by kind: patterns over it in lower case."""

import re

from server.query import Select
from server.understanding.words.wordlist import phrases

_LEAD = (
    r"(?:^|(?<=[(\"'“‘]))\W*(?:(?:and|so|but|or|then|now|ok|okay|well|just|also|please|pls|hence|therefore|because"
    r"|lovely|good|great|right|tell me|i ask(?: myself)?|question|my question|on|in|of|for|to|with|under|at|by|from"
    r"|into|towards?|during)\W+)*"
)
_WE = r"(?:i|we|you|one|they|she|he)"
_ASK_WE = rf"what (?:should|would|could|can|do|shall|might|must|am|are) {_WE}"
_PLACE = r"(?:phase|stage|step|part|box|column|heading|chapter|bit|section|drawer|label|slot|corner|area)"
_PHASE = r"(?:phase|stage)"
_LIST = r"(?:table|list|catalogue|catalog|listed|tools)"
_MAP = r"(?:lifecycle|life cycle|framework|map|figure)"
_TOOL = (
    r"(?:tool|library|framework|software|product|platform|engine|service|package|program|server|tracker|board|database"
    r"|registry|store|solution|app|offer|system|one)"
)
_OBTAIN = (
    r"(?:use|put|take|start|begin|learn|order|buy|get|install|pick|choose|adopt|try|deploy|run|set up|turn to|want|need"
    r"|reach for|replace|look at|have(?! to (?!use|buy|install|take|choose)\w))"
)
_SOUGHT = (
    r"(?:need|want|seek|like|after|look(?:ing)? for|hir(?:e|ing)|searching for|(?:money|budget|post|vacancy|room) for"
    r"|advertis(?:e|ing) for|missing|lack(?:ing)?|short of)"
)
_PERSON = (
    r"(?:someone|somebody|(?:a|one|the) (?:\w+ )?(?:person|man|woman|colleague|hire|head|specialist|expert)"
    r"|the one(?= (?:who|that|to|which)\b))"
)

_PHASES = phrases(
    rf"""
    (?:which|what|whose) (?:\w+ ){{0,3}}?{_PLACE}
    ^\W*(?:\w+ ){{0,3}}(?:phase|stage)\b(?: for (?:this|that|it))?\W*\w*\W*$
    (?:filed?|booked?|goes?|belongs?|counts?|runs?) (?:\w+ ){{0,2}}?under\b(?: what| which)?\W*$
    under (?:what|which)\W*$
    filed under
    {_LEAD}where (?:does|do|did|would|should|shall|is|are|am) (?:\w+ ){{0,4}}?(?:sit|belong|put|file|book|fit|fall|go)
    {_LEAD}where (?:are we|am i|(?:in|on|along) (?:the|your|our|this|that) (?:\w+ )?{_MAP})
    (?:name|call|tell me|know|give me|say|need) (?:me )?(?:the|its|a|which|what) {_PHASE}
    (?:pick|choose|enter|gets?|set|find|needs?|fill in) (?:\w+ ){{0,3}}?{_PHASE}
    the {_PHASE} (?:i['’]m|we['’]re|i am|we are|this is|that is) (?:in|part of)
    the {_PHASE} for (?:it|that|this)
    (?:this|that) {_PHASE}(?: is)? (?:called|named)
    (?:name of|how) (?:this|that|the) {_PHASE}
    {_PHASE} i mean
    where the {_PHASE} (?:should|ought|goes|belongs)
    same (?:thing|one|phase|stage|box|step) or (?:the|a) (?:next|new|another|different)
    or (?:something|anything|the one|the phase|the step) (?:before|after|behind|else)
    what (?:would|do|should) (?:\w+ ){{0,3}}?call (?:this|that|it)
    (?:box|part|step) of the (?:\w+ )?{_MAP}
    timesheet code
    """
)
_ROLES = phrases(
    rf"""
    {_LEAD}(?:who|whom|whose)\b(?! knows|(?: would|['’]d) have| (?:is|was)? ?right)
    (?:know|ask|wonder|decide|tell me) (?:whom|whose|who (?:to|should|could|can|does|must))
    {_SOUGHT} (?:\w+ ){{0,3}}?{_PERSON}
    {_PERSON} (?:on the payroll|on board|in the team)
    (?:employ|hire|need|want|find|get)\b.*\bwhoever
    (?:which|what) (?:\w+ ){{0,3}}?(?:role|job|position|post|profession|specialist|person|expert|title)
    what (?:sort|kind|type) of (?:person|colleague|specialist)
    what(?:['’]s| is) (?:that|this|such a) (?:person|one|colleague|job|position) called
    (?:called|titled?) (?:on|in) (?:a|the)
    (?:on|in|for) (?:the|a|his|her|my|our) (?:\w+ )?(?:contract|job ad|advert|vacancy|job title)
    how (?:is|are|(?:would|do|does) (?:we|you|one) call) (?:his|her|their|that|this|such an?) (?:\w+ )?(?:profession|job
    |role|position|post|person|colleague)
    job title|one title|above the job ad|on whose desk
    which of the (?:13|thirteen)
    missing on the (?:payroll|team)
    the (?:person|role|one) for (?:it|that|this)
    """
)
_TOOLS = phrases(
    rf"""
    ^\W*(?:an? )?(?:[\w-]+ ){{0,3}}?(?:{_TOOL}|alternative|candidate|option)(?:,? (?:please|pls|anyone|anybody))?\W*\?
    ^\W*(?:an? )?(?:[\w-]+ ){{0,2}}?(?:tool|library|framework|software|program|package) (?:to|for|that|which)\b
    ^\W*something (?:to|for|that|which)\b
    (?:which|what|any|some) (?:\w+ ){{0,3}}?{_TOOL}\b(?! (?:of|in) (?:the )?lifecycle)
    {_LEAD}{_ASK_WE} (?:\w+ )?(?:to )?{_OBTAIN}
    {_LEAD}what (?:should|could|can|do|shall) (?:i|we|you|one) (?:\w+ ){{1,4}}?(?:with|in|on top of)
    (?:what|which|anything|something|one|whatever)(?: \w+)? (?:in|on|from|of) (?:that|the|your|this) (?:\w+ )?{_LIST}
    (?:what|which|anything|something|one|whatever)(?: \w+)? (?:in|on|from|of) table (?:iv|4)
    of (?:the|your) listed (?:ones|tools)|which of your tools
    (?:entry|row|line) (?:in|of|on) (?:the|your) (?:table|list)
    (?:is|isn['’]t|are|aren['’]t) there (?:a|an|any|some|not|no|one)(?: \w+){{0,3}}? {_TOOL}
    what is there (?:in|on) the|which do you have|what goes (?:on|in) the
    (?:i['’]m|we['’]re|i am|we are) (?:\w+ )?(?:after|looking for) (?:a|an|something)
    (?:i['’]m|we['’]re|i am|we are) after is
    where (?:do|can|could|would|should) (?:i|we|one) (?:get|buy|fetch|download|obtain) (?:an?|one|some|something|such)
    (?:best|ideal|perfect) would be (?:a|an|something)
    people (?:surely |must )?use (?:surely )?something
    what (?:should|could|would|might) (?:lie|stand|sit|go|be) (?:underneath|below|behind|there)
    what (?:brings|puts|keeps|gets|takes care of|solves) (?:them|it|this|that|us)
    what(?:['’]s| is| would be) (?:the|your) (?:\w+ )?(?:candidate|choice|pick)|what (?:suits|fits|helps)
    what (?!is|was|has|does|costs|means|happens|comes|makes|says|sounds)\w+s (?:it|them|these|those|this|that|us)\b\W*$
    (?:with|by) what (?:do|does|can|could|should|would)|with what\W*$
    name (?:the|a|its) (?:replacement|successor|tool)|name one
    (?:recommend|suggest) (?:me |us )?(?:something|anything|a|one)
    recommendations?|suggestions?|(?:your|any) tips?
    ask of a tool|more i don['’]t ask
    the (?:tool|product) for (?:it|that|this)
    """
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
# What a table ranks is no story's: `I'd take whichever role costs least. Which?`
RANKED = phrases(r"whichever|the (?:one )?(?:cheapest|dearest|(?:lowest|highest|best|worst|least)[- ]paid)")
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
    products|services|platforms|libraries|frameworks|how (?:many|long|often|far|big|old)|most|fewest|least|cheapest
    |dearest|lowe(?:r|st)|highe(?:r|st)|cheaper|dearer|both|together|uncovered|covered|gaps?|remain\w*|in common
    |licen[cs]e\w*
    comes? (?:first|last)
    (?:stack|team|plan) (?:of|for|that|which|with|within)
    """
)
# Of phases, which follow one another, this asks for the one next to what is told.
IN_ORDER = phrases(r"(?:next|before|after|following|preceding) (?:phase|stage|step)|comes? (?:next|before|after)")
# Who is to tell; nothing of the text is asked.
AUTHORITY = phrases(
    r"""
    (?:of|in|by|per|from|under|does|would|do) (?:the|your|this) (?:paper|text|authors?|article|study|framework|list
    |table|figure|lifecycle)(?:['’]s)?(?: own)?(?: (?:terms|words|cast|map|figure|table|view|list|lifecycle))?
    """
)
