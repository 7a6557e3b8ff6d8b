"""Which conditions of Figure 2 a question states as met or unmet."""

from server.understanding.polarity import Subject, said_of
from server.understanding.wordlist import phrases

_UP = r"""
    ha(?:ve|s|d)(?! to)|having|got|owns?|owned|plenty|lots?|loads|many|ample|abundan\w+|enough|sufficient\w*|huge|large
    massive|vast|tons?|terabytes?|petabytes?|\d+ ?[tp]b|millions?|billions?|thousands?|hundreds?|rich|big|great
    available|at hand|access|in[- ]house|strong|experienced|skilled|seasoned|senior|dedicated|capable|can|able|yes|yep
    sure|ready|in place|there is|there are|there's|employ\w*|covered|secured|solid|deep|extensive|unlimited|afford
    \d+|two|three|four|five|six|seven|eight|nine|ten|dozens?|several|a team of|will|'ll|would|plan to|committed|good
    excellent|top|world[- ]class|okay|ok|fine|high[- ]quality|clean|curated|well[- ]labell?ed|more than we|buy|rent
    met|given|true|check"""
_DOWN = r"""
    lack\w*|missing|absent|scarce|scant|few|little|limited|insufficient|small(?! (?:team|group|company|start-?up|firm))
    tiny|short|shortage|poor|messy|dirty|noisy|low[- ]quality|only|just (?:an?|one|two|some)|inadequate|weak|thin|sparse
    outdated|problem\w*|issue|bottleneck|constrain\w+|expensive|costly|need\w*|unable|impossible|incapable|struggl\w+
    juniors?|beginners?|newcomers?|newbies|difficult|hard to|out of|beyond|unavailable|fail\w*|without|too much
    biased|unreliable|bad|unmet|false|worr\w+|insufficiently|modest|running low|scrape by|unlikely"""
_UP_WORDS, _DOWN_WORDS = phrases(_UP + "\n with"), phrases(_DOWN.replace("|without", ""))
_NOTHING = phrases(r"(?!x)x")

# The order matters: `data scientists` are people, `specialised hardware` is compute.
_SUBJECTS = (
    Subject(
        "expertise",
        phrases(
            r"""
            (?:ml|machine learning|ai|llm|nlp|deep learning|speciali[sz]ed|in[- ]house)?[ -]*
            |(?:expert\w*|specialists?|talent\w*|know[- ]how|skill(?:s|ed)?(?: people)?|competenc\w+)
            (?:ml |machine learning |ai |research |data )?(?:researchers?|scientists?)|phds?|postdocs?
            (?:ml|machine learning|ai|llm|nlp|deep learning) (?:engineers?|people|staff|team|experience|knowledge|background)
            know\w* (?:\w+ ){0,4}(?:train\w*|ml|machine learning|llms?|deep learning|models?)
            (?:trained|built) (?:an? |any |such |many |several )?(?:\w+ )?(?:models?|llms?|one|thing like that)(?: before)?
            data engineers?|data science(?: team| skills| people)?
            """
        ),
        _UP_WORDS,
        _DOWN_WORDS,
    ),
    Subject(
        "compute",
        phrases(
            r"""
            gpus?|tpus?|[ahv]100s?|h200s?|b200s?|accelerators?|graphics cards?|(?:\w+ )?hardware|computing|comput(?:e|ers?)
            (?:compute|computing|computational) (?:power|resources?|capacity|budget)|servers?|(?:gpu )?clusters?
            data ?cent(?:re|er)s?|supercomputers?|horsepower|processing power|cloud (?:credits?|budget|compute)
            """
        ),
        _UP_WORDS,
        _DOWN_WORDS,
    ),
    Subject(
        "compute", phrases(r"cpus?(?:[- ]only)?|laptops?|workstations?"), _NOTHING, _NOTHING, sure=True, flipped=True
    ),
    Subject(
        "data",
        phrases(
            r"""
            (?:training |labell?ed |unlabell?ed |domain |own |text |proprietary )?(?:data(?!base)|datasets?|data ?sets?|corpus
            |corpora)|(?:training |labell?ed )?examples|(?:\w+ )?(?:documents|records|transcripts|notes|reports|archives?)
            text(?:s)?|tokens
            """
        ),
        phrases(_UP.replace("|given|", "|")),
        _DOWN_WORDS,
    ),
    Subject(
        "maintenance",
        phrases(
            r"""
            maintain\w*|maintenance|upkeep|keep(?:ing)? (?:it|them|the model|one|such a model|a model|the thing)
            |(?: \w+)? ?(?:up[- ]to[- ]date|current|fresh|running|alive|going|maintained)
            re-?train\w*|look(?:ing)? after (?:it|the model|one|them)|(?:operate|support|update|run) (?:it|the model)
            |(?: \w+)*|continuous\w* (?:updat\w+|improv\w+|train\w+)|updating it|long[- ]term support|ownership
            """
        ),
        _UP_WORDS,
        _DOWN_WORDS,
    ),
    Subject(
        "specialised need",
        phrases(
            r"""
            (?:existing|off[- ]the[- ]shelf|general(?:[- ]purpose)?|generic|public|commercial|ready[- ]made|standard
            |available|current|pre-?trained|open|big|hosted) (?:\w+ )?(?:llms?|models?|ones?|chatbots?|solutions?)
            |(?!.* or )|gpt(?:-\d\w*)?|chatgpt|llama
            """
        ),
        phrases(
            r"""
            works?|enough|suffic\w*|fine|good|great|ok|okay|serves?|do(?:es)? (?:the job|well|fine|it)|covers?|satisf\w+
            handles?|perfect\w*|adequate|already|solves?|does everything|all we need|happy"""
        ),
        phrases(
            r"""
            fail\w*|falls? short|struggl\w*|useless|insufficient|poor\w*|bad\w*|too (?:generic|general|weak|broad)
            miss\w*|breaks?|wrong|hallucinat\w*|inadequate|unsuitable|unusable"""
        ),
        flipped=True,
    ),
    Subject(
        "specialised need",
        phrases(
            r"""
            (?:use case|task|application|needs?|requirements?|problem|domain|questions?)s?
            |(?: \w+){0,2} (?:generic|ordinary|standard|simple|common|general|plain|usual|basic|run[- ]of[- ]the[- ]mill|everyday)
            (?:ordinary|plain|simple|standard|common|everyday|basic|run[- ]of[- ]the[- ]mill|generic|general[- ]purpose)
            |(?: \w+)? (?:chat\w*|assistants?|use cases?|tasks?|needs?|questions?|summari[sz]\w+|use)
            """
        ),
        _NOTHING,
        _NOTHING,
        sure=True,
        flipped=True,
    ),
    Subject(
        "specialised need",
        phrases(
            r"""
            speciali[sz]\w*|domain[- ]specific|niche|bespoke|specific to our|peculiar|unusual|arcane|exotic|esoteric
            (?:very |so |highly |really |nothing |anything )?special(?: \w+)?|tailor[- ]?made|tailored|one of a kind
            (?:unique|own|rare) (?:domain|language|vocabulary|jargon|terminology|needs?|requirements?|field)|jargon
            """
        ),
        _NOTHING,
        phrases(r"lack\w*|unnecessary|needless|overkill"),
        sure=True,
    ),
)


def stated_conditions(text: str) -> tuple[tuple[str, bool], ...]:
    """Names of the conditions with whether the text says that they are met; those left open are left out.
    What is only partly there is not met: every condition asks for plenty."""
    return tuple((name, answer == "yes") for name, answer in said_of(text, _SUBJECTS))
