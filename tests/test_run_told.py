"""What a run of reminders says on a terminal: to whom, through what, what was not taken, and who could not be told."""

from dataclasses import replace

import pytest

from cds_kpi import desk
from cds_kpi.cli.reminding import format_run
from cds_kpi.text import Language

MAIL = desk.DigestLine(
    programme="p",
    period="2022-Q3",
    period_title="Quý III/2022",
    unit="so-a",
    unit_name="Sở A",
    step="due-3",
    step_text="trước hạn 3 ngày",
    outcome="sent",
    outcome_text="Đã gửi",
    emails=("a@x.example", "b@x.example"),
    channel="mail",
    channel_text=None,
    copied=("c@x.example",),
    detail=None,
    not_taken=("b@x.example 550 nobody",),
)
CHAT = replace(MAIL, emails=(), channel="nhom", channel_text="kênh nhom", copied=(), not_taken=())
DOUBT = replace(CHAT, outcome="uncertain", outcome_text="Không rõ", detail="từ 08:00")


def told(*lines: desk.DigestLine, digests: tuple[object, ...] = (), language: Language = "vi") -> str:
    # What the deadlines are is printed by others.
    run = desk.Reminded(None, lines, digests, (), has_failed=False)  # type: ignore[arg-type]
    return format_run(run, language, 200)


def test_each_way_and_each_address_is_told() -> None:
    who = "  Sở A (so-a), Quý III/2022, trước hạn 3 ngày"
    assert told(MAIL, CHAT, DOUBT).strip().splitlines() == [
        "Đã gửi (2):",
        f"{who}: a@x.example, b@x.example; đồng gửi c@x.example; không nhận: b@x.example 550 nobody",
        f"{who}, kênh nhom",
        "",
        "Không rõ (1):",
        f"{who}, kênh nhom (từ 08:00)",
        "",
        "Thư không rõ đã đến chưa chỉ được gửi lại khi có --resend.",
    ]


@pytest.mark.parametrize(
    ("outcome", "said", "line"),
    [
        ("sent", "", "Told the focal point: dic@x.example"),
        ("refused", "550 no", "The focal point dic@x.example could not be told: 550 no"),
        ("deferred", "", "The focal point dic@x.example could not be told"),
        ("no_address", "", "Nobody was told: the focal point has no address (data/units.yaml)."),
    ],
)
def test_whether_the_focal_point_was_told_is_told(outcome: str, said: str, line: str) -> None:
    digest = desk.Digested(to=("dic@x.example",), outcome=outcome, said=said)
    assert told(digests=(digest,), language="en").strip() == line


def test_that_nothing_was_due_is_told() -> None:
    assert told(language="en").strip() == "No reminder is due."
