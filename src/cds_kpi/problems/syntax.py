"""Problems with the way a file is written as YAML: KPI120 to KPI139."""

from cds_kpi.problems.kind import Kind, Words

SYNTAX: tuple[Kind, ...] = (
    Kind(
        code="KPI120",
        slug="yaml-syntax",
        severity="error",
        summary=Words("Nội dung không đọc được", "Text that cannot be read"),
        message=Words("Không đọc được “{found}”.", "“{found}” cannot be read."),
        hint=Words(
            "Đặt chữ có ký hiệu lạ trong dấu nháy kép; xem lại dấu hai chấm và khoảng trắng đầu dòng.",
            (
                "Put text with unusual signs in double quotes; look at the colons and the spaces at the start of the "
                "line."
            ),
        ),
        why=Words(
            "Một số ký hiệu như >, |, %, & có nghĩa riêng trong tệp YAML khi đứng đầu giá trị.",
            "Some signs, such as >, |, % and &, have a meaning of their own where a value starts in YAML.",
        ),
        wrong="document: >1901/STTTT-CNTT",
        right='document: ">1901/STTTT-CNTT"',
    ),
    Kind(
        code="KPI121",
        slug="yaml-tab",
        severity="error",
        summary=Words("Dùng dấu Tab để thụt dòng", "A tab used for indentation"),
        message=Words("Trước “{found}” có dấu Tab.", "There is a tab before “{found}”."),
        hint=Words(
            "Thay dấu Tab ở đầu dòng bằng dấu cách.",
            "Replace the tab at the start of the line by spaces.",
        ),
        why=Words(
            "Mỗi máy hiện dấu Tab rộng hẹp khác nhau, nên không biết dòng thuộc về mục nào.",
            "Every machine shows a tab at another width, so nobody can tell what the line belongs to.",
        ),
        wrong="\te-payment: {done: true}",
        right="  e-payment: {done: true}",
    ),
    Kind(
        code="KPI122",
        slug="yaml-indentation",
        severity="error",
        summary=Words("Dòng thụt vào không khớp", "A line is not indented like its neighbours"),
        message=Words(
            "Dòng “{found}” không thẳng cột với các dòng cùng nhóm.",
            "The line “{found}” is not lined up with the others of its group.",
        ),
        hint=Words(
            "Cho các mục cùng nhóm bắt đầu ở cùng một cột, mỗi mục một dòng.",
            "Start all keys of a group in the same column, each on its own line.",
        ),
        why=Words(
            "Khoảng trắng đầu dòng cho biết một mục thuộc về mục nào ở trên.",
            "The spaces at the start of a line say what it belongs to.",
        ),
        wrong=" e-payment: {done: true}",
        right="  e-payment: {done: true}",
    ),
    Kind(
        code="KPI123",
        slug="yaml-colon-missing",
        severity="error",
        summary=Words("Thiếu dấu hai chấm", "A colon is missing"),
        message=Words(
            "Dòng “{found}” thiếu dấu hai chấm, hoặc dấu cách sau dấu hai chấm.",
            "The line “{found}” lacks a colon after its key, or a space after the colon.",
        ),
        hint=Words(
            "Ghi “tên: giá trị”, có một dấu cách sau dấu hai chấm.",
            "Write “key: value”, with a space after the colon.",
        ),
        near=Words("Có lẽ cần ghi “{near}”.", "Did you mean “{near}”?"),
        why=Words(
            "Dấu hai chấm tách tên mục với giá trị của nó.",
            "The colon parts a key from its value.",
        ),
        wrong="unit so-tttt",
        right="unit: so-tttt",
    ),
    Kind(
        code="KPI124",
        slug="yaml-colon-unexpected",
        severity="error",
        summary=Words("Dấu hai chấm sai chỗ", "A colon out of place"),
        message=Words(
            "“{found}” có dấu hai chấm không đúng chỗ.",
            "There is a colon out of place in “{found}”.",
        ),
        hint=Words(
            (
                "Đặt giá trị có dấu hai chấm trong dấu nháy kép; nếu đây là mục mới thì ghi thẳng cột với các mục cùng "
                "nhóm."
            ),
            (
                "Put a value with a colon in double quotes; if this is a new key, line it up with the others of its "
                "group."
            ),
        ),
        why=Words(
            "Dấu hai chấm và dấu cách theo sau mở đầu một giá trị, nên trong giá trị chúng phải nằm trong dấu nháy.",
            "A colon and a space start a value, so within a value they must stand in quotes.",
        ),
        wrong="document: 1901/STTTT: bản 2",
        right='document: "1901/STTTT: bản 2"',
    ),
    Kind(
        code="KPI125",
        slug="yaml-bracket-open",
        severity="error",
        summary=Words(
            "Thiếu dấu phẩy hoặc dấu đóng ngoặc",
            "A comma or a closing bracket is missing",
        ),
        message=Words(
            "Quanh “{found}” thiếu dấu phẩy hoặc dấu đóng ngoặc.",
            "A comma or a closing bracket is missing near “{found}”.",
        ),
        hint=Words(
            "Ngăn các phần bằng dấu phẩy và đóng mọi dấu [ và {{ đã mở.",
            "Put commas between the parts and close every [ and {{.",
        ),
        why=Words(
            "Thiếu dấu đóng ngoặc thì phần sau của tệp bị gộp vào một danh sách.",
            "Without its closing bracket a list swallows the rest of the file.",
        ),
        wrong="  e-payment: {done: true",
        right="  e-payment: {done: true}",
    ),
    Kind(
        code="KPI127",
        slug="yaml-quote-open",
        severity="error",
        summary=Words("Dấu nháy không được đóng", "A quotation mark is not closed"),
        message=Words(
            "Dấu nháy mở ở “{found}” không được đóng.",
            "The quotation mark opened in “{found}” is never closed.",
        ),
        hint=Words(
            "Thêm dấu nháy cùng loại vào cuối đoạn chữ.",
            "Add the same mark at the end of the text.",
        ),
        why=Words(
            "Thiếu dấu đóng thì mọi dòng sau bị coi là một đoạn chữ.",
            "Without its end every line that follows becomes part of one text.",
        ),
        wrong='document: "1901/STTTT-CNTT',
        right='document: "1901/STTTT-CNTT"',
    ),
    Kind(
        code="KPI128",
        slug="yaml-after-value",
        severity="error",
        summary=Words("Chữ thừa sau giá trị", "Something stands after a finished value"),
        message=Words(
            "“{found}” đứng sau giá trị đã kết thúc ở “{value}”.",
            "“{found}” stands after a value that has ended with “{value}”.",
        ),
        hint=Words(
            "Đặt cả giá trị trong một cặp dấu nháy kép, hoặc xóa phần thừa.",
            "Put the whole value in one pair of double quotes, or delete what is too much.",
        ),
        why=Words(
            "Dấu nháy hoặc dấu ngoặc đóng lại là hết giá trị; phần sau không thuộc về mục nào.",
            "A closing quotation mark or bracket ends the value; what follows belongs to nothing.",
        ),
        wrong='document: "1901" /STTTT-CNTT',
        right='document: "1901/STTTT-CNTT"',
    ),
    Kind(
        code="KPI129",
        slug="yaml-after-end",
        severity="error",
        summary=Words("Nội dung nằm sau chỗ kết thúc", "Something stands after the end"),
        message=Words(
            "“{found}” nằm sau chỗ nội dung của tệp đã kết thúc.",
            "“{found}” stands after the end of the file's content.",
        ),
        hint=Words(
            "Chuyển phần này lên trên dòng “...”, hoặc xóa dấu đóng ngoặc thừa.",
            "Move it above the line “...”, or delete the closing bracket that is too much.",
        ),
        why=Words(
            "Dòng “...” báo hết tệp; phần ghi sau dòng này sẽ không ai đọc.",
            "The line “...” says that the file is complete; what follows it would go unread.",
        ),
        wrong=("...\nnote: Đã rà soát"),
        right="note: Đã rà soát",
    ),
    Kind(
        code="KPI130",
        slug="yaml-character",
        severity="error",
        summary=Words("Ký hiệu không được đứng đầu giá trị", "A sign that cannot start a value"),
        message=Words(
            "Giá trị không được bắt đầu bằng “{character}”.",
            "A value cannot start with “{character}”.",
        ),
        hint=Words(
            "Đặt cả giá trị trong dấu nháy kép, hoặc xóa ký hiệu này nếu gõ thừa.",
            "Put the whole value in double quotes, or delete the sign if it is there by mistake.",
        ),
        why=Words(
            "Các ký hiệu @ ` % , ] } có nghĩa riêng trong tệp YAML.",
            "The signs @ ` % , ] } have a meaning of their own in YAML.",
        ),
        wrong="document: @1901/STTTT-CNTT",
        right='document: "@1901/STTTT-CNTT"',
    ),
    Kind(
        code="KPI131",
        slug="yaml-control-character",
        severity="error",
        summary=Words("Ký tự ẩn trong tệp", "A hidden character in a file"),
        message=Words(
            "Tệp có ký tự ẩn {character}.",
            "The file has the hidden character {character}.",
        ),
        hint=Words(
            "Xóa ký tự này; nó thường lẫn vào khi sao chép.",
            "Delete it; it mostly slips in when text is copied.",
        ),
        why=Words(
            "Ký tự ẩn không hiện trên màn hình nhưng làm hai đoạn chữ trông giống nhau thành khác nhau.",
            "A hidden character is not seen on the screen, yet makes two texts that look alike differ.",
        ),
        wrong="document: 1901<U+0007>/STTTT-CNTT",
        right="document: 1901/STTTT-CNTT",
    ),
    Kind(
        code="KPI132",
        slug="yaml-escape",
        severity="error",
        summary=Words("Dấu \\ dùng sai trong dấu nháy kép", "A backslash that means nothing"),
        message=Words(
            "Trong dấu nháy kép, “{found}” không có nghĩa.",
            "Inside double quotes “{found}” means nothing.",
        ),
        hint=Words(
            "Ghi \\\\ nếu cần một dấu \\, hoặc dùng dấu nháy đơn.",
            "Write \\\\ for one \\, or use single quotes.",
        ),
        why=Words(
            "Trong dấu nháy kép, dấu \\ báo rằng ký hiệu đứng sau được hiểu theo nghĩa riêng.",
            "Inside double quotes a \\ gives what follows a meaning of its own.",
        ),
        wrong='document: "1901\\STTTT"',
        right='document: "1901/STTTT"',
    ),
    Kind(
        code="KPI138",
        slug="problems-left-out",
        severity="warning",
        summary=Words("Tệp còn nhiều chỗ sai khác", "A file has more problems than are listed"),
        message=Words(
            "… và còn nữa: tệp này chỉ nêu {shown} chỗ đầu tiên.",
            "… and more: only the first {shown} of this file are listed.",
        ),
        hint=Words(
            "Sửa những chỗ đã nêu rồi kiểm tra lại; nhiều chỗ thường do cùng một nguyên nhân.",
            "Mend those listed and check again; so many mostly have one cause.",
        ),
        why=Words(
            "Hàng nghìn dòng thông báo không ai đọc hết, và việc nêu hết làm treo máy. Lỗi được nêu trước cảnh báo.",
            (
                "Nobody reads thousands of messages, and listing them blocks the machine. Errors are listed before "
                "warnings."
            ),
        ),
        wrong="entries:\n  chi-tieu-1: {value: 1}\n  chi-tieu-2: {value: 1}\n  …",
        right="entries:\n  online-dossiers: {numerator: 7369, denominator: 11399}",
    ),
    Kind(
        code="KPI139",
        slug="draft-too-large",
        severity="error",
        summary=Words("Tệp gửi quá lớn", "A file that is sent is too large"),
        message=Words(
            "Tệp gửi nặng {size:size}, vượt mức {largest:size}.",
            "The file sent has {size:size}, more than the {largest:size} allowed.",
        ),
        hint=Words(
            "Gửi tệp chỉ có số liệu của một đơn vị trong một kỳ, hoặc biểu mẫu .xlsx đã điền.",
            "Send a file that holds one unit's figures for one period, or a filled .xlsx form.",
        ),
        why=Words(
            "Báo cáo số liệu của một đơn vị chỉ vài nghìn byte. Tệp lớn hơn nhiều thường là chọn nhầm tệp.",
            "One unit's figures take a few thousand bytes. A file much larger is mostly the wrong one.",
        ),
        wrong="cds-kpi submit ban-sao-luu.yaml  (8 MB)",
        right="cds-kpi submit so-y-te.yaml  (2 KB)",
    ),
)
