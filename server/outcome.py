"""What a trace's root says of the answer, or of a verdict on one: counts and names of states, never text."""

from collections import Counter
from hashlib import sha256

from opentelemetry import trace

from server.schema import Answer, FeedbackRequest

STATUS = "advisor.status"
JUDGEMENT = "advisor.feedback"
JUDGED = "advisor.feedback.trace_id"


def note_outcome(span: trace.Span, answer: Answer) -> None:
    """Write the answer's state into the span of its request."""
    verdicts = Counter(claim.verdict for claim in answer.claims)
    span.set_attributes(
        {
            STATUS: answer.status,
            "advisor.release": answer.release,
            # Hashed: whoever has the id can carry the conversation on.
            "gen_ai.conversation.id": sha256(answer.conversation_id.encode()).hexdigest()[:16],
            "advisor.citations": len(answer.citations),
            **{f"advisor.verdicts.{verdict}": count for verdict, count in verdicts.items()},
        }
    )


def note_judgement(span: trace.Span, said: FeedbackRequest) -> None:
    """Write a reader's verdict, and on which trace's answer, into the span that brought it."""
    span.set_attributes({JUDGEMENT: said.verdict, JUDGED: said.trace_id})
