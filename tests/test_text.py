"""Vietnamese text stands in the order of its alphabet, and spellings of the same word are found equal."""

import unicodedata

import pytest

from cds_kpi.text import find_near, fold, match_key, normalise, shorten, sort_key


def sort(*words: str) -> list[str]:
    return sorted(words, key=sort_key)


def test_letters_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    # The 29 letters of the alphabet as schools teach it.
    alphabet = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert sort(*alphabet[::-1]) == alphabet
    assert sorted((letter.upper() for letter in alphabet[::-1]), key=sort_key) == [
        letter.upper() for letter in alphabet
    ]


def test_tones_stand_in_the_official_order_and_only_break_ties_between_letters() -> None:
    # None, huyền, hỏi, ngã, sắc, nặng.
    assert sort("mạ", "má", "mã", "mả", "mà", "ma") == ["ma", "mà", "mả", "mã", "má", "mạ"]
    # The letter after counts before the tone: mạ is tone six, yet stands before man.
    assert sort("man", "mạ", "mà") == ["mà", "mạ", "man"]
    # The first tone that differs decides: "bà cả" (huyền) before "bá ca" (sắc).
    assert sort("bá ca", "bà cả") == ["bà cả", "bá ca"]


def test_marked_vowels_are_letters_of_their_own_with_tones_of_their_own() -> None:
    words = ["ba", "bá", "bạ", "băn", "bằn", "bân", "bần", "bấn", "bể", "bi", "bó", "bố", "bờ", "bú", "bừ"]
    assert sort(*words[::-1]) == words


def test_d_stands_before_its_barred_sister() -> None:
    assert sort("Đông", "Du", "Đà", "Dy") == ["Du", "Dy", "Đà", "Đông"]


def test_numbers_within_names_stand_by_their_size() -> None:
    districts = [
        "Quận 1",
        "Quận 3",
        "Quận 4",
        "Quận 10",
        "Quận 11",
        "Quận 12",
        "Quận Gò Vấp",
        "Quận Tân Bình",
    ]
    assert sort(*districts[::-1]) == districts


def test_shorter_names_stand_before_longer_ones_and_words_are_compared_one_by_one() -> None:
    names = ["Sở Tài", "Sở Tài chính", "Sở Tài nguyên và Môi trường", "Sở Tư pháp", "Sở Văn hóa", "Sở Y tế"]
    assert sort(*names[::-1]) == names


def test_composed_and_decomposed_letters_sort_alike() -> None:
    words = ["Bình Chánh", "Bình Tân", "Bình Thạnh", "Cần Giờ", "Củ Chi", "Gò Vấp", "Hóc Môn", "Nhà Bè"]
    mixed = [unicodedata.normalize("NFD", word) if n % 2 else word for n, word in enumerate(words)]
    assert [unicodedata.normalize("NFC", word) for word in sort(*mixed[::-1])] == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("Thuỷ Nguyên", "Thủy Nguyên"),
        ("Uỷ ban", "Ủy ban"),
        ("khoẻ", "khỏe"),
        ("loè", "lòe"),
        ("hoạ", "họa"),
        ("LUỸ KẾ", "lũy kế"),
        ("Quận\u00a0 3", "quận 3"),
        ("Ủy ban", unicodedata.normalize("NFD", "Uỷ ban")),
    ],
)
def test_spellings_of_the_same_word_have_one_key(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("quý", "quí"),
        ("quý", "quỳ"),
        # After q the u belongs to the consonant: the tone has one place only.
        ("quý", "qúy"),
        ("quả", "qủa"),
        # A closed syllable carries its tone on the second vowel only.
        ("hoàn", "hòan"),
        ("hòa", "hóa"),
        ("hòa", "hoa"),
        ("Đa", "Da"),
        ("Ủy", "Úy"),
        ("Quận 1", "Quận 10"),
    ],
)
def test_different_words_have_different_keys(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)


def test_folding_forgets_case_tones_and_marks_and_writes_d_for_its_barred_sister() -> None:
    assert fold("Đúng HẠN, ưỡn ẹo") == "dung han, uon eo"
    assert fold(unicodedata.normalize("NFD", "Quý III/2022")) == "quy iii/2022"


def test_text_is_normalised_to_composed_letters_plain_spaces_and_trimmed_ends() -> None:
    assert normalise("\u00a0Quy\u0301\u2009III\u3000") == "Quý III"
    assert normalise("dòng một\ndòng hai") == "dòng một\ndòng hai"


def test_a_tab_is_a_kind_of_space_whatever_letters_stand_around_it() -> None:
    assert normalise("Sở\tY tế") == "Sở Y tế"
    assert normalise("So\tY te") == "So Y te"


def test_the_nearest_known_word_is_found_without_marks_and_none_where_none_is_near() -> None:
    known = ["online-dossiers", "online-reports", "smartphone"]
    assert find_near("online-dosiers", known) == "online-dossiers"
    assert find_near("Smartphon", known) == "smartphone"
    assert find_near("so-y-tế", ["so-y-te", "so-noi-vu"]) == "so-y-te"
    assert find_near("xyz", known) is None


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [
        ("ubnd-quan-1", ["ubnd-quan-10", "ubnd-quan-11", "ubnd-quan-3"], None),
        ("ubnd-quan-21", ["ubnd-quan-12"], None),
        ("huyen-x", ["huyen-cu-chi", "huyen-hoc-mon"], None),
        ("so-ttt", ["so-gtvt", "so-tttt"], "so-tttt"),
        ("SO Y TE", ["so-y-te", "so-yte-2"], "so-y-te"),
        ("Sở Y-tế", ["so-nv", "so-y-te"], "so-y-te"),
        ("cv-3063", ["cv-3036", "cv-3360a"], "cv-3036"),
        ("kh539", ["cv-3036", "kh-593", "qd-27"], "kh-593"),
        ("qd-2939", ["cv-3036", "qd-2393", "qd-27"], "qd-2393"),
        ("year-2023", ["year-2021"], None),
        ("gos", ["hids", "gso"], "gso"),
        ("valu", ["value", "done"], "value"),
    ],
)
def test_a_wrong_word_is_never_offered_where_only_the_number_or_half_of_it_agrees(
    word: str, known: list[str], near: str | None
) -> None:
    assert find_near(word, known) == near


def test_quoted_text_is_one_line_without_control_characters_and_not_longer_than_asked() -> None:
    assert shorten("một\n  hai\tba") == "một hai ba"
    assert shorten("a\x1b[31mb") == "a\ufffd[31mb"
    assert shorten("x" * 61) == "x" * 59 + "…"
    assert shorten("x" * 60) == "x" * 60
