"""Problems with a filled form's cells: KPI630 to KPI639."""

from cds_kpi.problems.kind import Kind, Words

CELLS: tuple[Kind, ...] = (
    Kind(
        code="KPI630",
        slug="form-formula",
        severity="warning",
        summary=Words("Công thức trong ô nhập", "A formula in an input"),
        message=Words(
            "Ô này chứa công thức; lấy kết quả đã lưu là “{found}”.",
            "This cell holds a formula; its saved result “{found}” is taken.",
        ),
        hint=Words(
            "Kiểm tra kết quả; nên dán giá trị thay cho công thức.",
            "Look at the result; better paste the value instead of the formula.",
        ),
        why=Words(
            "Chương trình không tính lại công thức; kết quả đã lưu có thể cũ.",
            "The program does not work formulas out; a saved result may be out of date.",
        ),
        wrong="=812000+345",
        right="812345",
    ),
    Kind(
        code="KPI631",
        slug="form-formula-empty",
        severity="error",
        summary=Words("Công thức chưa có kết quả", "A formula without a result"),
        message=Words(
            "Ô này chứa công thức mà tệp không lưu kết quả.",
            "This cell holds a formula, and the file has no saved result for it.",
        ),
        hint=Words(
            "Mở tệp bằng Excel hoặc LibreOffice, dán giá trị thay cho công thức rồi lưu lại.",
            "Open the file in Excel or LibreOffice, paste the value instead of the formula, and save.",
        ),
        why=Words(
            "Chương trình không tính công thức, nên không biết kết quả.",
            "The program does not work formulas out, so it does not know the result.",
        ),
        wrong="=812000+345",
        right="812345",
    ),
    Kind(
        code="KPI632",
        slug="form-cell-error",
        severity="error",
        summary=Words("Ô bị lỗi", "An error in a cell"),
        message=Words("Ô này báo lỗi {found}.", "This cell shows the error {found}."),
        hint=Words(
            "Xóa lỗi và ghi số liệu; nếu chưa có, ghi lý do vào ô “Chưa có số liệu”.",
            "Clear it and write the figure; where there is none yet, say why in “Not available yet”.",
        ),
        why=Words("Lỗi của bảng tính không phải là số liệu.", "A spreadsheet's error is no figure."),
        wrong="#N/A",
        right="812345",
    ),
    Kind(
        code="KPI633",
        slug="form-date-in-number",
        severity="error",
        summary=Words("Ngày tháng trong ô số", "A date where a number belongs"),
        message=Words(
            "Ô này cần một số nhưng lại chứa ngày {found}.",
            "This cell needs a number but holds the date {found}.",
        ),
        hint=Words(
            "Đổi định dạng ô về dạng Số rồi gõ lại; bảng tính có thể đã hiểu 1.5 hay 1/5 là ngày.",
            "Format the cell as a number and type it again; the spreadsheet may have taken 1.5 or 1/5 for a date.",
        ),
        why=Words(
            "Bảng tính tự đổi 1/5 hay 1.5 thành ngày tháng, và số ban đầu bị mất.",
            "Spreadsheets turn 1/5 or 1.5 into a date, and the number typed is lost.",
        ),
        wrong="01/05/2022",
        right="1,5",
    ),
    Kind(
        code="KPI634",
        slug="form-flag-in-number",
        severity="error",
        summary=Words("Đúng/sai trong ô số", "True or false where a number belongs"),
        message=Words(
            "Ô này cần một số nhưng lại chứa giá trị {found}.",
            "This cell needs a number but holds {found}.",
        ),
        hint=Words("Ghi số liệu vào ô.", "Write the figure into the cell."),
        why=Words(
            "TRUE và FALSE là kết quả của phép so sánh, không phải số liệu.",
            "TRUE and FALSE are the result of a comparison, not a figure.",
        ),
        wrong="TRUE",
        right="812345",
    ),
    Kind(
        code="KPI635",
        slug="form-choice-unknown",
        severity="error",
        summary=Words("Không có trong danh sách", "Not in the list"),
        message=Words(
            "“{found}” không có trong danh sách của ô này.",
            "“{found}” is not in this cell's list.",
        ),
        hint=Words("Chọn một trong: {known:choices}.", "Choose one of: {known:choices}."),
        why=Words(
            "Ô có danh sách chỉ nhận một mục của danh sách.",
            "A cell with a list takes one of its items only.",
        ),
        wrong="Đang làm",
        right="Có",
    ),
    Kind(
        code="KPI636",
        slug="form-merged",
        severity="error",
        summary=Words("Ô nhập bị gộp", "A merged input"),
        message=Words(
            "Ô này đã bị gộp vào vùng {found}, nên số liệu của nó đã mất.",
            "This cell was merged into {found}, so what stood in it is lost.",
        ),
        hint=Words(
            "Bỏ gộp ô rồi điền lại từng ô.",
            "Unmerge the cells and fill in each of them.",
        ),
        why=Words(
            "Khi gộp, bảng tính chỉ giữ giá trị của ô đầu.",
            "On merging, a spreadsheet keeps the first cell's value only.",
        ),
        wrong="C6:C7",
        right="C6, C7",
    ),
    Kind(
        code="KPI637",
        slug="form-hidden",
        severity="warning",
        summary=Words("Số liệu trong phần bị ẩn", "A figure that is hidden"),
        message=Words(
            "Ô này có nội dung “{found}” nhưng đang bị ẩn.",
            "This cell holds “{found}” but is hidden.",
        ),
        hint=Words(
            "Bỏ ẩn hàng, cột hoặc trang tính rồi kiểm tra lại nội dung.",
            "Unhide the row, column or sheet and look at it again.",
        ),
        why=Words(
            "Người ký không thấy số liệu bị ẩn.",
            "Whoever signs does not see a hidden figure.",
        ),
        wrong="812345",
        right="812345",
    ),
    Kind(
        code="KPI638",
        slug="form-percent-cell",
        severity="warning",
        summary=Words("Ô định dạng phần trăm", "A cell formatted as a percentage"),
        message=Words(
            "Ô này có định dạng phần trăm; {found:figure} lưu trong ô được đọc là {shown:figure}.",
            "This cell is formatted as a percentage; the {found:figure} stored in it is read as {shown:figure}.",
        ),
        hint=Words(
            "Kiểm tra con số; để chắc chắn, đổi định dạng ô về dạng Số và ghi 85,5 thay cho 85,5%.",
            "Look at the number; to be sure, format the cell as a number and type 85.5 instead of 85.5%.",
        ),
        why=Words(
            "Bảng tính lưu 85% thành 0,85; đọc nhầm thì lệch một trăm lần.",
            "A spreadsheet stores 85% as 0.85; taken wrongly it is out by a hundred.",
        ),
        wrong="85%",
        right="85",
    ),
)
