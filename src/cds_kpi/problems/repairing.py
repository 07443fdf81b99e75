"""Problems with what interrupted work, damage and copying leave in the store: KPI860 to KPI869."""

from cds_kpi.problems.kind import Kind, Words

REPAIRING: tuple[Kind, ...] = (
    Kind(
        code="KPI860",
        slug="leftover-file",
        severity="warning",
        summary=Words("Tệp tạm của một lần ghi bị ngắt", "A temporary file of a run that was interrupted"),
        message=Words(
            "Đây là tệp tạm của một lần ghi bị ngắt giữa chừng; không lệnh nào đọc tệp này.",
            "This is a temporary file of a run that was interrupted; no command reads it.",
        ),
        hint=Words(
            "Chuyển vào data/set-aside. Nếu là báo cáo số liệu thì người gửi chưa có biên nhận và cần gửi lại.",
            "It goes to data/set-aside. If figures were sent, there was no receipt: whoever sent them sends again.",
        ),
        why=Words(
            "Chương trình ghi vào tệp tạm rồi mới đặt tên. Máy tắt trước khi đặt tên thì tệp tạm nằm lại.",
            "What is filed is written to a temporary file first. A machine that stops before it is named leaves it.",
        ),
        wrong="data/submissions/2022-Q3/.so-y-te.yaml.0123456789ab.tmp",
        right="data/set-aside/2022-09-16T083015-0123456789ab/data/submissions/2022-Q3/.so-y-te.yaml.0123456789ab.tmp",
    ),
    Kind(
        code="KPI861",
        slug="leftover-name",
        severity="warning",
        summary=Words("Tên tạm thừa của một tệp đã lưu", "A spare temporary name of a filed file"),
        message=Words(
            "Đây là tên tạm còn thừa của “{name:long}”, tệp đã lưu nguyên vẹn.",
            "This is a temporary name left of “{name:long}”, which was filed whole.",
        ),
        hint=Words("Bỏ tên tạm; tệp vẫn còn nguyên.", "The name is taken away; the file stays as it is."),
        why=Words(
            "Khi lưu, một tệp có hai tên trong chốc lát; máy tắt đúng lúc đó thì tên tạm nằm lại.",
            "While it is filed a file has two names for a moment; a machine that stops just then leaves both.",
        ),
        wrong="data/submissions/2022-Q3/.so-y-te.yaml.0123456789ab.tmp\ndata/submissions/2022-Q3/so-y-te.yaml",
        right="data/submissions/2022-Q3/so-y-te.yaml",
    ),
    Kind(
        code="KPI862",
        slug="leftover-folder",
        severity="warning",
        summary=Words("Thư mục trống", "An empty folder"),
        message=Words("Thư mục này không có gì bên trong.", "This folder has nothing in it."),
        hint=Words("Bỏ thư mục trống.", "The empty folder is taken away."),
        why=Words(
            "Lần ghi bị ngắt ngay sau khi tạo thư mục thì để lại một thư mục trống.",
            "A run that is interrupted right after it made a folder leaves it empty.",
        ),
        wrong="data/submissions/2022-Q3/",
        right="data/submissions/2022-Q3/so-y-te.yaml",
    ),
    Kind(
        code="KPI863",
        slug="damaged-replaced",
        severity="warning",
        summary=Words(
            "Tệp hỏng, đã có lần gửi sau thay thế", "A damaged file that a later revision replaces"
        ),
        message=Words(
            "Tệp bị hỏng ({damage:word}); lần gửi {later} của đơn vị còn nguyên vẹn nên không số liệu nào "
            "còn dựa vào tệp này.",
            "The file is damaged ({damage:word}); the unit's revision {later} is whole, and no figure rests on this "
            "file any more.",
        ),
        hint=Words(
            "Chuyển vào data/set-aside. Nếu có bản sao lưu nguyên vẹn thì nên chép lại tệp này từ đó.",
            "It goes to data/set-aside. Better still, copy the file back from a backup that has it whole.",
        ),
        why=Words(
            "Tệp hỏng làm lệnh report dừng lại. Chỉ tệp không còn số liệu nào dựa vào mới được cất riêng.",
            "A damaged file stops the report. Only one that nothing rests on any more is set aside.",
        ),
        wrong="  e-payment: {done: tr",
        right="  e-payment: {done: true}\n...",
    ),
    Kind(
        code="KPI864",
        slug="damaged-needed",
        severity="error",
        summary=Words("Tệp hỏng mà số liệu còn dựa vào", "A damaged file that figures still rest on"),
        message=Words(
            "Tệp bị hỏng ({damage:word}), và {reason:word}.",
            "The file is damaged ({damage:word}), and {reason:word}.",
        ),
        hint=Words(
            "Chép lại tệp này từ bản sao lưu. Không có bản sao lưu thì đề nghị đơn vị gửi lại số liệu.",
            "Copy the file back from a backup. If there is none, ask the unit to send its figures again.",
        ),
        why=Words(
            "Chương trình không đoán số liệu đã mất, và không lặng lẽ bỏ qua một báo cáo đã cấp biên nhận.",
            "The program does not guess lost figures, nor pass in silence over a submission that has a receipt.",
        ),
        wrong="  e-payment: {done: tr",
        right="  e-payment: {done: true}\n...",
    ),
    Kind(
        code="KPI865",
        slug="conflict-copy",
        severity="warning",
        summary=Words("Bản sao do đồng bộ tạo ra", "A copy that a synchronisation made"),
        message=Words(
            "“{name:long}” là bản sao do chương trình đồng bộ tạo ra khi có hai bản của “{of:long}”: {same:word}.",
            "“{name:long}” is a copy that a synchronisation made when there were two of “{of:long}”: {same:word}.",
        ),
        hint=Words(
            "So sánh hai tệp. Số liệu chỉ có ở bản sao thì gửi bằng “cds-kpi submit”; sau đó chuyển bản sao "
            "ra ngoài thư mục data.",
            "Compare the two. Send what only the copy has with “cds-kpi submit”; then move the copy out of data.",
        ),
        why=Words(
            "Hai máy cùng ghi khi mất kết nối thì chương trình đồng bộ giữ cả hai bản. Chọn bản nào là việc của người.",
            "Where two machines wrote while apart, the synchronisation keeps both. Which one holds, a person decides.",
        ),
        wrong="data/submissions/2022-Q3/so-y-te (conflicted copy 2022-09-15).yaml",
        right="data/submissions/2022-Q3/so-y-te.yaml",
    ),
    Kind(
        code="KPI866",
        slug="reminder-open",
        severity="warning",
        summary=Words("Thư nhắc không rõ đã đến chưa", "A reminder nobody knows the end of"),
        message=Words(
            "Thư nhắc gửi “{unit}” bắt đầu lúc {at} mà không ghi kết quả: không rõ đã đến chưa.",
            "The reminder to “{unit}” was begun at {at} and has no end: nobody knows whether it arrived.",
        ),
        hint=Words(
            "Hỏi đơn vị; nếu chưa nhận được thì chạy “cds-kpi check-deadlines --send --resend”.",
            "Ask the unit; if it did not arrive, run “cds-kpi check-deadlines --send --resend”.",
        ),
        why=Words(
            "Lần gửi bị ngắt giữa chừng thì chỉ máy chủ thư biết thư đã đi chưa; gửi lại ngay có thể thành hai thư.",
            "After an interruption only the mail server knows; sending again by itself could make two of one.",
        ),
        wrong="data/reminders/2022-Q3/cv-3036.so-y-te.2022-09-19.before-3.1.begun.yaml",
        right=(
            "data/reminders/2022-Q3/cv-3036.so-y-te.2022-09-19.before-3.1.begun.yaml\n"
            "data/reminders/2022-Q3/cv-3036.so-y-te.2022-09-19.before-3.1.ended.yaml"
        ),
    ),
    Kind(
        code="KPI867",
        slug="revision-set-aside",
        severity="warning",
        summary=Words("Một lần gửi bị hỏng đã được cất riêng", "A damaged revision was set aside"),
        message=Words(
            "Tệp này bị hỏng và đã được cất riêng ở “{kept:long}”.",
            "This file was damaged and has been set aside at “{kept:long}”.",
        ),
        hint=Words(
            "Nếu có bản sao lưu nguyên vẹn thì chép lại vào đúng chỗ này; các lần gửi sau không bị ảnh hưởng.",
            "Copy it back to its place from a backup that has it whole; later revisions are not affected.",
        ),
        why=Words(
            "Lần gửi đã cấp biên nhận thì không được mất dấu, kể cả khi tệp đã hỏng.",
            "A revision that has a receipt must not vanish without a trace, even when its file is damaged.",
        ),
        wrong="data/set-aside/2022-09-16T083015-0123456789ab/data/submissions/2022-Q3/so-y-te.yaml",
        right="data/submissions/2022-Q3/so-y-te.yaml",
    ),
)
