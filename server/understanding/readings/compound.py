"""Several questions in one: `what does X cost, and which roles work in M?`, `1) tools for M 2) the wage of an X`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.linker import Mention
from server.conjunctions import affirmed
from server.understanding.pieces.focus import NAMES_ALONE, family, within
from server.understanding.pieces.pieces import Piece
from server.understanding.pieces.replacement import sort_of
from server.understanding.pieces.target import KIND_WORDS, marked
from server.understanding.words.wordlist import alternatives

_FILLER = (
    r"(?:(?:(?:first|second|third|next|last|other|another|different) (?:question|thing|topic|point)"
    r"|quick question|according to the (?:paper|tables?|study)|thanks|thank you|thx"
    r"|please|so|ok|okay|hi|hello|hey|oh|and|also|then|plus|next|first(?:ly)?|second(?:ly)?|third(?:ly)?|finally"
    r"|furthermore|moreover|besides|additionally|sep[ae]rately|likewise|lastly|afterwards|unrelated(?:ly)?|kindly"
    r"|while (?:you['’]re|you are|we['’]re|we are|i['’]m) at it|(?:on|in) (?:another|a different) (?:note|matter)"
    r"|one more(?: thing| question)?|apart from that|on top of that"
    r"|(?:i )?(?:also )?(?:want|need) to know"
    r"|(?:can|could|would) you(?: please)?|tell me|let me know|i wonder|by the way|btw"
    r"|(?:state|say|specify)(?= (?:which|what|who|how)\b))\b[\s,:]*)*"
)
# Where one may end and another begin; the last kind joins more than questions.
_NUMBER = r"\(?(?:\d[.)]|[a-h]\))\s+"
_NO_NAME = r"(?!(?:free|open|paid|also|not|there|the|a|an|good|fit|suitable|meant|[\w-]+ed)\b)"
_ASKS = re.compile(
    rf"[^\w§¤]*(?:{_NUMBER})?{_FILLER}(?:"
    + alternatives(
        rf"""
        (?:(?:by|at|for|in|to|under|with|on|from) (?:the )?)?(?:what|which|whom
        |how (?:much|many|far|expensive|dear|costly|pricey))
        (?:i|we)(?:['’](?:m|re)| am| are)? (?:also )?(?:want|need|looking for|require|seek)\b(?! to\b)
        (?:i|we)(?:['’]d| would)? (?:also )?(?:like|want|need)(?: you)? to (?:see|know|find|get|count|list|have)\b
        how (?:do|does|did|can|could|should|would|will|is|are|to|you|we|one|they|it)
        (?:is|are) there (?:any |some )?
        (?:do|does|did|is|are|can|could|has|have|will|would) (?:it|they|he|she|these|those|that)
        whats|what['’]s|who|whose|(?:the )?other way (?:a?round|about)|vice[- ]versa
        (?:give me|show me|list|name|count|find|show|tell us|give us|compare|indicate|rank|sort|state|specify
        |report|provide)\b
        (?:is|are|does|do|has|have|can|was|were|did) (?:the |a |an |any |all |there )*(?:§|tools?|roles?|phases?
        |(?:ml|llm)ops)
        (?:is|are|does|do|can) {_NO_NAME}[\w.-]+ (?:[\w.-]+ )?(?:free|open|costs?
        |covers?|used|priced|billed|ticked|support|in|for)\b
        """
    )
    + r")"
)
_NUMBERED = rf"(?:^|(?<=[\s,;:.?!])){_NUMBER}"
_ENDS = r"(?<=[.?!;])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)\s+"
_SENTENCE = re.compile(rf"[.?!]\W*{_FILLER}$")
_SENTENCE_END = re.compile(r"[.?!](?=\s|$)")
_TURN = re.compile(
    rf"(?:(?P<firm>\s*[,;:]?\s*(?:and\s+)?{_NUMBERED}|{_ENDS})|\s*,\s*(?:(?:and|but|then|also|plus)\b,?\s*)*"
    rf"|\s+(?:and|but|plus|n)\b,?\s+|\s*[+&]\s*){_FILLER}"
)
# `free tools for X`, `the wage of a Y`: asked for without a verb.
_SETS = r"(?:tools?|roles?|jobs|people|software|products|stuff)\b"
_COLUMNS = r"(?:prices?|costs?|fees?|wages?|salar(?:y|ies)|pay|totals?|phases?|licen[cs]es?)\b"
_MOST_TURNS = 60  # a text of more is a list, and slow to look through
_ENDS_IN_COLUMN = re.compile(rf"\b{_COLUMNS}\W*$")
_FRAMES = (
    r"(?:what|which|who|how|is|are|does|do|of|among|amongst|from|for|in|with|within|between|out|at|to|by|considering"
    r"|given|besides|apart|without|if|when|as|we|i|our|my|you)\b"
)
_NAMES = re.compile(
    rf"[^\w§¤]*(?:{_NUMBER})?{_FILLER}(?!{_FRAMES})(?:"
    r"(?:the |and )*(?:monthly )?(?:price|cost|wage|salary|pay) (?:of|for) [\w-]+|(?:[\w'’$-]+ ){0,4}?(?:"
    rf"{_SETS}[^.?!;]*¤|¤+ (?:[\w-]+ )?{_SETS}|{_COLUMNS}[^§¤.?!;,]*§|§+(?:['’]s?)? (?:[\w-]+ )?{_COLUMNS}"
    rf"|§+, {_COLUMNS}(?=\W*[?.;]|\W*$)|(?P<stated>{_SETS})))"
)
# `and of the ¤ people, who …`
_OF_WHICH = re.compile(r"\W*(?:(?:and|but|so|now|ok) )*(?:of|among|amongst|from|out of|for|in|with|as)\b")
_WANTS_TO_KNOW = re.compile(
    r"\b(?:tell (?:me|us)|know|wonder|say|see|find out) (?:if|whether|what|which|who|whom|how|whose)\b"
)
_SET_AGAINST = re.compile(
    r"\b(?:compar\w+|contrast|differ\w*|between|versus|vs|gap|share|common|combined|joint|union"
    r"|(?:sum|total) of|add(?:ing)? (?:up|together))\b"
)
# What leans on the clause before, and so is no question of its own.
_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|she|his|her|this|these|those|such|either(?! (?:the |an? )?[§¤])"
    r"|neither|ones?|same(?! time)|others?"
    r"|vice[- ]versa|the (?:two|three|four)(?! of\b)"
    r"|another|else|each|respectively|former|latter|rest|remaining|remains?|left|above|again"
    r"|both(?= of (?:them|these|those)| (?:cost|cover|are|do|have|take|work|earn)\b|[\s?.!]*$)"
    r"|(?<!are )(?<!is )there(?! (?:is|are|any)\b)"
    r"|that(?! (?:(?:the |an? )?§|[a-z]+s|are|cover|cost|do|have|take|work|pay|earn|serve|support|can|will|would)\b))\b"
)
_RANKS = re.compile(r"\b(?:high|low|cheap|dear|pric|few|small|larg|bigg|broad|narrow)\w*est\b|\b(?:most|least)\b")
_SUBJECT = re.compile(
    rf"§|(?<!\w)(?:{KIND_WORDS['tools']}|{KIND_WORDS['roles']})(?!\w)"
    r"|\b(?:phases?|stages?|people|who|whose|levels?|models?|titles?|prices?|costs?|free|open|whatever"
    r"|how much|(?:ml|llm)ops|pay|wages?|salar(?:y|ies)|earns?)\b"
)
_NOUN = re.compile(r"\b(?:which|how many|what) (tool|role)s?\b")
# `which tools cover X and which cover Y`: the noun is left out.
_WITHOUT_NOUN = re.compile(
    r"(?:which|how many)(?: ones)?"
    r"(?= (?:cover|do|are(?! the)|have|has|support|serve|work|help|cost|for|in|at)\b(?! not\b|n['’]t)[^§?]*(?:\?|$))"
)
_WHICH_NOT = re.compile(r"(?:which|how many)(?: ones)? (?:are|do|have|cost)(?: not|n['’]t)\W*")
# `what are they?` wants no more than the names that the question before finds.
_ONLY_LISTS = re.compile(
    r"\W*(?:what|which|who|whose)(?: (?:ones?|tools?|roles?))? (?:are|is) (?:they|it|these|those|that)\W*"
    r"|\W*(?:name|list|show) (?:me )?(?:them|those)(?: all| too| as well)?\W*(?:please\W*)?",
    re.IGNORECASE,
)
# `… , and at what wage?`: of those that the question before finds.
_BARE = re.compile(
    r"\W*(?:(?:at|for|of|on|with|under) )?(?:what|which|how much) (?:[\w-]+ )?"
    r"(?:prices?|costs?|wages?|salar(?:y|ies)|pay|fees?|amounts?|licen[cs]es?)\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Part:
    """One of several questions; where it `leans`, only those before tell what it is about."""

    text: str
    leans: bool


@dataclass(frozen=True)
class _Text:
    """A text in which tools and roles are `§` and phases `¤`, with what is stated of them; `leaning` where questions
    that lean on the one before count as well."""

    masked: str
    mentions: Sequence[Mention]
    pieces: Sequence[Piece]
    leaning: bool

    def asks(self, start: int, end: int) -> bool:
        """Whether a question begins there: one with a verb, or the name of what is wanted."""
        return bool(_ASKS.match(self.masked, start, end)) or self.names(start, end)

    def names(self, start: int, end: int) -> bool:
        """Whether it names what is wanted, without a verb."""
        named = None if _OF_WHICH.match(self.masked, start, end) else _NAMES.match(self.masked, start, end)
        return named is not None and (named["stated"] is None or bool(within((start, end), self.pieces)))

    def says(self, start: int, end: int) -> bool:
        """Whether there is anything to answer in it."""
        leans = self.leaning and any(lean.search(self.masked, start, end) for lean in (_LEANS, _RANKS, _WHICH_NOT))
        return bool(leans or _SUBJECT.search(self.masked, start, end) or within((start, end), self.mentions))

    def parts(self) -> list[tuple[int, int]]:
        """Spans of the questions; what is told before the first belongs to it, what leans on one to that one."""
        spans: list[tuple[int, int]] = []
        start = 0
        turns = [*_TURN.finditer(self.masked)]
        if len(turns) > _MOST_TURNS:
            return []
        for turn, end in zip(turns, [*(after.start() for after in turns[1:]), len(self.masked)], strict=False):
            if self._turns(turn, (start, turn.start()), (turn.end(), end)):
                told = self._told_before(start, turn.start())
                spans.append((start, told or turn.start()))
                start = told or turn.end()
        return [*spans, (start, len(self.masked))]

    def _told_before(self, start: int, end: int) -> int | None:
        """Where sentences begin that stand between one question and the next: they tell of the next."""
        asked = self.masked.rfind("?", start, end - 1)
        return asked + 1 if asked >= 0 and within((asked + 1, end), self.mentions) else None

    def _turns(self, turn: re.Match[str], before: tuple[int, int], after: tuple[int, int]) -> bool:
        if not self.says(*before) or not self._asking(before):
            return False
        if not self.leaning and NAMES_ALONE.fullmatch(self.masked, *after):
            return False  # `price of §? and §?`
        anew = self._sentence(turn.end()) if "?" in self.masked[slice(*before)] else None
        elliptic = _WITHOUT_NOUN.match(self.masked, *(anew or after)) or _WHICH_NOT.fullmatch(self.masked, *after)
        if elliptic and not (self.leaning and _LEANS.search(self.masked, elliptic.end(), after[1])):
            instead = self.leaning and self.states_instead(before, after)
            return (instead or self.noun(before, after) is not None) and "but" not in turn.group()
        if anew is not None and self.says(*anew):
            return self.leaning or not _LEANS.search(self.masked, *anew)
        if not self.says(*after):
            return False
        if _ASKS.match(self.masked, after[0]):
            leans = not self.leaning and _LEANS.search(self.masked, *after)
            return not (leans or "but" in turn.group())  # `but who is not in X`
        if self._labelled(before) and self._labelled(after):
            return not _LEANS.search(self.masked, *after)
        # Without a verb: after one without, or on a new line of thought; `the total of X and Y pay` is one.
        alike = self.masked[after[0] : after[0] + 1] != "§" or _ENDS_IN_COLUMN.search(self.masked, *before)
        apart = bool(turn["firm"]) or (alike and not _SET_AGAINST.search(self.masked, *before))
        last = (after[0], len(self.masked))
        return bool(apart) and self.names(*last) and (bool(turn["firm"]) or self._names_last(before))

    def _sentence(self, start: int) -> tuple[int, int] | None:
        """The sentence that begins there and ends with a question mark."""
        end = _SENTENCE_END.search(self.masked, start)
        if end is None or end.group() != "?" or not _SENTENCE.search(self.masked, 0, start):
            return None
        return start, end.end()

    def _names_last(self, span: tuple[int, int]) -> bool:
        """Whether the last clause before it names what is wanted: `two lists: ¤ tools, ¤ roles`."""
        colon = self.masked.rfind(": ", *span)
        return self.names(*span) or (colon > 0 and self.names(colon + 2, span[1]))

    def _labelled(self, span: tuple[int, int]) -> bool:
        """`X: how much?`, one mark after the other."""
        return self.masked[span[1] - 1 : span[1]] == "?" and bool(within(span, self.mentions))

    def states_instead(self, before: tuple[int, int], after: tuple[int, int]) -> bool:
        """Whether the question behind states something in place of a part of the one before."""
        if _WHICH_NOT.fullmatch(self.masked, *after):
            return bool(within(before, self.pieces))
        stated, restated = (
            {sort_of(affirmed(piece.condition)) for piece in within(span, self.pieces)} for span in (before, after)
        )
        return bool(restated) and restated < stated

    def noun(self, before: tuple[int, int], after: tuple[int, int]) -> str | None:
        """What the question behind is about as well, where both state the like: `tools`."""
        told = self.masked[: before[1]]
        like = [{family(piece) for piece in within(span, self.pieces)} for span in (before, after)]
        noun = _NOUN.search(told) if "§" not in told and like[0] and like[0] == like[1] else None
        return f"{noun[1]}s" if noun else None

    def _asking(self, span: tuple[int, int]) -> bool:
        """Whether one of its sentences asks, or a clause in one: others may tell before."""
        if "?" in self.masked[slice(*span)] or _WANTS_TO_KNOW.search(self.masked, *span):
            return True
        starts = [span[0], *(end.end() for end in re.finditer(r"[.?!;:,]\s+", self.masked[slice(*span)]))]
        return any(self.asks(start if start == span[0] else span[0] + start, span[1]) for start in starts)


def joins(text: str) -> bool:
    """Whether there is anywhere that one question could end and another begin."""
    return _TURN.search(text.lower()) is not None


def separate(text: str, mentions: Sequence[Mention], pieces: Sequence[Piece]) -> tuple[Part, ...]:
    """The questions in a text, without those that only want what the one before finds listed; none where there is one
    question."""
    whole = _Text(marked(text, mentions), mentions, pieces, leaning=True)
    spans = whole.parts()
    if len(spans) < 2:
        return ()
    alone = {start for start, _ in replace(whole, leaning=False).parts()}
    questions = [Part(_ended(text[slice(*spans[0])].strip()), leans=False)]
    for before, (start, end) in pairwise(spans):
        left_out = _WITHOUT_NOUN.match(whole.masked, start, end)
        noun = whole.noun(before, (start, end)) if left_out else None
        if left_out and noun:
            said = f"{left_out.group().removesuffix(' ones')} {noun}{text[left_out.end() : end]}"
        else:
            said = _ended(re.sub(rf"^\W*{_FILLER}", "", text[start:end], flags=re.IGNORECASE).strip())
        if not _ONLY_LISTS.fullmatch(said):
            questions.append(Part(said, leans=start not in alone or bool(_BARE.fullmatch(said))))
    return tuple(questions)


def _ended(question: str) -> str:
    """The question with an end of its own, where it stood before another."""
    return question if question[-1:] in ".?!" else f"{question}?"
