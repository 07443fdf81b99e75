"""Problems with validation rules: how they are written (KPI264 to KPI269), what they name (KPI370 to KPI375), and
submissions that do not hold to them (KPI560 and KPI561).
"""

from cds_kpi.problems.kind import Kind, Words

EXPRESSIONS: tuple[Kind, ...] = (
    Kind(
        code="KPI264",
        slug="expression-character",
        severity="error",
        summary=Words("Ký tự lạ trong biểu thức", "A character that no expression has"),
        message=Words(
            "Biểu thức không dùng ký tự “{found}”.",
            "An expression cannot hold “{found}”.",
        ),
        hint=Words(
            "Chỉ dùng số liệu (mã-chỉ-tiêu.numerator), số, + - * / và ngoặc đơn; số thập phân ghi dấu chấm.",
            "Use figures (indicator-id.numerator), numbers, + - * / and parentheses; decimals take a point.",
        ),
        why=Words(
            "Biểu thức của quy tắc chỉ là phép tính trên số liệu; không có gì trong đó được chạy như chương trình.",
            "A rule's expression is arithmetic on figures and nothing else; nothing in it is run as a program.",
        ),
        wrong="left: online-dossiers.value * 0,5",
        right="left: online-dossiers.value * 0.5",
    ),
    Kind(
        code="KPI265",
        slug="expression-word",
        severity="error",
        summary=Words(
            "Một từ không phải số liệu cũng không phải số", "A word that is neither a figure nor a number"
        ),
        message=Words(
            "“{found}” không phải là số liệu của một chỉ tiêu, cũng không phải là một số.",
            "“{found}” is neither a figure of an indicator nor a number.",
        ),
        hint=Words(
            "Ghi mã chỉ tiêu, dấu chấm rồi numerator, denominator, value hoặc done, ví dụ online-dossiers.numerator.",
            "Write the indicator's id, a point and numerator, denominator, value or done: online-dossiers.numerator.",
        ),
        near=Words(
            "Có lẽ cần ghi “{near}”; trước và sau dấu trừ phải có khoảng trắng.",
            "Perhaps “{near}” is meant; a minus needs a space before and after it.",
        ),
        why=Words(
            "Mã chỉ tiêu có dấu gạch nối, nên dấu trừ phải cách ra thì mới phân biệt được.",
            "Ids hold hyphens, so that a minus can only be told apart by the spaces around it.",
        ),
        wrong="left: online-dossiers.denominator-online-dossiers.numerator",
        right="left: online-dossiers.denominator - online-dossiers.numerator",
    ),
    Kind(
        code="KPI266",
        slug="expression-operand-missing",
        severity="error",
        summary=Words("Biểu thức thiếu một số", "An expression lacks a number"),
        message=Words(
            "Ở đây cần một số liệu, một số hoặc một ngoặc mở, nhưng gặp {found:choices}.",
            "A figure, a number or an opening parenthesis is needed here, but there is {found:choices}.",
        ),
        hint=Words(
            "Thêm số liệu còn thiếu, hoặc xóa dấu phép tính thừa.",
            "Add the figure that is missing, or delete the sign that is too much.",
        ),
        why=Words(
            "Mỗi phép tính cần một số ở hai bên.",
            "Each operation needs a number on both sides.",
        ),
        wrong="left: online-dossiers.denominator - online-dossiers.numerator *",
        right="left: online-dossiers.denominator - online-dossiers.numerator",
    ),
    Kind(
        code="KPI267",
        slug="expression-operator-missing",
        severity="error",
        summary=Words("Biểu thức thiếu dấu phép tính", "An expression lacks a sign"),
        message=Words(
            "Trước “{found}” thiếu dấu phép tính.",
            "There is no sign before “{found}”.",
        ),
        hint=Words(
            "Ghi +, -, * hoặc / ở giữa hai số.",
            "Write +, -, * or / between the two.",
        ),
        why=Words(
            "Hai số đứng liền nhau thì không biết phải tính thế nào.",
            "Two numbers side by side do not say what is to be done with them.",
        ),
        wrong="left: 2 online-dossiers.numerator",
        right="left: 2 * online-dossiers.numerator",
    ),
    Kind(
        code="KPI268",
        slug="expression-bracket",
        severity="error",
        summary=Words("Ngoặc đơn không đủ đôi", "A parenthesis without its pair"),
        message=Words(
            "Ngoặc “{found}” ở đây không có ngoặc đi cùng.",
            "The parenthesis “{found}” here has no other to go with it.",
        ),
        hint=Words("Thêm ngoặc còn thiếu, hoặc xóa ngoặc thừa.", "Add the one missing, or delete this one."),
        why=Words(
            "Thiếu ngoặc thì không biết phép tính nào làm trước.",
            "Without it there is no telling what is worked out first.",
        ),
        wrong="left: 2 * (online-dossiers.denominator - online-dossiers.numerator",
        right="left: 2 * (online-dossiers.denominator - online-dossiers.numerator)",
    ),
    Kind(
        code="KPI269",
        slug="expression-too-long",
        severity="error",
        summary=Words("Biểu thức quá dài hoặc quá sâu", "An expression that is too long or too deep"),
        message=Words(
            "Biểu thức dài quá {longest:count} ký tự hoặc có quá {deepest} tầng ngoặc và dấu âm.",
            "The expression has more than {longest:count} characters, or {deepest} levels of parentheses and signs.",
        ),
        hint=Words(
            "Viết gọn lại, hoặc chia thành nhiều quy tắc.",
            "Write it shorter, or make several rules of it.",
        ),
        why=Words(
            "Quy tắc mà người đọc không theo được thì không ai kiểm tra lại được.",
            "A rule that nobody can follow is a rule that nobody can check.",
        ),
        wrong="left: '---------------------online-dossiers.value'",
        right="left: '-online-dossiers.value'",
    ),
)

RULES: tuple[Kind, ...] = (
    Kind(
        code="KPI370",
        slug="rule-twice",
        severity="error",
        summary=Words("Hai quy tắc cùng một mã", "Two rules with one id"),
        message=Words(
            "Mã “{found}” đã là mã của một quy tắc ở trên.",
            "The id “{found}” already belongs to a rule above.",
        ),
        hint=Words("Đặt mã khác cho quy tắc này.", "Give this rule another id."),
        why=Words(
            "Cảnh báo ghi lại trong biên nhận gọi quy tắc bằng mã, nên mỗi mã chỉ được chỉ một quy tắc.",
            "Receipts keep warnings by the rule's id, so an id must name one rule only.",
        ),
        wrong="  - id: few-online\n    message: Tử số nhỏ",
        right="  - id: very-few-online\n    message: Tử số nhỏ",
    ),
    Kind(
        code="KPI371",
        slug="rule-field-unfit",
        severity="error",
        summary=Words("Chỉ tiêu không có số liệu này", "A figure that the indicator does not have"),
        message=Words(
            "“{found}”: chỉ tiêu “{indicator}” không có số liệu “{field}”.",
            "“{found}”: the indicator “{indicator}” has no figure “{field}”.",
        ),
        hint=Words(
            "Có thể ghi sau mã của chỉ tiêu này: {known:choices}.",
            "What can stand after the id of this indicator: {known:choices}.",
        ),
        near=Words(
            "Có lẽ cần ghi “{near}”; có thể dùng: {known:choices}.",
            "Perhaps “{near}” is meant; there are: {known:choices}.",
        ),
        why=Words(
            "Tỷ lệ có tử số, mẫu số và giá trị tính từ hai số đó; chỉ tiêu loại khác có value, done hoặc members_done.",
            "A ratio has two sides and the value worked out of them; others have “value”, “done” or “members_done”.",
        ),
        wrong="left: digital-economy.numerator",
        right="left: digital-economy.value",
    ),
    Kind(
        code="KPI372",
        slug="rule-sides-same",
        severity="error",
        summary=Words("Hai vế của quy tắc giống hệt nhau", "Both sides of a rule are the same"),
        message=Words(
            "Vế phải “{found}” giống hệt vế trái.",
            "The right side, “{found}”, is the same as the left one.",
        ),
        hint=Words("Sửa lại một vế.", "Change one of the sides."),
        why=Words(
            "So một số với chính nó thì quy tắc luôn đúng hoặc luôn sai.",
            "A figure held against itself is always right, or always wrong.",
        ),
        wrong="right: online-dossiers.numerator",
        right="right: online-dossiers.denominator",
    ),
    Kind(
        code="KPI373",
        slug="rule-without-figures",
        severity="error",
        summary=Words("Quy tắc không nói về số liệu nào", "A rule about no figure"),
        message=Words(
            "Cả hai vế của quy tắc “{rule}” không có số liệu của chỉ tiêu nào.",
            "Neither side of the rule “{rule}” names a figure.",
        ),
        hint=Words(
            "Ghi ít nhất một số liệu, ví dụ online-dossiers.numerator.",
            "Name at least one figure, such as online-dossiers.numerator.",
        ),
        why=Words(
            "Quy tắc chỉ so các số cố định thì không kiểm tra được gì trong báo cáo.",
            "A rule that compares fixed numbers checks nothing that anybody sends.",
        ),
        wrong="left: 100 - 1",
        right="left: online-dossiers.value",
    ),
    Kind(
        code="KPI374",
        slug="rule-pair-constant",
        severity="error",
        summary=Words(
            "Vế không có số liệu trong quy tắc đi đôi", "A side without figures in a rule of a pair"
        ),
        message=Words(
            "Vế “{found}” không có số liệu của chỉ tiêu nào, nên không thể hỏi vế này có số liệu hay không.",
            "The side “{found}” names no figure, so it cannot be asked whether it has any.",
        ),
        hint=Words(
            "Ghi số liệu của một chỉ tiêu, ví dụ online-dossiers.numerator, hoặc dùng phép so sánh khác.",
            "Name a figure, such as online-dossiers.numerator, or use another operator.",
        ),
        why=Words(
            "compulsory_pair và exclusive_pair hỏi hai vế có số liệu hay không, không hỏi lớn hay nhỏ.",
            "compulsory_pair and exclusive_pair ask whether the sides have figures, not how large they are.",
        ),
        wrong="right: 100",
        right="right: digital-economy.value",
    ),
    Kind(
        code="KPI375",
        slug="rule-divides-by-zero",
        severity="error",
        summary=Words("Quy tắc luôn chia cho 0", "A rule that always divides by 0"),
        message=Words(
            "Vế “{found}” chia cho 0, dù số liệu là bao nhiêu.",
            "The side “{found}” divides by 0, whatever the figures are.",
        ),
        hint=Words("Sửa lại số chia.", "Change what it is divided by."),
        why=Words(
            "Vế chia cho 0 không có giá trị nên quy tắc này không bao giờ được hỏi.",
            "A side that divides by 0 has no value, so the rule would never be asked.",
        ),
        wrong="left: online-dossiers.numerator / 0",
        right="left: online-dossiers.numerator / 10",
    ),
)

SIDES = "{message:wording} ({left_name:wording}: {left:side}; {right_name:wording}: {right:side}; {operator:word})"
"""What is said of a rule that does not hold: its own words, and what both sides come to."""

VIOLATIONS: tuple[Kind, ...] = (
    Kind(
        code="KPI560",
        slug="rule-violated",
        severity="error",
        summary=Words("Số liệu trái với quy tắc kiểm tra", "Figures that break a rule"),
        message=Words(f"{SIDES}, theo quy tắc “{{rule}}”.", f"{SIDES}, by the rule “{{rule}}”."),
        hint=Words(
            "Kiểm tra các số liệu này và sửa số sai; nếu các số đều đúng thì hỏi đơn vị đầu mối.",
            "Check these figures and correct the wrong one; if all are right, ask the focal point.",
        ),
        near=Words("{near:wording}.", "{near:wording}."),
        why=Words(
            "Quy tắc này do danh mục đặt ra (mục rules): số liệu của các chỉ tiêu liên quan phải khớp với nhau.",
            "The catalogue sets this rule (under “rules”): figures of related indicators must agree.",
        ),
        wrong="online-dossiers: {numerator: 9, denominator: 9000}",
        right="online-dossiers: {numerator: 7650, denominator: 9000}",
    ),
    Kind(
        code="KPI561",
        slug="rule-doubted",
        severity="warning",
        summary=Words("Số liệu đáng ngờ theo quy tắc kiểm tra", "Figures that a rule asks about"),
        message=Words(f"{SIDES}, theo quy tắc “{{rule}}”.", f"{SIDES}, by the rule “{{rule}}”."),
        hint=Words(
            "Kiểm tra các số liệu này; nếu đều đúng thì xác nhận khi gửi và ghi lý do ở phần ghi chú.",
            "Check these figures; if all are right, confirm when sending and say why in the note.",
        ),
        near=Words("{near:wording}.", "{near:wording}."),
        why=Words(
            "Quy tắc này do danh mục đặt ra (mục rules) để hỏi lại những số liệu ít khi đúng.",
            "The catalogue sets this rule (under “rules”) to ask about figures that are seldom right.",
        ),
        wrong="online-dossiers: {numerator: 9, denominator: 9000}",
        right="online-dossiers: {numerator: 7650, denominator: 9000}",
    ),
)
