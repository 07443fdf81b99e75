"""Whether a server answers at all, before anything is said to it."""

from __future__ import annotations

import errno
import socket


def find_hindrance(host: str, port: int, seconds: float) -> str | None:
    """Return why no connection to a server's port comes about, in a word; None where one does, and is closed again."""
    try:
        with socket.create_connection((host, port), timeout=seconds):
            return None
    except TimeoutError:
        return "timeout"
    except socket.gaierror:
        return "name"
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, str(error.errno))
