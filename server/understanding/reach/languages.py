"""Questions in another language than English, by the small words that each language cannot do without."""

import re

# A single letter is a code (`D`, `M`) or what an apostrophe leaves of a word, unless it has an accent.
_WORD = re.compile(r"[^\W\d_]{2,}|[àèéóú]")
_ENGLISH = frozenset(
    """
    a about again all also am an and any are as at be been but by can come comment could did die do does done each
    for from get give had has have he her here his how i if in into is it its just list made make man many me mean more
    most much must my no non not of on one only or os other our out over per pour pro main sale sea she should
    so some son such than that the their them then there these they this those to too up us very was war we were wet
    what when where which who why will with would you your
    """.split()
)
_LANGUAGES = {
    "German": """
        aber als am an auch auf aus bei beim bin bis brauche brauchen braucht das dass dem den der des die dies diese
        dieser dieses du durch ein eine einem einen einer eines er erkläre erklär erklären es für gibt habe haben hat
        ich ihr im in ist kann kannst kein keine können könnte kostet kosten macht man mein meine mich mir mit nach
        nicht noch nur oder ohne sein sich sie sind sollte sollten über um und uns unser unsere unterschied von vom
        vor wann war warum was welche welcher welches wenn wer werden wie wieso wir wird wo wofür wozu zu zum zur
        zwischen bitte funktioniert bedeutet heißt
    """,
    "French": """
        à au aux avec avez ce ces cette combien comment dans de des du elle en est et être expliquer expliquez
        explique faire fait faut il ils je la le les leur ma mais me mes moi mon ne nos notre nous on ou où par pas
        peut peux pour pourquoi qu quand que quel quelle quelles quels qui quoi sa sans se ses si son sont sur ta
        te tu un une veut vos votre vous différence entre
    """,
    "Spanish": """
        al como cómo con cual cuál cuales cuáles cuando cuándo cuanto cuánto cuesta de del donde dónde el ella en
        entre es ese esta está están este esto explica explicar explícame funciona hacer hay la las le lo los mas más
        me mi mis muy necesito no nos nuestro para pero por porque puede puedo que qué quien quién se ser significa
        sin sobre son su sus tiene un una unas unos ya yo diferencia
    """,
    "Italian": """
        al alla anche che chi come con cos cosa cosè così da dal dei del della delle di dove è ed fra gli ho il in io
        la le lo ma me mi nel nella non per perché più posso può qual quale quali quando quanto quanti questa questo
        se sei si sia sono su sul tra tu un una uno differenza spiega spiegami funziona significa
    """,
    "Portuguese": """
        ao aos as até com como da das de do dos é ela ele em entre essa esse esta este eu explique faz há isso já mais
        mas me meu minha na nas não no nos nossa nosso onde os ou para pela pelo por porque posso pode qual quais
        quando quanto que quem se sem ser seu são sobre sua também tem um uma você vocês diferença funciona significa
        preciso
    """,
    "Dutch": """
        aan al als bij dan dat de der deze die dit doe doen door een en er heb hebben heeft het hoe hun ik in is je
        jij kan kunnen leg maar mag me meer met mij mijn moet naar niet nog of om onze ons ook op over te tot tussen
        uit uitleggen van veel verschil voor waar waarom wanneer wat we welke werkt wie wij wil worden wordt zijn zo
        zonder betekent kost nodig
    """,
}
_WORDS = {name: frozenset(words.split()) for name, words in _LANGUAGES.items()}
_FEWEST = 2


def other_language(text: str) -> str | None:
    """The language of a text that is not English: `Welche Phasen gibt es?`; None for English, in which a word of
    another language may stand."""
    words = _WORD.findall(text.lower())
    said = {name: [word for word in words if word in own] for name, own in _WORDS.items()}
    name = max(said, key=lambda each: (len(said[each]), sum(word not in _ENGLISH for word in said[each])))
    foreign = [word for word in said[name] if word not in _ENGLISH]
    english = [word for word in words if word in _ENGLISH and word not in _WORDS[name]]
    return name if len(said[name]) >= _FEWEST and len(foreign) > len(english) else None
