"""The real reorganisations of 2021 to 2025 as a registry, for tests that follow units through them."""

# Thủ Đức city of 2021, the departments of 2025, the end of the districts, and a district that became another kind.
REORGANISED = """
- {id: city, name: Thành phố Hồ Chí Minh, level: province}
- {id: binh-duong, name: Tỉnh Bình Dương, level: province, valid: {until: 2025-06-30}, successors: [city]}
- {id: dic, name: Đơn vị đầu mối, level: agency, parent: city}
- id: so-tttt
  name: {vi: Sở Thông tin và Truyền thông, en: Department of Information and Communications}
  level: department
  parent: city
  valid: {until: 2025-02-28}
  successors: [so-khcn]
- {id: so-khcn, name: Sở Khoa học và Công nghệ, level: department, parent: city}
- {id: so-xay-dung, name: Sở Xây dựng, level: department, parent: city}
- id: so-qhkt
  name: Sở Quy hoạch - Kiến trúc
  level: department
  parent: city
  valid: {until: 2025-02-28}
  successors: [so-xay-dung, so-qhkt-2025]
- {id: so-qhkt-2025, name: Sở Quy hoạch - Kiến trúc, level: department, parent: city, valid: {from: 2025-10-01}}
- {id: quan-1, name: Quận 1, level: district, parent: city, members: 10, valid: {until: 2025-06-30}}
- {id: quan-2, name: Quận 2, level: district, parent: city, valid: {until: 2020-12-31}, successors: [thu-duc]}
- {id: quan-9, name: Quận 9, level: district, parent: city, valid: {until: 2020-12-31}, successors: [thu-duc]}
- {id: q-thu-duc, name: Quận Thủ Đức, level: district, parent: city, valid: {until: 2020-12-31}, successors: [thu-duc]}
- {id: thu-duc, name: Thành phố Thủ Đức, level: district, valid: {from: 2021-01-01, until: 2025-06-30}}
- {id: h-an-duong, name: Huyện An Dương, level: district, valid: {until: 2024-12-31}, successors: [q-an-duong]}
- {id: q-an-duong, name: Quận An Dương, level: district, valid: {from: 2025-01-01}}
- id: cuc-thue
  name: Cục Thuế Thành phố
  level: agency
  valid: {until: 2025-02-28}
  successors: [chi-cuc-thue]
- id: chi-cuc-thue
  name: Chi cục Thuế khu vực II
  level: agency
  valid: {from: 2025-03-01, until: 2025-06-30}
  successors: [thue-tphcm]
- {id: thue-tphcm, name: Thuế Thành phố Hồ Chí Minh, level: agency, valid: {from: 2025-07-01}}
- {id: phuong-a, name: Phường A, level: commune, valid: {until: 2025-06-30}, successors: [phuong-b, phuong-c]}
- {id: phuong-b, name: Phường B, level: commune, valid: {from: 2025-07-01}}
- {id: phuong-c, name: Phường C, level: commune, valid: {from: 2025-07-01}}
- {id: vien, name: Viện, level: agency, successors: [trung-tam]}
- {id: trung-tam, name: Trung tâm, level: agency, valid: {from: 2023-01-01}}
"""

CATALOGUE = """
format: 1
default_programme: plan
pillars: {government: Chính quyền số}
programmes:
  letter:
    name: Công văn 2022
    authority: city
    focal_point: so-tttt
    rounds:
      - {period: 2022-Q3, before: 2022-09-20, frequencies: [quarter]}
      - {period: 2022-Q4, before: 2022-12-20, frequencies: [quarter]}
  plan:
    name: Chương trình đến 2025
    authority: city
    focal_point: dic
    rounds:
      - {period: 2020, before: 2020-12-20, frequencies: [year]}
      - {period: 2021, before: 2021-12-20, frequencies: [year]}
      - {period: 2022, before: 2022-12-20, frequencies: [year]}
      - {period: 2023, before: 2023-12-20, frequencies: [year]}
      - {period: 2024-Q3, before: 2024-09-20, frequencies: [quarter]}
      - {period: 2024, before: 2024-12-20, frequencies: [year]}
      - {period: 2025-S1, before: 2025-06-20, frequencies: [year]}
      - {period: 2025-Q1, before: 2025-03-20, frequencies: [quarter]}
      - {period: 2025-Q2, before: 2025-06-20, frequencies: [quarter]}
      - {period: 2025-Q3, before: 2025-09-20, frequencies: [quarter]}
      - {period: 2025, before: 2025-12-20, frequencies: [quarter, year]}
indicators:
  - id: dossiers
    name: Hồ sơ trực tuyến
    pillar: government
    lead: dic
    reporters: level:district
    frequency: year
    measure: {kind: ratio, basis: in_period}
    targets: [{programme: plan, number: 1, at_least: 50, by: 2025-12-31}]
  - id: phones
    name: Điện thoại thông minh
    pillar: government
    lead: so-tttt
    reporters: lead
    frequency: quarter
    measure: {kind: ratio, basis: at_date}
    targets:
      - {programme: letter, number: 1, at_least: 85, by: 2022-12-31}
      - {programme: plan, number: 2, at_least: 95, by: 2025-12-31}
  - id: taxpayers
    name: Doanh nghiệp đăng ký
    pillar: government
    lead: cuc-thue
    reporters: lead
    frequency: quarter
    measure: {kind: value, basis: in_period, counted_in: doanh nghiệp}
    targets:
      - {programme: letter, number: 2, at_least: 400, by: 2022-12-31}
      - {programme: plan, number: 3, at_least: 1200, by: 2025-12-31}
"""
# period, unit: its answers
SENT = {
    ("2020", "quan-1"): "dossiers: {numerator: 10, denominator: 100}",
    ("2020", "quan-2"): "dossiers: {numerator: 20, denominator: 100}",
    ("2020", "quan-9"): "dossiers: {numerator: 30, denominator: 100}",
    ("2020", "q-thu-duc"): "dossiers: {numerator: 40, denominator: 100}",
    ("2020", "h-an-duong"): "dossiers: {numerator: 50, denominator: 100}",
    ("2021", "quan-1"): "dossiers: {numerator: 30, denominator: 100}",
    ("2021", "thu-duc"): "dossiers: {numerator: 120, denominator: 300}",
    ("2021", "h-an-duong"): "dossiers: {numerator: 50, denominator: 100}",
    ("2022", "quan-1"): "dossiers: {numerator: 50, denominator: 100}",
    ("2022", "thu-duc"): "dossiers: {numerator: 180, denominator: 300}",
    ("2022", "h-an-duong"): "dossiers: {numerator: 60, denominator: 100}",
    ("2024", "quan-1"): "dossiers: {numerator: 60, denominator: 100}",
    ("2024", "thu-duc"): "dossiers: {numerator: 210, denominator: 300}",
    ("2024", "h-an-duong"): "dossiers: {numerator: 60, denominator: 100}",
    ("2025-S1", "quan-1"): "dossiers: {numerator: 35, denominator: 50}",
    ("2025-S1", "thu-duc"): "dossiers: {numerator: 120, denominator: 150}",
    ("2025-S1", "q-an-duong"): "dossiers: {numerator: 45, denominator: 50}",
    ("2025", "q-an-duong"): "dossiers: {numerator: 95, denominator: 100}",
    ("2022-Q3", "so-tttt"): "phones: {numerator: 76, denominator: 100}",
    ("2022-Q4", "so-tttt"): "phones: {numerator: 80, denominator: 100}",
    ("2024-Q3", "so-tttt"): "phones: {numerator: 88, denominator: 100}",
    ("2025-Q3", "so-khcn"): "phones: {numerator: 93, denominator: 100}",
    ("2022-Q3", "cuc-thue"): "taxpayers: {value: 250}",
    ("2022-Q4", "cuc-thue"): "taxpayers: {value: 260}",
    ("2024-Q3", "cuc-thue"): "taxpayers: {value: 280}",
    ("2025-Q1", "chi-cuc-thue"): "taxpayers: {value: 300}",
    ("2025-Q2", "chi-cuc-thue"): "taxpayers: {value: 310}",
    ("2025-Q3", "thue-tphcm"): "taxpayers: {value: 350}",
}
