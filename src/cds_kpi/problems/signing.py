"""Problems with keys and signatures: KPI830 to KPI859."""

from cds_kpi.problems.kind import Kind, Words

_SEND_SIGNED = "cds-kpi submit so-y-te.2022-Q3.xlsx --sign"

KEYS: tuple[Kind, ...] = (
    Kind(
        code="KPI830",
        slug="signing-not-installed",
        severity="error",
        summary=Words("Chưa cài thư viện chữ ký số", "The library for signatures is not installed"),
        message=Words(
            "Máy này chưa cài phần mở rộng “sign”, nên không ký và không kiểm tra được chữ ký số.",
            "The extra “sign” is not installed on this machine: nothing can be signed, and no signature checked.",
        ),
        hint=Words("Chạy “pip install 'cds-kpi[sign]'”.", "Run “pip install 'cds-kpi[sign]'”."),
        why=Words(
            "Khi cơ quan chỉ tính số liệu có chữ ký, chữ ký không kiểm tra được thì không thể coi là đúng.",
            "Where only signed figures count, a signature that cannot be checked cannot be taken for right.",
        ),
        wrong=f"pip install cds-kpi\n{_SEND_SIGNED}",
        right=f"pip install 'cds-kpi[sign]'\n{_SEND_SIGNED}",
    ),
    Kind(
        code="KPI831",
        slug="key-file-missing",
        severity="error",
        summary=Words("Không có tệp khóa bí mật", "There is no private key"),
        message=Words(
            "Không có tệp khóa bí mật “{path:long}”.",
            "There is no private key “{path:long}”.",
        ),
        hint=Words(
            "Ghi đúng tệp sau --key; nếu đã mất khóa, tạo khóa mới bằng “cds-kpi keys new”, gửi khóa công khai cho đơn "
            "vị đầu mối đăng ký và đề nghị thu hồi khóa cũ.",
            "Name the file after --key; if the key is lost, make another with “cds-kpi keys new”, have the focal point "
            "register it, and have the old one revoked.",
        ),
        why=Words(
            "Chỉ người giữ khóa bí mật mới ký được; mất khóa thì không ai, kể cả đơn vị đầu mối, lấy lại được.",
            "Only whoever holds the private key can sign; a lost one nobody can bring back, the focal point included.",
        ),
        wrong=f"{_SEND_SIGNED} --key mat-roi.pem",
        right=_SEND_SIGNED,
    ),
    Kind(
        code="KPI832",
        slug="key-file-broken",
        severity="error",
        summary=Words("Tệp khóa bí mật bị hỏng", "A private key that cannot be read"),
        message=Words(
            "“{path:long}” không đọc được, hoặc không phải là khóa bí mật Ed25519.",
            "“{path:long}” cannot be read, or is no private Ed25519 key.",
        ),
        hint=Words(
            "Lấy lại tệp từ bản sao của đơn vị, hoặc tạo khóa mới bằng “cds-kpi keys new”.",
            "Restore it from the unit's own copy, or make another with “cds-kpi keys new”.",
        ),
        why=Words(
            "Tệp khóa là tệp PEM do “cds-kpi keys new” tạo ra; sai một ký tự là không dùng được.",
            "A key file is the PEM file that “cds-kpi keys new” made; with one wrong character it is of no use.",
        ),
        wrong=f"{_SEND_SIGNED} --key so-y-te.2022-Q3.xlsx",
        right=f"{_SEND_SIGNED} --key ~/.config/cds-kpi/keys/so-y-te.pem",
    ),
    Kind(
        code="KPI833",
        slug="key-file-open",
        severity="error",
        summary=Words("Tệp khóa bí mật mở cho người khác", "A private key that others can open"),
        message=Words(
            "Người khác trên máy này mở được tệp khóa bí mật “{path:long}” (quyền {mode}).",
            "Others on this machine can open the private key “{path:long}” (mode {mode}).",
        ),
        hint=Words("Chạy “chmod 600 {path:long}”.", "Run “chmod 600 {path:long}”."),
        why=Words(
            "Ai đọc được khóa bí mật thì ký thay được cho đơn vị.",
            "Whoever can read a private key can sign for the unit.",
        ),
        wrong="chmod 644 ~/.config/cds-kpi/keys/so-y-te.pem",
        right="chmod 600 ~/.config/cds-kpi/keys/so-y-te.pem",
    ),
    Kind(
        code="KPI834",
        slug="key-file-in-store",
        severity="error",
        summary=Words("Tệp khóa bí mật nằm trong thư mục làm việc", "A private key inside a workspace"),
        message=Words(
            "Tệp khóa bí mật “{path:long}” nằm trong thư mục làm việc.",
            "The private key “{path:long}” lies inside a workspace.",
        ),
        hint=Words(
            "Để khóa ở nơi riêng của người ký, ngoài thư mục làm việc; bỏ --out và --key để dùng chỗ mặc định.",
            "Keep it among the signer's own files, outside the workspace; without --out and --key it is.",
        ),
        why=Words(
            "Thư mục làm việc được chia sẻ, sao chép và sao lưu; khóa bí mật ở đó thì không còn bí mật.",
            "A workspace is shared, copied and backed up: a private key there is private no more.",
        ),
        wrong="cds-kpi keys new --unit so-y-te --out data/keys/so-y-te.pem",
        right="cds-kpi keys new --unit so-y-te",
    ),
    Kind(
        code="KPI835",
        slug="key-file-locked",
        severity="error",
        summary=Words("Sai hoặc thiếu mật khẩu của khóa", "A key's passphrase is wrong or missing"),
        message=Words(
            "Không mở được tệp khóa bí mật “{path:long}”: mật khẩu thiếu hoặc sai.",
            "The private key “{path:long}” does not open: its passphrase is missing or wrong.",
        ),
        hint=Words(
            "Gõ đúng mật khẩu khi được hỏi, hoặc đặt biến môi trường CDS_KPI_KEY_PASSPHRASE.",
            "Type the passphrase when asked, or set CDS_KPI_KEY_PASSPHRASE in the environment.",
        ),
        why=Words(
            "Khóa tạo với --passphrase chỉ mở được bằng mật khẩu ấy; quên mật khẩu cũng như mất khóa.",
            "A key made with --passphrase opens with that alone; to forget it is to lose the key.",
        ),
        wrong=f"CDS_KPI_KEY_PASSPHRASE=sai {_SEND_SIGNED}",
        right=_SEND_SIGNED,
    ),
    Kind(
        code="KPI836",
        slug="key-file-exists",
        severity="error",
        summary=Words("Đã có tệp khóa bí mật", "There is a private key already"),
        message=Words(
            "“{path:long}” đã có; khóa không bao giờ bị ghi đè.",
            "“{path:long}” is there already; no key is ever written over.",
        ),
        hint=Words(
            "Dùng khóa ấy, hoặc ghi khóa mới ra tệp khác bằng --out.",
            "Use that key, or write the new one to another file with --out.",
        ),
        why=Words(
            "Ghi đè một khóa bí mật là làm mất nó.",
            "To write over a private key is to lose it.",
        ),
        wrong="cds-kpi keys new --unit so-y-te\ncds-kpi keys new --unit so-y-te",
        right="cds-kpi keys new --unit so-y-te --out ~/.config/cds-kpi/keys/so-y-te-2023.pem",
    ),
    Kind(
        code="KPI837",
        slug="public-key-malformed",
        severity="error",
        summary=Words("Không phải khóa công khai", "Not a public key"),
        message=Words("“{found}” không phải là khóa công khai.", "“{found}” is not a public key."),
        hint=Words(
            "Chép nguyên dòng mà “cds-kpi keys new” đã in: “ed25519:” và 64 ký tự gồm chữ số và chữ a–f.",
            "Copy the whole line that “cds-kpi keys new” printed: “ed25519:” and 64 digits and letters a–f.",
        ),
        why=Words(
            "Sai một ký tự là khóa của người khác, hoặc không của ai.",
            "With one wrong character it is somebody else's key, or nobody's.",
        ),
        wrong="public_key: ed25519:8f2a",
        right="public_key: ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    ),
    Kind(
        code="KPI838",
        slug="key-registered",
        severity="error",
        summary=Words("Khóa đã được đăng ký", "The key is registered already"),
        message=Words(
            "Khóa {key} đã được đăng ký cho đơn vị “{unit}”.",
            "The key {key} is registered for “{unit}” already.",
        ),
        hint=Words(
            "Xem “cds-kpi keys list”; muốn đổi thời hạn thì tạo và đăng ký khóa mới.",
            "See “cds-kpi keys list”; for other dates, make and register another key.",
        ),
        why=Words(
            "Điều đã ghi vào sổ khóa không được sửa, để chữ ký cũ luôn được kiểm tra như khi nhận.",
            "What stands in the register is never changed, so that old signatures are judged as when they came.",
        ),
        wrong="cds-kpi keys add ed25519:… --unit so-y-te --until 2023-12-31",
        right="cds-kpi keys list --unit so-y-te",
    ),
    Kind(
        code="KPI839",
        slug="key-not-registered",
        severity="error",
        summary=Words("Không có khóa như vậy trong sổ", "No such key in the register"),
        message=Words(
            "Sổ khóa không có một khóa duy nhất bắt đầu bằng “{found}”.",
            "The register holds no single key that begins with “{found}”.",
        ),
        hint=Words(
            "Chép mã của khóa trong “cds-kpi keys list”, ít nhất 8 ký tự đầu; thêm --unit nếu nhiều đơn vị dùng chung.",
            "Copy the key's fingerprint from “cds-kpi keys list”, at least its first 8 digits; add --unit where units "
            "share it.",
        ),
        why=Words(
            "Thu hồi nhầm khóa thì chữ ký đúng của đơn vị khác không còn được công nhận.",
            "To revoke another key would take the recognition from another unit's right signatures.",
        ),
        wrong='cds-kpi keys revoke 8f2a --reason "Mất máy"',
        right='cds-kpi keys revoke 21fe31dfa154a261 --reason "Mất máy"',
    ),
    Kind(
        code="KPI840",
        slug="key-file-stray",
        severity="error",
        summary=Words("Tệp lạ trong sổ khóa", "A file in the register that is none of it"),
        message=Words(
            "“{name}” không phải là tệp khóa hay tệp thu hồi nên không được đọc.",
            "“{name}” is neither a key's nor a revocation's file, and is not read.",
        ),
        hint=Words(
            "Chuyển tệp đi chỗ khác; nếu tệp bị đổi tên thì đặt lại như cũ: <mã khóa>.yaml, <mã khóa>.revoked.yaml.",
            "Move it away; if it was renamed, give its name back: <fingerprint>.yaml, <fingerprint>.revoked.yaml.",
        ),
        why=Words(
            "Một tệp thu hồi bị đổi tên mà không ai biết thì khóa đã mất lại ký được.",
            "Were a revocation renamed and nobody told, a stolen key could sign again.",
        ),
        wrong="data/keys/so-tttt/thu-hoi.yaml",
        right="data/keys/so-tttt/21fe31dfa154a261626bf854046fd227.revoked.yaml",
    ),
    Kind(
        code="KPI841",
        slug="key-name-differs",
        severity="error",
        summary=Words("Tên tệp và khóa không khớp", "A file's name and its key differ"),
        message=Words(
            "Khóa trong tệp có mã {found}, tên tệp lại là {name}.",
            "The key in the file is {found}, but the file's name says {name}.",
        ),
        hint=Words(
            "Lấy lại tệp từ bản sao lưu; sổ khóa không sửa bằng tay.",
            "Restore the file from a copy; the register is not edited by hand.",
        ),
        why=Words(
            "Mã của khóa tính từ chính khóa công khai, nên không khớp là một trong hai đã bị đổi.",
            "A fingerprint is worked out from the public key: where they differ, one of them was changed.",
        ),
        wrong="data/keys/so-tttt/00000000000000000000000000000000.yaml",
        right="data/keys/so-tttt/21fe31dfa154a261626bf854046fd227.yaml",
    ),
    Kind(
        code="KPI842",
        slug="revocation-without-key",
        severity="warning",
        summary=Words("Thu hồi một khóa không có trong sổ", "A revocation of a key that is not there"),
        message=Words(
            "Đơn vị “{unit}” không có khóa {key} mà tệp này thu hồi.",
            "“{unit}” has no key {key}, which this file revokes.",
        ),
        hint=Words(
            "Lấy lại tệp khóa từ bản sao lưu; khóa đã thu hồi vẫn giữ trong sổ.",
            "Restore the key's file from a copy; a revoked key stays in the register.",
        ),
        why=Words(
            "Không có khóa thì chữ ký trước khi thu hồi cũng không kiểm tra được nữa.",
            "Without it, not even what it signed before can be checked.",
        ),
        wrong="key: ffffffffffffffffffffffffffffffff",
        right="key: 21fe31dfa154a261626bf854046fd227",
    ),
)

SIGNATURES: tuple[Kind, ...] = (
    Kind(
        code="KPI845",
        slug="signature-key-unknown",
        severity="warning",
        summary=Words("Ký bằng khóa chưa đăng ký", "Signed with a key that is not registered"),
        message=Words(
            "Khóa {key} không có trong sổ khóa, nên không biết ai đã ký.",
            "The key {key} is not in the register, so nobody knows who signed.",
        ),
        hint=Words(
            "Nếu khóa của đơn vị “{unit}”, đăng ký bằng “cds-kpi keys add” sau khi gọi điện đối chiếu mã.",
            "If it is a key of “{unit}”, register it with “cds-kpi keys add”, once you have compared it by telephone.",
        ),
        why=Words(
            "Ai cũng tạo được khóa; chỉ khóa do đơn vị đầu mối đăng ký mới cho biết của ai.",
            "Anybody can make a key; only the register says whose it is.",
        ),
        wrong=_SEND_SIGNED,
        right=f"cds-kpi keys add ed25519:… --unit so-y-te\n{_SEND_SIGNED}",
    ),
    Kind(
        code="KPI846",
        slug="signature-key-foreign",
        severity="warning",
        summary=Words("Ký bằng khóa của đơn vị khác", "Signed with another unit's key"),
        message=Words(
            "Khóa {key} là của {owner}, không ký được cho đơn vị “{unit}”.",
            "The key {key} belongs to {owner} and cannot sign for “{unit}”.",
        ),
        hint=Words(
            "Đơn vị “{unit}” ký bằng khóa của mình; đơn vị đầu mối nhập thay thì ghi --on-behalf-of và --reason.",
            "“{unit}” signs with its own key; a focal point that keys it in says --on-behalf-of and --reason.",
        ),
        why=Words(
            "Mỗi đơn vị chịu trách nhiệm về số liệu của mình; không ai ký thay mà không nói ra.",
            "Each unit answers for its own figures; nobody signs in its place without saying so.",
        ),
        wrong=f"{_SEND_SIGNED} --key ubnd-quan-3.pem",
        right=f"{_SEND_SIGNED} --key so-y-te.pem",
    ),
    Kind(
        code="KPI847",
        slug="signature-key-revoked",
        severity="warning",
        summary=Words("Ký bằng khóa đã thu hồi", "Signed with a revoked key"),
        message=Words(
            "Khóa {key} đã bị thu hồi từ {since}, trước khi ký lần này ({reason}).",
            "The key {key} was revoked from {since} on, before this was signed ({reason}).",
        ),
        hint=Words(
            "Gửi lại, ký bằng khóa còn hiệu lực của đơn vị “{unit}”.",
            "Send it again, signed with a valid key of “{unit}”.",
        ),
        why=Words(
            "Khóa bị thu hồi có thể đang ở trong tay người khác.",
            "A revoked key may be in somebody else's hands.",
        ),
        wrong="since: 2022-09-01T00:00:00+07:00",
        right="since: 2022-10-01T00:00:00+07:00",
    ),
    Kind(
        code="KPI848",
        slug="signature-key-early",
        severity="warning",
        summary=Words("Ký bằng khóa chưa có hiệu lực", "Signed with a key that is not yet valid"),
        message=Words(
            "Khóa {key} chỉ có hiệu lực từ ngày {from}, sau khi ký lần này.",
            "The key {key} is valid from {from}, after this was signed.",
        ),
        hint=Words(
            "Gửi lại từ ngày ấy, hoặc ký bằng khóa đang có hiệu lực của đơn vị “{unit}”.",
            "Send it again from that day on, or sign with a valid key of “{unit}”.",
        ),
        why=Words(
            "Sổ khóa ghi khóa nào được ký trong thời gian nào.",
            "The register says in which time each key may sign.",
        ),
        wrong="from: 2023-01-01",
        right="from: 2022-09-01",
    ),
    Kind(
        code="KPI849",
        slug="signature-key-expired",
        severity="warning",
        summary=Words("Ký bằng khóa hết hiệu lực", "Signed with a key that is no longer valid"),
        message=Words(
            "Khóa {key} chỉ có hiệu lực đến hết ngày {until}, trước khi ký lần này.",
            "The key {key} was valid until {until}, before this was signed.",
        ),
        hint=Words(
            "Tạo và đăng ký khóa mới cho đơn vị “{unit}” rồi gửi lại.",
            "Make and register another key for “{unit}”, and send it again.",
        ),
        why=Words(
            "Khóa có hạn để khóa bị lộ mà không ai biết cũng không dùng mãi được.",
            "Keys end, so that one which leaked unnoticed does not serve for ever.",
        ),
        wrong="until: 2022-08-31",
        right="until: 2023-12-31",
    ),
    Kind(
        code="KPI850",
        slug="signature-differs",
        severity="warning",
        summary=Words("Chữ ký không khớp với nội dung", "A signature that does not match"),
        message=Words(
            "Khóa {key} không ký đúng nội dung này: tệp đã bị sửa sau khi ký, hoặc chữ ký không phải của khóa ấy.",
            "The key {key} did not sign just this: the file was changed after it was signed, or the signature is not "
            "that key's.",
        ),
        hint=Words(
            "Lấy lại tệp từ bản sao lưu, hoặc đề nghị đơn vị gửi lại.",
            "Restore the file from a copy, or ask the unit to send it again.",
        ),
        why=Words(
            "Chữ ký bao trùm mọi ký tự của lần gửi; khác một ký tự là không khớp.",
            "The signature covers every character of a revision; one other character, and it does not match.",
        ),
        wrong="numerator: 8650, denominator: 9000",
        right="numerator: 7650, denominator: 9000",
    ),
    Kind(
        code="KPI851",
        slug="signature-replayed",
        severity="warning",
        summary=Words("Chữ ký lấy từ lần gửi khác", "A signature of another revision"),
        message=Words(
            "Chữ ký này đã được ký cho “{file:long}”, không phải cho tệp này.",
            "This signature was made for “{file:long}”, not for this file.",
        ),
        hint=Words(
            "Chuyển tệp này ra khỏi data/ và đề nghị đơn vị ký và gửi đúng lần này.",
            "Move this file out of data/, and ask the unit to sign and send this very one.",
        ),
        why=Words(
            "Một chữ ký đúng của kỳ trước hay của đơn vị khác không nói gì về số liệu này.",
            "A right signature of an earlier period or of another unit says nothing of these figures.",
        ),
        wrong="cp data/submissions/2022-Q2/so-y-te.yaml data/submissions/2022-Q3/so-y-te.yaml",
        right="cds-kpi submit so-y-te.2022-Q3.xlsx --sign",
    ),
    Kind(
        code="KPI852",
        slug="signature-unchecked",
        severity="warning",
        summary=Words("Chữ ký chưa được kiểm tra", "A signature that was not checked"),
        message=Words(
            "Chữ ký này chưa được kiểm tra: máy này chưa cài phần mở rộng “sign”.",
            "This signature was not checked: the extra “sign” is not installed on this machine.",
        ),
        hint=Words("Chạy “pip install 'cds-kpi[sign]'”.", "Run “pip install 'cds-kpi[sign]'”."),
        why=Words(
            "Chữ ký không kiểm tra thì không nói được ai đã gửi.",
            "A signature that nobody checks does not say who sent it.",
        ),
        wrong="pip install cds-kpi\ncds-kpi check",
        right="pip install 'cds-kpi[sign]'\ncds-kpi check",
    ),
    Kind(
        code="KPI853",
        slug="signature-missing",
        severity="error",
        summary=Words("Thiếu chữ ký bắt buộc", "A signature is demanded and missing"),
        message=Words(
            "Chỉ tính báo cáo số liệu có chữ ký, mà lần gửi này của “{unit}” chưa ký.",
            "Only signed submissions count, and this one of “{unit}” is not signed.",
        ),
        hint=Words(
            "Gửi lại với --sign; đơn vị chưa có khóa thì chạy “cds-kpi keys new” và nhờ đơn vị đầu mối đăng ký.",
            "Send it again with --sign; without a key, run “cds-kpi keys new” and have the focal point register it.",
        ),
        why=Words(
            "data/settings.yaml ghi require_signatures: true; chữ ký cho biết ai chịu trách nhiệm về số liệu.",
            "data/settings.yaml says require_signatures: true; a signature says who answers for the figures.",
        ),
        wrong="cds-kpi submit so-y-te.2022-Q3.xlsx",
        right=_SEND_SIGNED,
    ),
    Kind(
        code="KPI854",
        slug="signature-refused",
        severity="error",
        summary=Words("Chữ ký không được công nhận", "A signature that is not recognised"),
        message=Words(
            "Chữ ký cho “{unit}” không được công nhận: lần gửi này không được nhận, không được tính.",
            "The signature for “{unit}” is not recognised: this revision is not received, and does not count.",
        ),
        hint=Words(
            "Xem cảnh báo về chữ ký ở cùng chỗ; ký lại bằng khóa còn hiệu lực của đơn vị rồi gửi.",
            "See the warning on the signature in the same place; sign with a valid key of the unit, and send again.",
        ),
        why=Words(
            "Chữ ký sai còn đáng ngờ hơn không có chữ ký.",
            "A wrong signature is more suspicious than none.",
        ),
        wrong=f"{_SEND_SIGNED} --key khoa-cu.pem",
        right=_SEND_SIGNED,
    ),
)
