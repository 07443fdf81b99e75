"""Write the example submissions of 2022-S1 and 2022-Q3 into the store: the same bytes every time.

The figures are illustrative, but for the few published ones, whose entries name their source. Run it from anywhere:
`python scripts/example_store.py`; with `--check` it writes nothing and says what differs.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path

Entry = dict[str, object]
"""One line of figures, its fields in the order in which they are written."""

STORE = Path(__file__).resolve().parent.parent / "data" / "submissions"
CITY_TIME = timezone(timedelta(hours=7))
S1, Q3 = "2022-S1", "2022-Q3"
WORKDAYS = {
    S1: [date(2022, 8, day) for day in (22, 23, 24, 25, 26, 29)],
    Q3: [date(2022, 9, day) for day in (15, 16, 19)],
}
"""Days on which a submission is on time; the rounds end before 30 August and before 20 September 2022."""

ORDER = re.findall(
    r"\S+",
    "smartphone fibre eligible-procedures-online services-with-dossiers online-dossiers online-dossiers-increase "
    "digitised-dossiers e-payment-units online-reports open-data-agencies digital-economy-grdp sme-platforms "
    "e-invoice e-contract e-commerce-retail bank-accounts",
)

# Numerator and denominator in S1, then in Q3, of online-dossiers, digitised-dossiers and online-reports; a dash where
# there is none. Digitised dossiers: departments only, and in S1 only what came in from 1 June 2022, when the indicator
# begins. Online reports: a few large reporters are far below the many small ones, so the mean of the percentages is
# above the target of 50 and the ratio of the sums below it.
FIGURES = """
so-tttt            1737   2095   1104   1373  101  143  1141  1336 182 213 101 116
vp-ubnd             821   1324    638    952   74   98   802   921 168 404  93 224
so-noi-vu          1421   3249   1059   2308  161  243  1927  2245 142 374  72 175
so-tu-phap        38309  57293  26594  41074 3167 4270 38096 40630  65 124  33  59
so-khdt           98404 107735  60575  65991 5844 8342 57069 64400  89 145  45  73
so-tai-chinh        776   1921    572   1312   91  147   919  1274  49  97  26  48
so-cong-thuong    39111  44728  24020  27734 2503 2998 26446 26849  68 109  31  50
so-nnptnt          1558   4155   1122   2732  165  280  1954  2626  52  99  29  54
so-gtvt           64072  89908  42785  58045 4465 6965 41904 57486 128 335   -   -
so-xay-dung        3847   8264   2338   5078  360  575  3604  4879  77 144  43  80
so-tnmt           23401  59797  16894  39181 3574 4563 36364 37862 154 360  76 184
so-ldtbxh         16524  27157  11544  18878 1631 2116 17767 18463 184 479  88 232
so-vhtt            1590   3028   1058   2051  148  209  1705  1993  53  86  28  45
so-du-lich         1581   2295   1038   1464  138  172  1268  1395  49  82  26  43
so-khcn             890   1591    608   1055   76  105   880  1016  95 142  51  74
so-gddt            2673   5579   1880   3762  242  404  2463  3580 185 550  90 262
so-y-te           10563  17137   7369  11399  825 1234  8863 11177 203 602 108 330
so-ngoai-vu         308   1070    225    694   63   77   655   665  61 109  30  53
so-qhkt             943   2208    709   1589   96  161  1077  1570  86 153  39  73
thanh-tra            37    211     24    139    -    -     -     -  69 119  35  57
ban-dan-toc           -      -      -      -    -    -     -     -  78 135  43  72
ubnd-quan-1       12849  25006   8254  15807    -    -     -     -  59 110  28  51
ubnd-quan-12      10271  25257   7947  18142    -    -     -     -  93 145  48  72
ubnd-go-vap       13678  31835   9349  21587    -    -     -     -  84 156  45  83
ubnd-binh-thanh   11142  28665   7940  20683    -    -     -     -  87 147  43  73
ubnd-tan-binh     10659  27713   7769  18586    -    -     -     -  88 152  50  83
ubnd-tan-phu       8935  22678   6519  15576    -    -     -     -  59  97  32  52
ubnd-phu-nhuan     5508  11902   3601   7667    -    -     -     -  76 120  43  65
ubnd-thu-duc      23637  58636  18588  41359    -    -     -     - 230 608 105 287
ubnd-quan-3        3697  10560      -      -    -    -     -     -  66  98   -   -
ubnd-quan-10       5249  13442   3752   8547    -    -     -     -  57  83  27  40
ubnd-quan-11       4934  11953   3434   7500    -    -     -     -  79 143  40  68
ubnd-quan-4        3001   8691   1964   5656    -    -     -     -  48  84  27  47
ubnd-quan-5        4004  10053   2629   6940    -    -     -     -  80 147  43  77
ubnd-quan-6        4201  12053   2873   7949    -    -     -     -  81 128  40  60
ubnd-quan-8        6002  18560   4174  12823    -    -     -     -  67 104  34  51
ubnd-binh-tan     11466  33251   8095  22876    -    -     -     - 130 339  79 188
ubnd-quan-7        8400  18249   6609  12944    -    -     -     -  75 130  42  68
ubnd-cu-chi        7941  24078   5655  16453    -    -     -     - 115 308  69 165
ubnd-hoc-mon       7269  23505   4790  15768    -    -     -     -  62  97  34  50
ubnd-binh-chanh    9938  33640   6602  20881    -    -     -     - 131 366  67 182
ubnd-nha-be        3845  10724   2823   6874    -    -     -     -  64  99  37  53
ubnd-can-gio        974   3804    656   2336    -    -     -     -  59 100  32  54
"""
FLOWS = {
    "online-dossiers": "Minh họa: Hệ thống thông tin giải quyết thủ tục hành chính Thành phố",
    "digitised-dossiers": "Minh họa: Hệ thống thông tin giải quyết thủ tục hành chính Thành phố",
    "online-reports": "Minh họa: Hệ thống thông tin báo cáo Thành phố",
}
"""The three flows of the table, each with its source."""
ROWS = {line.split()[0]: line.split()[1:] for line in FIGURES.strip().splitlines()}

# Communes of each district-level unit: 312.
MEMBERS = {
    f"ubnd-{name}": int(count)
    for name, count in re.findall(
        r"([a-z0-9-]+)=(\d+)",
        "quan-1=10 quan-12=11 go-vap=16 binh-thanh=20 tan-binh=15 tan-phu=11 phu-nhuan=13 thu-duc=34 quan-3=12 "
        "quan-10=14 quan-11=16 quan-4=13 quan-5=14 quan-6=14 quan-8=16 binh-tan=10 quan-7=10 cu-chi=21 hoc-mon=12 "
        "binh-chanh=16 nha-be=7 can-gio=7",
    )
}

# The symbol in the number of a covering letter; every district's is UBND-VHTT.
SYMBOLS = dict(
    re.findall(
        r"(\S+)=(\S+)",
        "so-tttt=STTTT-CNTT vp-ubnd=VP-TH so-noi-vu=SNV-VP so-tu-phap=STP-VP so-khdt=SKHĐT-VP so-tai-chinh=STC-VP "
        "so-cong-thuong=SCT-VP so-nnptnt=SNN-VP so-gtvt=SGTVT-VP so-xay-dung=SXD-VP so-tnmt=STNMT-VP "
        "so-ldtbxh=SLĐTBXH-VP so-vhtt=SVHTT-VP so-du-lich=SDL-VP so-khcn=SKHCN-VP so-gddt=SGDĐT-VP so-y-te=SYT-VP "
        "so-ngoai-vu=SNgV-VP so-qhkt=SQHKT-VP thanh-tra=TTTP-VP ban-dan-toc=BDT-VP cuc-thue=CTTPHCM-TTHT "
        "vien-ncpt=VNCPT-KT nhnn-hcm=HCM-TH",
    )
)

# Who does not take electronic payment yet: first the units themselves, then the communes of a district.
WITHOUT_PAYMENT = {
    S1: {"so-noi-vu", "so-ngoai-vu", "so-qhkt", "thanh-tra", "ban-dan-toc", "ubnd-can-gio"},
    Q3: {"thanh-tra", "ban-dan-toc"},
}
COMMUNES_WITHOUT_PAYMENT = {
    S1: {
        "ubnd-quan-12": "Phường Thạnh Xuân, Phường An Phú Đông",
        "ubnd-go-vap": "Phường 12, Phường 16",
        "ubnd-binh-thanh": "Phường 13, Phường 28",
        "ubnd-tan-phu": "Phường Hiệp Tân",
        "ubnd-thu-duc": "Phường Long Phước, Phường Long Bình, Phường Cát Lái, Phường Phú Hữu",
        "ubnd-quan-8": "Phường 11, Phường 13, Phường 16",
        "ubnd-binh-tan": "Phường Tân Tạo, Phường Tân Tạo A",
        "ubnd-cu-chi": "Xã Phú Mỹ Hưng, Xã Trung Lập Thượng, Xã An Nhơn Tây, Xã Nhuận Đức, Xã Phạm Văn Cội, Xã Thái Mỹ",
        "ubnd-hoc-mon": "Xã Nhị Bình, Xã Tân Hiệp, Xã Tân Thới Nhì, Xã Xuân Thới Sơn",
        "ubnd-binh-chanh": "Xã Bình Lợi, Xã Tân Nhựt, Xã Hưng Long, Xã Đa Phước, Xã Quy Đức",
        "ubnd-nha-be": "Xã Phước Lộc, Xã Long Thới",
        "ubnd-can-gio": "Xã Tam Thôn Hiệp, Xã An Thới Đông, Xã Thạnh An, Xã Long Hòa, Xã Lý Nhơn",
    },
    Q3: {
        "ubnd-thu-duc": "Phường Long Phước",
        "ubnd-quan-8": "Phường 16",
        "ubnd-cu-chi": "Xã Phú Mỹ Hưng, Xã Trung Lập Thượng, Xã An Nhơn Tây",
        "ubnd-hoc-mon": "Xã Nhị Bình, Xã Tân Hiệp",
        "ubnd-binh-chanh": "Xã Bình Lợi, Xã Quy Đức",
        "ubnd-can-gio": "Xã An Thới Đông, Xã Thạnh An, Xã Lý Nhơn",
    },
}

WITH_OPEN_DATA = re.findall(
    r"\S+",
    "so-tttt vp-ubnd so-khdt so-tai-chinh so-cong-thuong so-gtvt so-xay-dung so-tnmt so-du-lich so-khcn so-gddt "
    "so-y-te so-qhkt ubnd-quan-1 ubnd-quan-12 ubnd-tan-phu ubnd-phu-nhuan ubnd-thu-duc ubnd-binh-tan "
    "ubnd-quan-7",
)


def make_ratio(
    numerator: int | str, denominator: int | str, source: str, note: str = "", status: str = "final"
) -> Entry:
    """Return a ratio's entry; a quantity with decimals is given as text."""
    sides = {"numerator": Decimal(numerator), "denominator": Decimal(denominator)}
    return {**sides, "status": status, "source": source} | ({"note": note} if note else {})


OPERATORS = "Minh họa: các doanh nghiệp viễn thông trên địa bàn"
PROCEDURES = "Minh họa: Danh mục thủ tục hành chính đã được phê duyệt"
PORTAL = "Minh họa: Cổng Dịch vụ công Thành phố"
CONVERTED = "số người quy đổi từ tỷ lệ này trên quy mô minh họa 7.400.000 người từ 15 tuổi trở lên"

# What the lead units answer alone.
LEADS: dict[tuple[str, str], dict[str, Entry]] = {
    (S1, "so-tttt"): {
        "smartphone": make_ratio(
            5601800,
            7400000,
            "Cục Viễn thông công bố tỷ lệ 75,7% của Thành phố (tháng 3/2022, theo Tạp chí Thời Đại); "
            + CONVERTED,
        ),
        "fibre": make_ratio(1852654, 2558914, OPERATORS),
        "eligible-procedures-online": make_ratio(655, 742, PROCEDURES),
        "services-with-dossiers": make_ratio(
            341, 655, PORTAL, "Nhiều dịch vụ công ít phát sinh nhu cầu nên trong kỳ không có hồ sơ trực tuyến"
        ),
        "online-dossiers-increase": make_ratio(
            468112,
            750180,
            FLOWS["online-dossiers"],
            "Tính trên các thủ tục hành chính đã được đưa vào trực tuyến",
        ),
        # 29,80%: would print as 30% without decimals, and is below the target of 30.
        "sme-platforms": make_ratio(
            78374,
            263000,
            "Minh họa: khảo sát doanh nghiệp nhỏ và vừa",
            "Doanh nghiệp siêu nhỏ còn hạn chế về nhân lực và chi phí sử dụng nền tảng số",
        ),
    },
    (S1, "so-cong-thuong"): {
        "e-contract": make_ratio(
            84627,
            271240,
            "Minh họa: khảo sát doanh nghiệp trên địa bàn",
            "Nhiều doanh nghiệp còn e ngại giá trị pháp lý của hợp đồng điện tử và chi phí chữ ký số",
        ),
        "e-commerce-retail": make_ratio(
            "24318.6",
            "303127.5",
            "Minh họa: số liệu thương mại điện tử và tổng mức bán lẻ 6 tháng đầu năm (tỷ đồng)",
        ),
    },
    (S1, "cuc-thue"): {
        "e-invoice": make_ratio(
            268450,
            268450,
            "Tỷ lệ 100% là số công bố của cả nước 6 tháng đầu năm 2022 (Tạp chí Tài chính); "
            "số doanh nghiệp là minh họa",
        )
    },
    (S1, "vien-ncpt"): {
        "digital-economy-grdp": {
            "value": Decimal("13.51"),
            "method": "gso",
            "status": "estimated",
            "source": "13,51% là số công bố của cả năm 2022 theo phương pháp của Tổng cục Thống kê "
            "(Sở Thông tin và Truyền thông, ngày 26/4/2024), dùng ở đây để minh họa",
            "note": "Số cả năm, chưa phải số 6 tháng; tỷ trọng giảm so với năm 2021 (13,84%)",
        }
    },
    (S1, "nhnn-hcm"): {
        "bank-accounts": make_ratio(
            4884000,
            7400000,
            "Tỷ lệ 66% là số công bố của cả nước 6 tháng đầu năm 2022 (Tạp chí Tài chính); " + CONVERTED,
        )
    },
    (Q3, "so-tttt"): {
        "smartphone": make_ratio(
            5957000,
            7400000,
            OPERATORS,
            "Số ước tính, chờ kết quả thu thập của các doanh nghiệp viễn thông",
            status="estimated",
        ),
        # 74,996%: would print as 75,00%, and is below the target of 75.
        "fibre": make_ratio(1919083, 2558914, OPERATORS),
        "eligible-procedures-online": make_ratio(
            718, 742, PROCEDURES, "Còn 24 thủ tục đang hoàn thiện quy trình điện tử"
        ),
        "services-with-dossiers": make_ratio(
            378, 718, PORTAL, "Nhiều dịch vụ công mới đưa lên trực tuyến, người dân chưa biết để sử dụng"
        ),
    },
    (Q3, "cuc-thue"): {"e-invoice": make_ratio(271906, 271906, "Minh họa: cơ sở dữ liệu hóa đơn điện tử")},
}

# Answers other than figures.
NIL: Entry = {"nil": "Không phát sinh trong kỳ"}
NO_ONE_STOP_DESK: Entry = {"not_applicable": "Không có thủ tục hành chính tiếp nhận tại Bộ phận một cửa"}
INSTEAD: dict[tuple[str, str, str], Entry] = {
    (S1, "ban-dan-toc", "online-dossiers"): NIL,
    (S1, "ban-dan-toc", "digitised-dossiers"): NIL,
    (S1, "thanh-tra", "digitised-dossiers"): NO_ONE_STOP_DESK,
    (Q3, "ban-dan-toc", "online-dossiers"): NIL,
    (Q3, "ban-dan-toc", "digitised-dossiers"): NIL,
    (Q3, "thanh-tra", "digitised-dossiers"): NO_ONE_STOP_DESK,
    (Q3, "so-gtvt", "online-reports"): {
        "unavailable": "Đang đối soát số liệu với Hệ thống thông tin báo cáo Thành phố",
        "expected_on": date(2022, 10, 5),
    },
}

# What a unit adds to its figures.
PAPER_REPORTS = "Phần lớn báo cáo chuyên môn còn gửi bản giấy theo mẫu của ngành"
LAND_PAPERS = "Hồ sơ đất đai còn phải nộp bản chính giấy tờ"
REMARKS: dict[tuple[str, str, str], Entry] = {
    (S1, "so-tnmt", "online-dossiers"): {"note": LAND_PAPERS},
    (S1, "so-y-te", "online-reports"): {"note": PAPER_REPORTS},
    (Q3, "so-tnmt", "online-dossiers"): {"note": LAND_PAPERS},
    (Q3, "ubnd-can-gio", "online-dossiers"): {
        "note": "Người dân xã đảo Thạnh An chưa quen nộp hồ sơ trực tuyến, đường truyền chưa ổn định"
    },
    (Q3, "ubnd-hoc-mon", "online-dossiers"): {"note": "Người dân chưa có tài khoản trên Cổng Dịch vụ công"},
    (Q3, "ubnd-binh-chanh", "online-dossiers"): {
        "status": "provisional",
        "note": "Số tạm tính, chờ đối soát hồ sơ của các xã, thị trấn",
    },
    (Q3, "so-gddt", "digitised-dossiers"): {"note": "Bộ phận một cửa chưa được trang bị đủ máy quét"},
    (Q3, "so-gtvt", "digitised-dossiers"): {
        "note": "Hồ sơ giấy phép lái xe nhiều, nhân lực số hóa còn thiếu"
    },
    (Q3, "so-y-te", "online-reports"): {"note": PAPER_REPORTS},
    (Q3, "so-gddt", "online-reports"): {"note": "Báo cáo của các trường còn tổng hợp qua thư điện tử"},
    (Q3, "ubnd-thu-duc", "online-reports"): {
        "note": "Các phòng chuyên môn chưa được cấp đủ tài khoản báo cáo"
    },
    (Q3, "ubnd-cu-chi", "e-payment-units"): {
        "note": "Các xã xa trung tâm chưa hoàn thành kết nối thanh toán"
    },
}

# Receipts that tell something: the last second in time, late, late on the very day named in the dispatch.
RECEIVED = {
    (S1, "so-tttt"): datetime(2022, 8, 24, 14, 5, 33, tzinfo=CITY_TIME),
    (S1, "ubnd-tan-binh"): datetime(2022, 8, 29, 23, 59, 59, tzinfo=CITY_TIME),
    (S1, "so-vhtt"): datetime(2022, 8, 31, 9, 2, 50, tzinfo=CITY_TIME),
    (Q3, "so-tttt"): datetime(2022, 9, 15, 10, 11, 12, tzinfo=CITY_TIME),
    (Q3, "so-y-te"): datetime(2022, 9, 15, 15, 40, 7, tzinfo=CITY_TIME),
    (Q3, "ubnd-can-gio"): datetime(2022, 9, 20, 8, 37, 5, tzinfo=CITY_TIME),
    (Q3, "ubnd-quan-8"): datetime(2022, 9, 22, 15, 20, 41, tzinfo=CITY_TIME),
}
DOCUMENTS = {(S1, "so-tttt"): "1712/STTTT-CNTT", (Q3, "so-tttt"): "1901/STTTT-CNTT"}
MISSING = {(Q3, "ubnd-quan-3")}

# The Department of Health first sent 3769 for 7369 and corrected it four days later, still in time.
MISTYPED: Entry = {"numerator": 3769}
CORRECTION: Entry = {"note": "Đính chính tử số: lần báo cáo trước ghi nhầm 3769, số đúng là 7369"}
CORRECTED_AT = datetime(2022, 9, 19, 9, 25, 16, tzinfo=CITY_TIME)


def answer_payment(unit: str, period: str) -> Entry:
    """Return a unit's answer on electronic payment, with the communes in its charge."""
    entry: Entry = {"done": unit not in WITHOUT_PAYMENT[period]}
    if unit in MEMBERS:
        named = COMMUNES_WITHOUT_PAYMENT[period].get(unit)
        lacking = named.split(", ") if named else []
        entry |= {"members_done": MEMBERS[unit] - len(lacking), "members_not_done": lacking}
    return entry


def collect_entries(unit: str, period: str) -> dict[str, Entry]:
    """Return all a unit owes in the period, in the catalogue's order."""
    entries = dict(LEADS.get((period, unit), {}))
    if unit in ROWS:
        first = 0 if period == S1 else 2
        for place, (indicator, source) in enumerate(FLOWS.items()):
            numerator, denominator = ROWS[unit][4 * place + first : 4 * place + first + 2]
            if numerator != "-":
                entries[indicator] = make_ratio(numerator, denominator, source)
        entries["e-payment-units"] = answer_payment(unit, period)
        if period == S1:
            done = unit in WITH_OPEN_DATA
            entries["open-data-agencies"] = {"done": done, "source": "Minh họa: Cổng dữ liệu Thành phố"}
    for indicator in ORDER:
        key = (period, unit, indicator)
        if key in INSTEAD:
            entries[indicator] = INSTEAD[key]
        if key in REMARKS:
            entries[indicator] = entries[indicator] | REMARKS[key]
    return {indicator: entries[indicator] for indicator in ORDER if indicator in entries}


def draw(*words: str) -> int:
    """Return a large number that depends on the words alone."""
    return int.from_bytes(hashlib.sha256("/".join(words).encode()).digest()[:8], "big")


def find_receipt(unit: str, period: str) -> datetime:
    """Return when the unit's first revision was received."""
    if (period, unit) in RECEIVED:
        return RECEIVED[period, unit]
    days = WORKDAYS[period]
    day = datetime.combine(days[draw(unit, period, "day") % len(days)], time(7, 45), CITY_TIME)
    return day + timedelta(seconds=draw(unit, period, "time") % (9 * 3600))


def find_document(unit: str, period: str, revision: int) -> str:
    """Return the number of the covering letter."""
    if (period, unit) in DOCUMENTS:
        return DOCUMENTS[period, unit]
    number = (
        400 + draw(unit) % 3000 + (0 if period == S1 else 60 + draw(unit, period) % 300) + 11 * (revision - 1)
    )
    return f"{number}/{SYMBOLS.get(unit, 'UBND-VHTT')}"


UNSAFE = re.compile(
    r"""[,:#{}\[\]&*!|>'"%@`\\]|^[\s?~=-]|\s$|^$|^[-+.0-9][-+.0-9eE_]*$|^(?:true|false|null|yes|no|on|off|y|n)$""",
    re.IGNORECASE,
)
"""Text that YAML could take for something else."""


def format_value(value: object) -> str:
    """Return a value as it stands in a flow map."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(format_value(item) for item in value) + "]"
    text = str(value)
    if isinstance(value, str) and UNSAFE.search(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text


def format_map(fields: Entry) -> str:
    """Return a flow map on one line."""
    return "{" + ", ".join(f"{name}: {format_value(value)}" for name, value in fields.items()) + "}"


def format_submission(
    unit: str,
    period: str,
    entries: dict[str, Entry],
    received: datetime,
    revision: int = 1,
    previous: str = "null",
) -> bytes:
    """Return the file of one revision: its receipt holds the hash of all its bytes but those digits."""
    lines = [
        f"unit: {unit}",
        f"period: {period}",
        f"document: {find_document(unit, period, revision)}",
        f"sent_on: {received.date().isoformat()}",
        f"prepared_by: {{name: Chuyên viên tổng hợp, title: Chuyên viên, email: {unit}@hcm.example}}",
        "entries:",
        *(f"  {indicator}: {format_map(entry)}" for indicator, entry in entries.items()),
        "...",
    ]
    receipt = f"revision: {revision}, received_at: {received.isoformat()}, previous: {previous}, content: "
    head = f"format: 1\nreceipt: {{{receipt}".encode()
    tail = ("}\n" + "".join(f"{line}\n" for line in lines)).encode()
    return head + hashlib.sha256(head + tail).hexdigest().encode() + tail


def build_store() -> dict[str, bytes]:
    """Return every file of the example by its path under data/submissions."""
    files: dict[str, bytes] = {}
    for period in (S1, Q3):
        for unit in dict.fromkeys([*ROWS, *(lead for asked, lead in LEADS if asked == period)]):
            if (period, unit) in MISSING:
                continue
            entries = collect_entries(unit, period)
            received = find_receipt(unit, period)
            path = f"{period}/{unit}.yaml"
            if (period, unit) != (Q3, "so-y-te"):
                files[path] = format_submission(unit, period, entries, received)
                continue
            online = entries["online-dossiers"]
            files[path] = format_submission(
                unit, period, entries | {"online-dossiers": online | MISTYPED}, received
            )
            files[f"{period}/{unit}.r2.yaml"] = format_submission(
                unit,
                period,
                entries | {"online-dossiers": online | CORRECTION},
                CORRECTED_AT,
                revision=2,
                previous=hashlib.sha256(files[path]).hexdigest(),
            )
    return files


def find_differences(files: dict[str, bytes], store: Path) -> list[str]:
    """Return a line for every file of the two periods that is not as it would be written."""
    found = {f"{period}/{path.name}": path for period in (S1, Q3) for path in (store / period).glob("*.yaml")}
    missing = [f"missing: {name}" for name in files if name not in found]
    foreign = [f"not from here: {name}" for name in found if name not in files]
    changed = [
        f"changed: {name}" for name in files if name in found and found[name].read_bytes() != files[name]
    ]
    return sorted(missing + foreign + changed)


def main() -> None:
    """Write the files, or compare them."""
    options = argparse.ArgumentParser(description="Write the example submissions.")
    options.add_argument("--check", action="store_true", help="write nothing, say what differs")
    options.add_argument("--out", type=Path, default=STORE, help="the submissions folder")
    chosen = options.parse_args()
    files = build_store()
    if not chosen.check:
        for name, content in files.items():
            path = chosen.out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    elif differences := find_differences(files, chosen.out):
        raise SystemExit("\n".join(differences))


if __name__ == "__main__":
    main()
