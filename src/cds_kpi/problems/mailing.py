"""Problems with sending mail: KPI750 to KPI769."""

from cds_kpi.problems.kind import Kind, Words

_TEST = "cds-kpi mail test --to toi@hcm.example"

MAILING: tuple[Kind, ...] = (
    Kind(
        code="KPI750",
        slug="mail-not-set-up",
        severity="error",
        summary=Words("Chưa khai báo máy chủ thư", "No mail server is set up"),
        message=Words(
            "data/settings.yaml chưa có mục mail, nên không gửi thư được.",
            "data/settings.yaml has no key mail, so no mail can be sent.",
        ),
        hint=Words(
            "Thêm vào data/settings.yaml: “mail: {{host: mail.tphcm.gov.vn, from: cds@tphcm.gov.vn}}”, "
            "với máy chủ và địa chỉ của cơ quan.",
            "Add to data/settings.yaml: “mail: {{host: mail.tphcm.gov.vn, from: cds@tphcm.gov.vn}}”, "
            "with your office's server and address.",
        ),
        why=Words(
            "Thư nhắc đi qua máy chủ thư của cơ quan, dưới địa chỉ của cơ quan.",
            "Reminders go through the office's own mail server, under its own address.",
        ),
        wrong="cds-kpi check-deadlines --send",
        right="mail: {host: mail.tphcm.gov.vn, security: starttls, from: cds@tphcm.gov.vn}",
    ),
    Kind(
        code="KPI751",
        slug="mail-login-open",
        severity="error",
        summary=Words("Tệp mật khẩu mở cho người khác", "A password file that others can open"),
        message=Words(
            "Người khác trên máy này mở được tệp bí mật “{path:long}” (quyền {mode}).",
            "Others on this machine can open the secret file “{path:long}” (mode {mode}).",
        ),
        hint=Words("Chạy “chmod 600 {path:long}”.", "Run “chmod 600 {path:long}”."),
        why=Words(
            "Mật khẩu thư, địa chỉ kênh trò chuyện của cơ quan chỉ tài khoản chạy chương trình mới được đọc.",
            "The office's mail password and chat addresses are for the account alone that runs the program.",
        ),
        wrong="chmod 644 /etc/cds-kpi/smtp",
        right="chmod 600 /etc/cds-kpi/smtp",
    ),
    Kind(
        code="KPI752",
        slug="mail-login-unreadable",
        severity="error",
        summary=Words("Tệp mật khẩu không dùng được", "A password file that cannot be used"),
        message=Words(
            "Không lấy được tên và mật khẩu đăng nhập từ “{path:long}”.",
            "“{path:long}” does not give a user name and a password.",
        ),
        hint=Words(
            "Tệp phải có, đọc được, và gồm đúng hai dòng: dòng đầu là tên đăng nhập, dòng sau là mật khẩu.",
            "The file must be there, be readable, and hold two lines: the user name, then the password.",
        ),
        why=Words(
            "Không có tên và mật khẩu thì máy chủ thư không nhận thư.",
            "Without them the mail server takes no messages.",
        ),
        wrong="login_file: /etc/cds-kpi/khong-co",
        right="login_file: /etc/cds-kpi/smtp",
    ),
    Kind(
        code="KPI753",
        slug="mail-login-in-store",
        severity="error",
        summary=Words("Tệp mật khẩu nằm trong kho số liệu", "A password file inside the workspace"),
        message=Words(
            "Tệp mật khẩu “{path:long}” nằm trong thư mục làm việc.",
            "The password file “{path:long}” lies inside the workspace.",
        ),
        hint=Words(
            "Chuyển tệp ra ngoài, ví dụ /etc/cds-kpi/smtp, rồi sửa login_file.",
            "Move the file outside, such as to /etc/cds-kpi/smtp, and change login_file.",
        ),
        why=Words(
            "Thư mục làm việc được sao chép, chia sẻ và đưa lên git; mật khẩu thì không được.",
            "A workspace is copied, shared and kept in git; a password must not be.",
        ),
        wrong="login_file: data/smtp",
        right="login_file: /etc/cds-kpi/smtp",
    ),
    Kind(
        code="KPI754",
        slug="mail-login-half",
        severity="error",
        summary=Words("Thiếu tên hoặc mật khẩu đăng nhập thư", "Half of a mail login"),
        message=Words(
            "Biến môi trường {name} có giá trị, nhưng {other} thì không.",
            "The environment variable {name} is set, but {other} is not.",
        ),
        hint=Words(
            "Đặt cả hai biến, hoặc bỏ cả hai và ghi login_file trong data/settings.yaml.",
            "Set both, or neither and name a login_file in data/settings.yaml.",
        ),
        why=Words(
            "Đăng nhập máy chủ thư cần cả tên lẫn mật khẩu.",
            "To log in takes both a user name and a password.",
        ),
        wrong="CDS_KPI_SMTP_USER=cds cds-kpi check-deadlines --send",
        right="CDS_KPI_SMTP_LOGIN_FILE=/etc/cds-kpi/smtp cds-kpi check-deadlines --send",
    ),
    Kind(
        code="KPI755",
        slug="mail-unreachable",
        severity="error",
        summary=Words("Không nói chuyện được với máy chủ thư", "The mail server cannot be reached"),
        message=Words(
            "Không kết nối được với máy chủ thư {host}, cổng {port}: {error:word}.",
            "The mail server {host}, port {port}, cannot be talked to: {error:word}.",
        ),
        hint=Words(
            "Xem lại host và port trong data/settings.yaml, mạng và tường lửa; lần chạy sau sẽ gửi lại.",
            "See host and port in data/settings.yaml, the network and the firewall; the next run tries again.",
        ),
        why=Words(
            "Chưa thư nào được gửi trong lần kết nối này nên không có gì bị gửi hai lần.",
            "Nothing was sent over this connection, so nothing will be sent twice.",
        ),
        wrong="mail: {host: mail.tphcm.gov.vm, from: cds@tphcm.gov.vn}",
        right="mail: {host: mail.tphcm.gov.vn, from: cds@tphcm.gov.vn}",
    ),
    Kind(
        code="KPI756",
        slug="mail-certificate",
        severity="error",
        summary=Words(
            "Chứng thư của máy chủ thư không tin được", "The mail server's certificate is not trusted"
        ),
        message=Words(
            "Chứng thư của máy chủ thư {host} không tin được: {error}.",
            "The certificate of the mail server {host} is not to be trusted: {error}.",
        ),
        hint=Words(
            "Ghi đúng tên có trong chứng thư; nếu cơ quan dùng chứng thư riêng thì cài vào máy, hoặc đặt biến "
            "SSL_CERT_FILE.",
            "Write the name that the certificate has; an authority of your own goes into the machine's store, or into "
            "SSL_CERT_FILE.",
        ),
        why=Words(
            "Máy giả làm máy chủ thư sẽ lấy được mật khẩu và mọi thư nhắc.",
            "A machine that poses as the mail server would get the password and every reminder.",
        ),
        wrong="mail: {host: 10.0.0.5, from: cds@tphcm.gov.vn}",
        right="mail: {host: mail.tphcm.gov.vn, from: cds@tphcm.gov.vn}",
    ),
    Kind(
        code="KPI757",
        slug="mail-not-encrypted",
        severity="error",
        summary=Words("Máy chủ thư không mã hóa", "The mail server does not encrypt"),
        message=Words(
            "Máy chủ thư {host}, cổng {port}, không nhận STARTTLS.",
            "The mail server {host}, port {port}, offers no STARTTLS.",
        ),
        hint=Words(
            "Dùng “security: tls” với cổng 465, hoặc hỏi người quản trị máy chủ thư.",
            "Use “security: tls” with port 465, or ask whoever runs the mail server.",
        ),
        why=Words(
            "Không mã hóa thì mật khẩu và nội dung thư đi qua mạng cho ai cũng đọc được.",
            "Without encryption the password and the messages cross the network for anybody to read.",
        ),
        wrong="mail: {host: mail.tphcm.gov.vn, port: 25, from: cds@tphcm.gov.vn}",
        right="mail: {host: mail.tphcm.gov.vn, security: tls, from: cds@tphcm.gov.vn}",
    ),
    Kind(
        code="KPI758",
        slug="mail-login-refused",
        severity="error",
        summary=Words("Máy chủ thư không cho đăng nhập", "The mail server refuses the login"),
        message=Words(
            "Máy chủ thư {host} không cho đăng nhập: {said:word}.",
            "The mail server {host} refuses the login: {said:word}.",
        ),
        hint=Words(
            f"Xem lại tên và mật khẩu, rồi thử “{_TEST}”.",
            f"See the user name and the password, then try “{_TEST}”.",
        ),
        why=Words(
            "Chưa thư nào được gửi; lần chạy sau sẽ gửi lại.",
            "Nothing was sent; the next run tries again.",
        ),
        wrong="CDS_KPI_SMTP_PASSWORD=sai",
        right="CDS_KPI_SMTP_LOGIN_FILE=/etc/cds-kpi/smtp",
    ),
    Kind(
        code="KPI759",
        slug="mail-address",
        severity="error",
        summary=Words("Địa chỉ thư không gửi được", "An address that no mail goes to"),
        message=Words(
            "“{found}” không phải là một địa chỉ thư gửi được.",
            "“{found}” is not an address that mail can go to.",
        ),
        hint=Words(
            "Ghi một địa chỉ như “so-y-te@tphcm.gov.vn”, không dấu, không có tên người.",
            "Write an address such as “so-y-te@tphcm.gov.vn”, without a name.",
        ),
        why=Words(
            "Địa chỉ sai thì đơn vị không bao giờ nhận được thư nhắc.",
            "To a wrong address no reminder ever comes.",
        ),
        wrong="cds-kpi mail test --to sở-y-tế",
        right=_TEST,
    ),
    Kind(
        code="KPI760",
        slug="chat-not-installed",
        severity="error",
        summary=Words("Thiếu gói gửi kênh trò chuyện", "The package for chat channels is missing"),
        message=Words(
            "Máy này chưa cài gói Apprise, nên không gửi được vào kênh trò chuyện.",
            "Apprise is not installed on this machine, so nothing can be posted to a chat channel.",
        ),
        hint=Words(
            "Cài thêm bằng “pip install 'cds-kpi[notify]'”, hoặc bỏ mục notify trong data/settings.yaml.",
            "Install it with “pip install 'cds-kpi[notify]'”, or remove notify from data/settings.yaml.",
        ),
        why=Words(
            "Gói này chỉ cần cho cơ quan nhắc qua kênh trò chuyện, nên không đi kèm sẵn.",
            "Only offices that remind over chat need it, so it does not come by itself.",
        ),
        wrong="pip install cds-kpi",
        right="pip install 'cds-kpi[notify]'",
    ),
    Kind(
        code="KPI761",
        slug="chat-addresses-line",
        severity="error",
        summary=Words("Tệp địa chỉ kênh viết sai", "A wrong line among the channels' addresses"),
        message=Words(
            "Dòng {number} của tệp “{path:long}” không phải là một tên kênh chưa có và địa chỉ của kênh đó.",
            "Line {number} of “{path:long}” is no new channel's name followed by its address.",
        ),
        hint=Words(
            "Mỗi dòng ghi tên kênh, một dấu cách, rồi địa chỉ theo cách viết của Apprise.",
            "Write on each line a channel's name, a space, and its address as Apprise writes it.",
        ),
        why=Words(
            "Tên viết lặp lại hay thiếu địa chỉ thì không biết gửi vào đâu.",
            "With a name twice or without an address nobody knows where to post.",
        ),
        wrong="nhom-cds",
        right="nhom-cds tgram://token/chat",
    ),
    Kind(
        code="KPI762",
        slug="chat-address",
        severity="error",
        summary=Words("Địa chỉ kênh không dùng được", "A channel's address that cannot be used"),
        message=Words(
            "Địa chỉ của kênh “{name}” không phải là địa chỉ mà Apprise hiểu.",
            "The address of the channel “{name}” is none that Apprise understands.",
        ),
        hint=Words(
            "Xem cách viết địa chỉ của từng dịch vụ trong tài liệu của Apprise; thử bằng "
            "“cds-kpi mail test --channel {name}”.",
            "See Apprise's documentation for how each service's address is written; try it with "
            "“cds-kpi mail test --channel {name}”.",
        ),
        why=Words(
            "Địa chỉ không nêu trong thông báo này vì có thể chứa mật khẩu.",
            "The address is not shown here: it may hold a password.",
        ),
        wrong="nhom-cds telegram:token",
        right="nhom-cds tgram://token/chat",
    ),
    Kind(
        code="KPI763",
        slug="chat-address-missing",
        severity="error",
        summary=Words("Kênh chưa có địa chỉ", "A channel without an address"),
        message=Words(
            "Kênh “{name}” chưa có địa chỉ trong tệp “{path:long}”.",
            "“{path:long}” holds no address for the channel “{name}”.",
        ),
        hint=Words(
            "Ghi thêm vào tệp đó một dòng: “{name}”, một dấu cách, rồi địa chỉ của kênh.",
            "Add a line to that file: “{name}”, a space, and the channel's address.",
        ),
        near=Words("Có lẽ là “{near}”.", "Perhaps “{near}” is meant."),
        why=Words(
            "data/settings.yaml chỉ ghi tên kênh; địa chỉ là bí mật nên nằm trong tệp riêng.",
            "data/settings.yaml only names the channel; the address is a secret and stands in a file of its own.",
        ),
        wrong="channels: {nhom-cds: {}}",
        right="nhom-cds tgram://token/chat",
    ),
    Kind(
        code="KPI764",
        slug="chat-not-set-up",
        severity="error",
        summary=Words("Chưa khai báo kênh này", "No such channel is set up"),
        message=Words(
            "data/settings.yaml không có kênh “{name}” và tệp địa chỉ của nó ở mục notify.",
            "data/settings.yaml has no channel “{name}” with a file of addresses under notify.",
        ),
        hint=Words(
            "Khai báo: “notify: {{addresses_file: /etc/cds-kpi/kenh, channels: {{{name}: {{}}}}}}”.",
            "Write: “notify: {{addresses_file: /etc/cds-kpi/channels, channels: {{{name}: {{}}}}}}”.",
        ),
        why=Words(
            "Chỉ gửi vào kênh mà cơ quan đã khai báo.",
            "Messages go only to channels that the office has named.",
        ),
        wrong="cds-kpi mail test --channel nhom-cds",
        right="notify: {addresses_file: /etc/cds-kpi/channels, channels: {nhom-cds: {}}}",
    ),
)
