"""Problems with who came after whom: KPI356 to KPI359."""

from cds_kpi.problems.kind import Kind, Words

LINEAGE: tuple[Kind, ...] = (
    Kind(
        code="KPI356",
        slug="successor-circle",
        severity="error",
        summary=Words("Đơn vị kế thừa chính mình", "A unit that comes after itself"),
        message=Words(
            "“{found}” là đơn vị kế thừa của “{unit}”, nhưng “{unit}” lại kế thừa “{found}”, trực tiếp hoặc qua đơn "
            "vị khác.",
            "“{found}” comes after “{unit}”, but “{unit}” comes after “{found}”, directly or through others.",
        ),
        hint=Words(
            "Bỏ một chiều; đơn vị được lập lại theo tên cũ là một đơn vị mới, ghi bằng mã mới.",
            "Take one of the two away; a unit set up again under its old name is a new one, with an id of its own.",
        ),
        why=Words(
            "Số liệu cũ của một đơn vị được tìm ngược theo các đơn vị mà nó kế thừa: đường đó phải có điểm dừng.",
            "A unit's earlier figures are looked up through those it came after: that way must come to an end.",
        ),
        wrong="successors: [so-tttt]",
        right="successors: []",
    ),
    Kind(
        code="KPI357",
        slug="successor-gone",
        severity="error",
        summary=Words("Đơn vị kế thừa đã kết thúc trước", "A successor that had already ended"),
        message=Words(
            "Đơn vị “{unit}” kết thúc ngày {until}, còn đơn vị kế thừa “{found}” đã kết thúc ngày {end}.",
            "The unit “{unit}” ends on {until}, but its successor “{found}” had ended on {end}.",
        ),
        hint=Words(
            "Kiểm tra lại ngày until của hai đơn vị, hoặc ghi đơn vị kế thừa khác.",
            "Check “until” of both units, or name another successor.",
        ),
        why=Words(
            "Đơn vị kế thừa phải tồn tại sau ngày đơn vị trước kết thúc.",
            "A successor must exist after the day on which the unit before it ends.",
        ),
        wrong="valid: {until: 2024-12-31}",
        right="valid: {from: 2025-03-01}",
    ),
    Kind(
        code="KPI358",
        slug="successor-early",
        severity="warning",
        summary=Words("Đơn vị kế thừa bắt đầu sớm", "A successor that begins early"),
        message=Words(
            "Đơn vị kế thừa “{found}” bắt đầu ngày {start}, khi “{unit}” chưa kết thúc ({until}).",
            "The successor “{found}” begins on {start}, before “{unit}” has ended ({until}).",
        ),
        hint=Words(
            "Ghi ngày bắt đầu là ngay sau ngày kết thúc; nếu đúng là sáp nhập vào đơn vị có sẵn thì giữ nguyên.",
            "Let it begin the day after that end; if it was merged into a unit that was there already, leave it.",
        ),
        why=Words(
            "Trong những ngày trùng nhau cả hai đơn vị đều bị hỏi số liệu, nên có thể tính hai lần.",
            "Where the two overlap both are asked, and the same things may be counted twice.",
        ),
        wrong="valid: {from: 2025-01-01}",
        right="valid: {from: 2025-03-01}",
    ),
    Kind(
        code="KPI359",
        slug="successor-undated",
        severity="warning",
        summary=Words("Không rõ kế thừa từ ngày nào", "A succession without a day"),
        message=Words(
            "Không biết “{found}” kế thừa “{unit}” từ ngày nào.",
            "There is no telling since when “{found}” comes after “{unit}”.",
        ),
        hint=Words(
            "Ghi ngày kết thúc (valid.until) của “{unit}”, hoặc ngày bắt đầu (valid.from) của “{found}” nếu tách ra "
            "từ “{unit}”.",
            "Write “until” of “{unit}”, or, where “{found}” was a part of it, “from” of “{found}”.",
        ),
        why=Words(
            "Không có ngày thì số liệu của đơn vị trước không được tìm đến.",
            "Without a day the figures of the unit before it are not looked up.",
        ),
        wrong="    valid: {from: 2008-01-01}\n    successors: [so-khcn]",
        right="    valid: {from: 2008-01-01, until: 2025-02-28}\n    successors: [so-khcn]",
    ),
)
