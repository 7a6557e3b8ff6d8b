"""A reader's verdict, by buttons under the answer: kept in the journal as `POST /v1/feedback` keeps it."""

from opentelemetry import trace
from slack_sdk.models.blocks import InputBlock, PlainTextInputElement, PlainTextObject
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from server.errors import NotReady
from server.journal.file import UnknownTrace
from server.journal.journal import Journal
from server.outcome import note_judgement
from server.schema import FeedbackRequest, Wire
from server.slack.incoming import Click, Submission
from server.slack.names import REASON
from server.slack.place import Place, beside

THANKS = "Thanks, that is noted."
GONE = "This answer is no longer kept, so it cannot be judged."
_REASON_CHARS = 1_000


class Noted(Wire):
    """What the form carries from the click to its submission."""

    trace_id: str
    channel: str
    thread: str | None


class Verdicts:
    """Takes verdicts and tells the reader alone what became of them."""

    def __init__(self, journal: Journal | None, client: AsyncWebClient) -> None:
        self._journal = journal
        self._client = client

    async def up(self, click: Click) -> None:
        """It helped."""
        said = FeedbackRequest(trace_id=click.actions[0].value, verdict="up")
        await self._judge(said, click.user.id, beside(click.channel.id, click.message))

    async def down(self, click: Click) -> None:
        """It did not help, which counts at once; then ask why, while Slack still lets a form be opened."""
        place = beside(click.channel.id, click.message)
        said = FeedbackRequest(trace_id=click.actions[0].value, verdict="down")
        noted = Noted(trace_id=said.trace_id, channel=place.channel, thread=place.thread)
        try:
            await self._client.views_open(trigger_id=click.trigger_id, view=_form(noted))
        finally:
            await self._judge(said, click.user.id, place)

    async def because(self, submission: Submission) -> None:
        """The reason for a verdict that counts already."""
        noted = Noted.model_validate_json(submission.view.private_metadata)
        reason = submission.view.state.values[REASON][REASON].value
        if reason and reason.strip():
            said = FeedbackRequest(trace_id=noted.trace_id, verdict="down", reason=reason)
            await self._judge(said, submission.user.id, Place(noted.channel, noted.thread))

    async def _judge(self, said: FeedbackRequest, user: str, place: Place) -> None:
        told = GONE
        try:
            if self._journal is not None:
                await self._journal.judge(said)
                note_judgement(trace.get_current_span(), said)
                told = THANKS
        except UnknownTrace:
            pass
        except NotReady as error:
            told = str(error)
        await self._client.chat_postEphemeral(channel=place.channel, user=user, thread_ts=place.thread, text=told)


def _form(noted: Noted) -> View:
    field = PlainTextInputElement(action_id=REASON, multiline=True, max_length=_REASON_CHARS)
    return View(
        type="modal",
        callback_id=REASON,
        title=PlainTextObject(text="What was wrong?"),
        submit=PlainTextObject(text="Send"),
        close=PlainTextObject(text="Leave it"),
        private_metadata=noted.model_dump_json(),
        blocks=[
            InputBlock(
                block_id=REASON,
                label=PlainTextObject(text="Your verdict counts already. A reason helps to mend it."),
                element=field,
                optional=True,
            )
        ],
    )
