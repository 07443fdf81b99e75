"""Problems with the chain of revisions and with what was changed behind it: KPI180 to KPI199."""

from cds_kpi.problems.kind import Kind, Words

REVISIONS: tuple[Kind, ...] = (
    Kind(
        code="KPI180",
        slug="store-file-cut",
        severity="error",
        summary=Words("Tệp đã tiếp nhận bị mất phần cuối", "The end of a received file is lost"),
        message=Words(
            "Tệp không còn dòng “...” ở cuối, tức là phần cuối đã bị mất.",
            "The last line “...” is gone, so the end of the file has been lost.",
        ),
        hint=Words(
            "Lấy lại tệp từ bản sao lưu, hoặc đề nghị đơn vị gửi lại số liệu.",
            "Restore the file from a copy, or ask the unit to send its figures again.",
        ),
        why=Words(
            "Khi tiếp nhận, chương trình ghi dòng “...” sau cùng; thiếu dòng này là tệp chép dở hoặc ổ đĩa đầy.",
            (
                "On receipt the line “...” is written last; without it the file was cut while copying or on a full "
                "disk."
            ),
        ),
        wrong="  e-payment: {done: true}",
        right=("  e-payment: {done: true}\n..."),
    ),
    Kind(
        code="KPI181",
        slug="store-file-changed",
        severity="warning",
        summary=Words("Tệp bị sửa sau khi tiếp nhận", "A file was changed after it was received"),
        message=Words(
            "Nội dung tệp không còn như lúc tiếp nhận.",
            "The file is no longer what was received.",
        ),
        hint=Words(
            "Lấy lại tệp gốc; nếu số liệu cần sửa thì gửi lần mới bằng “cds-kpi submit”.",
            "Restore the original; if figures must change, send a new revision with “cds-kpi submit”.",
        ),
        why=Words(
            "Số liệu đơn vị đã gửi là căn cứ của báo cáo. Sửa thẳng vào tệp thì không ai biết số nào là số đã gửi.",
            "What a unit sent is what the report rests on. A change in place hides which figure was sent.",
        ),
        wrong="numerator: 8650",
        right="numerator: 7650",
    ),
    Kind(
        code="KPI182",
        slug="revision-first",
        severity="error",
        summary=Words(
            "Lần gửi đầu lại có lần gửi trước",
            "A first revision that names an earlier one",
        ),
        message=Words(
            "Đây là lần gửi đầu tiên nhưng mục previous ghi có lần gửi trước.",
            "This is the first revision, yet its “previous” names an earlier one.",
        ),
        hint=Words(
            "Ghi “previous: null”; nếu đây là lần gửi sau thì sửa tên tệp và revision.",
            "Write “previous: null”; if this is a later revision, correct the file's name and its revision.",
        ),
        why=Words(
            "Các lần gửi nối thành một chuỗi, mỗi lần ghi dấu của lần trước; lần đầu không có lần trước.",
            "Revisions form a chain, each naming the one before; before the first there is none.",
        ),
        wrong="previous: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        right="previous: null",
    ),
    Kind(
        code="KPI183",
        slug="revision-missing",
        severity="error",
        summary=Words("Mất một lần gửi", "A revision is missing"),
        message=Words(
            "Thiếu lần gửi {revision}, tức tệp “{file:long}”.",
            "Revision {revision} is missing, the file “{file:long}”.",
        ),
        hint=Words(
            "Lấy lại tệp đó từ bản sao lưu; nếu chưa từng có thì đánh số lại các lần gửi.",
            "Restore that file from a copy; if there never was one, number the revisions anew.",
        ),
        why=Words(
            "Lần gửi đã tiếp nhận thì không xóa: số liệu từng báo cáo phải tra lại được.",
            "A revision that was received is not deleted: what was reported must remain traceable.",
        ),
        wrong="data/submissions/2022-Q3/so-y-te.r2.yaml",
        right="data/submissions/2022-Q3/so-y-te.yaml",
    ),
    Kind(
        code="KPI184",
        slug="revision-chain",
        severity="error",
        summary=Words("Lần gửi cũ đã bị thay đổi", "An older revision was changed"),
        message=Words(
            "Tệp không còn như khi lần gửi {revision} (“{file:long}”) được tiếp nhận.",
            "The file is not what it was when revision {revision} (“{file:long}”) was received.",
        ),
        hint=Words(
            "Lấy lại tệp như lúc tiếp nhận; không sửa lần gửi đã tiếp nhận.",
            "Restore the file as it was received; a revision that was received is never rewritten.",
        ),
        why=Words(
            "Mỗi lần gửi ghi dấu (SHA-256) của lần trước, nên sửa lại số liệu cũ sẽ bị phát hiện.",
            "Each revision holds the SHA-256 of the one before, so that a change to old figures shows.",
        ),
        wrong="previous: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        right="previous: 5e4ce6cd9e2d9d9fcfa3a7065500e361647d71e5ce35098df8a48f4d0804f7ba",
    ),
    Kind(
        code="KPI185",
        slug="revision-taken",
        severity="error",
        summary=Words("Đã có người gửi trước", "Somebody was faster"),
        message=Words(
            "Đơn vị “{unit}” đã có lần gửi {newest}, nên lần gửi này không thể mang số {expected}.",
            "The unit “{unit}” already has revision {newest}, so this one cannot be number {expected}.",
        ),
        hint=Words(
            "Xem lần gửi mới nhất rồi gửi lại nếu vẫn cần.",
            "Look at the newest revision, then send again if it is still needed.",
        ),
        near=Words(
            "Lần gửi {newest}: {near:coming}. Xem bằng “cds-kpi history”, rồi gửi lại nếu vẫn cần.",
            "Revision {newest}: {near:coming}. See “cds-kpi history”, then send again if it is still needed.",
        ),
        why=Words(
            "Hai người cùng gửi một lúc thì lần sau có thể xóa mất nội dung đính chính của lần trước.",
            "When two people send at once, the later could undo the earlier one's correction unseen.",
        ),
        wrong="data/submissions/2022-Q3/so-y-te.r2.yaml",
        right="data/submissions/2022-Q3/so-y-te.r3.yaml",
    ),
    Kind(
        code="KPI186",
        slug="round-file-changed",
        severity="error",
        summary=Words(
            "Số liệu của đợt đã khóa bị thay đổi",
            "A closed round's figures were changed",
        ),
        message=Words(
            "“{file:long}” không còn như lúc khóa đợt báo cáo.",
            "“{file:long}” is no longer what it was when the round was closed.",
        ),
        hint=Words(
            "Lấy lại tệp đó như lúc khóa; nếu số liệu phải sửa thì mở lại đợt báo cáo.",
            "Restore that file as it was; if its figures must change, reopen the round.",
        ),
        why=Words(
            "Khóa đợt là chốt số liệu đã công bố, nên báo cáo lập lại về sau phải ra đúng các số đó.",
            "Closing a round settles what was published: a report made later must give the same figures.",
        ),
        wrong="sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        right="sha256: 5e4ce6cd9e2d9d9fcfa3a7065500e361647d71e5ce35098df8a48f4d0804f7ba",
    ),
    Kind(
        code="KPI187",
        slug="revision-alone",
        severity="error",
        summary=Words("Chưa có hai lần gửi để so sánh", "There are no two revisions to compare"),
        message=Words(
            "Kỳ {period} đơn vị “{unit}” không có lần gửi trước đó để so sánh (số lần đã gửi: {count}).",
            "For {period} “{unit}” has no earlier revision to compare with (times it has sent: {count}).",
        ),
        hint=Words(
            "Xem các lần gửi: cds-kpi history --unit {unit} --period {period}.",
            "See what it has sent: cds-kpi history --unit {unit} --period {period}.",
        ),
        why=Words(
            "So sánh hai lần gửi thì phải có hai lần gửi.",
            "Two revisions can only be compared where there are two.",
        ),
        wrong="cds-kpi diff --unit so-y-te --quarter Q3",
        right="cds-kpi diff --unit so-y-te --quarter Q3 --from-revision 1 --to-revision 2",
    ),
)
