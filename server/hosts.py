"""Which hosts are this machine, and whether a request is sent to it by such a name."""

import ipaddress
import re
from collections.abc import Sequence

_SENT = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+))(?::\d{1,5})?")


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_sent_here(hosts: Sequence[str]) -> bool:
    """Whether a request with these `Host` headers names this machine: a page of the web may have its own name lead
    here, and would be let in by the browser. One that is missing, sent twice or no host names nothing."""
    found = _SENT.fullmatch(hosts[0]) if len(hosts) == 1 else None
    return found is not None and is_loopback((found[1] or found[2]).lower())
