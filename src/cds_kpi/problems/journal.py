"""Problems with the journal, and with files that are not what it says: KPI801 to KPI829."""

from cds_kpi.problems.kind import Kind, Words

_ACT = "data/journal/0000/000124-3f9a1c2b7d4e5f60….yaml"
_RESTORE = Words(
    "Lấy lại tệp từ bản sao lưu; nếu không có, lập biên bản và báo cáo người phụ trách.",
    "Restore the file from a copy; where there is none, put it on record and tell whoever is in charge.",
)

JOURNAL: tuple[Kind, ...] = (
    Kind(
        code="KPI801",
        slug="head-malformed",
        severity="error",
        summary=Words("Dấu nhật ký viết sai", "A journal's head that cannot be read"),
        message=Words(
            "“{found:long}” không phải là dấu nhật ký.",
            "“{found:long}” is no head of a journal.",
        ),
        hint=Words(
            "Chép đúng như trong báo cáo hoặc biên nhận, ví dụ 124-3f9a1c2b7d4e5f60.",
            "Copy it as the report or receipt has it: 124-3f9a1c2b7d4e5f60.",
        ),
        why=Words(
            "Dấu nhật ký gồm số thứ tự và ít nhất 16 chữ số đầu của mã SHA-256; thiếu thì không đối chiếu được.",
            "A head is a count and at least the first 16 digits of a SHA-256; with less nothing can be compared.",
        ),
        wrong="cds-kpi verify --against 124",
        right="cds-kpi verify --against 124-3f9a1c2b7d4e5f60",
    ),
    Kind(
        code="KPI802",
        slug="head-unknown",
        severity="error",
        summary=Words("Dấu nhật ký cũ không còn", "An old head that is gone"),
        message=Words(
            "Nhật ký không còn bản ghi {count}-{digits}: phần cuối đã bị cắt, hoặc nhật ký bị viết lại.",
            "The journal no longer has the act {count}-{digits}: its tail was cut, or it was written anew.",
        ),
        hint=_RESTORE,
        why=Words(
            "Nhật ký chỉ dài thêm: dấu đã in trong một báo cáo hay biên nhận phải còn mãi trong nhật ký.",
            "A journal only grows: a head that was once printed in a report or receipt stays in it for good.",
        ),
        wrong="cds-kpi verify --against 124-3f9a1c2b7d4e5f60",
        right=_ACT,
    ),
    Kind(
        code="KPI803",
        slug="act-changed",
        severity="error",
        summary=Words("Bản ghi nhật ký bị sửa", "An act of the journal was changed"),
        message=Words(
            "Nội dung bản ghi không còn khớp với mã SHA-256 trong tên tệp.",
            "The act is no longer what the SHA-256 in its file's name says.",
        ),
        hint=_RESTORE,
        why=Words(
            "Mỗi bản ghi mang mã SHA-256 của chính nó trong tên tệp, nên sửa một chữ cũng lộ ra.",
            "Each act bears the SHA-256 of its own bytes in its name, so that a single changed letter shows.",
        ),
        wrong="at: 2022-09-14T10:00:00+07:00",
        right="at: 2022-09-15T10:00:00+07:00",
    ),
    Kind(
        code="KPI804",
        slug="act-missing",
        severity="error",
        summary=Words("Mất một bản ghi nhật ký", "An act of the journal is missing"),
        message=Words(
            "Mất bản ghi {digits} mà bản ghi này đã thấy.",
            "The act {digits}, which this one saw, is gone.",
        ),
        hint=_RESTORE,
        why=Words(
            "Mỗi bản ghi nêu mã của các bản ghi trước nó, nên xóa một bản ghi thì bản ghi sau vẫn còn nhắc đến.",
            "Each act names those before it, so that one that is deleted is still named by those after it.",
        ),
        wrong="saw: [3f9a1c2b7d4e5f60…]",
        right=_ACT,
    ),
    Kind(
        code="KPI805",
        slug="act-misplaced",
        severity="error",
        summary=Words("Bản ghi nhật ký bị đổi thứ tự", "An act of the journal was renumbered"),
        message=Words(
            "Tên tệp ghi số {name}, nhưng bản ghi mang số {count}, thuộc tệp “{file:long}”.",
            "The file's name says {name}, but the act is number {count} and belongs in “{file:long}”.",
        ),
        hint=Words(
            "Trả lại tên cũ cho tệp.",
            "Give the file its old name back.",
        ),
        why=Words(
            "Số thứ tự nằm trong bản ghi và trong tên tệp; đổi tên không đổi được thứ tự.",
            "An act's number stands in it and in its file's name: another name does not make another order.",
        ),
        wrong="data/journal/0000/000099-3f9a1c2b7d4e5f60….yaml",
        right=_ACT,
    ),
    Kind(
        code="KPI806",
        slug="act-unsound",
        severity="error",
        summary=Words("Bản ghi nhật ký không hợp lệ", "An act of the journal that nobody made"),
        message=Words(
            "Tệp này không phải là bản ghi do chương trình lập.",
            "This is no act that the program wrote.",
        ),
        hint=_RESTORE,
        near=Words(
            "Theo những bản ghi mà nó đã thấy, số của nó phải là {near}.",
            "After what it saw, its number would be {near}.",
        ),
        why=Words(
            "Số của bản ghi là số các bản ghi trước nó cộng một; khác đi là có người tự viết vào nhật ký.",
            "An act's number is one more than the acts before it; any other was put in by hand.",
        ),
        wrong="count: 900",
        right="count: 124",
    ),
    Kind(
        code="KPI807",
        slug="act-twice",
        severity="error",
        summary=Words("Một tệp được ghi hai lần", "Two acts on one file"),
        message=Words(
            "Nhật ký đã có bản ghi khác về “{file:long}”: {other:long}.",
            "The journal has another act on “{file:long}”: {other:long}.",
        ),
        hint=Words(
            "Xem bản ghi nào có trước; bản ghi kia là do chèn vào.",
            "See which came first; the other was put in.",
        ),
        why=Words(
            "Mỗi tệp chỉ được tiếp nhận một lần, nên hai bản ghi về cùng một tệp là có một bản chèn vào.",
            "A file is filed once only: of two acts on it, one was put in.",
        ),
        wrong="file: data/submissions/2022-Q3/so-y-te.yaml",
        right="file: data/submissions/2022-Q3/so-y-te.r2.yaml",
    ),
    Kind(
        code="KPI808",
        slug="act-unseen",
        severity="error",
        summary=Words("Bản ghi chèn vào sau", "An act put in afterwards"),
        message=Words(
            "Bản ghi đề {at}, nhưng “{other:long}” đề {other_at} chưa hề thấy nó.",
            "The act is dated {at}, yet “{other:long}” of {other_at} had not seen it.",
        ),
        hint=Words(
            "Nếu có máy làm việc trên một bản sao rồi ghép lại thì đó là lý do; nếu không, bản ghi là chèn vào sau.",
            "A copy of the folder that was worked on apart and put back explains it; else it was put in.",
        ),
        why=Words(
            "Ai ghi vào nhật ký cũng thấy những gì đã có từ trước; cách nhau quá một giờ mà không thấy là chưa có.",
            "Whoever enters an act sees all there is; what it did not see an hour later was not there.",
        ),
        wrong="at: 2022-09-15T10:00:00+07:00",
        right="saw: [3f9a1c2b7d4e5f60…]",
    ),
    Kind(
        code="KPI809",
        slug="act-backdated",
        severity="error",
        summary=Words("Đồng hồ lùi lại", "A clock that went back"),
        message=Words(
            "Bản ghi đề {at}, trước bản ghi mà nó đã thấy (“{other:long}”, {other_at}).",
            "The act is dated {at}, before one that it saw (“{other:long}”, {other_at}).",
        ),
        hint=Words(
            "Xem lại đồng hồ của máy đã lập bản ghi; mọi thời điểm máy đó ghi trong ngày đều phải kiểm tra.",
            "Look at the clock of the machine that made it, and doubt whatever else it dated.",
        ),
        why=Words(
            "Bản ghi sau không thể có trước bản ghi nó đã thấy: đồng hồ sai, hoặc có người lùi ngày để kịp hạn.",
            "Nothing is done before what it saw: the clock is wrong, or somebody dated it back to be in time.",
        ),
        wrong="at: 2022-09-19T23:00:00+07:00",
        right="at: 2022-09-20T08:00:00+07:00",
    ),
    Kind(
        code="KPI810",
        slug="act-stray",
        severity="warning",
        summary=Words("Tệp lạ trong nhật ký", "Something in the journal that is no act"),
        message=Words(
            "“{name:long}” không phải là bản ghi nhật ký nên không được đọc.",
            "“{name:long}” is no act of the journal and is not read.",
        ),
        hint=Words("Chuyển tệp đi nơi khác.", "Move it elsewhere."),
        why=Words(
            "Thư mục data/journal chỉ do chương trình ghi.",
            "Only the program writes in data/journal.",
        ),
        wrong="data/journal/0000/ghi-chu.yaml",
        right=_ACT,
    ),
    Kind(
        code="KPI811",
        slug="filed-changed",
        severity="error",
        summary=Words("Tệp không còn như nhật ký ghi", "A file that is not what the journal says"),
        message=Words(
            "Tệp không còn như khi được ghi vào nhật ký ({act:long}).",
            "The file is no longer what was entered in the journal ({act:long}).",
        ),
        hint=_RESTORE,
        why=Words(
            "Nhật ký giữ mã SHA-256 của từng tệp lúc tiếp nhận, nên sửa, cắt hay thay tệp đều lộ ra.",
            "The journal keeps the SHA-256 of each file as it was filed: changed, cut or replaced, it shows.",
        ),
        wrong="numerator: 8650",
        right="numerator: 7650",
    ),
    Kind(
        code="KPI812",
        slug="filed-rotten",
        severity="error",
        summary=Words("Ổ đĩa làm hỏng một bit của tệp", "A file of which the disk lost one bit"),
        message=Words(
            "Đúng một bit của byte {byte} đã đổi từ {was} thành {found}: dấu hiệu ổ đĩa hoặc bộ nhớ hỏng.",
            "A single bit of byte {byte} turned from {was} into {found}: a failing disk or memory.",
        ),
        hint=Words(
            "Lấy lại tệp từ bản sao lưu, rồi kiểm tra ổ đĩa.",
            "Restore the file from a copy, then have the disk examined.",
        ),
        why=Words(
            "Người sửa số liệu đổi cả chữ số; chỉ thiết bị hỏng mới đổi đúng một bit.",
            "Whoever changes a figure changes digits; only a device that fails turns a single bit.",
        ),
        wrong="numerator: 765\\x10",
        right="numerator: 7650",
    ),
    Kind(
        code="KPI813",
        slug="filed-missing",
        severity="error",
        summary=Words("Mất tệp đã ghi vào nhật ký", "A file that the journal names is gone"),
        message=Words(
            "Tệp có trong nhật ký ({act:long}) nhưng không còn trong thư mục.",
            "The journal names the file ({act:long}), but it is gone.",
        ),
        hint=_RESTORE,
        why=Words(
            "Những gì đã tiếp nhận thì không xóa.",
            "What was once filed is never removed.",
        ),
        wrong="data/submissions/2022-Q3",
        right="data/submissions/2022-Q3/so-y-te.yaml",
    ),
    Kind(
        code="KPI814",
        slug="filed-unentered",
        severity="warning",
        summary=Words("Tệp chưa vào nhật ký", "A file that was not entered in the journal"),
        message=Words(
            "Tệp do chương trình lập nhưng không có trong nhật ký: chương trình bị ngắt giữa chừng, hoặc bản ghi "
            "mới nhất đã bị xóa.",
            "The program wrote this file, yet no act is on it: it was stopped in between, or the newest act was "
            "removed.",
        ),
        hint=Words(
            "Nếu hôm đó mất điện hoặc máy treo thì đó là lý do; nếu không, chạy “cds-kpi verify --against” với dấu "
            "nhật ký của báo cáo mới nhất.",
            "A power cut or a crash on that day explains it; else run “cds-kpi verify --against” with the newest "
            "report's head.",
        ),
        why=Words(
            "Tệp được ghi trước, bản ghi nhật ký ghi sau; mất điện đúng lúc đó thì tệp có mà bản ghi chưa có.",
            "A file is written first and entered after it: who is stopped just between leaves the file alone.",
        ),
        wrong="data/submissions/2022-Q3/so-y-te.yaml",
        right=_ACT,
    ),
    Kind(
        code="KPI815",
        slug="tail-cut",
        severity="error",
        summary=Words("Phần cuối nhật ký bị cắt", "The journal's tail was cut"),
        message=Words(
            "Khi tiếp nhận tệp này, nhật ký đã có bản ghi {count}-{digits}; nay không còn.",
            "When this file was received the journal had the act {count}-{digits}, which is gone.",
        ),
        hint=_RESTORE,
        why=Words(
            "Mỗi lần gửi ghi lại dấu nhật ký lúc tiếp nhận; cắt bớt nhật ký thì dấu đó không còn chỗ.",
            "Each revision keeps the journal's head as it was received, which a cut journal no longer has.",
        ),
        wrong="journal: 124-3f9a1c2b7d4e5f60…",
        right=_ACT,
    ),
    Kind(
        code="KPI816",
        slug="basis-changed",
        severity="warning",
        summary=Words("Danh mục đổi sau bản ghi cuối", "A catalogue changed since the last act"),
        message=Words(
            "Tệp đã thay đổi sau bản ghi cuối của nhật ký ({act:long}).",
            "The file has changed since the last act of the journal ({act:long}).",
        ),
        hint=Words(
            "Nếu cơ quan vừa sửa danh mục thì không sao; nếu không ai sửa, lấy lại tệp từ bản sao lưu.",
            "All is well where the office has just changed it; where nobody has, restore it from a copy.",
        ),
        why=Words(
            "Danh mục, đơn vị, thiết lập, ngày nghỉ được phép sửa tay; mỗi bản ghi giữ mã của chúng lúc đó.",
            "Catalogue, units, settings and days off may be changed by hand; each act keeps what they were.",
        ),
        wrong="- {programme: cv-3036, at_least: 45, by: 2022-12-31}",
        right="- {programme: cv-3036, at_least: 50, by: 2022-12-31}",
    ),
)
