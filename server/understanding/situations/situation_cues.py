"""By what a told situation is known, and what is asked about it: patterns over a question in lower case."""

import re

from server.query import Select
from server.understanding.pieces.target import KIND_WORDS
from server.understanding.readings.phases import SITS
from server.understanding.words.wordlist import phrases

# What the text itself says or names is for passages to tell.
OF_THE_TEXT = re.compile(
    r"\b(?:paper|text|authors?|article|study|mention\w*|named|says?|said|examples?|describ\w+|explain\w*|role does)\b"
)
FOR_A_STEP = re.compile(
    r"\b(?:tools?|software|products?|platforms?|roles?|jobs?|positions?|people|staff)\b"
    r"(?! (?:costs?|pric(?:es?|ing)|wages?|salar(?:y|ies)|fees?|licen[cs]es?|budgets?|bills?|tables?|column)\b).{0,20}"
    r"\b(?:for|to|in|during|when|do|does|would|should|can|take|help\w*)\b"
    r"|^\W*(?:who|whom)\b"
)
OWN = phrases(
    "we|we['’](?:re|ve|d|ll)|our|ours|us|i|i['’](?:m|ve|d|ll)|my|mine|me|somebody|someone|nobody|everybody|everyone"
)
# Asks for the one who does it; `the roles in monitoring` are a set of the table.
WHO = phrases("who|whom|whose|who['’]?s|somebody|someone|which person|what kind of person")
# Whom one hires first of all, whatever is to be done, cards say.
FIRST_OF_ALL = phrases(r"(?:hire|recruit|employ|need)(?: \w+){0,3} first|first (?:\w+ )?hires?|comes? first")
_PART_OF = "(?:which|what) (?:part|bit|box|corner|stretch|section|step|chapter) of"
IMPLIED: tuple[tuple[Select, re.Pattern[str]], ...] = (
    ("phases", SITS),
    (
        "phases",
        phrases(
            rf"""
    where (?:in|on|along) (?:the|your|our|this|that) (?:\w+ )?(?:lifecycle|life cycle|cycle|process|pipeline|map|picture
    |chart|framework|figure|diagram|drawing)
    where (?:are|do|does|would|should) (?:we|i|that|this|it)(?! (?:get|buy|order|download|fetch|obtain)\b)
    (?<!for )(?<!in )(?<!of )(?:that|this|it) (?:step |task |work )?(?:is )?(?:a )?part of
    step part of
    {_PART_OF} (?:the|that|this|our|your) (?:\w+ )?(?:lifecycle|life cycle|cycle|picture)
    (?:which|what) (?:box|heading|column|drawer|label|slot|chapter|step) (?:of|on|in|is|does|do|would|should|are|am|was)
    (?:under|into) (?:what|which)(?: (?:heading|name|title|label|box))? (?:would|do|does|should) (?:you|i|this|that|it)
    what (?:would|do|should|could) (?:you|i|we|one) (?:file|put|book|list) (?:this|that|it|such)\b.* under
    (?:what|how) (?:would|do|does|should|could|is|are) (?:you |i |we |one )?(?:call|name|label)(?:ed)? (?:this|that|it)
    where (?:would|do|should|does) (?:you|your|i) (?:\w+ )?(?:put|file|place|see) (?:this|that|it|such)
    where (?:am i|we (?:stand|are) (?:in|on)|(?:is|was|are) (?:this|that|these|those)(?: \w+)? (?:in|on) (?:your|the))
    (?:name|call) (?:this|that)|what (?:would|is|was) (?:this|that)(?: be)? in (?:the|your) (?:life ?)?cycle
    """
        ),
    ),
    (
        "tools",
        phrases(
            r"""
    what (?:can|could|do|should|would|might) (?:we|i|you|one) (?:use|adopt|buy|pick|choose|try|install|deploy
    |take(?! (?:care|into|in|account)\b)|have(?! to (?!use|buy|install|take|choose)\w))
    what (?:would|could|can|might|should) help
    """
        ),
    ),
    (
        "roles",
        phrases(
            r"""
    whose (?:job|task|responsibility|business|call|work|turn)|who(?:m|['’]s)?|what do (?:we|i) call the post
    what(?:['’]s| is| would be) (?:the|such a|that|his|her|their) (?:\w+ )?title
    what (?:\w+ ){0,3}(?:job ad|advert|business card|door sign)
    """
        ),
    ),
)
TOOLS = phrases(KIND_WORDS["tools"])
# Who is to decide; nothing of the text is asked.
AUTHORITY = phrases(
    r"""
    (?:according to|by|in|per|as per|following|going by|for) (?:the|your|this) (?:paper|text|authors?|article|study|list
    |table|figure)(?:['’]s)?(?: own)?(?: (?:terms|words|map|figure|table|view|opinion|list|lifecycle))?
    (?:the|your|this) paper(?= (?:\w+ )?(?:put|place|file|call|see|count|have|give|assign)s?\b)
    in (?:the|your) (?:terms|words|language|sense)(?: of (?:the|your|this) (?:paper|text|authors?|study))?
    (?:would|do|should|shall|might) (?:you|we|i|one) say|(?:i|you|we)['’]d say
    who (?:knows|can (?:say|tell(?: me| us)?))
    (?:that |which )?you (?:describe|name|mention)|(?:am i|are we) describing|do(?:es)? (?:that|this|it) describe
    """
)
WANTS = phrases(
    r"needs?|wants?|looking for|after|(?:i|we)['’]d like|would like|someone|somebody|something|anything|how"
)
POINTING = phrases(
    r"(?:that|this) (?:stage|phase|step|job|work|task|part|bit|side|end)|there|(?:for|in|on) (?:it|that|this)"
)
TAKING_PART = phrases(
    r"(?:in|into|on|of|to|at|for) (?:\w+ )?(?:phase|stage)|(?:phase|stage) has|involved|involves?|active|takes? part"
    r"|taking part|participat\w+|(?:in|on|works?|working) (?:it|there)"
)

# `… Which library?`, `which tool would you take?`
ONE_TOOL = phrases(
    r"(?:which|what) (?:\w+ ){0,2}?(?:tool|product|library|framework|platform|service|offer|package|tracker|board|one)"
)

# `which of the tools …`: all that fit are wanted.
SEVERAL = phrases(
    r"(?:tools|products|services|platforms|libraries|frameworks|options|programs|packages|offers|names|those)"
)

# `who is Shannon?`
A_PERSON = re.compile(r"\b[Ww]ho(?:['’]s| is| are| was| were) [A-Z][a-z]+\b")
# `who does it, and with what?`: what no row tells, passages do.
BEYOND_ROWS = re.compile(
    r"(?:,|\band\b|\bor\b|[.?!:;–—-])\W+(?:how(?! (?:much|many)\b)|why|when|with what|what with|where|by what"
    r"|(?:in|with|using|on|by) (?:which|what) (?!phase|stage|price|cost|wage|salary|pay|monthly|role|tool)\w+"
    r"|what (?:should|would|could|must|might|ought) (?!they|he|she|it|that|we|i|the)\w+)"
)
