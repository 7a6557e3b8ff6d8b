"""Which machine an address of the web leads to, and that it is a public one."""

import ipaddress
import socket
from collections.abc import Callable

Resolver = Callable[[str], str]
"""The IP address to connect to for a host name; raises ForbiddenAddressError or OSError."""
Lookup = Callable[[str], list[str]]

# The new internet's public addresses; what lies outside leads to the old one, to this network or nowhere.
_UNICAST = ipaddress.ip_network("2000::/3")
# Blocks of IANA's registries of special addresses that older Pythons take for public: protocols and tunnels (Teredo,
# 6to4), whose addresses hold one of the old internet, and documentation.
_SPECIAL = tuple(
    ipaddress.ip_network(block)
    for block in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)


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
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in block for block in _SPECIAL)
