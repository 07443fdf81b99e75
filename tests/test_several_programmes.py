"""Several programmes collect one period: each answer belongs to the rounds that ask for it, each with its own day."""

from datetime import datetime
from pathlib import Path

import pytest

from cds_kpi import desk

CATALOGUE = """
format: 1
default_programme: dispatch
pillars: {government: Chính quyền số}
programmes:
  dispatch:
    name: Công văn
    authority: city
    focal_point: so-a
    rounds:
      - {period: 2022-Q4, before: 2022-12-20, frequencies: [quarter]}
      - {period: 2022, before: 2022-12-20, frequencies: [year]}
  plan:
    name: Kế hoạch
    authority: city
    focal_point: so-a
    rounds: [{period: 2022, by: 2022-12-31, frequencies: [year]}]
indicators:
  - id: quarterly
    name: Theo quý
    pillar: government
    measure: {kind: value, counted_in: count, basis: at_date}
    frequency: quarter
    lead: so-a
    targets:
      - {programme: dispatch, number: 1, at_least: 75, by: 2022-12-31}
      - {programme: plan, number: 7, at_least: 70, by: 2022-12-31}
  - id: of-dispatch
    name: Của công văn
    pillar: government
    measure: {kind: value, counted_in: count, basis: at_date}
    frequency: year
    lead: so-a
    targets: [{programme: dispatch, number: 2, at_least: 5, by: 2022-12-31}]
  - id: of-plan
    name: Của kế hoạch
    pillar: government
    measure: {kind: value, counted_in: count, basis: at_date}
    frequency: year
    lead: so-a
    targets: [{programme: plan, number: 1, at_least: 5, by: 2022-12-31}]
  - id: of-both
    name: Của cả hai
    pillar: government
    measure: {kind: value, counted_in: count, basis: at_date}
    frequency: year
    lead: so-a
    targets:
      - {programme: dispatch, number: 3, at_least: 5, by: 2022-12-31}
      - {programme: plan, number: 2, at_least: 5, by: 2022-12-31}
"""
UNITS = """
format: 1
units:
  - {id: city, name: Thành phố, level: province}
  - {id: so-a, name: Sở A, level: department, parent: city}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace of two programmes that both collect the year 2022."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/indicators.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "data/units.yaml").write_text(UNITS, encoding="utf-8")
    return tmp_path


def _at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+07:00")


def _submit(root: Path, at: str, *figures: str) -> desk.ReceiptView | desk.Refusal:
    draft = desk.draft_figures(root, "so-a", desk.Asking(period="2022"), list(figures), now=_at(at))
    assert isinstance(draft, desk.Draft), draft
    answer = desk.submit(root, draft, desk.Sending(now=_at(at), language="en", confirmed=True))
    assert not isinstance(answer, desk.Unconfirmed), answer
    return answer


def _close(root: Path, programme: str, at: str) -> None:
    asking = desk.Asking(programme=programme, period="2022")
    done = desk.close_round(root, asking, by="Office", now=_at(at), reason=None, force=True)
    assert isinstance(done, desk.Deed), done


@pytest.mark.parametrize(
    ("figure", "deadline"),
    [("of-dispatch=5", "2022-12-19"), ("of-plan=5", "2022-12-31"), ("of-both=5", "2022-12-19")],
)
def test_an_answer_is_due_by_the_earliest_of_the_rounds_that_ask_for_it(
    root: Path, figure: str, deadline: str
) -> None:
    receipt = _submit(root, "2022-12-22T08:00", figure)
    assert isinstance(receipt, desk.ReceiptView)
    assert receipt.verdict == ("late" if deadline == "2022-12-19" else "on_time")


def test_answers_taken_over_do_not_make_what_is_added_late(root: Path) -> None:
    _submit(root, "2022-12-15T08:00", "of-dispatch=5", "of-both=5")
    receipt = _submit(root, "2022-12-22T08:00", "of-plan=5")
    assert isinstance(receipt, desk.ReceiptView)
    assert (receipt.revision, receipt.verdict) == (2, "on_time")


def test_a_closed_round_refuses_its_own_answers_and_no_other_programmes(root: Path) -> None:
    _submit(root, "2022-12-15T08:00", "of-dispatch=5")
    _close(root, "dispatch", "2022-12-21T08:00")
    refused = _submit(root, "2022-12-22T08:00", "of-dispatch=6")
    assert isinstance(refused, desk.Refusal)
    assert [(one.kind, one.facts["programme"]) for one in refused.problems] == [("round-closed", "dispatch")]
    assert isinstance(_submit(root, "2022-12-22T09:00", "of-plan=7"), desk.ReceiptView)
    assert isinstance(_submit(root, "2022-12-22T09:30", "of-both=7"), desk.Refusal)


def test_questions_are_those_of_the_rounds_that_are_open(root: Path) -> None:
    _close(root, "dispatch", "2022-12-21T08:00")
    interview = desk.open_interview(
        root, "so-a", desk.Asking(period="2022"), now=_at("2022-12-22T08:00"), language="en"
    )
    assert isinstance(interview, desk.Interview), interview
    assert [prompt.indicator for prompt in interview.prompts] == ["of-plan", "of-both"]


def test_nothing_is_wrong_with_an_indicator_that_another_programmes_rounds_collect(root: Path) -> None:
    assert list(desk.check_workspace(root)) == []


def test_an_indicator_that_no_programmes_rounds_collect_is_warned_of_under_each(root: Path) -> None:
    text = CATALOGUE.replace("frequency: quarter\n", "frequency: month\n")
    (root / "data/indicators.yaml").write_text(text, encoding="utf-8")
    assert [problem.kind for problem in desk.check_workspace(root)] == ["frequency-without-round"] * 2
