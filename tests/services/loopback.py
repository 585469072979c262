"""Tests speak to this machine only: any other address raises instead of connecting."""

import ipaddress
import socket
import sys
from typing import Any

NAMES = frozenset({"", "localhost", "ip6-localhost"})
INTERNET = (socket.AF_INET, socket.AF_INET6)


class Outside(Exception):
    """A test tried to leave the machine. No OSError, which code under test may catch."""


def is_loopback(host: object) -> bool:
    if host is None:
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if text in NAMES:
        return True
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def refuse_outside(event: str, arguments: tuple[Any, ...]) -> None:
    """See https://docs.python.org/3/library/audit_events.html for what arrives here."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto"):
        opened, address = arguments
        if opened.family not in INTERNET or not isinstance(address, tuple):
            return
        host = address[0]
    else:
        return
    if not is_loopback(host):
        raise Outside(f"tests must not speak to {host!r} ({event})")


def guard() -> None:
    """From now until the process ends; an audit hook sees asyncio's sockets as well."""
    sys.addaudithook(refuse_outside)
