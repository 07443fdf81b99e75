"""Problems with where files lie in the store and what they are called: KPI160 to KPI179."""

from cds_kpi.problems.kind import Kind, Words

PLACES: tuple[Kind, ...] = (
    Kind(
        code="KPI160",
        slug="store-file-misplaced",
        severity="warning",
        summary=Words(
            "Tệp nằm ngoài thư mục của kỳ báo cáo",
            "A file outside the folders by period",
        ),
        message=Words(
            "“{name}” nằm ngoài thư mục của kỳ báo cáo nên không được đọc.",
            "“{name}” lies outside the folders by period and is not read.",
        ),
        hint=Words(
            "Chuyển tệp vào thư mục của kỳ, ví dụ 2022-Q3/{name}.",
            "Move it into the folder of its period, for example 2022-Q3/{name}.",
        ),
        why=Words(
            "Báo cáo được tìm theo thư mục của kỳ; tệp nằm chỗ khác sẽ bị bỏ sót.",
            "Reports are looked for by period; one that lies elsewhere would be missed.",
        ),
        wrong="data/submissions/so-y-te.yaml",
        right="data/submissions/2022-Q3/so-y-te.yaml",
    ),
    Kind(
        code="KPI161",
        slug="store-folder-name",
        severity="warning",
        summary=Words("Thư mục không mang tên kỳ báo cáo", "A folder not named after a period"),
        message=Words(
            "Thư mục “{name}” không mang tên một kỳ báo cáo nên không được đọc.",
            "The folder “{name}” is not named after a period and is not read.",
        ),
        hint=Words(
            "Đổi tên theo mẫu 2022, 2022-S1, 2022-Q3 hoặc 2022-09.",
            "Name it like 2022, 2022-S1, 2022-Q3 or 2022-09.",
        ),
        why=Words(
            "Mỗi kỳ báo cáo chỉ có một cách ghi tên thư mục, để không có hai thư mục cho cùng một kỳ.",
            "A folder's name has one spelling, so that no period gets two folders.",
        ),
        wrong="data/submissions/quy-3-2022/so-y-te.yaml",
        right="data/submissions/2022-Q3/so-y-te.yaml",
    ),
    Kind(
        code="KPI162",
        slug="store-file-name",
        severity="warning",
        summary=Words("Tên tệp không đúng mẫu", "A file's name is not as it should be"),
        message=Words(
            "Tên tệp “{name}” không đúng mẫu nên tệp không được đọc.",
            "The name “{name}” is not as it should be, and the file is not read.",
        ),
        hint=Words(
            (
                "Đặt tên theo mã đơn vị và số lần gửi (so-y-te.yaml, so-y-te.r2.yaml); trong data/rounds thì theo kỳ "
                "(2022-Q3.yaml); trong data/reminders chỉ chương trình tự ghi."
            ),
            (
                "Name it by unit and revision (so-y-te.yaml, so-y-te.r2.yaml); in data/rounds by period (2022-Q3.yaml);"
                " in data/reminders only the program files."
            ),
        ),
        why=Words(
            "Tên tệp cho biết báo cáo của đơn vị nào, lần gửi thứ mấy.",
            "The name says whose report it is and which revision.",
        ),
        wrong="data/submissions/2022-Q3/So Y te.yaml",
        right="data/submissions/2022-Q3/so-y-te.yaml",
    ),
    Kind(
        code="KPI163",
        slug="store-file-special",
        severity="error",
        summary=Words("Không phải là tệp hay thư mục cần có", "Not the plain file or folder it should be"),
        message=Words(
            "Đây là liên kết, thiết bị, hoặc là thư mục thay vì tệp (tệp thay vì thư mục), nên không được đọc.",
            "This is a link, a device, or a folder instead of a file (a file instead of a folder), and is not read.",
        ),
        hint=Words(
            "Thay bằng tệp hoặc thư mục thông thường có cùng tên.",
            "Put a plain file or folder of the same name in its place.",
        ),
        why=Words(
            "Liên kết có thể đưa số liệu từ ngoài thư mục làm việc vào, còn thiết bị có thể làm treo máy.",
            "A link could bring in figures from outside the workspace, and a device could block the machine.",
        ),
        wrong="data/submissions/2022-Q3/so-y-te.yaml/so-y-te.yaml",
        right="data/submissions/2022-Q3/so-y-te.yaml",
    ),
    Kind(
        code="KPI164",
        slug="reminder-half",
        severity="error",
        summary=Words(
            "Thư nhắc thiếu tệp ghi lúc bắt đầu gửi", "A reminder without the file of its beginning"
        ),
        message=Words(
            "Có tệp ghi kết quả mà không có tệp “{name:long}” ghi lúc bắt đầu gửi thư nhắc này.",
            "The end of this reminder is on file, but “{name:long}”, its beginning, is not.",
        ),
        hint=Words(
            "Khôi phục tệp đó từ bản sao lưu; trong khi chờ, thư nhắc này vẫn được coi là đã bắt đầu gửi.",
            "Restore the file from a backup; until then the reminder counts as begun.",
        ),
        why=Words(
            "Hai tệp của một lần gửi đi cùng nhau: mất một tệp là kho dữ liệu đã bị xóa bớt hoặc sao chép thiếu.",
            "The two files of an attempt belong together: with one lost, the store was cut or copied in part.",
        ),
        wrong="data/reminders/2022-Q3/cv-3036.so-y-te.2022-09-19.before-3.1.ended.yaml",
        right=(
            "data/reminders/2022-Q3/cv-3036.so-y-te.2022-09-19.before-3.1.begun.yaml\n"
            "data/reminders/2022-Q3/cv-3036.so-y-te.2022-09-19.before-3.1.ended.yaml"
        ),
    ),
    Kind(
        code="KPI168",
        slug="store-folder-unknown",
        severity="error",
        summary=Words("Thư mục dữ liệu sai tên", "A data folder with a wrong name"),
        message=Words(
            "Thư mục “{name}” trong data không có tên mà chương trình đọc, nên mọi tệp trong đó bị bỏ qua.",
            "The folder “{name}” in data has no name that is read, and all its files are passed over.",
        ),
        hint=Words(
            "Đổi tên thành một trong: {known:long}; nếu không phải số liệu thì chuyển ra ngoài thư mục data.",
            "Rename it to one of: {known:long}; if it holds no figures, move it out of data.",
        ),
        near=Words(
            "Có lẽ cần đổi tên thành “{near}”.",
            "Perhaps it should be called “{near}”.",
        ),
        why=Words(
            "Sai một chữ trong tên thư mục thì báo cáo đã gửi bị bỏ sót mà không ai biết.",
            "One wrong letter in a folder's name, and what was sent is left out unseen.",
        ),
        wrong="data/submision/2022-Q3/so-y-te.yaml",
        right="data/submissions/2022-Q3/so-y-te.yaml",
    ),
    Kind(
        code="KPI170",
        slug="store-name-unit",
        severity="error",
        summary=Words(
            "Tên tệp và nội dung ghi hai đơn vị khác nhau",
            "Name and content name different units",
        ),
        message=Words(
            "Tệp ghi đơn vị “{found}”, nhưng tên tệp là của đơn vị “{name}”.",
            "The file says unit “{found}”, but its name says “{name}”.",
        ),
        hint=Words(
            "Sửa mục unit thành “{name}”, hoặc đổi tên tệp theo “{found}”.",
            "Write “{name}” as the unit, or rename the file after “{found}”.",
        ),
        near=Words(
            "Trong hai mã, chỉ “{near}” có trong danh sách đơn vị: ghi mã này ở cả hai chỗ.",
            "Of the two only “{near}” is in the list of units: write it in both places.",
        ),
        why=Words(
            "Không biết số liệu của đơn vị nào; nhầm đơn vị thì cả hai báo cáo đều sai.",
            "There is no telling whose figures these are; the wrong guess makes two units' reports wrong.",
        ),
        wrong="unit: so-y-te",
        right="unit: so-tttt",
    ),
    Kind(
        code="KPI171",
        slug="store-name-period",
        severity="error",
        summary=Words(
            "Thư mục và nội dung ghi hai kỳ khác nhau",
            "Folder and content name different periods",
        ),
        message=Words(
            "Tệp ghi kỳ {found}, nhưng nằm trong thư mục của kỳ {name}.",
            "The file says period {found}, but lies in the folder of {name}.",
        ),
        hint=Words(
            "Sửa mục period thành {name}, hoặc chuyển tệp sang thư mục {found}.",
            "Write {name} as the period, or move the file to the folder {found}.",
        ),
        why=Words(
            "Số liệu của một kỳ tính nhầm sang kỳ khác thì cả hai kỳ đều sai.",
            "Figures counted in the wrong period make two periods wrong.",
        ),
        wrong="period: 2022-S1",
        right="period: 2022-Q3",
    ),
    Kind(
        code="KPI172",
        slug="store-name-revision",
        severity="error",
        summary=Words(
            "Tên tệp và nội dung ghi hai lần gửi khác nhau",
            "Name and content name different revisions",
        ),
        message=Words(
            "Tệp ghi lần gửi (revision) là {found}, nhưng tên tệp là của lần gửi {name}.",
            "The file says revision {found}, but its name says {name}.",
        ),
        hint=Words(
            "Sửa revision thành {name}, hoặc đổi tên tệp cho khớp.",
            "Write {name} as the revision, or rename the file.",
        ),
        why=Words(
            "Lần gửi sau thay cho lần gửi trước; nhầm thứ tự thì số liệu cũ thay số liệu mới.",
            "A later revision stands in for the earlier; in the wrong order old figures replace new ones.",
        ),
        wrong="revision: 3",
        right="revision: 2",
    ),
    Kind(
        code="KPI173",
        slug="store-name-programme",
        severity="error",
        summary=Words(
            "Thư mục và nội dung ghi hai chương trình khác nhau",
            "Folder and content name different programmes",
        ),
        message=Words(
            "Tệp ghi chương trình “{found}”, nhưng nằm trong thư mục của “{name}”.",
            "The file says programme “{found}”, but lies in the folder of “{name}”.",
        ),
        hint=Words(
            "Sửa mục programme thành “{name}”, hoặc chuyển tệp sang thư mục “{found}”.",
            "Write “{name}” as the programme, or move the file to the folder “{found}”.",
        ),
        why=Words(
            "Không biết đợt báo cáo của chương trình nào đã khóa.",
            "There is no telling whose round was closed.",
        ),
        wrong="programme: cv-3063",
        right="programme: cv-3036",
    ),
)
