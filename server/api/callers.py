"""Who calls: the key that a request carries, and whether it is for what the route does."""

from typing import Annotated, cast

from fastapi import Depends, Request, Security
from fastapi.exceptions import HTTPException
from fastapi.params import Security as Needed
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes

from server.access.door import Door
from server.access.keyring import InvalidKey
from server.access.keys import Key, Scope
from server.hosts import is_sent_here

_MAKE = (
    "`python -m server keys create` on the server's machine makes one, "
    "and the chat and the command line send that of ADVISOR_UI__API_KEY"
)
_bearer = HTTPBearer(
    scheme_name="key",
    description="A key with the scope of the route. The routes that answer ask for none while the API listens to "
    f"its own machine alone. {_MAKE}.",
    auto_error=False,
)


def needs(scope: Scope) -> Needed:
    """What a router depends on whose routes need a key with this scope."""
    return cast(Needed, Security(_admitted, scopes=[scope]))


async def _admitted(
    request: Request,
    needed: SecurityScopes,
    sent: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> None:
    door = door_of(request)
    (scope,) = cast(list[Scope], needed.scopes)
    if door is None:
        if scope == "admin":
            raise HTTPException(403, "nobody may administer this process: start it with `python -m server`")
        return
    if not door.asks(scope):
        # The header itself: for one that cannot be parsed, the request's URL names this server.
        if not is_sent_here(request.headers.getlist("host")):
            raise HTTPException(
                421,
                "this API is for its own machine, by the address 127.0.0.1 or localhost: "
                "to let others in, set ADVISOR_API__KEYS=required and send a key",
            )
        return
    if sent is None:
        raise _unauthorized(f"send a key with the scope {scope} as `Authorization: Bearer KEY`: {_MAKE}", "Bearer")
    try:
        key = await door.key(sent.credentials)
    except InvalidKey as error:
        raise _unauthorized(str(error), 'Bearer error="invalid_token"') from error
    if scope not in key.scopes:
        raise HTTPException(
            403,
            f"this key is for {', '.join(key.scopes)} and not for {scope}: use one that is",
            headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'},
        )
    request.state.key = key
    try:
        await door.admit(key)
    finally:
        request.state.headers = await door.standing(key)


def key_of(request: Request) -> Key | None:
    """The key that the request was let in with; None where none was asked for."""
    return getattr(request.state, "key", None)


def caller_of(request: Request) -> str | None:
    """Whose the request's conversations are: its key's, by id, or everybody's who was asked for none."""
    key = key_of(request)
    return key.id if key else None


def door_of(request: Request) -> Door | None:
    """The door of the application, if it has one."""
    return cast(Door | None, request.app.state.door)


def _unauthorized(detail: str, challenge: str) -> HTTPException:
    return HTTPException(401, detail, headers={"WWW-Authenticate": challenge})
