"""Which machine an address of the web leads to, and that it is a public one."""

import ipaddress
import socket
from collections.abc import Callable

Resolver = Callable[[str], str]
"""The IP address to connect to for a host name; raises ForbiddenAddressError or OSError."""
Lookup = Callable[[str], list[str]]


class ForbiddenAddressError(RuntimeError):
    """A host is not on the public internet."""


def public_address(host: str, lookup: Lookup | None = None) -> str:
    """The first IP address of the host. One private, loopback or link-local address among them forbids it: asked again,
    the name could lead there."""
    found = (lookup or _looked_up)(host)
    for address in found:
        if not _is_public(address):
            raise ForbiddenAddressError(f"{host} leads to {address}, which is not on the public internet")
    return found[0]


def _looked_up(host: str) -> list[str]:
    return list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)))


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        # Addresses of the old internet inside new ones lead to it.
        inside = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if any(inner is not None for inner in inside) or ip in ipaddress.ip_network("64:ff9b::/96"):
            return False
    return ip.is_global and not ip.is_multicast
