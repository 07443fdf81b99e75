"""Problems with demands and answers that do not fit how an indicator is measured: KPI343 to KPI399."""

from cds_kpi.problems.kind import Kind, Words

MEASURES: tuple[Kind, ...] = (
    Kind(
        code="KPI343",
        slug="demand-unfit",
        severity="error",
        summary=Words(
            "Yêu cầu không hợp với loại chỉ tiêu",
            "A demand that does not fit the measure",
        ),
        message=Words(
            "Chỉ tiêu loại “{measure}” không đi với yêu cầu “{demand}”.",
            "A measure of the kind “{measure}” cannot meet the demand “{demand}”.",
        ),
        hint=Words(
            (
                "Với milestone, ghi “done: true”; với loại khác, ghi at_least, above, at_most, below, between, "
                "increase hoặc decrease."
            ),
            (
                "For a milestone write “done: true”; for the others at_least, above, at_most, below, between, increase "
                "or decrease."
            ),
        ),
        why=Words(
            "Ví dụ, tỷ lệ thì so với một mức phần trăm, còn mốc công việc chỉ có hoàn thành hoặc chưa.",
            "A ratio is held against a percentage, for example, while a milestone is either done or not.",
        ),
        wrong="{programme: cv-3036, number: 9, done: true, by: 2022-12-31}",
        right="{programme: cv-3036, number: 9, at_least: 100, by: 2022-12-31}",
    ),
    Kind(
        code="KPI344",
        slug="answer-unfit",
        severity="error",
        summary=Words(
            "Câu trả lời không hợp với loại chỉ tiêu",
            "An answer that does not fit the indicator",
        ),
        message=Words(
            "Chỉ tiêu “{indicator}” cần {measure:word}, nhưng ở đây ghi {found:word}.",
            "The indicator “{indicator}” needs {measure:word}, but here there is {found:word}.",
        ),
        hint=Words(
            "Ghi {measure:word}; nếu không có số liệu thì ghi nil, not_applicable hoặc unavailable kèm lý do.",
            "Write {measure:word}; without a figure write nil, not_applicable or unavailable, and why.",
        ),
        why=Words(
            "Mỗi chỉ tiêu tính theo một cách đã định trong danh mục.",
            "The catalogue says how each indicator is measured.",
        ),
        wrong="  e-payment: {value: 100}",
        right="  e-payment: {done: true}",
    ),
    Kind(
        code="KPI345",
        slug="parts-missing",
        severity="error",
        summary=Words("Thiếu số liệu theo từng phần", "One figure where parts are asked for"),
        message=Words(
            "Chỉ tiêu “{indicator}” cần số liệu theo từng phần, nhưng ở đây chỉ có một số chung.",
            "The indicator “{indicator}” needs a figure for each part, but here there is one for the whole.",
        ),
        hint=Words(
            "Ghi dưới mục parts, ví dụ “parts: {{nong-nghiep: {{value: 9.1}}, y-te: {{value: 8.7}}}}”.",
            "Write them under “parts”, for example “parts: {{nong-nghiep: {{value: 9.1}}, y-te: {{value: 8.7}}}}”.",
        ),
        why=Words(
            "Mục tiêu đòi hỏi từng ngành, từng lĩnh vực đều đạt, nên một số chung không cho biết phần nào chưa đạt.",
            (
                "The target asks every part to reach it, and one figure for the whole does not tell which part falls "
                "short."
            ),
        ),
        wrong=("digital-economy:\n  value: 13.51"),
        right=("digital-economy:\n  parts: {nong-nghiep: {value: 15.2}, y-te: {value: 16.1}}"),
    ),
    Kind(
        code="KPI346",
        slug="related-itself",
        severity="error",
        summary=Words("Chỉ tiêu ghi chính nó là chỉ tiêu liên quan", "An indicator related to itself"),
        message=Words(
            "Chỉ tiêu “{indicator}” ghi chính nó dưới mục related.",
            "The indicator “{indicator}” names itself under “related”.",
        ),
        hint=Words(
            "Ghi mã của chỉ tiêu khác dễ bị nhầm với chỉ tiêu này, hoặc bỏ dòng này.",
            "Write the id of the other indicator that is taken for this one, or leave the line out.",
        ),
        why=Words(
            "Mục related nêu những chỉ tiêu trông giống nhau nhưng không được đem so sánh với nhau.",
            "“related” names indicators that look alike and must not be compared with each other.",
        ),
        wrong="    related: [{indicator: e-payment, differs: scope}]",
        right="    related: [{indicator: online-dossiers, differs: scope}]",
    ),
    Kind(
        code="KPI347",
        slug="related-twice",
        severity="warning",
        summary=Words("Chỉ tiêu liên quan ghi hai lần", "A related indicator named twice"),
        message=Words(
            "Chỉ tiêu “{indicator}” ghi “{found}” hai lần dưới mục related.",
            "The indicator “{indicator}” names “{found}” twice under “related”.",
        ),
        hint=Words(
            "Gộp thành một dòng, ghi chỗ khác nhau quan trọng nhất và nói rõ ở mục note.",
            "Make it one line with the difference that matters most, and explain it under “note”.",
        ),
        why=Words(
            "Báo cáo so sánh nêu mỗi chỉ tiêu liên quan một lần.",
            "The comparison shows every related indicator once.",
        ),
        wrong=(
            "    related:\n"
            "      - {indicator: online-dossiers, differs: scope}\n"
            "      - {indicator: online-dossiers, differs: denominator}"
        ),
        right="    related: [{indicator: online-dossiers, differs: scope}]",
    ),
    Kind(
        code="KPI348",
        slug="programme-called-all",
        severity="error",
        summary=Words("Chương trình mang mã “all”", "A programme called “all”"),
        message=Words(
            "Mã “{found}” không đặt cho một chương trình được.",
            "No programme may have the id “{found}”.",
        ),
        hint=Words(
            "Đặt mã khác, ví dụ theo số của văn bản: kh-593.",
            "Choose another id, for example after the document's number: kh-593.",
        ),
        why=Words(
            "“report --programme all” nghĩa là mọi chương trình cùng một lúc.",
            "“report --programme all” means every programme at once.",
        ),
        wrong="  all: {name: Kế hoạch 593, authority: ubnd-tphcm, focal_point: so-tttt}",
        right="  kh-593: {name: Kế hoạch 593, authority: ubnd-tphcm, focal_point: so-tttt}",
    ),
    Kind(
        code="KPI350",
        slug="baseline-missing",
        severity="warning",
        summary=Words("Thiếu số liệu gốc", "No baseline to start from"),
        message=Words(
            "Chỉ tiêu “{indicator}” chưa có số liệu gốc của kỳ {period}.",
            "The indicator “{indicator}” has no baseline for {period}.",
        ),
        hint=Words(
            "Thêm số liệu của kỳ {period} vào mục baselines.",
            "Add the figure of {period} to “baselines”.",
        ),
        why=Words(
            "Mục tiêu tăng hoặc giảm so với kỳ gốc chỉ đánh giá được khi biết số liệu kỳ gốc.",
            "An increase or decrease over a period is judged only when that period's figure is known.",
        ),
        wrong="over: 2020",
        right="over: 2021",
    ),
    Kind(
        code="KPI351",
        slug="programme-all",
        severity="error",
        summary=Words("Lệnh này chỉ nhận một chương trình", "This command takes one programme"),
        message=Words(
            "Lệnh này làm việc với đợt báo cáo của một chương trình, không nhận “all”; chỉ “report”, “indicators” và "
            "“check-deadlines” nhận mọi chương trình.",
            "This command is about a round of one programme and does not take “all”; only “report”, “indicators” and "
            "“check-deadlines” take every programme.",
        ),
        hint=Words("Ghi một trong các mã: {known:long}.", "Write one of: {known:long}."),
        why=Words(
            "Mỗi chương trình có đợt báo cáo, thời hạn và đơn vị đầu mối riêng.",
            "Each programme has rounds, deadlines and a focal point of its own.",
        ),
        wrong="cds-kpi status --programme all --quarter Q3",
        right="cds-kpi status --programme cv-3036 --quarter Q3",
    ),
    Kind(
        code="KPI355",
        slug="level-unanswered",
        severity="warning",
        summary=Words("Thiếu số liệu của một cấp", "A level without its figure"),
        message=Words(
            "Chỉ tiêu “{indicator}” có mục tiêu riêng cho từng cấp, nhưng ở đây chưa có số liệu của cấp: {levels}.",
            "The indicator “{indicator}” has a target for each level, but here there is no figure for: {levels}.",
        ),
        hint=Words(
            "Ghi số liệu từng cấp dưới mục parts; chưa có thì đơn vị vẫn còn nợ số liệu của cấp đó.",
            "Write each level's figure under “parts”; until then the unit still owes that level's.",
        ),
        why=Words(
            "Mục tiêu của mỗi cấp chỉ đánh giá được bằng số liệu của chính cấp đó.",
            "The target of a level is judged by that level's own figures.",
        ),
        wrong="parts: {province: {numerator: 91, denominator: 100}}",
        right=(
            "parts: {province: {numerator: 91, denominator: 100}, district: {numerator: 70, denominator: 90}}"
        ),
    ),
)
