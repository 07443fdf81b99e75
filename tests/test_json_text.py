"""JSON is written as `json.dumps` writes it, whole or piece by piece, but for what no eye sees: escapes, there."""

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from cds_kpi.render.data import render_json, stream_json
from cds_kpi.render.json_text import dump_json, write_json
from cds_kpi.text import spell_unseen
from views import make_view

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


@settings(derandomize=True, max_examples=500, deadline=None, database=None)
@given(VALUES)
def test_every_value_is_written_as_the_standard_library_writes_it(value: object) -> None:
    assert write_json(value) == spell_unseen(json.dumps(value, ensure_ascii=False, indent=2))
    assert json.loads(write_json(value)) == value
    assert dump_json(value) == f"{write_json(value)}\n".encode()


def test_what_no_eye_sees_is_spelt_out_and_nothing_else() -> None:
    text = "Đ\u00a0\u0301\U0001f600\x1b[2J\x7f\x9b2J\u202e\u2028\u200b\udcff\ufeff"
    told = write_json(text)
    assert told == '"Đ\u00a0\u0301\U0001f600\\u001b[2J\\u007f\\u009b2J\\u202e\\u2028\\u200b\\udcff\\ufeff"'
    assert json.loads(told) == text


def test_a_report_in_pieces_is_the_same_as_one_written_whole() -> None:
    view = make_view('Sở "A"\\ \t\x1f\u2028 "indicators": [] Đ')
    for one in (view, replace(view, rows=()), replace(view, rows=view.rows[:1])):
        data = render_json(one)
        whole = json.loads(data)
        assert data == dump_json(whole)
        assert len(whole["indicators"]) == len(one.rows)
    many = replace(view.rows[0], sources=tuple(view.rows[0].sources) * 2500)
    assert len(many.sources) >= 2500
    pieces = list(stream_json(replace(view, rows=(many,))))
    assert max(map(len, pieces)) < sum(map(len, pieces)) / 2
    assert len(json.loads(b"".join(pieces))["indicators"][0]["sources"]) == len(many.sources)
