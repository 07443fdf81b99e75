"""Problems with a file as a whole, a path or a folder: KPI101 to KPI119."""

from cds_kpi.problems.kind import Kind, Words

FILES: tuple[Kind, ...] = (
    Kind(
        code="KPI101",
        slug="file-missing",
        severity="error",
        summary=Words("Thiếu tệp", "A file is missing"),
        message=Words("Không có tệp này.", "This file is not there."),
        hint=Words(
            "Tạo tệp này, hoặc tạo thư mục làm việc mới bằng lệnh “cds-kpi init”.",
            "Write the file, or make a new workspace with “cds-kpi init”.",
        ),
        why=Words(
            (
                "Danh mục chỉ tiêu và danh sách đơn vị là hai tệp bắt buộc: thiếu một tệp thì không biết đơn vị nào "
                "phải báo cáo số liệu gì."
            ),
            (
                "The catalogue and the list of units are both needed: without them nobody knows which unit owes which "
                "figure."
            ),
        ),
        wrong="data/indicators.yaml",
        right=("data/indicators.yaml\ndata/units.yaml"),
    ),
    Kind(
        code="KPI102",
        slug="file-forbidden",
        severity="error",
        summary=Words("Không được phép đọc tệp hoặc thư mục", "A file or folder may not be read"),
        message=Words(
            "Người chạy chương trình không có quyền đọc tệp hoặc thư mục này.",
            "Whoever runs the program has no permission to read this file or folder.",
        ),
        hint=Words(
            "Nhờ người quản trị máy cấp quyền đọc.",
            "Ask the administrator of this machine for permission to read it.",
        ),
        why=Words(
            "Bỏ qua một tệp không đọc được thì báo cáo tổng hợp sẽ thiếu số liệu mà không ai biết.",
            "Passing over a file that cannot be read would leave a gap in the report that nobody sees.",
        ),
        wrong="-rw------- root  data/units.yaml",
        right="-rw-r--r-- root  data/units.yaml",
    ),
    Kind(
        code="KPI103",
        slug="file-io",
        severity="error",
        summary=Words("Máy không đọc được tệp", "The machine cannot read a file"),
        message=Words(
            "Không đọc được tệp này: {error:word}.",
            "This file cannot be read: {error:word}.",
        ),
        hint=Words(
            "Thử lại; nếu vẫn lỗi thì kiểm tra ổ đĩa hoặc kết nối mạng.",
            "Try again; if it fails again, check the disk or the network connection.",
        ),
        why=Words(
            "Ổ đĩa hỏng hoặc ổ đĩa mạng mất kết nối. Số liệu đã lưu không bị thay đổi.",
            "A disk is failing or a network drive is out of reach. Nothing that is stored was changed.",
        ),
        wrong="data/units.yaml: EIO",
        right="data/units.yaml",
    ),
    Kind(
        code="KPI104",
        slug="file-empty",
        severity="error",
        summary=Words("Tệp trống", "A file is empty"),
        message=Words("Tệp này không có nội dung.", "This file has nothing in it."),
        hint=Words(
            "Ghi nội dung vào tệp, hoặc xóa tệp nếu không dùng.",
            "Write its content, or delete the file if it is not needed.",
        ),
        why=Words(
            "Tệp trống thường do lưu dở hoặc chép lỗi. Nếu coi là “không có số liệu” thì báo cáo sẽ sai.",
            (
                "An empty file is mostly one that was not saved or copied whole. To take it for “no figures” would "
                "make the report wrong."
            ),
        ),
        wrong="# Quý III/2022",
        right=(
            "format: 1\nunit: so-y-te\nperiod: 2022-Q3\nsent_on: 2022-09-15\n"
            "entries: {online-dossiers: {nil: Không phát sinh}}"
        ),
    ),
    Kind(
        code="KPI105",
        slug="file-too-large",
        severity="error",
        summary=Words("Tệp quá lớn", "A file is too large"),
        message=Words(
            "Tệp nặng {size:size}, vượt mức {largest:size}.",
            "The file has {size:size}, more than the {largest:size} allowed.",
        ),
        hint=Words(
            "Chỉ giữ phần chữ và số liệu của báo cáo trong tệp.",
            "Keep only the text and figures of the report in it.",
        ),
        why=Words(
            (
                "Danh sách mọi xã, phường trong cả nước cũng chỉ bằng một phần tư mức này. Tệp lớn hơn thường là chép "
                "nhầm, và đọc nó sẽ làm treo máy."
            ),
            (
                "A list of every commune of the country takes a quarter of it. A larger file is mostly there by "
                "mistake, and reading it would block the machine."
            ),
        ),
        wrong="data/units.yaml  12 MB",
        right="data/units.yaml  200 KB",
    ),
    Kind(
        code="KPI106",
        slug="file-not-utf8",
        severity="error",
        summary=Words("Tệp không dùng bảng mã UTF-8", "A file is not in UTF-8"),
        message=Words(
            "Tệp có byte {byte}, không thuộc bảng mã UTF-8.",
            "The file has the byte {byte}, which is not UTF-8.",
        ),
        hint=Words(
            "Mở tệp bằng chương trình soạn thảo văn bản và lưu lại với bảng mã UTF-8.",
            "Open the file in a text editor and save it as UTF-8.",
        ),
        why=Words(
            (
                "Các bảng mã cũ (TCVN3, VNI, Windows-1258) ghi cùng một chữ bằng những byte khác nhau, nên tên đơn vị "
                "sẽ thành chữ khác."
            ),
            (
                "Older encodings (TCVN3, VNI, Windows-1258) write the same letter in different bytes, and a unit's "
                "name would become another."
            ),
        ),
        wrong="name: Qu\\xE2n 1",
        right="name: Quận 1",
    ),
    Kind(
        code="KPI107",
        slug="path-unknown",
        severity="error",
        summary=Words("Đường dẫn không có", "A path leads nowhere"),
        message=Words(
            "Không có “{path:long}”, hoặc ở đó không có gì để kiểm tra.",
            "“{path:long}” is not there, or holds nothing to check.",
        ),
        hint=Words(
            "Kiểm tra lại đường dẫn; không ghi đường dẫn thì kiểm tra cả thư mục làm việc.",
            "Check the path; without one the whole workspace is checked.",
        ),
        why=Words(
            "Gõ sai tên mà chương trình trả lời “không có lỗi” thì người dùng sẽ tưởng tệp đã được kiểm tra.",
            "To answer “nothing wrong” to a mistyped name would leave people believing that the file was checked.",
        ),
        wrong="cds-kpi check data/submision",
        right="cds-kpi check data/submissions",
    ),
    Kind(
        code="KPI108",
        slug="workspace-missing",
        severity="error",
        summary=Words("Không ở trong thư mục làm việc", "No workspace here"),
        message=Words(
            "Từ “{folder:long}” trở lên không có thư mục nào chứa data/indicators.yaml.",
            "No folder from “{folder:long}” upward holds data/indicators.yaml.",
        ),
        hint=Words(
            "Vào đúng thư mục, chỉ ra bằng --workspace DIR, hoặc tạo mới bằng “cds-kpi init DIR”.",
            "Go to the right folder, name it with --workspace DIR, or make one with “cds-kpi init DIR”.",
        ),
        why=Words(
            "Thư mục làm việc được nhận ra nhờ tệp danh mục chỉ tiêu data/indicators.yaml.",
            "A workspace is known by its catalogue, data/indicators.yaml.",
        ),
        wrong="cds-kpi check",
        right="cds-kpi --workspace bao-cao-2022 check",
    ),
    Kind(
        code="KPI109",
        slug="folder-not-empty",
        severity="error",
        summary=Words("Thư mục đã có nội dung", "A folder is not empty"),
        message=Words("“{path:long}” đã có nội dung.", "“{path:long}” is not empty."),
        hint=Words(
            "Chọn một thư mục chưa có hoặc còn trống.",
            "Choose a folder that is empty or not there yet.",
        ),
        why=Words(
            "Lệnh init chỉ tạo mới, không bao giờ ghi đè lên tệp đã có.",
            "init only makes new files and never writes over any.",
        ),
        wrong="cds-kpi init bao-cao-2021",
        right="cds-kpi init bao-cao-2022",
    ),
    Kind(
        code="KPI110",
        slug="catalogue-unknown",
        severity="error",
        summary=Words("Danh mục mẫu không có", "No such packaged catalogue"),
        message=Words(
            "Không có danh mục mẫu “{found}”.",
            "There is no packaged catalogue “{found}”.",
        ),
        hint=Words("Chọn một trong: {known:long}.", "Choose one of: {known:long}."),
        near=Words(
            "Có lẽ cần ghi “{near}”; các danh mục mẫu: {known:long}.",
            "Did you mean “{near}”? There are: {known:long}.",
        ),
        why=Words(
            "Lệnh init lập thư mục làm việc từ một trong các danh mục đi kèm chương trình.",
            "init makes a workspace from one of the catalogues that come with the program.",
        ),
        wrong="cds-kpi init bao-cao-2022 --catalogue tp-hcm",
        right="cds-kpi init bao-cao-2022 --catalogue tphcm",
    ),
    Kind(
        code="KPI111",
        slug="path-unreadable",
        severity="error",
        summary=Words("Không có tệp được chỉ ra", "There is no such file"),
        message=Words("Không có tệp “{path:long}”.", "There is no file “{path:long}”."),
        hint=Words(
            "Kiểm tra lại đường dẫn; phải là một tệp, không phải thư mục.",
            "Check the path; it must lead to a file, not to a folder.",
        ),
        why=Words(
            "Lệnh này đọc đúng một tệp.",
            "This command reads exactly one file.",
        ),
        wrong="cds-kpi submit so-y-te.xls",
        right="cds-kpi submit so-y-te.xlsx",
    ),
    Kind(
        code="KPI112",
        slug="path-special",
        severity="error",
        summary=Words("Không phải là tệp thông thường", "Not a plain file"),
        message=Words(
            "“{path:long}” là {what:word}, không phải là tệp.", "“{path:long}” is {what:word}, not a file."
        ),
        hint=Words(
            "Ghi đường dẫn của chính tệp cần đọc; để đọc từ đầu vào chuẩn thì ghi “-”.",
            "Give the path of the file itself; for standard input write “-”.",
        ),
        why=Words(
            "Thiết bị và đường ống có thể không bao giờ hết, nên lệnh chỉ đọc tệp thông thường.",
            "A device or a pipe may never end, so only plain files are read.",
        ),
        wrong="cds-kpi submit /dev/zero",
        right="cds-kpi submit so-y-te.xlsx",
    ),
)
