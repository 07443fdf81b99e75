"""What there is to name in a workspace, for completion: quick, and silent about whatever is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from cds_kpi.store.naming import Named
    from cds_kpi.text import Language


def list_names(root: Path, what: Named, language: Language) -> dict[str, str]:
    """Return the ids of one kind with their names: unit, indicator, pillar, programme or period."""
    from cds_kpi.store import naming

    return naming.list_names(root, what, language)
