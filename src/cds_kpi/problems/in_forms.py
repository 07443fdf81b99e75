"""The same problems in the words of whoever fills in a form: what is printed there, and what to type into which cell.

Convention: used in place of a kind's own words wherever the place of a problem is on a sheet; a form knows no keys, no
ids and no catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cds_kpi.problems.kind import Words
from cds_kpi.problems.rules import SIDES

if TYPE_CHECKING:
    from collections.abc import Mapping

PRINTED: Mapping[str, Words] = {
    "numerator": Words("Tử số", "Numerator"),
    "denominator": Words("Mẫu số", "Denominator"),
    "value": Words("Giá trị", "Value"),
    "rank": Words("Thứ hạng", "Rank"),
    "done": Words("Đơn vị đã thực hiện chưa?", "Has the unit done it?"),
    "milestone": Words("Đã hoàn thành chưa?", "Has it been completed?"),
    "members_done": Words("Số đơn vị trực thuộc đã thực hiện", "Members that have done it"),
    "members_not_done": Words(
        "Tên các đơn vị trực thuộc chưa thực hiện", "Names of the members that have not"
    ),
    "status": Words("Mức độ hoàn chỉnh số liệu", "How final the figures are"),
    "method": Words("Phương pháp tính", "Method"),
    "source": Words("Nguồn số liệu", "Source"),
    "note": Words("Ghi chú", "Note"),
    "nil": Words("Không phát sinh trong kỳ", "Nothing to count in the period"),
    "unavailable": Words("Chưa có số liệu", "Not available yet"),
    "expected_on": Words("Ngày dự kiến có số liệu", "Expected on"),
    "not_applicable": Words("Không áp dụng đối với đơn vị", "Does not apply to the unit"),
    "parts": Words("số liệu theo từng phần", "figures by part"),
}
"""What is printed beside each input of a form, by the field it is read as; the form prints these very words."""


class FormWords(NamedTuple):
    """A kind's message and hint for a cell; None where its own words do there too."""

    message: Words | None = None
    hint: Words | None = None
    near: Words | None = None


_NEW_FORM = Words(
    "Xin biểu mẫu mới từ đơn vị đầu mối rồi chép số liệu sang.",
    "Get the new form from the focal point and copy the figures into it.",
)
_CHANGED = Words(
    "Danh mục chỉ tiêu hiện nay hỏi chỉ tiêu này theo cách khác với biểu mẫu.",
    "The catalogue now asks for this indicator in another way than the form does.",
)
_TYPE_NUMBER = Words(
    "Gõ số, không kèm chữ; nếu chưa có số liệu thì để trống ô này và ghi lý do vào ô “Chưa có số liệu”.",
    "Type digits alone; where there is no figure yet, leave this cell empty and say why in “Not available yet”.",
)
_TYPE_WHOLE = Words(
    "Gõ số nguyên, liền các chữ số, ví dụ 1234567.",
    "Type a whole number without separators, for example 1234567.",
)
_TYPE_DAY = Words("Gõ ngày/tháng/năm, ví dụ 05/10/2022.", "Type a date, for example 2022-10-05.")

IN_FORMS: Mapping[str, FormWords] = {
    "value-empty": FormWords(
        Words("Ô này để trống.", "This cell is empty."),
        Words("Điền vào ô này.", "Fill it in."),
    ),
    "entry-answers": FormWords(
        Words(
            "Mỗi chỉ tiêu cần đúng một câu trả lời; các ô trả lời đã điền: {found:printed}.",
            "Each indicator needs exactly one answer; answers filled in: {found:printed}.",
        ),
        Words(
            "Điền số liệu, hoặc chỉ ghi lý do vào một trong ba ô “Không phát sinh trong kỳ”, “Chưa có số liệu”, "
            "“Không áp dụng đối với đơn vị”; xóa các ô còn lại.",
            "Fill in the figures, or give the reason in one of “Nothing to count in the period”, “Not available "
            "yet”, “Does not apply to the unit”; clear the others.",
        ),
    ),
    "entry-half-ratio": FormWords(
        Words("Thiếu {missing:printed}.", "The {missing:printed} is missing."),
        Words(
            "Điền cả hai ô “Tử số” và “Mẫu số”, kể cả khi bằng 0.",
            "Fill in both “Numerator” and “Denominator”, even where one is 0.",
        ),
    ),
    "entry-members-alone": FormWords(
        Words(
            "Đã trả lời thay các đơn vị trực thuộc nhưng chưa trả lời cho chính đơn vị.",
            "The members are answered for, but not the unit itself.",
        ),
        Words(
            "Chọn “Có” hoặc “Chưa” ở ô “Đơn vị đã thực hiện chưa?”.",
            "Choose “Yes” or “No” in “Has the unit done it?”.",
        ),
    ),
    "entry-expected-alone": FormWords(
        Words(
            "Có “Ngày dự kiến có số liệu”, nhưng ô “Chưa có số liệu” để trống.",
            "There is a date in “Expected on”, but “Not available yet” is empty.",
        ),
        Words(
            "Nếu chưa có số liệu thì ghi lý do vào ô “Chưa có số liệu”; nếu đã có thì xóa ngày dự kiến.",
            "If the figure is still missing, say why in “Not available yet”; if it is there, clear the date.",
        ),
    ),
    "submission-empty": FormWords(
        Words("Biểu mẫu chưa trả lời chỉ tiêu nào.", "The form answers no indicator."),
        Words(
            "Điền vào các ô nền vàng; chỉ tiêu nào không có số liệu thì ghi lý do vào một trong ba ô “Không phát "
            "sinh trong kỳ”, “Chưa có số liệu”, “Không áp dụng đối với đơn vị”.",
            "Fill in the yellow cells; where an indicator has no figure, say why in one of “Nothing to count in the "
            "period”, “Not available yet”, “Does not apply to the unit”.",
        ),
    ),
    "unit-unknown": FormWords(
        Words(
            "Biểu mẫu lập cho đơn vị “{found}”, nhưng đơn vị này không có trong danh sách đơn vị.",
            "The form is for the unit “{found}”, which is not in the list of units.",
        ),
        _NEW_FORM,
    ),
    "indicator-unknown": FormWords(
        Words(
            "Chỉ tiêu này không còn trong danh mục chỉ tiêu.",
            "This indicator is no longer in the catalogue.",
        ),
        _NEW_FORM,
    ),
    "method-unknown": FormWords(
        Words(
            "Danh mục chỉ tiêu không còn phương pháp tính đã chọn ở đây.",
            "The method chosen here is no longer in the catalogue.",
        ),
        _NEW_FORM,
    ),
    "level-unknown": FormWords(_CHANGED, _NEW_FORM),
    "unit-gone": FormWords(
        Words(
            "Biểu mẫu lập cho đơn vị “{unit}”, nhưng đơn vị này không còn vào ngày cuối {period:period}.",
            "The form is for the unit “{unit}”, which did not exist at the end of {period:period}.",
        ),
        Words(
            "Hỏi đơn vị đầu mối xem đơn vị nào báo cáo thay.",
            "Ask the focal point which unit reports in its place.",
        ),
        Words(
            "Kỳ này do đơn vị kế thừa báo cáo: {near:long}; xin biểu mẫu mới của đơn vị đó.",
            "For this period its successor reports: {near:long}; ask for that unit's form.",
        ),
    ),
    "entry-not-owed": FormWords(
        Words(
            "Đơn vị không phải trả lời chỉ tiêu này trong {period:period}.",
            "The unit does not owe this indicator for {period:period}.",
        ),
        Words(
            "Xóa số liệu của chỉ tiêu này, hoặc hỏi lại đơn vị đầu mối.",
            "Clear what stands under this indicator, or ask the focal point.",
        ),
    ),
    "answer-unfit": FormWords(_CHANGED, _NEW_FORM),
    "parts-missing": FormWords(_CHANGED, _NEW_FORM),
    "day-expected": FormWords(hint=_TYPE_DAY),
    "period-without-round": FormWords(
        Words(
            "Biểu mẫu lập cho {found:period}, nhưng không có đợt báo cáo nào cho kỳ này.",
            "The form is for {found:period}, and no round collects that period.",
        ),
        _NEW_FORM,
    ),
    "number-expected": FormWords(hint=_TYPE_NUMBER),
    "number-ambiguous": FormWords(
        hint=Words(
            "Gõ {grouped} nếu là hàng nghìn, hoặc {decimal:keyed} nếu là số thập phân.",
            "Type {grouped} if thousands are meant, or {decimal:keyed} if decimals are.",
        ),
    ),
    "number-foreign-groups": FormWords(hint=Words("Gõ {plain:keyed}.", "Type {plain:keyed}.")),
    "number-leading-zero": FormWords(hint=Words("Gõ {plain:keyed}.", "Type {plain:keyed}.")),
    "whole-expected": FormWords(
        Words(
            "Ô này cần một số nguyên từ 0 trở lên, không phải {found:figure}.",
            "This cell needs a whole number from 0 up, not {found:figure}.",
        ),
        _TYPE_WHOLE,
        _TYPE_WHOLE,
    ),
    "whole-needed": FormWords(
        Words(
            "{found:figure} không phải là số nguyên, trong khi chỉ tiêu này đếm từng người, từng việc.",
            "{found:figure} is not whole, but this indicator counts whole things.",
        ),
        _TYPE_WHOLE,
        Words(
            "Nếu dấu phẩy là dấu phân cách hàng nghìn thì gõ {near}.",
            "If thousands are meant, type {near}.",
        ),
    ),
    "percent-sign": FormWords(
        hint=Words(
            "Gõ số lượng, không gõ tỷ lệ phần trăm; tỷ lệ do biểu mẫu tự tính.",
            "Type the count, not a percentage; the form works the percentage out.",
        ),
    ),
    "percentage-fraction": FormWords(
        near=Words(
            "Nếu là {near:figure} phần trăm thì gõ {near:keyed}; nếu đúng là {found:figure} phần trăm thì giữ nguyên.",
            "If {near:figure} per cent is meant, type {near:keyed}; if {found:figure} per cent is right, leave it.",
        ),
    ),
    "numerator-larger": FormWords(
        hint=Words(
            "Kiểm tra lại hai ô “Tử số” và “Mẫu số”: tử số là một phần của mẫu số.",
            "Check “Numerator” and “Denominator”: the numerator is a part of the denominator.",
        ),
    ),
    "method-missing": FormWords(
        Words(
            "Số liệu của chỉ tiêu này chưa ghi tính theo phương pháp nào.",
            "The figure does not say by which method it was measured.",
        ),
        Words(
            "Chọn phương pháp ở ô “Phương pháp tính” của chỉ tiêu này.",
            "Choose the method in “Method” of this indicator.",
        ),
    ),
    "members-too-many": FormWords(
        Words(
            "Đã trả lời thay {told} đơn vị trực thuộc, nhưng đơn vị chỉ có {members}.",
            "{told} members are answered for, but the unit has {members}.",
        ),
        Words(
            "Kiểm tra ô “Số đơn vị trực thuộc đã thực hiện” và ô “Tên các đơn vị trực thuộc chưa thực hiện”.",
            "Check “Members that have done it” and “Names of the members that have not”.",
        ),
    ),
    "members-unanswered": FormWords(
        Words(
            "Mới trả lời thay {told} trong {members} đơn vị trực thuộc.",
            "{told} of the unit's {members} members are answered for.",
        ),
        Words(
            "“Số đơn vị trực thuộc đã thực hiện” cộng với số tên ghi ở “Tên các đơn vị trực thuộc chưa thực hiện” "
            "phải bằng {members}.",
            "“Members that have done it” and the names in “Names of the members that have not” must add up to "
            "{members}.",
        ),
    ),
    "member-twice": FormWords(
        Words("“{found}” được ghi tên hai lần.", "“{found}” is named twice."),
    ),
    "method-changed": FormWords(
        Words(
            "Phương pháp tính khác với phương pháp của {period:period}.",
            "The method is not the one of {period:period}.",
        ),
        Words(
            "Kiểm tra ô “Phương pháp tính”; nếu đúng là đã đổi thì ghi lý do vào ô “Ghi chú”.",
            "Check “Method”; if it did change, say why in “Note”.",
        ),
    ),
    "figure-shrinks": FormWords(
        Words(
            "Số lũy kế từ đầu năm là {found:figure}, nhỏ hơn {before:figure} của {period:period}.",
            "The figure since the start of the year is {found:figure}, less than {before:figure} in {period:period}.",
        ),
    ),
    "answer-dropped": FormWords(
        Words(
            "Lần gửi {revision} đã trả lời chỉ tiêu này, lần này thì không.",
            "Revision {revision} answered this indicator, this one does not.",
        ),
        Words(
            "Điền lại số liệu đó; biểu mẫu gửi sau thay toàn bộ lần gửi trước.",
            "Fill that figure in again: this form takes the place of all that was sent before.",
        ),
    ),
    "rule-violated": FormWords(Words(f"{SIDES}.", f"{SIDES}.")),
    "rule-doubted": FormWords(
        Words(f"{SIDES}.", f"{SIDES}."),
        Words(
            "Kiểm tra các số này; nếu đều đúng thì ghi lý do vào ô “Ghi chú” và xác nhận khi gửi.",
            "Check these figures; if all are right, say why in “Note” and confirm when sending.",
        ),
    ),
    "totals-differ": FormWords(
        Words(
            "Mẫu số ở đây là {found:figure}, còn mẫu số cùng nội dung ở một chỉ tiêu khác là {number:figure}.",
            "The denominator is {found:figure} here, but {number:figure} under another indicator that counts the same.",
        ),
    ),
}
"""By slug: how a kind is said where it stands in a cell."""
