"""Which conditions of Figure 2 a question states as met or unmet."""

import re

from corpus.practices import Answered
from server.understanding.words.polarity import Subject, said_of
from server.understanding.words.wordlist import phrases

# Having some data is not having plenty: `with our data` says nothing of how much there is.
_PLENTY = r"""
    ha(?:ve|s|d)(?! to)|having|got|owns|we own|owned|plenty|plentiful|lots?|loads|many|ample|enough
    abundan\w+|sufficient\w*|huge|large|massive|vast|tons?|terabytes?|petabytes?|\d+ ?[tp]b
    millions?|billions?|thousands?|hundreds?|rich|big|great|available
    at hand|access|in[- ]house|strong|experienced|skilled|seasoned|senior|dedicated|capable|can|able|yes
    yep|sure|ready|in place|there is|there are|there's|employ\w*|covered|secured|solid|deep|extensive|unlimited|afford
    \d+|two|three|four|five|six|seven|eight|nine|ten|dozens?|several|a team of|will|would|plan to|committed|good
    excellent|top|world[- ]class|okay|ok|fine|high[- ]quality|clean|curated|well[- ]labell?ed|more than|buy|rent|hire
    met|true|(?:is|are|all) t?here|long on
    """
# `everything we need` lacks nothing, nor does who has a `special need`.
_MET = "".join(f"(?<!{word} )" for word in ("everything we", "everything you", "all we", "all you", "special"))
_SCARCE = phrases(
    rf"""
    {_MET}(?<!specific )(?<!speciali[sz]ed )need\w*
    lack\w*|missing|absent|scarce|scant|few|little|limited|insufficient\w*|tiny|short|shortage|poor|messy|dirty|noisy
    small(?! (?:team|group|company|start-?up|firm|but))|low[- ]quality|only|just (?:an?|one|two|some)|inadequate|weak
    thin|sparse|outdated|problem\w*|issue|bottleneck|obstacle|object|concern|constrain\w+|expensive|costly|unable|impossible|incapable
    struggl\w+|juniors?|beginners?|newcomers?|newbies|difficult|hard to|out of|beyond|unavailable|fail\w*|too much
    biased|unreliable|bad|unmet|false|modest|running low|unlikely
    """
)
_RECORDS = r"(?:data|data ?sets?|records|documents|texts|files|transcripts|notes|logs|reports)"
_MAY = (
    r"(?:can['’]t|won['’]t|(?:must|could|should|would|is|are|has|have|do|does)(?:n['’]t)?|cannot|can|may|shall|will"
    r"|not|never|ever|only|be|being|to|allowed|permitted|supposed|forbidden|needs?|simply|all|always)"
)
_HANDED = r"(?:shared|sent|uploaded|exported|transferred|exposed|disclosed|handed (?:over|out)|given (?:away|out|to))"
_AWAY = (
    r"(?:leav(?:e|es|ing)\b|(?:go(?:es|ing)?|gets?|mov(?:e|es|ed|ing)|put)"
    r" (?:to|out|outside|into|abroad|online|anywhere)|(?:stay|remain|live|be kept|kept)\w*"
    rf" (?:in|inside|within|on|at|here|with|local|private|secret|put)\b|{_HANDED})(?: (?:the|our|this|that) \w+)?"
)
_HANDING = (
    r"(?:shar(?:e|ing)|send(?:ing)?|upload(?:ing)?|export(?:ing)?|giv(?:e|ing)|hand(?:ing)?|mov(?:e|ing)"
    r"|leak(?:ing)?|expos(?:e|ing)|transfer(?:ring)?)"
)
# Where data may go says nothing of how much there is: `our data must not leave the house`, `we cannot share records`.
_KEPT = re.compile(
    rf"\b(?:(?:(?:no|any|our|my|the) )?(?:[\w-]+ )?{_RECORDS}|that|which)(?: {_MAY})* {_AWAY}"
    rf"|\b{_HANDING}(?: (?:away|out|over))?(?: (?:any|our|my|the|such))?(?: [\w-]+)? {_RECORDS}\b",
    re.IGNORECASE,
)
_HAVING = phrases(f"{_PLENTY}\nwith|given")
_NEVER = phrases(r"(?!)")

_EXPERTISE = Subject(
    "expertise",
    phrases(
        r"""
        (?:speciali[sz]ed )?(?:(?:ml|machine learning|ai|llm|nlp|deep learning)[ -])?(?:expert\w*|specialists?)
        talent\w*
        know[- ]how|skills?|skilled people|competenc\w+|phds?|postdocs?|data engineers?|data science(?: team| people)?
        (?:(?:ml|machine learning|ai|research|data) )?(?:researchers?|scientists?)
        (?:ml|machine learning|ai|llm|nlp|deep learning) (?:engineers?|people|staff|team|skills?)
        (?:ml|machine learning|ai|llm|nlp|deep learning) (?:background|experience|knowledge)
        know\w* (?:\w+ ){0,4}(?:train\w*|ml|machine learning|llms?|deep learning|models?)
        (?:trained|built) (?:an? |any |such |many |several )?(?:\w+ )?(?:models?|llms?|one)(?: before)?
        """
    ),
    _HAVING,
    _SCARCE,
)
_COMPUTE = Subject(
    "compute",
    phrases(
        r"""
        gpus?|tpus?|[ahv]100s?|h200s?|b200s?|accelerators?|graphics cards?|(?:speciali[sz]ed )?hardware|compute
        computers?|comput(?:ing|ational) (?:power|resources?|capacity|budget)|servers?|clusters?|data ?cent(?:re|er)s?
        supercomputers?|horsepower|processing power|cloud (?:credits?|budget)
        """
    ),
    _HAVING,
    _SCARCE,
)
_ORDINARY_COMPUTERS = Subject(
    "compute", phrases(r"cpus?(?:[- ]only)?|laptops?"), _NEVER, _NEVER, sure=True, flipped=True
)
# `two months of notes` are not plenty.
_HANDFUL = r"""
    (?:an?|one|two|three|four|five|six|\d|couple of|few) (?:days?|weeks?|months?)['’]?(?: worth)? of
    an? (?:handful|couple|dozen|folder|drawer|shoe ?box|binder) of|\d{1,3} (?:examples|documents|records|notes|texts)
    """
# So many `documents` may be plenty or not, unless more is said of them.
_COUNTED = (
    r"(?:\d[\d,.]*k?|(?:dozens?|hundreds?|thousands?)(?: of)?) (?:[\w-]+ ){0,2}?(?:examples|documents|records"
    r"|transcripts|notes|logs|reports|texts?|contracts|manuals|tickets|e-?mails|letters|articles|files|pdfs|pages|reviews"
    r"|calls|chats)"
)
_AMPLE = phrases(
    r"plenty|ample|enough|abundan\w+|sufficient\w*|huge|large|massive|vast|high[- ]quality|clean|curated"
    r"|well[- ]labell?ed|labell?ed|millions?|billions?|\d+ ?[tp]b|tons?"
)
_DATA = Subject(
    "data",
    phrases(
        r"""
        data|datasets?|data ?sets?|corpus|corpora|examples|documents|records|transcripts|notes|logs|reports
        archives?|texts?|contracts|manuals|tickets|e-?mails|letters|articles|case files
        tokens
        """
    ),
    re.compile(rf"\A(?!.*(?:{phrases(_COUNTED).pattern}))(?=.*(?:{phrases(_PLENTY).pattern}))|{_AMPLE.pattern}"),
    re.compile(f"{_SCARCE.pattern}|{phrases(_HANDFUL).pattern}"),
)
_MAINTENANCE = Subject(
    "maintenance",
    phrases(
        r"""
        maintain\w*|maintenance|upkeep|re-?train\w*|updating it
        look(?:ing)? after (?:it|one|them|that|the (?:model|thing))
        keep(?:ing)? (?:\w+ ){1,3}(?:up[- ]to[- ]date|current|fresh|running|alive|going|maintained)
        (?:operate|support|update|run) (?:it|one|the model)|continuous\w* (?:updat\w+|improv\w+|train\w+)
        long[- ]term support
        """
    ),
    _HAVING,
    _SCARCE,
)
_EXISTING = Subject(
    "specialised need",
    phrases(
        r"""
        (?:existing|off[- ]the[- ]shelf|general(?:[- ]purpose)?|generic|public) (?:\w+ )?(?:llms?|models?|ones?)
        (?:ready[- ]made|commercial|standard|available|pre-?trained|hosted) (?:\w+ )?(?:llms?|models?|ones?|chatbots?)
        gpt(?:-\d\w*)?|chatgpt|llama
        """
    ),
    phrases(
        r"""
        works?|enough|suffic\w*|fine|good|great|ok|okay|serves?|do(?:es)? (?:the job|well|fine|it)|covers?|satisf\w+
        handles?|perfect\w*|adequate|solves?|does everything|all we need|happy
        """
    ),
    phrases(
        r"""
        fail\w*|falls? short|struggl\w*|useless|insufficient|poor\w*|bad\w*|too (?:generic|general|weak|broad)|miss\w*
        breaks?|wrong|hallucinat\w*|inadequate|unsuitable|unusable
        """
    ),
    flipped=True,
)
_PLAIN_WORK = r"(?:generic|ordinary|standard|simple|common|general(?:[- ]purpose)?|plain|usual|basic|everyday)"
_ORDINARY_NEED = Subject(
    "specialised need",
    phrases(
        rf"""
        (?:use case|task|application|needs?|requirements?|problem|domain|questions?)s?(?: \w+){{0,2}} {_PLAIN_WORK}
        {_PLAIN_WORK}(?: \w+)? (?:chat\w*|assistants?|use cases?|tasks?|needs?|questions?|summari[sz]\w+)
        run[- ]of[- ]the[- ]mill
        """
    ),
    _NEVER,
    _NEVER,
    sure=True,
    flipped=True,
)
_SPECIAL_NEED = Subject(
    "specialised need",
    phrases(
        r"""
        speciali[sz]\w*|domain[- ]specific|niche|bespoke|specific to our|peculiar|unusual|arcane|exotic|esoteric|special
        tailor[- ]?made|tailored|one of a kind|jargon
        (?:unique|own|rare) (?:domain|language(?! models?)|vocabulary|terminology|needs?|requirements?|field)
        """
    ),
    _NEVER,
    phrases(r"lack\w*|unnecessary|needless|overkill"),
    sure=True,
)
# The order matters: `data scientists` are people, `specialised hardware` is compute.
_SUBJECTS = (
    _EXPERTISE,
    _COMPUTE,
    _ORDINARY_COMPUTERS,
    _DATA,
    _MAINTENANCE,
    _EXISTING,
    _ORDINARY_NEED,
    _SPECIAL_NEED,
)


def stated_conditions(text: str) -> tuple[tuple[str, Answered], ...]:
    """Names of the conditions that the text says are met (`yes`) or not (`no`); those left open are left out.
    What is only partly there is not met: every condition asks for plenty."""
    told = said_of(_KEPT.sub(" ", text), _SUBJECTS)
    return tuple((name, "yes" if answer == "yes" else "no") for name, answer in told)
