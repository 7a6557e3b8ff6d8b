"""What a trace's root says of the answer: counts and names of states, never text."""

from collections import Counter
from hashlib import sha256

from opentelemetry import trace

from server.schema import Answer

STATUS = "advisor.status"


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
