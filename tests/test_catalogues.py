"""The catalogues that ship: what the documents demand of "the same" thing, and where it is not the same."""

from datetime import datetime
from pathlib import Path

import pytest

from cds_kpi import desk
from cds_kpi.model.catalogue import Catalogue, Target
from cds_kpi.model.units import Registry
from cds_kpi.period import CITY_TIME
from cds_kpi.store.packaged import read_catalogue
from workspaces import read_record

CITIES = ("tphcm", "hai-phong")

# What the five documents ask, topic by topic. Two indicators under one topic count other things or out of others.
CONFLICTS = {
    "fibre": """
        cv-3036   fibre               at_least 75    2022
        kh-593    fibre               at_least 70    2022
        qd-27     fibre               at_least 75    2022
        qd-2393   broadband-coverage  above 95       2025
        kh-74     fibre-coverage      at_least 80    2022
    """,
    "smartphones": """
        cv-3036   smartphone          at_least 85    2022
        kh-593    smartphone          at_least 85    2022
        qd-27     smartphone          at_least 85    2022
        kh-74     smartphone-for-all  done           2022
    """,
    "dossiers online": """
        cv-3036   online-dossiers           at_least 50  2022
        cv-3036   online-dossiers-increase  increase 10  2022
        kh-593    online-dossiers-increase  increase 10  2022
        qd-27     online-dossiers           at_least 50  2022
        qd-2393   online-dossiers           at_least 50  2025
    """,
    "procedures online": """
        cv-3036   eligible-procedures-online  at_least 100  2022
        kh-593    eligible-procedures-online  at_least 100  2022
        qd-2393   procedures-online-deployed  at_least 80   2025
        kh-74     level-4-services            at_least 100  2022
    """,
    "digitisation": """
        cv-3036   digitised-dossiers  at_least 100  2022
        qd-27     digitised-dossiers  at_least 100  2022
    """,
    "digital economy": """
        cv-3036   digital-economy-grdp     at_least 15  2022
        kh-593    digital-economy-grdp     at_least 15  2022
        qd-2393   digital-economy-grdp     at_least 15  2022
        qd-2393   digital-economy-grdp     at_least 25  2025
        qd-2393   digital-economy-grdp     at_least 40  2030
        kh-74     digital-economy-grdp     at_least 10  2022
        kh-74     digital-economy-sectors  every 9      2022
    """,
    "reports online": """
        cv-3036   online-reports              at_least 50  2022
        qd-27     online-reports              at_least 50  2022
        qd-2393   periodic-reports-shared     at_least 80  2025
        kh-74     reports-on-national-system  at_least 70  2022
    """,
    "work files": """
        qd-2393   work-files-online province  at_least 90   2025
        qd-2393   work-files-online district  at_least 80   2025
        qd-2393   work-files-online commune   at_least 60   2025
        qd-2393   work-files-online province  at_least 100  2030
        qd-2393   work-files-online district  at_least 100  2030
        qd-2393   work-files-online commune   at_least 95   2030
        kh-74     work-files-online province  at_least 60   2022
        kh-74     work-files-online district  at_least 50   2022
        kh-74     work-files-online commune   at_least 30   2022
    """,
    "accounts": """
        cv-3036   bank-accounts       between 65-70  2022
        qd-27     bank-accounts       between 65-70  2022
        qd-2393   e-payment-accounts  above 60       2025
        qd-2393   e-payment-accounts  above 85       2030
        kh-74     e-payment-accounts  above 30       2022
    """,
    "productivity": """
        qd-2393   productivity-growth  growth 7   2025
        qd-2393   productivity-growth  growth 9   2030
        kh-74     productivity-growth  growth 15  2022
    """,
}


def _read_catalogue(city: str) -> Catalogue:
    return read_record(Catalogue, read_catalogue(city)["indicators.yaml"].decode())


def _say(indicator: str, target: Target) -> tuple[str, ...]:
    bound = "" if target.bound is None else target.bound.written
    if target.between is not None:
        bound += f"-{target.between[1].written}"
    words = (target.programme, indicator, target.level or "", target.demand, bound, str(target.by.year))
    return tuple(word for word in words if word)


@pytest.mark.parametrize("topic", CONFLICTS)
def test_what_the_documents_demand_of_one_thing_stands_side_by_side(topic: str) -> None:
    expected = sorted(tuple(line.split()) for line in CONFLICTS[topic].strip().splitlines())
    wanted = {line[1] for line in expected}
    demanded = [
        _say(indicator.id, target)
        for city in CITIES
        for indicator in _read_catalogue(city).indicators
        if indicator.id in wanted
        for target in indicator.targets
    ]
    assert sorted(demanded) == expected


def test_only_one_document_phases_digitisation_and_the_indicator_carries_its_dates() -> None:
    digitised = _read_catalogue("tphcm").by_id["digitised-dossiers"]
    phases = [(phase.level, phase.starts.isoformat()) for phase in digitised.phases]
    assert phases == [("department", "2022-06-01"), ("district", "2022-12-01")]


def test_what_two_indicators_of_a_topic_count_differs() -> None:
    for lines in CONFLICTS.values():
        ids = {line.split()[1] for line in lines.strip().splitlines()}
        for city in CITIES:
            of_city = _read_catalogue(city).by_id
            counted = [
                (one.measure.kind, one.measure.numerator and one.measure.numerator.vi, one.name.vi)
                for one in (of_city[key] for key in ids if key in of_city)
            ]
            assert len(counted) == len(set(counted))


def test_the_goals_the_news_item_misdates_stand_under_2030_and_say_so() -> None:
    city = _read_catalogue("tphcm")
    moved = [
        (indicator.id, target)
        for indicator in city.indicators
        for target in indicator.targets
        if target.programme == "qd-2393" and target.number in {18, 19}
    ]
    assert len(moved) == 4
    for _, target in moved:
        assert target.by.isoformat() == "2030-12-31"
        assert target.note is not None
        assert "2030" in target.note.vi
    note = city.sources["qd-2393"].note
    assert note is not None
    assert "2030" in note.vi


@pytest.mark.parametrize(
    ("city", "programme", "numbers", "unnumbered"),
    [
        ("tphcm", "cv-3036", range(1, 17), 0),
        ("tphcm", "kh-593", range(1, 7), 3),
        ("tphcm", "qd-27", range(1, 38), 0),
        ("tphcm", "qd-2393", range(1, 23), 2),
        ("hai-phong", "kh-74", range(1, 14), 0),
    ],
)
def test_every_goal_of_a_document_is_there(
    city: str, programme: str, numbers: range, unnumbered: int
) -> None:
    targets = [
        target
        for indicator in _read_catalogue(city).indicators
        for target in indicator.targets
        if target.programme == programme
    ]
    assert sorted({target.number for target in targets if target.number is not None}) == list(numbers)
    assert sum(target.number is None for target in targets) == unnumbered


@pytest.mark.parametrize(("city", "districts", "communes"), [("tphcm", 22, 312), ("hai-phong", 15, 217)])
def test_the_districts_of_2022_answer_for_all_communes(city: str, districts: int, communes: int) -> None:
    units = read_record(Registry, read_catalogue(city)["units.yaml"].decode()).units
    members = [unit.members for unit in units if unit.level == "district"]
    assert (len(members), sum(member or 0 for member in members)) == (districts, communes)
    assert (0 in members) == (city == "hai-phong")


@pytest.mark.parametrize("city", CITIES)
def test_everything_has_an_english_name_too(city: str) -> None:
    catalogue = _read_catalogue(city)
    named = [
        *(programme.name for programme in catalogue.programmes.values()),
        *(source.title for source in catalogue.sources.values()),
        *catalogue.pillars.values(),
        *(indicator.name for indicator in catalogue.indicators),
        *(
            note
            for one in catalogue.indicators
            for note in (one.note, one.frequency_note, one.excludes)
            if note
        ),
        *(target.note for one in catalogue.indicators for target in one.targets if target.note),
        *(
            side
            for one in catalogue.indicators
            for side in (one.measure.numerator, one.measure.denominator, one.measure.things)
            if side
        ),
    ]
    assert [wording.vi for wording in named if not wording.en] == []


@pytest.mark.parametrize("city", [*CITIES, "blank"])
def test_a_new_workspace_is_clean_and_every_round_of_it_reports(city: str, tmp_path: Path) -> None:
    root = tmp_path / "new"
    assert not isinstance(desk.make_workspace(root, city), desk.Refusal)
    assert list(desk.check_workspace(root)) == []
    for name, programme in _read_catalogue(city).programmes.items():
        for collection in programme.rounds:
            asking = desk.Asking(programme=name, period=str(collection.period))
            as_of = datetime(2026, 1, 31, tzinfo=CITY_TIME)
            made = desk.make_report(root, asking, as_of=as_of, language="en")
            assert isinstance(made, desk.Report), made
            assert made.view.rows


def test_a_summary_tells_targets_from_indicators(example: Path) -> None:
    moment = datetime.fromisoformat("2022-12-31T23:59:59+07:00")
    said = {}
    for programme in ("qd-2393", "cv-3036"):
        asking = desk.Asking(programme=programme, year="2022")
        made = desk.make_report(example, asking, as_of=moment, language="vi")
        assert isinstance(made, desk.Report)
        said[programme] = made.view.summary[1].partition(":")[0]
    assert said == {"qd-2393": "Trong 32 mục tiêu của 22 chỉ tiêu", "cv-3036": "Trong 16 chỉ tiêu"}
