"""The same problems in the words of whoever types figures, after `--set` or at a question: what to type there.

Convention: used in place of a kind's own words wherever a problem is about what was typed; nobody there knows keys of
YAML, and nobody is told to change the catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_kpi.problems.in_forms import FormWords
from cds_kpi.problems.kind import Words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

TYPED: Mapping[str, Words] = {
    "ratio": Words("“tử số/mẫu số”, ví dụ 812345/1498765", "“numerator/denominator”, such as 812345/1498765"),
    "value": Words("một số, ví dụ 13,51", "a number, such as 13,51"),
    "rank": Words("thứ hạng, ví dụ 5", "a rank, such as 5"),
    "parts": Words("số liệu theo từng phần", "figures by part"),
    "done": Words("“có” hoặc “chưa”", "“yes” or “no”"),
    "roll_call": Words("“có” hoặc “chưa”", "“yes” or “no”"),
    "milestone": Words("“có” hoặc “chưa”", "“yes” or “no”"),
}
"""What an indicator asks for and what an answer brings, as one types it."""

_YES_NO = Words("Gõ “có” hoặc “chưa”.", "Type “yes” or “no”.")

IN_CALLS: Mapping[str, FormWords] = {
    "answer-unfit": FormWords(
        Words(
            "Chỉ tiêu “{indicator}” cần {measure:typing}, nhưng ở đây ghi {found:typing}.",
            "The indicator “{indicator}” needs {measure:typing}, but here there is {found:typing}.",
        ),
        Words(
            "Gõ {measure:typing}; không có số liệu thì gõ “nil: lý do”, “na: lý do” hoặc “chưa có: lý do”.",
            "Type {measure:typing}; without a figure type “nil: why”, “na: why” or “unavailable: why”.",
        ),
    ),
    "number-expected": FormWords(
        hint=Words(
            "Chỉ gõ chữ số và dấu thập phân, ví dụ 85,5; nếu chưa có số liệu thì gõ “chưa có: lý do”.",
            "Type digits and a decimal sign alone, such as 85,5; for a missing figure type “unavailable: why”.",
        ),
    ),
    "entry-answers": FormWords(
        Words(
            "Mỗi chỉ tiêu cần đúng một câu trả lời; ở đây ghi: {found:printed}.",
            "Each indicator needs exactly one answer; here there is: {found:printed}.",
        ),
        Words(
            "Gõ số liệu, hoặc chỉ một lý do: “nil: lý do”, “na: lý do”, “chưa có: lý do”.",
            "Type the figures, or one reason alone: “nil: why”, “na: why”, “unavailable: why”.",
        ),
    ),
    "entry-half-ratio": FormWords(
        Words("Thiếu {missing:printed}.", "The {missing:printed} is missing."),
        Words(
            "Gõ cả hai số, cách nhau bằng dấu “/”, ví dụ 812345/1498765, kể cả khi bằng 0.",
            "Type both, with a “/” between them, such as 812345/1498765, even where one is 0.",
        ),
    ),
    "entry-members-alone": FormWords(
        Words(
            "Đã trả lời thay các đơn vị trực thuộc nhưng chưa trả lời cho chính đơn vị.",
            "The members are answered for, but not the unit itself.",
        ),
        Words("Trả lời thêm “có” hoặc “chưa” cho chính đơn vị.", "Answer “yes” or “no” for the unit itself."),
    ),
    "entry-expected-alone": FormWords(
        Words(
            "Có ngày dự kiến có số liệu, nhưng không ghi là chưa có số liệu.",
            "There is a date expected, but the figure is not said to be missing.",
        ),
        Words(
            "Nếu chưa có số liệu thì gõ “chưa có: lý do”; nếu đã có thì bỏ ngày dự kiến.",
            "If the figure is still missing, type “unavailable: why”; if it is there, leave out the date.",
        ),
    ),
    "flag-expected": FormWords(
        Words("“{found}” không phải là “có” hay “chưa”.", "“{found}” is neither “yes” nor “no”."),
        _YES_NO,
        _YES_NO,
    ),
    "value-empty": FormWords(
        hint=Words(
            "Gõ nội dung còn thiếu sau dấu “=” hoặc dấu “:”.",
            "Type what is missing after the “=” or the “:”.",
        ),
    ),
    "submission-empty": FormWords(
        hint=Words(
            "Gõ số liệu; chỉ tiêu nào không có gì để báo cáo thì gõ “nil: lý do”.",
            "Type the figures; where there is nothing to report, type “nil: why”.",
        ),
    ),
    "method-unknown": FormWords(
        Words(
            "Chỉ tiêu này không có phương pháp tính “{found}”.",
            "The indicator has no method “{found}”.",
        ),
        Words(
            "Gõ một phương pháp của chỉ tiêu (xem “cds-kpi indicators show”), hoặc hỏi đơn vị đầu mối.",
            "Type one of its methods (see “cds-kpi indicators show”), or ask the focal point.",
        ),
    ),
    "method-missing": FormWords(
        hint=Words(
            "Trả lời câu hỏi “phương pháp” bằng một trong: {known:long}.",
            "Answer the question for the method by one of: {known:long}.",
        ),
    ),
    "parts-missing": FormWords(
        hint=Words(
            "Gõ từng phần, ví dụ nong-nghiep=9,1; y-te=8,7.",
            "Type each part, such as farming=9,1; health=8,7.",
        ),
    ),
    "level-unanswered": FormWords(
        hint=Words(
            "Gõ số liệu từng cấp, ví dụ province=91/100; district=70/90; chưa có thì đơn vị vẫn còn nợ cấp đó.",
            "Type each level's figure, such as province=91/100; district=70/90; until then it is still owed.",
        ),
    ),
    "members-too-many": FormWords(
        hint=Words(
            "Kiểm tra số đơn vị đã thực hiện và tên các đơn vị chưa thực hiện; nếu số đơn vị trực thuộc đã thay đổi "
            "thì báo đơn vị đầu mối.",
            "Check how many have done it and the names of those that have not; if there are more members now, tell "
            "the focal point.",
        ),
    ),
    "members-unanswered": FormWords(
        hint=Words(
            "Số đơn vị đã thực hiện cộng với số tên đơn vị chưa thực hiện phải bằng {members}.",
            "Those that have done it and the names of those that have not must add up to {members}.",
        ),
    ),
    "member-twice": FormWords(
        Words("“{found}” được ghi tên hai lần.", "“{found}” is named twice."),
    ),
}
"""By slug: how a kind is said of what was typed."""

AFTER_SET: Mapping[str, FormWords] = {
    "method-missing": FormWords(
        hint=Words(
            "Thêm --set {indicator}.method=MÃ, với MÃ là một trong: {known:long}.",
            "Add --set {indicator}.method=ID, the id being one of: {known:long}.",
        ),
    ),
    "parts-missing": FormWords(
        hint=Words(
            "Ghi từng phần, ví dụ --set {indicator}.nong-nghiep.value=9,1 --set {indicator}.y-te.value=8,7.",
            "Give each part, such as --set {indicator}.farming.value=9,1 --set {indicator}.health.value=8,7.",
        ),
    ),
    "level-unanswered": FormWords(
        hint=Words(
            "Ghi số liệu từng cấp, ví dụ --set {indicator}.district.numerator=70 --set "
            "{indicator}.district.denominator=90; chưa có thì đơn vị vẫn còn nợ cấp đó.",
            "Give each level's figure, such as --set {indicator}.district.numerator=70 --set "
            "{indicator}.district.denominator=90; until then it is still owed.",
        ),
    ),
    "members-unanswered": FormWords(
        hint=Words(
            "Ghi --set MÃ.members_done=SỐ và --set “MÃ.members_not_done=TÊN; TÊN” sao cho cộng lại bằng {members}.",
            "Give --set ID.members_done=COUNT and --set “ID.members_not_done=NAME; NAME” so that they add up to "
            "{members}.",
        ),
    ),
}
"""The same where `--set` has words of its own."""


def find_typed(kind: str, typed: Literal["set", "asked"]) -> FormWords | None:
    """Return how a kind is said of what was typed after `--set` or at a question; None where its own words do."""
    return (AFTER_SET.get(kind) if typed == "set" else None) or IN_CALLS.get(kind)
