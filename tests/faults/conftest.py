"""The fault runs take minutes and want the machine to themselves: `make soak` runs them, `make test` does not."""

from __future__ import annotations

import os

if not os.environ.get("CDS_KPI_SOAK"):  # noqa: TID251 - said by whoever starts the tests
    collect_ignore_glob = ["test_*.py"]
