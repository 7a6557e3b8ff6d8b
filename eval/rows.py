"""One question's outcome: what was asked, what came back and what it scores."""

from eval.golden import Golden
from server.schema import Answer, SearchResponse, Wire


class Reply(Wire):
    """What the service returned: an answer and, where passages are judged, the hits of a search."""

    answer: Answer
    hits: SearchResponse | None
    elapsed_ms: float


class Scores(Wire):
    """Each in 0..1; None means that the question does not judge it, never 0. `docs/metrics.md` defines them."""

    correct: float | None = None
    status: float | None = None
    items: float | None = None
    values: float | None = None
    mentions: float | None = None
    cited: float | None = None
    refusal: float | None = None
    false_refusal: float | None = None
    recall_5: float | None = None
    recall_20: float | None = None
    mrr: float | None = None
    ndcg_10: float | None = None
    answered: float | None = None
    citation_precision: float | None = None
    citation_recall: float | None = None
    id_precision_5: float | None = None
    id_recall_5: float | None = None
    text_precision_5: float | None = None
    text_recall_5: float | None = None
    agrees: float | None = None
    bleu: float | None = None
    rouge_l: float | None = None
    minilm_f1: float | None = None


class Row(Wire):
    """One question; with `failure` set it has no reply and no scores, and is counted as unscored."""

    golden: Golden
    failure: str | None = None
    reply: Reply | None = None
    scores: Scores = Scores()
    unresolved: tuple[str, ...] = ()
