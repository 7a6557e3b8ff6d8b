"""The Qdrant server, where one is named."""

from collections.abc import Iterator
from contextlib import closing

from server.doctor.finding import Finding, failed, ok
from server.settings import Settings


def qdrant(settings: Settings) -> Iterator[Finding]:
    """Whether it answers to the key; what it holds is the index's to tell."""
    wanted = settings.qdrant
    if wanted.url is None:
        return
    from ingest.aliases import CLIENT_ERRORS, connect

    try:
        with closing(connect(wanted)) as client:
            collections = client.get_collections().collections
    except (*CLIENT_ERRORS, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        fix = "start it, or correct ADVISOR_QDRANT__URL or ADVISOR_QDRANT__API_KEY"
        yield failed("Qdrant", f"{wanted.url} does not answer ({reason}): {fix}")
    else:
        yield ok("Qdrant", f"{wanted.url} answers, {len(collections)} collections")
