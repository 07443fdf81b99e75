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
