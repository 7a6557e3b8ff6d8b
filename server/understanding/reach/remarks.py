"""Remarks between questions: `wow, that is a lot`, `hello, I study law`, `are you a real person?`. They ask for nothing
that a source could tell, and change nothing of what is spoken of."""

import re

from corpus.linker import Linker
from server.understanding.pieces.headcount import MONTHS, ONE, SPAN, USERS
from server.understanding.pieces.pieces import find_pieces
from server.understanding.words import cues as ask
from server.understanding.words.talk import SMALL_TALK
from server.understanding.words.wordlist import phrases

_LONGEST = 12
_MARKS = " .,!-–—…*:;()'\"“"
_OPENS = phrases(
    r"""
    oh (?:my )?dear|l+o+l\w*|rofl|(?:ha|he)+h?\w{0,3}|hm+|omg|wtf|wow|whoa|oh|ah+a?|ugh|phew|ouch|gosh|damn|yikes
    |oops|huh|yay|nah|meh
    hi|hiya|hello|hallo|hey|howdy|greetings|morning|evening|bye|goodbye|see you|later|cu|ttyl|brb|afk|back
    ok(?:ay)?|right|alright|well|yes|yeah|yep|indeed|true|really|seriously|exactly|sure|thanks?|thank you|cheers|sorry
    interesting|nice|great|cool|fine|perfect|awesome|amazing|lovely|super|excellent|brilliant|splendid|wonderful|terrific
    neat|sweet|funny|crazy|insane|hilarious|sad|impressive|surprising|poor|bless|shame|(?:what )?a (?:shame|pity)
    (?:pleased|nice|glad|good|great) to meet you|i see(?: what you mean)?|all right|no kidding|you made my day
    |good (?:morning|afternoon|evening|day|night|grief|lord|point|stuff|to (?:know|hear
    |see))|fair enough|not bad
    no (?:way|worries|problem|matter|rush)|never mind|whatever|take your time|so far so good|(?:my )?(?:goodness|god
    |word)
    (?:that )?makes sense|got it|understood|noted|sounds (?:good|great|fair|fine|right|reasonable|expensive|about right)
    (?:just )?(?:one|a|give me a) (?:sec|second|moment|minute)|hang on|hold on|let me (?:think|see)
    just (?:chatting|checking|testing|curious|looking|browsing|wondering)|what an? (?!tool|role|phase)\w+|how (?:nice
    |sad|funny|odd|strange|interesting)
    you(?:['’]re| are)(?: \w+)? (?:helpful|kind|great|nice|good|funny|smart|clever|quick|fast|amazing|the best|welcome)
    """
)
_REMARKS = re.compile(
    r"^\W*(?:(?:that|this|it|these|those)(?:['’]s|['’]re| is| are| was| were| sounds?| looks?| seems?| makes?"
    r"| helps?)\b"
    r"|i(?:['’]m| am| see\b| study| work| live| come| like| love| trust| believe| agree| hope| guess| understand"
    r"| know| just| was just)\b"
    r"|my (?:name|boss|colleagues?|coffee)\b|what a (?!tool|role|phase)|poor )"
)
# Questions about whom one talks to.
_OF_THE_ADVISOR = re.compile(
    r"\b(?:are|r) (?:you|u) (?:really |actually |just |only |perhaps |maybe )*"
    r"(?:an? |the |some (?:kind|sort) of (?:an? )?)?(?:real |actual |living |true |human |talking )*"
    r"(?:person|human(?: being)?|bot|robot|machine|ai|chatbot|computer|program|someone|real|alive|there|listening)\b"
    r"|\byou(?:['’]re| are) (?:really |just |only )?(?:an? )?(?:real )?(?:person|human|bot|robot|machine|ai|computer)\b"
    r"|\bwho am i (?:talking|speaking|chatting|writing) (?:to|with)\b"
    r"|\b(?:am i|are we|is this) (?:\w+ )?(?:talking|speaking|chatting|writing|typing) (?:to|with) (?:an? "
    r"|the )?(?:real )?"
    r"(?:person|human(?: being)?|bot|robot|machine|ai|chatbot|computer)\b"
    r"|\b(?:are|aren['’]t|do|don['’]t|would) you (?:\w+ )?"
    r"(?:sick|tired|bored|happy|sad|lonely|fond|enjoy|hate|mind|feel)\b"
    r"|\b(?:do|can) you (?:sleep|dream|eat|feel|get tired|(?:understand|hear|read|see) me)\b|\b(?:is )?any(?:body"
    r"|one) (?:there|here|home)\b|\bhow are you\b|\bwhat(?:['’]s| is) your name\b"
)
# A request, however it is put.
_WANTS = phrases(
    r"""
    which|what|whats|who|whose|how|why|where|when|list|show|give|tell|name|find|write|compare|count|explain|describe
    remove|drop|without|with|only|just the|instead|rather|mean|meant|want|wanted|need|needed|looking|asking|asked
    those|them|they|both|first|second|third|last|other|others|another|next|rest|each|every|none|again|more|less|same
    (?:so|will|is|does|did|has) (?:it|that|they|he|she)|(?:is|are) there|btw|by the way
    wrong|typo|correction|forget|never ?mind|add|plus|minus|can you|could you|would you|do you|let['’]?s|for|per|cheap
    must|should|have to|has to|the ones
    """
)
_CUES = (ask.COST, ask.WAGE, ask.MIN, ask.MAX, ask.COUNT, ask.TOTAL, ask.GAP, ask.MEAN, ask.LICENCE, ask.COMPARE)
_TIMES = (USERS, ONE, SPAN, *(pattern for _, pattern in MONTHS))


def is_talk(text: str, linker: Linker) -> bool:
    """Whether the text only greets, reacts or wonders about the advisor."""
    if SMALL_TALK.fullmatch(text.strip()):
        return True
    lower, mentions = text.lower(), linker.link(text)
    if len(lower.split()) > _LONGEST or mentions or any(map(str.isdigit, text)):
        return False
    behind = _OPENS.sub("", lower, count=1)
    if _OF_THE_ADVISOR.search(lower):
        return not find_pieces(text, mentions, wages=False)
    if "?" in text or not (_OPENS.match(lower.lstrip(_MARKS)) or _REMARKS.match(lower)):
        return False
    states = find_pieces(text, mentions, wages=False)
    return not (states or any(pattern.search(behind) for pattern in (_WANTS, *_CUES, *_TIMES)))
