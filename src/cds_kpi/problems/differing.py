"""Problems with asking what changed: KPI462 to KPI464."""

from cds_kpi.problems.kind import Kind, Words

DIFFERING: tuple[Kind, ...] = (
    Kind(
        code="KPI462",
        slug="closing-unknown",
        severity="error",
        summary=Words("Đợt báo cáo chưa có lần khóa này", "The round has no such closing"),
        message=Words(
            "Đợt báo cáo {period} của chương trình “{programme}” không có lần khóa {number}; số lần đã khóa: {count}.",
            "The round {period} of the programme “{programme}” has no closing {number}; times it was closed: {count}.",
        ),
        hint=Words(
            "So sánh hai thời điểm bằng --from và --to, hoặc khóa đợt trước: cds-kpi close --period {period}.",
            "Compare two moments with --from and --to, or close the round first: cds-kpi close --period {period}.",
        ),
        why=Words(
            "Chỉ lần khóa mới ghi lại số liệu nào đã được công bố và vào lúc nào.",
            "Only a closing says which figures were published, and when.",
        ),
        wrong="cds-kpi diff --quarter Q3 --from-closing 9",
        right="cds-kpi diff --quarter Q3 --from-closing 1",
    ),
    Kind(
        code="KPI463",
        slug="difference-without-start",
        severity="error",
        summary=Words("Không rõ so sánh từ thời điểm nào", "It is not clear from when to compare"),
        message=Words(
            "Đợt báo cáo {period} chưa khóa lần nào và còn trong hạn gửi (đến hết ngày {day}).",
            "The round {period} was never closed, and its deadline ({day}) has not passed.",
        ),
        hint=Words("Ghi thời điểm đầu: --from 2022-09-01.", "Say the first moment: --from 2022-09-01."),
        why=Words(
            "Không ghi --from thì so sánh từ lần khóa gần nhất, hoặc từ lúc hết hạn gửi; ở đây chưa có cả hai.",
            "Without --from the comparison begins at the newest closing, else at the deadline; here there is neither.",
        ),
        wrong="cds-kpi diff --quarter Q4",
        right="cds-kpi diff --quarter Q4 --from 2022-12-01",
    ),
    Kind(
        code="KPI464",
        slug="difference-backwards",
        severity="error",
        summary=Words("Thời điểm đầu muộn hơn thời điểm cuối", "The first moment is later than the second"),
        message=Words(
            "Thời điểm đầu ({since}) muộn hơn thời điểm cuối ({until}).",
            "The first moment ({since}) is later than the second ({until}).",
        ),
        hint=Words("Đổi chỗ hai thời điểm.", "Change them round."),
        why=Words(
            "Thay đổi được kể theo chiều thời gian; kể ngược thì tăng đọc thành giảm.",
            "Changes are told forward in time; told backwards, a rise would read as a fall.",
        ),
        wrong="cds-kpi diff --quarter Q3 --from 2022-09-30 --to 2022-09-20",
        right="cds-kpi diff --quarter Q3 --from 2022-09-20 --to 2022-09-30",
    ),
)
