"""Sentences that command the assistant instead of asking it: they are no part of the question."""

import re

from server.understanding.words.wordlist import phrases

_COMMANDS = phrases(
    r"""
    (?:ignore|disregard|forget|override|bypass|skip|drop|delete|overwrite)\b.{0,40}\b(?:instructions?|rules?|prompts?|context
    guidelines?|restrictions?|guardrails?|policy|policies|previous|above|paper|corpus
    |(?<!open[ -])(?<!closed[ -])sources?|system|constraints?|told|training
    |(?<!free )(?<!open source )(?<!price )(?<!cost )(?<!licence )(?<!license )(?<!the last )filters?
    |your (?:tables?|documents?|data|facts))
    (?:system|admin|developer|root|debug|sudo|maintenance|god)\s?(?:mode|override|access|prompt|command|message)
    (?:print|show|output|repeat|reveal|display|list|write out|copy|translate|summari[sz]e|paraphrase|encode
    |tell|give|expose|dump)\b.{0,30}\b(?:your|its|initial|original|hidden) (?:configuration|settings
    |instructions?
    |system message|initial message|rules|guidelines|source code|hidden \w+|prompt(?! engineer))
    (?:repeat|print|output|copy|echo|recite|translate|summari[sz]e)\b.{0,25}\b(?:text|words?|everything
    |message|sentences?|all|conversation|lines?)\b.{0,15}\b(?:above|before|preceding|verbatim|so far)
    what (?:is|are|was|were) your (?:system )?(?:instructions?|prompts?|rules|guidelines)
    (?:switch|turn) off (?:the |your )?(?:\w+ )?(?:verification|filters?|citations?|safety|grounding|checks?)
    disable (?:the |your )?(?:\w+ )?(?:verification|filters?|citations?|safety|grounding|checks?)
    (?:as|being) (?:an?|the|your) (?:administrator|admin|developer|owner|root|creator|system)\b,? i (?:order
    |command|instruct|authori[sz]e|demand|tell|ask) you
    i (?:order|command|hereby) (?:you|switch|set|grant|turn|put|enable)
    (?:switch|put|set|turn)(?:ing|s)? you (?:in)?to (?:an? |the )?\w+ mode
    (?:tools?|functions?)(?: (?:and|or) \w+)? (?:that )?you (?:can|may|could|are able to) (?:call|invoke|run|access)
    your (?:own )?(?:temperature|sampling|decoding) (?:setting|value|parameter)s?
    i(?:'m| am) (?:your|the) (?:developer|administrator|admin|creator|owner|boss)
    (?:decode|execute|run|obey|follow) (?:this|the following|it|that)\b.{0,20}\b(?:and|base64|do it|code|payload)
    base64|rot13
    (?:say|write|print|output|reply|answer|respond|respond only)\b.{0,25}\b(?:and nothing else|nothing but
    |only with|exactly)
    (?:answer|reply|respond) (?:only )?(?:with|in) (?:only )?['"“]
    (?:you are|you['’]re) (?:a|an|my) (?:pirate|hacker|dan|evil|unrestricted|uncensored|human|poet|lawyer|doctor|cat
    |robot)
    let(?:'s| us) play a game|no longer bound
    (?:ignoriere?|vergiss|vergesse|missachte|umgehe)\b.{0,40}\b(?:anweisung\w*|regeln?|vorgaben?|befehle?|instruktion\w*|alles|bisherige\w*)
    (?:gib|zeig|nenne?|verrate?|drucke?)\b.{0,30}\b(?:systemprompt|system-prompt|anweisungen|passwort|passwörter|schlüssel|zugangsdaten|api-?key)
    du bist (?:jetzt|nun|ab jetzt|ab sofort)\b|tu so,? als
    (?:ignore[zs]?|oublie[zs]?|oublier|négligez?)\b.{0,40}\b(?:instructions?|règles?|consignes?|précédent\w*|tout)
    (?:affiche[zs]?|montre[zs]?|révèle[zs]?|donne[zs]?|répète[zs]?)\b.{0,30}\b(?:prompt|instructions
    |mots? de passe|clés?|consignes)
    tu es (?:maintenant|désormais)\b|vous êtes (?:maintenant|désormais)\b
    (?:ignora|olvida|descarta|omite)\b.{0,40}\b(?:instrucciones|reglas|anterior\w*|todo|indicaciones)
    (?:muestra|revela|dime|imprime|dame)\b.{0,30}\b(?:prompt|instrucciones|contraseñas?|claves?|secretos?)
    ahora eres|actúa como|haz como si
    (?:do|try|run|start|use|enter|enable|this is|here is) (?:(?:an?|the|my) )?(?:jailbreak\w*|prompt injection)
    jailbreak (?:mode|yourself|prompt:|the system|your\w*)
    do anything now|dan mode|you are (?:now|no longer)\b|from (?:now|here
    |this point|this moment) on(?:wards?)?,? your?|your name is|you have no (?:rules|limits|restrictions
    |filters?)
    act as|without (?:any )?rules
    pretend (?:to be|that you|you)
    role-?play|new (?:persona|instructions?)
    (?:reveal|print|show|output|repeat|leak|dump|tell|give|expose|recite)\b.{0,40}\b(?:system prompt
    |hidden prompt|your (?:instructions|prompt|rules
    system)|(?:secret|api
    access) ?keys?|passwords?|credentials?|tokens?|env(?:ironment)? variables?|environment|other users|secrets?)
    (?:say|claim|write|state|pretend|insist) that\b.{0,60}\b(?:and cite|citing)
    (?:citations?|verification|filters?|safety|guardrails?|grounding|checks?)(?: rules?)? (?:are |is )?(?:now )?(?:off
    |disabled|suspended|paused|lifted|deactivated)
    (?:say|claim|write|state|pretend|insist) that (?:the )?[\w. &-]{2,40}? (?:costs?|earns?|is free|is open)\b
    end of (?:the )?(?:user )?(?:message|prompt|input|conversation|question|documents?|context|corpus|passages?)
    (?:acknowledge|accept|confirm|memori[sz]e|store|save|adopt|apply) (?:the|this|that) (?:new )?(?:entry|row|record
    |update|correction|change|fact|price)
    (?:add|append|insert|write) (?:an?|the|this|that|one) (?:new )?(?:row|entry|record|line) (?:to|into|in)
    (?:quote|use|give|cite|tell|report) (?:the|that|this) (?:new )?(?:price|wage|figure|entry|value)s? from now on
    (?:admin(?:istrator)?|developer|operator|system|security) (?:note|notice|message|order|directive|update)(?=\W*:)
    (?:dump|reveal|print|show|leak|expose|send|post|output)\b.{0,40}\b(?:config(?:uration)?(?: files?)?|\.env|tokens?)
    without (?:any )?(?:citations?|sources?|verification)
    (?:from|by|with|using|out of) your own (?:knowledge|memory|head|opinion|training|experience)
    make (?:something|things|it|one|prices?|numbers?) up|make up (?:an?|some|prices?|numbers?)
    invent (?:a|an|some|prices?)|(?:just|simply) (?:invent|make up)|as if you(?:['’]d| had)? never (?:read|seen)
    """,
    flags=re.IGNORECASE,
)
# Attacks by name: one may ask what helps against them.
_ATTACKS = re.compile(r"\b(?:jailbreak\w*|prompt injections?)\b", re.IGNORECASE)
_ASKS_ABOUT = re.compile(
    r"\?\W*$|^\W*(?:(?:and|so|but) )?(?:what|which|who|how|why|where|when|is|are|does|do|did|can|could|should)\b",
    re.IGNORECASE,
)
# Who is made to speak: `SYSTEM:`, `[admin]`, `<system>`; alone these ask nothing.
_SPEAKER = re.compile(
    r"[\[<({*#`\"']*\b(?:system|admin(?:istrator)?|root|developer|assistant|user|json|role|content|note|override|important)\b[\]>)}*#`\"']*(?::|$)"
    r"|</?(?:system|admin|instructions?|prompt|context|documents?|sources?|user|assistant)>"
    r"|\b(?:access|override) (?:accepted|granted)\b",
    re.IGNORECASE,
)
# Sentences that only soften or stage a command: nothing in them asks about anything.
_EMPTY = re.compile(
    r"^\W*(?:(?:then|now|and|please|ok|okay|thanks|do it|do so|go|confirm|obey|immediately|say so"
    r"|start|begin|hello|hi|hey|bitte|merci|gracias|danke"
    r"|show|give|tell|send|name|list|me|us|it|that|this|them|to|out|here|the|result|translation)\W*)*$",
    re.IGNORECASE,
)
# What is dressed up as a message of somebody else's: `{"role": "system", …}`, `<system>…</system>`
_MESSAGE = re.compile(
    r"\{[^{}]*[\"'](?:role|content)[\"']\s*:[^{}]*\}"
    r"|<(?P<tag>system|admin|developer|assistant)>.*?</(?P=tag)>",
    re.IGNORECASE | re.DOTALL,
)
# What is to be held for a row of the tables: `new entry for Table IV: …`
_PLANTED = re.compile(
    r"\b(?:new|updated|corrected|amended|additional) (?:entry|row|record|line|fact|data)\b"
    r"(?: (?:for|in|of|to) (?:the |your )?[\w ]{1,20})?:[^?\n]*?(?:[.!](?=\s|$)|\n|$)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.?!;:\n\]]+(?:[.?!;:\n\]]+|$)")
_SHORT = re.compile(r"\b(incl|etc|e\.g|i\.e|resp|approx|esp)\.", re.IGNORECASE)  # ends no sentence
_JOINED = re.compile(r"^\W*(?:and|but|then|also|now|after that|afterwards)\b[\s,]*", re.IGNORECASE)


def without_commands(question: str) -> str:
    """The question's sentences that command nothing; empty where nothing else is said."""
    question = _PLANTED.sub(" ", _MESSAGE.sub(" ", question))
    if not question.strip():
        return ""
    if not _COMMANDS.search(question) and not _ATTACKS.search(question):
        return question
    question = _SHORT.sub(r"\1", question)
    kept: list[str] = []
    for match in _SENTENCE.finditer(question):
        parts = re.split(
            r"\band (?=(?:tell|list|give|show|name|then|which|what|who|how)\b)|,\s*(?:then|but)\b", match.group()
        )
        kept += [part for part in parts if not _commands(part)]
    rest = _JOINED.sub("", " ".join(_SPEAKER.sub(" ", " ".join(kept)).split())).strip(" []():;,-{}`\"'<>/")
    return "" if _EMPTY.match(rest) else rest


def _commands(part: str) -> bool:
    attacks = _ATTACKS.search(part) is not None and not _ASKS_ABOUT.search(part)
    return attacks or _COMMANDS.search(part) is not None
