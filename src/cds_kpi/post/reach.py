"""Whether the mail server would take messages: spoken to as for sending, up to the encryption, and left again."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from threading import Thread
from typing import TYPE_CHECKING

from cds_kpi.post.smtp import open_server
from cds_kpi.problem import Fault

if TYPE_CHECKING:
    from cds_kpi.post.smtp import Server


def find_hindrance(server: Server, seconds: float) -> Fault | None:
    """Connect, greet, encrypt, check the certificate and say goodbye; a fault says what of it does not work.

    No login is shown and no message begun. A server that answers a letter at a time is given up after so many seconds
    in all.
    """
    told: list[Fault | None] = []

    def ask() -> None:
        opened = open_server(replace(server, user=None, password=None, timeout=max(1, ceil(seconds))))
        if isinstance(opened, Fault):
            told.append(opened)
            return
        told.append(None)
        opened.close()

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if told:
        return told[0]
    return Fault("mail-unreachable", {"host": server.host, "port": server.port, "error": "mail late"})
