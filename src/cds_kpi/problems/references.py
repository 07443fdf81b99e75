"""Problems with what records say of one another: KPI301 to KPI342, KPI382."""

from cds_kpi.problems.kind import Kind, Words

REFERENCES: tuple[Kind, ...] = (
    Kind(
        code="KPI301",
        slug="unit-unknown",
        severity="error",
        summary=Words("Đơn vị không có trong danh sách", "No such unit"),
        message=Words(
            "{what:Word} “{found}” không có trong danh sách đơn vị.",
            "The {what:word} “{found}” is not in the list of units.",
        ),
        hint=Words(
            "Ghi mã của một đơn vị có trong data/units.yaml, hoặc thêm đơn vị này vào đó.",
            "Write the id of a unit in data/units.yaml, or add the unit there.",
        ),
        near=Words("Có lẽ cần ghi “{near}”.", "Did you mean “{near}”?"),
        why=Words(
            "Danh sách đơn vị cho biết đơn vị nào có thật, thuộc cấp nào, nhận thư ở đâu.",
            "The list says which units there are, of which level, and where they get their mail.",
        ),
        wrong="lead: so-ttt",
        right="lead: so-tttt",
    ),
    Kind(
        code="KPI302",
        slug="indicator-unknown",
        severity="error",
        summary=Words("Chỉ tiêu không có trong danh mục", "No such indicator"),
        message=Words(
            "{what:Word} “{found}” không có trong danh mục.",
            "The {what:word} “{found}” is not in the catalogue.",
        ),
        hint=Words(
            "Ghi mã của một chỉ tiêu có trong data/indicators.yaml; xem bằng lệnh “cds-kpi indicators”.",
            "Write the id of an indicator in data/indicators.yaml; “cds-kpi indicators” lists them.",
        ),
        near=Words("Có lẽ cần ghi “{near}”.", "Did you mean “{near}”?"),
        why=Words(
            "Số liệu của một chỉ tiêu không có trong danh mục thì không được tính vào đâu.",
            "Figures for an indicator that is not in the catalogue count nowhere.",
        ),
        wrong="  online-dossier: {numerator: 7650, denominator: 9000, source: Cổng dịch vụ công}",
        right="  online-dossiers: {numerator: 7650, denominator: 9000, source: Cổng dịch vụ công}",
    ),
    Kind(
        code="KPI303",
        slug="programme-unknown",
        severity="error",
        summary=Words("Chương trình không có trong danh mục", "No such programme"),
        message=Words(
            "{what:Word} “{found}” không có trong danh mục.",
            "The {what:word} “{found}” is not in the catalogue.",
        ),
        hint=Words(
            "Ghi mã của một chương trình trong data/indicators.yaml: {known:long}.",
            "Write the id of a programme in data/indicators.yaml: {known:long}.",
        ),
        near=Words("Có lẽ cần ghi “{near}”.", "Did you mean “{near}”?"),
        why=Words(
            "Chương trình cho biết các đợt báo cáo, hạn nộp và đơn vị đầu mối.",
            "The programme says which rounds there are, by when, and who collects.",
        ),
        wrong="default_programme: cv-3063",
        right="default_programme: cv-3036",
    ),
    Kind(
        code="KPI304",
        slug="source-unknown",
        severity="error",
        summary=Words("Văn bản nguồn không có trong danh mục", "No such source"),
        message=Words(
            "Văn bản nguồn “{found}” không có dưới mục sources.",
            "The source “{found}” is not among the “sources”.",
        ),
        hint=Words(
            "Ghi mã của một văn bản dưới mục sources, hoặc thêm văn bản này vào đó.",
            "Write the id of a document under “sources”, or add the document there.",
        ),
        near=Words("Có lẽ cần ghi “{near}”.", "Did you mean “{near}”?"),
        why=Words(
            "Mỗi mục tiêu phải dẫn được văn bản giao, để người đọc kiểm tra lại.",
            "Every target names the document that set it, so that readers can check.",
        ),
        wrong="source: cv-3063",
        right="source: cv-3036",
    ),
    Kind(
        code="KPI305",
        slug="pillar-unknown",
        severity="error",
        summary=Words("Trụ cột không có trong danh mục", "No such pillar"),
        message=Words(
            "Trụ cột “{found}” không có dưới mục pillars.",
            "The pillar “{found}” is not among the “pillars”.",
        ),
        hint=Words(
            "Ghi mã của một trụ cột dưới mục pillars, hoặc thêm trụ cột này vào đó.",
            "Write the id of a pillar under “pillars”, or add the pillar there.",
        ),
        near=Words("Có lẽ cần ghi “{near}”.", "Did you mean “{near}”?"),
        why=Words(
            "Báo cáo xếp các chỉ tiêu theo trụ cột, theo thứ tự của mục pillars.",
            "The report groups indicators by pillar, in the order of “pillars”.",
        ),
        wrong="pillar: goverment",
        right="pillar: government",
    ),
    Kind(
        code="KPI306",
        slug="method-unknown",
        severity="error",
        summary=Words("Phương pháp tính chưa khai báo", "No such method"),
        message=Words(
            "Phương pháp tính “{found}” không có dưới mục methods của chỉ tiêu.",
            "The method “{found}” is not among the indicator's “methods”.",
        ),
        hint=Words(
            "Ghi một phương pháp có dưới mục methods của chỉ tiêu; nếu thiếu phương pháp thì hỏi đơn vị đầu mối.",
            "Write one of the indicator's “methods”; if one is lacking, ask the focal point.",
        ),
        near=Words("Có lẽ cần ghi “{near}”.", "Did you mean “{near}”?"),
        why=Words(
            "Số liệu tính theo hai phương pháp khác nhau không được gộp chung, nên phải biết rõ phương pháp.",
            "Figures by different methods are never joined, so the method must be known.",
        ),
        wrong="method: gos",
        right="method: gso",
    ),
    Kind(
        code="KPI307",
        slug="level-unknown",
        severity="error",
        summary=Words("Cấp đơn vị không có", "No such level"),
        message=Words(
            "“{found}” không phải là một cấp đơn vị.",
            "“{found}” is not a level of units.",
        ),
        hint=Words(
            "Ghi một trong: national, province, department, agency, district, commune.",
            "Write one of: national, province, department, agency, district, commune.",
        ),
        near=Words("Có lẽ cần ghi “{near}”.", "Did you mean “{near}”?"),
        why=Words(
            "Cấp đơn vị cho biết mục tiêu và đợt báo cáo áp dụng cho những đơn vị nào.",
            "The level says which units a target or a round is for.",
        ),
        wrong="reporters: level:departments",
        right="reporters: level:department",
    ),
    Kind(
        code="KPI320",
        slug="unit-twice",
        severity="error",
        summary=Words("Hai đơn vị cùng mã", "Two units with one id"),
        message=Words(
            "Mã “{found}” đã dùng cho một đơn vị ở trên.",
            "The id “{found}” already belongs to a unit above.",
        ),
        hint=Words(
            "Đặt mã khác, hoặc xóa đơn vị ghi trùng.",
            "Choose another id, or delete the unit that stands twice.",
        ),
        why=Words(
            "Hai đơn vị cùng mã thì số liệu của đơn vị này bị tính cho đơn vị kia.",
            "With one id for two units, the figures of one would count for the other.",
        ),
        wrong=("  - id: so-tttt\n    name: {vi: Sở Y tế, en: Department of Health}"),
        right=("  - id: so-y-te\n    name: {vi: Sở Y tế, en: Department of Health}"),
    ),
    Kind(
        code="KPI321",
        slug="indicator-twice",
        severity="error",
        summary=Words("Hai chỉ tiêu cùng mã", "Two indicators with one id"),
        message=Words(
            "Mã “{found}” được dùng cho nhiều chỉ tiêu.",
            "The id “{found}” belongs to more than one indicator.",
        ),
        hint=Words(
            "Đặt mã khác, hoặc xóa chỉ tiêu ghi trùng.",
            "Choose another id, or delete the indicator that stands twice.",
        ),
        why=Words(
            "Hai chỉ tiêu cùng mã thì không biết số liệu của chỉ tiêu nào.",
            "With one id for two indicators there is no telling which one a figure is for.",
        ),
        wrong=(
            "  - id: digital-economy\n"
            "    name: {vi: Tỷ lệ đơn vị cho thanh toán trực tuyến, en: Share of units that take payments online}"
        ),
        right=(
            "  - id: e-payment\n"
            "    name: {vi: Tỷ lệ đơn vị cho thanh toán trực tuyến, en: Share of units that take payments online}"
        ),
    ),
    Kind(
        code="KPI322",
        slug="target-number-twice",
        severity="warning",
        summary=Words("Hai chỉ tiêu cùng số thứ tự", "Two indicators with one number"),
        message=Words(
            "Số thứ tự {found} đã dùng cho chỉ tiêu “{first}” của cùng chương trình.",
            "Number {found} already belongs to the programme's indicator “{first}”.",
        ),
        hint=Words(
            "Ghi đúng số thứ tự trong phụ lục của văn bản.",
            "Write the number from the document's appendix.",
        ),
        why=Words(
            "Người đọc tìm chỉ tiêu theo số thứ tự trong văn bản, nên trùng số sẽ nhầm.",
            "Readers look indicators up by their number in the document; two of a number mislead them.",
        ),
        wrong="number: 5, at_least: 15",
        right="number: 12, at_least: 15",
    ),
    Kind(
        code="KPI330",
        slug="unit-circle",
        severity="error",
        summary=Words("Đơn vị là cấp trên của chính nó", "A unit above itself"),
        message=Words(
            "Đơn vị “{found}” là cấp trên của chính nó, trực tiếp hoặc qua đơn vị khác.",
            "The unit “{found}” is above itself, directly or through others.",
        ),
        hint=Words(
            "Sửa mục parent theo cơ cấu tổ chức thật.",
            "Correct “parent” to the real structure.",
        ),
        why=Words(
            "Danh sách đơn vị là một cây: đi từ đơn vị lên cấp trên phải có điểm dừng.",
            "The units form a tree: the way up from any unit must come to an end.",
        ),
        wrong=(
            "    name: {vi: Sở Y tế, en: Department of Health}\n    level: department\n    parent: so-y-te"
        ),
        right=(
            "    name: {vi: Sở Y tế, en: Department of Health}\n    level: department\n    parent: ubnd-tphcm"
        ),
    ),
    Kind(
        code="KPI331",
        slug="unit-gone",
        severity="warning",
        summary=Words("Đơn vị không tồn tại trong kỳ", "A unit that did not exist in the period"),
        message=Words(
            "Đơn vị “{unit}” không tồn tại vào ngày cuối kỳ {period}.",
            "The unit “{unit}” did not exist at the end of {period}.",
        ),
        hint=Words(
            "Kiểm tra mục valid của đơn vị trong data/units.yaml, hoặc báo cáo theo đơn vị kế thừa.",
            "Check the unit's “valid” in data/units.yaml, or report as its successor.",
        ),
        near=Words(
            "Kỳ này do đơn vị kế thừa báo cáo: {near:long}.",
            "For this period its successor reports: {near:long}.",
        ),
        why=Words(
            "Đơn vị chỉ phải báo cáo nếu còn tồn tại vào ngày cuối kỳ; số liệu này không được tính.",
            "A unit is asked only where it exists at the end of the period; these figures do not count.",
        ),
        wrong="valid: {from: 2008-01-01, until: 2021-12-31}",
        right="valid: {from: 2008-01-01}",
    ),
    Kind(
        code="KPI340",
        slug="reporters-selector",
        severity="error",
        summary=Words("Không hiểu cách chỉ đơn vị báo cáo", "Reporters named in an unknown way"),
        message=Words(
            "“{found}” không phải là cách chỉ đơn vị báo cáo.",
            "“{found}” is no way to name reporters.",
        ),
        hint=Words(
            "Ghi lead, mã đơn vị, level:<cấp> hoặc under:<mã đơn vị>.",
            "Write lead, a unit id, level:<level> or under:<unit id>.",
        ),
        why=Words(
            "Mục reporters cho biết đơn vị nào phải báo cáo; không hiểu thì không đơn vị nào được hỏi.",
            "“reporters” says who owes the figure; what is not understood asks nobody.",
        ),
        wrong="reporters: group:department",
        right="reporters: level:department",
    ),
    Kind(
        code="KPI341",
        slug="reporters-nobody",
        severity="warning",
        summary=Words("Không có đơn vị nào phải báo cáo", "Reporters that name nobody"),
        message=Words("Không có đơn vị nào thuộc “{found}”.", "No unit is meant by “{found}”."),
        hint=Words(
            "Ghi cấp khác, hoặc thêm các đơn vị của cấp này vào data/units.yaml.",
            "Name another level, or add its units to data/units.yaml.",
        ),
        why=Words(
            "Không có đơn vị báo cáo thì chỉ tiêu này mãi không có số liệu.",
            "With nobody to report, the indicator will never have a figure.",
        ),
        wrong="reporters: level:commune",
        right="reporters: level:department",
    ),
    Kind(
        code="KPI342",
        slug="entry-not-owed",
        severity="warning",
        summary=Words(
            "Số liệu không thuộc trách nhiệm của đơn vị",
            "A figure the unit does not owe",
        ),
        message=Words(
            "Đơn vị “{unit}” không phải báo cáo chỉ tiêu “{indicator}” trong kỳ {period}.",
            "The unit “{unit}” does not owe “{indicator}” for {period}.",
        ),
        hint=Words(
            "Không cần gửi số này; nếu thấy đơn vị phải báo cáo thì hỏi đơn vị đầu mối.",
            "It need not be sent; if the unit should report it, ask the focal point.",
        ),
        why=Words(
            "Số liệu này không được tính vào báo cáo tổng hợp. Ai báo cáo gì do mục reporters, phases và targets định.",
            "This figure does not count in the report. Who reports what is said by “reporters”, “phases”, “targets”.",
        ),
        wrong="reporters: ubnd-quan-1",
        right="reporters: level:department",
    ),
)

GOALS: tuple[Kind, ...] = (
    Kind(
        code="KPI382",
        slug="indicator-without-target",
        severity="warning",
        summary=Words("Chỉ tiêu không thuộc chương trình nào", "An indicator that no programme asks for"),
        message=Words(
            "Chỉ tiêu “{indicator}” không có mục tiêu nào (targets).",
            "The indicator “{indicator}” has no “targets”.",
        ),
        hint=Words(
            "Thêm mục targets, ghi chương trình và mức phải đạt theo văn bản; xem tệp có bị cắt mất phần cuối không.",
            "Add “targets” with the programme and what its document demands; see whether the file was cut short.",
        ),
        why=Words(
            "Chỉ tiêu không có mục tiêu thì không đơn vị nào được hỏi và không có trong báo cáo nào.",
            "Without a target nobody is asked for the indicator and no report shows it.",
        ),
        wrong="    targets: []",
        right="    targets:\n      - {programme: cv-3036, number: 9, at_least: 100, by: 2022-12-31}",
    ),
)
