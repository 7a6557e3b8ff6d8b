"""The content words of a text: what is left of it when the words that only link or ask are gone."""

import re

from corpus.stemming import plain_stem

_WORD = re.compile(r"[a-z0-9][a-z0-9+#]*")
_SYNONYMS = {
    "ml": "machine learning",
    "finetuning": "fine tuning",
    "finetune": "fine tune",
    "ai": "artificial intelligence",
}
_STOP = frozenset(
    """
    a an the and or but if then than so of in on at to for from by with without into onto over under about as is
    are was were be been being am do does did doing done have has had having can could may might must shall
    should will would not no nor it its this that these those there here i me my mine we us our ours you your
    yours he she him her they them their who whom whose which what when where why how please tell explain
    describe mean means meant say says said study article according know want like give any some all more most
    very just only also too much many lot get gets got make makes made need needs one ones thing things way ways
    good better best use used uses using kind kinds sort sorts type types exactly actually really work works
    worked mlops up down out off again once after before while during same twice part parts bring brings talk
    talks happen happens happened go goes going went come comes came put take takes took keep keeps look looks
    find finds found help helps let lets try thanks thank hi hello hey ok okay yes yeah s t d ll re ve m don
    doesn isn aren didn wasn won couldn shouldn wouldn whats hows bother bit gist brief briefly short shortly
    simple simply basically detail details summary idea point question answer list name names number numbers
    call called between each every other another such own per via etc eg ie vs versus even still always never
    often anyone someone somebody nobody everybody anywhere somewhere appear appears colleague told stuff
    instance people guys folks team teams company companies organization organizations im youre theyre hadnt
    havent isnt arent dont doesnt anything something nothing everything suggest suggests recommend mention
    mentions mentioned connection instead hard harder easy easier normal handy change changes increase increases
    add adds added read write enough reason reasons purpose important importance matter matters benefit benefits
    advantage advantages
    """.split()
)


def terms(text: str) -> list[str]:
    """Stemmed content words, in order and with repeats."""
    words = (part for word in _WORD.findall(text.lower()) for part in _SYNONYMS.get(word, word).split())
    return [plain_stem(word) for word in words if word not in _STOP]
