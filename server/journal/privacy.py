"""An entry of the journal without what tells whose question it was."""

from server.journal.records import Entry
from server.redaction import clean


def private(entry: Entry) -> Entry:
    """The entry with all that was asked, and all that may repeat it, redacted. Citations and facts are the corpus'."""
    answer = entry.answer
    told = answer.model_copy(
        update={
            "answer": clean(answer.answer),
            "understood": answer.understood and clean(answer.understood),
            "claims": tuple(
                claim.model_copy(update={"text": clean(claim.text), "evidence": clean(claim.evidence)})
                for claim in answer.claims
            ),
            "follow_ups": tuple(map(clean, answer.follow_ups)),
        }
    )
    update = {"asked": clean(entry.asked), "question": clean(entry.question), "answer": told}
    return entry.model_copy(update=update)
