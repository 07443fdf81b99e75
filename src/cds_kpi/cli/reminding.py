"""What a run of reminders did, as text and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cds_kpi.cli.deadline_tables import fold_line
from cds_kpi.cli.language import say
from cds_kpi.cli.terminal import clean, write_error

if TYPE_CHECKING:
    from pathlib import Path

    from cds_kpi import desk
    from cds_kpi.cli.terminal import Terminal
    from cds_kpi.text import Language

ORDER = ("sent", "refused", "uncertain", "deferred", "not_begun", "no_address")
"""The outcomes as they are listed."""


def format_run(run: desk.Reminded, language: Language, width: int) -> str:
    """Return what was sent, to whom, what was not and why; and to whom the digest went."""
    blocks = []
    for outcome in ORDER:
        lines = [line for line in run.lines if line.outcome == outcome]
        if lines:
            listed = "".join(f"  {_format_line(line, language)}\n" for line in lines)
            blocks.append(f"{lines[0].outcome_text} ({len(lines)}):\n{listed}")
    if any(line.outcome == "uncertain" for line in run.lines):
        blocks.append(
            say(
                "Thư không rõ đã đến chưa chỉ được gửi lại khi có --resend.\n",
                "What is uncertain is repeated with --resend alone.\n",
                language,
            )
        )
    for digest in run.digests:
        to = clean(", ".join(digest.to))
        if digest.outcome == "no_address":
            blocks.append(
                say(
                    "Không báo được kết quả: đơn vị đầu mối không có địa chỉ (data/units.yaml).\n",
                    "Nobody was told: the focal point has no address (data/units.yaml).\n",
                    language,
                )
            )
        elif digest.outcome == "sent":
            blocks.append(
                say(f"Đã báo kết quả cho đầu mối: {to}\n", f"Told the focal point: {to}\n", language)
            )
        else:
            said = f": {clean(digest.said)}" if digest.said else ""
            blocks.append(
                say(
                    f"Không báo được kết quả cho đầu mối {to}{said}\n",
                    f"The focal point {to} could not be told{said}\n",
                    language,
                )
            )
    if not blocks:
        blocks.append(say("Không có thư nhắc nào đến lượt.\n", "No reminder is due.\n", language))
    text = "\n" + "\n".join(blocks)
    return "".join(f"{line}\n" for long in text.splitlines() for line in fold_line(long, width))


def _format_line(line: desk.DigestLine, language: Language) -> str:
    text = f"{clean(line.unit_name)} ({line.unit}), {line.period_title}, {line.step_text}"
    if line.channel_text is not None:
        text += f", {clean(line.channel_text)}"
    if line.emails:
        text += f": {clean(', '.join(line.emails))}"
    if line.copied and line.outcome == "sent":
        text += "; " + say("đồng gửi", "copied", language) + f" {clean(', '.join(line.copied))}"
    if line.detail is not None:
        text += f" ({clean(line.detail)})"
    if line.not_taken and line.outcome == "sent":
        text += "; " + say("không nhận:", "not taken:", language) + f" {clean(', '.join(line.not_taken))}"
    return text


def print_problems(run: desk.Reminded, root: Path, language: Language, terminal: Terminal) -> None:
    """Print on standard error what stopped a run."""
    if run.problems:
        from cds_kpi.cli.printing import format_problems

        write_error(format_problems(run.problems, root, language, terminal, error=True))


def describe_run(run: desk.Reminded) -> dict[str, Any]:
    """Return what a run did as data: beside the keys of cds-kpi.deadlines/1, where anything was to be sent."""
    return {
        "sending": [
            {
                "programme": line.programme,
                "unit": line.unit,
                "period": line.period,
                "step": line.step,
                "channel": line.channel,
                "outcome": line.outcome,
                "to": list(line.emails),
                "copied": list(line.copied),
                "detail": line.detail,
                "not_taken": list(line.not_taken),
            }
            for line in run.lines
        ],
        "digests": [
            {"to": list(digest.to), "outcome": digest.outcome, "said": digest.said} for digest in run.digests
        ],
        "failed": run.has_failed,
    }
