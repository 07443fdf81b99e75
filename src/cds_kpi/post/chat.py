"""Chat: a message to a channel of a chat service, through Apprise.

Convention: Apprise says that a service took a message, or that it did not see that; it does not say why. So there is no
`refused` and no `deferred` here: what was not taken is `uncertain`, and is not sent again by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.post.smtp import LONGEST_SAID, Delivery
from cds_kpi.problem import Fault

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from io import StringIO

    from apprise import Apprise


def open_channel(name: str, address: str, timeout: int) -> Channel | Fault:
    """Return a channel by its address as Apprise writes it.

    A fault where Apprise is missing, or understands no such address.
    """
    try:
        import apprise
    except ImportError:
        return Fault("chat-not-installed")
    asset = apprise.AppriseAsset(
        app_id="cds-kpi",
        async_mode=False,
        http_redirects=False,
        interpret_emojis=False,
        storage_mode=apprise.PersistentStoreMode.MEMORY,
    )
    client = apprise.Apprise(asset=asset)
    with _capture():
        service = client.instantiate(address, asset=asset)
    if service is None:
        return Fault("chat-address", {"name": name})
    service.socket_connect_timeout = service.socket_read_timeout = timeout
    service.overflow_mode = apprise.OverflowMode.SPLIT
    client.add(service)
    return Channel(client)


def _capture() -> AbstractContextManager[StringIO]:
    """Return what Apprise logs from now on, which otherwise would go to standard error."""
    import apprise

    captured: AbstractContextManager[StringIO] = apprise.LogCapture(  # type: ignore[no-untyped-call]  # of Apprise
        level=apprise.logging.WARNING, fmt="%(message)s"
    )
    return captured


class Channel:
    """A channel that messages can be posted to."""

    def __init__(self, client: Apprise) -> None:
        self._client = client

    def post(self, text: str) -> Delivery:
        """Post one message; its first line is the title. Emphasis and links of a service are not read from it."""
        import apprise

        title, _, body = text.partition("\n")
        with _capture() as log:
            is_taken = self._client.notify(body=body, title=title, body_format=apprise.NotifyFormat.TEXT)
            said = log.getvalue().strip().splitlines()
        if is_taken:
            return Delivery("sent", "")
        last = said[-1] if said else "?"
        line = "".join(char if char.isprintable() else "\ufffd" for char in last)
        return Delivery("uncertain", line[:LONGEST_SAID])
