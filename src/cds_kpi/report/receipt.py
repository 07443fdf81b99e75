"""A receipt (biên nhận): what was received, when, whether on time, what is still owed; and what came before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cds_kpi.text import Language


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One answer, as it was received."""

    indicator: str
    name: str
    text: str
    """"812.345/1.498.765 (54,20%)", or why there is no figure."""


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """The whole receipt, with nothing left to compute."""

    language: Language
    unit: str
    unit_name: str
    period: str
    period_title: str
    revision: int
    received_at: str
    """ISO 8601, the city's time."""
    received_text: str
    verdict: str
    """on_time or late."""
    verdict_text: str
    """"Đúng hạn, trước hạn 4 ngày"; "Trễ hạn (trễ 2 ngày)"."""
    deadline_text: str
    answered_at: str | None
    """When every answer it owes had first arrived, in this revision or an earlier one; None while some are owed."""
    remarks: tuple[str, ...]
    """Sentences on the verdict: that the unit was on time and this corrects it, or that it is excluded."""
    is_excluded: bool
    """Whether the unit was taken out of the round, and owes nothing."""
    file: str
    """Path within the workspace."""
    sha256: str
    """Of the file's bytes; of what it would be, for a rehearsal."""
    previous: str | None
    """Of the file of the revision before."""
    signed_by: str | None
    """The fingerprint of the key that signed it; None where it is not signed."""
    journal: str | None
    """The newest acts of the journal when it was received, with all digits; None where there was no journal."""
    journal_text: str
    """The same shortly: "124-3f9a1c2b7d4e5f60"; empty where there was none."""
    answered: tuple[ReceiptLine, ...]
    owed: tuple[ReceiptLine, ...]
    """What the unit owes and has not answered."""
    warnings: tuple[str, ...]
    """The warnings that were confirmed, in words."""
    on_behalf_of: str | None
    """Who keyed it in for the unit, and why."""
    carried: tuple[str, ...]
    """Indicators whose answers were taken over from the previous revision."""
    carried_text: str
    """"giữ từ lần gửi 2"; "mang từ lần gửi 2, đã bị trả lại"."""
    overtaken: tuple[str, ...]
    """What came in from others while it was being sent, in sentences without their full stop; mostly nothing."""
    is_rehearsal: bool
    """Whether nothing was written (`--dry-run`)."""
    notice: str | None
    """What the office prints plainly on everything."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One answer that differs from the revision before."""

    indicator: str
    name: str
    before: str | None
    """None where it was not answered before."""
    after: str | None
    """None where the answer was dropped."""


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One revision of a unit's submission."""

    revision: int
    file: str
    sha256: str
    received_at: str | None
    received_text: str
    is_counted: bool
    is_returned: bool
    door: str | None
    on_behalf_of: str | None
    warnings: tuple[str, ...]
    """Those that were confirmed when it was sent: code, path, sheet and cell of each."""
    signed_by: str | None
    """The fingerprint of the key that signed it, as it says itself."""
    is_unsigned: bool
    """Whether it does not count for want of a right signature."""
    is_changed: bool
    """Whether its file is no longer what was received."""
    changes: tuple[ChangeLine, ...]
