"""A finished report made by hand: every status, kind of remark and list that a template may meet.

Convention: `text` stands wherever the words are a user's own, so that a test can put anything there.
"""

from dataclasses import replace

from cds_kpi.report.difference_view import (
    AdjustmentsView,
    AnswerView,
    ChangeView,
    EventView,
    RowChangeView,
    SightView,
    UnitChangeView,
)
from cds_kpi.report.outlook_view import GrowthView, OutlookView, WaypointView
from cds_kpi.report.row_view import (
    CoverageView,
    MethodView,
    NotDoneView,
    NoteView,
    PartView,
    PathView,
    PointView,
    RowView,
    ScaleView,
    SourceView,
    Stated,
    StepView,
    TargetView,
    UnitName,
)
from cds_kpi.report.view import (
    BrokenView,
    DeadlineView,
    FileView,
    GridLineView,
    OfficeView,
    PillarView,
    ReportingView,
    ReportView,
    StatusCount,
    UnitView,
)
from cds_kpi.report.wording import STATUSES
from cds_kpi.text import Language

KINDS = {
    "met": "ratio",
    "on_track": "value",
    "at_risk": "roll_call",
    "off_track": "rank",
    "missed": "ratio",
    "no_data": "value",
    "not_due": "milestone",
}


def make_view(text: str = "Sở A", language: Language = "vi") -> ReportView:
    """Give a report with one row for each status, `text` for all that users write."""
    rows = tuple(make_row(place, status, text, language) for place, status in enumerate(STATUSES, 1))
    late = make_unit("so-a", "late", text, language)
    partial = make_unit("so-b", "partial", text, language)
    missing = make_unit("so-c", "missing", text, language)
    undated = make_unit("so-d", "undated", text, language)
    return ReportView(
        language=language,
        programme="cv-1",
        programme_name=text,
        programme_number="1/UBND",
        programme_issued_text="30/8/2022",
        authority=UnitName("city", text),
        focal_point=UnitName("dic", text),
        report_to=(UnitName("city", text), UnitName("country", text)),
        office=OfficeView(UnitName("dic", text), "A", text, text, text, text, "2022"),
        period="2022-Q3",
        period_title="Quý III/2022",
        window_text="15/6/2022 - 14/9/2022",
        window=("2022-06-15", "2022-09-14"),
        as_of="2022-09-30T23:59:59+07:00",
        as_of_text="23:59:59 ngày 30/9/2022",
        notice=text,
        deadline=DeadlineView(text, "2022-09-19", "19/9/2022", text),
        reporting=ReportingView(
            expected=5,
            received=4,
            complete=3,
            on_time=1,
            late=1,
            missing=(UnitName("so-c", text),),
            excluded=(UnitName("so-e", text),),
            late_units=(late,),
            partial_units=(partial,),
        ),
        summary=(text, text),
        statuses=tuple(
            StatusCount(status, words[language == "en"], mark, 1)
            for status, (mark, words) in STATUSES.items()
        ),
        pillars=(PillarView("one", text, rows[:4]), PillarView("two", text, rows[4:])),
        rows=rows,
        units=(late, partial, missing, undated),
        grid=tuple(
            GridLineView(
                UnitName(unit, text),
                tuple(next((part for part in row.parts if part.unit == unit), None) for row in rows),
            )
            for unit in ("so-a", "so-c")
        ),
        files=tuple(
            FileView(f"data/submissions/{period}/so-a.yaml", text, text, 2, "0123456789abcdef" * 4)
            for period in ("2022-Q3", "2022-S1")
        ),
        broken=(BrokenView("data/submissions/2022-Q3/so-f.yaml", (text, text)),),
        changed=(BrokenView("data/submissions/2022-Q3/so-g.yaml", (text,)),),
        adjustments=AdjustmentsView(
            since=SightView(
                "closing", "2022-S1", text, "2022-09-01T09:00:00+07:00", "09:00 ngày 01/9/2022", 1, None, text
            ),
            count=1,
            text=text,
            rows=(make_row_change(text),),
        ),
    )


def make_row_change(text: str) -> RowChangeView:
    event = EventView(
        "returned", "2022-S1", "so-a", 1, "2022-09-02T09:00:00+07:00", "2022-09-02", text, text, None, text
    )
    answers = [
        AnswerView(
            period="2022-S1",
            period_title=text,
            kind="ratio",
            text=text,
            numerator=Stated("1", "1"),
            denominator=Stated("3", "3"),
            value=None,
            observed="final",
            place_text=f"{text}; {file}:6",
            file=file,
            line=6,
            revision=number,
            sha256="0123456789abcdef" * 4,
            received_at="2022-09-02T09:00:00+07:00",
            received_text="09:00 ngày 02/9/2022",
            decision="returned",
        )
        for number, file in enumerate(("data/submissions/2022-S1/so-a.yaml", "data/so-a.r2.yaml"), 1)
    ]
    change = ChangeView(
        Stated("11.25", "11,25%"),
        Stated("12.5", "12,50%"),
        Stated("1.25", "+1,25"),
        "11,25%",
        "12,50%",
        "+1,25",
        text,
    )
    side = ChangeView(Stated("1", "1"), Stated("2", "2"), Stated("1", "+1"), "1", "2", "+1", "1 → 2 (+1)")
    unit = UnitChangeView(
        unit=UnitName("so-a", text),
        before=(answers[0],),
        after=(answers[1],),
        before_text=text,
        after_text=text,
        numerator=Stated("1", "+1"),
        denominator=Stated("0", "0"),
        value=None,
        difference_text="tử số +1",
        events=(event,),
        is_excluded=False,
    )
    return RowChangeView(
        id="indicator-1",
        number=1,
        level="district",
        level_text="Cấp huyện",
        aspect="Cấp huyện",
        name=text,
        name_vi=text,
        name_en=None,
        counted_in="percent",
        target_text=text,
        value=change,
        numerator=side,
        denominator=side,
        status_before="off_track",
        status_after="met",
        status_before_text="▼ Chậm tiến độ",
        status_after_text="● Đạt",
        status_text="▼ Chậm tiến độ → ● Đạt",
        is_status_turned=True,
        met_before=False,
        met_after=True,
        is_met_turned=True,
        certain_before=False,
        certain_after=True,
        is_certainty_turned=True,
        observed_before="provisional",
        observed_after="final",
        reported_before=1,
        reported_after=2,
        is_turned=True,
        verdicts=(text,),
        notes=(text,),
        units=(unit,),
        units_text=f"{text} (tử số +1)",
    )


def make_row(place: int, status: str, text: str, language: Language) -> RowView:
    mark, words = STATUSES[status]
    has_value = status not in {"no_data", "not_due"}
    value = Stated(f"{place}1.25", f"{place}1,25%") if has_value else None
    counted = has_value and KINDS[status] in {"ratio", "roll_call"}
    return RowView(
        key=f"r{place}",
        id=f"indicator-{place}",
        number=place if place != 2 else None,
        level="district" if place == 3 else None,
        level_text="Cấp huyện" if place == 3 else None,
        aspect="Cấp huyện" if place == 3 else None,
        name=text,
        name_vi=text,
        name_en=None,
        pillar="one" if place < 5 else "two",
        pillar_name=text,
        lead=UnitName("dic", text),
        coordinating=(UnitName("so-a", text),),
        kind=KINDS[status],
        basis="in_period",
        counted_in="percent",
        things=text if counted else None,
        value=value,
        value_text=value.text if value is not None else "Chưa có số liệu",
        numerator=Stated(f"{place}123", f"{place}.123") if counted else None,
        denominator=Stated(f"{place}4567", f"{place}4.567") if counted else None,
        counts_text=f"{place}.123/{place}4.567" if counted else None,
        numerator_name=text if counted else None,
        denominator_name=text if counted else None,
        period_value=Stated(f"{place}2.5", f"{place}2,50%") if has_value else None,
        is_collected=place != 4,
        frequency="quarter",
        frequency_text="Quý",
        carried_from="2022-S1" if place == 4 else None,
        value_period="6 tháng đầu năm 2022" if place == 4 else "Quý III/2022",
        covers=("2022-S1", "2022-Q3"),
        observed="provisional" if has_value else None,
        observed_text="sơ bộ" if has_value else None,
        coverage=CoverageView(3, 2, (UnitName("so-c", text),)),
        low=Stated(f"{place}0", f"{place}0,00%") if counted else None,
        high=Stated(f"{place}3", f"{place}3,00%") if counted else None,
        target=TargetView(
            demand="at_most" if KINDS[status] == "rank" else "at_least",
            value="50",
            upper=None,
            reading=None,
            over=None,
            required=None,
            start=None,
            is_upward=KINDS[status] != "rank",
            text_vi="> 50%",
            text_en="> 50%",
            text="> 50%",
            by="2022-12-31",
            by_text="31/12/2022",
            wording=text,
            is_aspirational=place == 1,
            aspires_text=" (phấn đấu)" if place == 1 else "",
            note=text,
        ),
        attainment=Stated(f"{place}7.5", f"{place}7,5%") if has_value else None,
        gap=Stated(
            f"{'-' if status == 'met' else ''}{place}.5", f"{'-' if status == 'met' else ''}{place},50"
        )
        if has_value
        else None,
        gap_in_numerator=Stated(f"{place}321", f"{place}.321") if counted else None,
        gap_text=f"{'vượt' if status == 'met' else 'thấp hơn'} mục tiêu {place},50" if has_value else None,
        result=f"đạt {value.text}" if value is not None else "chưa có số liệu",
        need=f"còn thiếu {place}.321 hồ sơ" if counted and status != "met" else None,
        status=status,
        reason=None,
        status_text=words[language == "en"],
        mark=mark,
        strictly=None,
        waiting=(),
        is_certain=True,
        unknown_denominators=(UnitName("so-c", text),) if place == 1 else (),
        is_exceeded=status == "met",
        not_done=(NotDoneView("so-c", text, text, True, False, (text,), 1),)
        if KINDS[status] == "roll_call"
        else (),
        by_method=tuple(
            MethodView(
                id=text,
                name=text,
                value=value,
                value_text="13,51%",
                counts_text=None,
                is_assessed=is_assessed,
                use_text=text,
                meets=True,
                text=text,
                period_title=text,
                observed_text=text,
                units=(UnitName("so-a", text),),
                origin_text=text,
                sources=make_sources(place, text, counted),
            )
            for is_assessed in (True, False)
        )
        if place == 2
        else (),
        remarks=(text, text),
        notes=tuple(
            NoteView("so-a", text, kind, text, "2022-10-05", "dự kiến có ngày 05/10/2022")
            for kind in ("note", "nil", "not_applicable", "unavailable")
        ),
        sources=make_sources(place, text, counted) if has_value else (),
        parts=make_parts(place, text, counted) if has_value else (),
        holding_up=make_parts(place, text, counted) if counted and status != "met" else (),
        joining=("sum",) if counted else (),
        is_whole=True,
        steps=(
            StepView("met", "Đạt", "●", Stated("50", "50,00%")),
            StepView("off_track", "Chậm tiến độ", "▼", None),
        )
        if has_value
        else (),
        path=PathView(text, Stated("10", "10,00%"), Stated(f"{place}0", f"{place}0,00%"))
        if has_value
        else None,
        trend=(
            PointView("2021", text, Stated("10", "10,00%"), "baseline"),
            PointView("2022-S1", text, Stated(f"{place}0.5", f"{place}0,50%"), "reported"),
        )
        if has_value
        else (),
        scale=ScaleView(
            low=Stated("0", "0%"),
            high=Stated("100", "100%"),
            goal=Stated("50", "50%"),
            goal_end=Stated("70", "70%") if place == 1 else None,
            is_upward=KINDS[status] != "rank",
        )
        if KINDS[status] != "milestone"
        else None,
        combined_text="Cộng",
        working=f"{place}.123 ÷ {place}4.567 × 100% = {place}1,25%" if counted else None,
        outlook=make_outlook(place, text, has_value and KINDS[status] != "milestone"),
        growth=GrowthView(
            "moderate",
            "Tiến bộ vừa phải",
            None,
            f"{text}: 0,90",
            "2020",
            Stated("4.5", "4,50%"),
            Stated("5", "5,00%"),
            Stated("0.9", "0,90"),
        )
        if place == 1
        else None,
    )


def make_outlook(place: int, text: str, is_told: bool) -> OutlookView:
    """Give an outlook of two remaining periods, or that there is none."""
    if not is_told:
        return OutlookView(
            "one_period", (text,), None, None, None, None, None, None, None, None, False, None, None, None, ()
        )
    value = Stated(f"{place}2.5", f"{place}2,50%")
    return OutlookView(
        why_not=None,
        sentences=(text, f"{text}: {value.text}"),
        course="level",
        since=text,
        since_period="2022-S1",
        expected=value,
        is_met=False,
        verdict_text="Sẽ không đạt",
        short_by=Stated("1.5", "1,50"),
        bring=Stated("1234", "1.234 hồ sơ"),
        is_in_numerator=True,
        out_of=None,
        highest=None,
        volume=None,
        waypoints=(
            WaypointView("2022-Q4", text, "2022-12-31", value, value, Stated("1234", "1.234 hồ sơ")),
            WaypointView(None, text, "2023-02-15", None, value, None),
        ),
    )


def make_parts(place: int, text: str, counted: bool) -> tuple[PartView, ...]:
    """Give one part that falls short and one that is missing."""
    return (
        PartView(
            unit="so-a",
            unit_name=text,
            level="department",
            state="answered",
            state_text="Đã báo cáo",
            text=f"{place}.123/{place}4.567" if counted else f"{place}1,25%",
            numerator=Stated(f"{place}123", f"{place}.123") if counted else None,
            denominator=Stated(f"{place}4567", f"{place}4.567") if counted else None,
            value=Stated(f"{place}1.25", f"{place}1,25%"),
            is_met=False,
            short_of=Stated(f"{place}321", f"{place}.321") if counted else None,
            short_text=text if counted else None,
            file="data/submissions/2022-Q3/so-a.yaml",
            line=place,
            revision=2,
            standing="short",
            standing_text="Chưa đạt mục tiêu",
            mark="▼",
            sources=make_sources(place, text, counted),
        ),
        PartView(
            unit="so-c",
            unit_name=text,
            level="department",
            state="missing",
            state_text="Chưa báo cáo",
            text="Chưa báo cáo",
            numerator=None,
            denominator=None,
            value=None,
            is_met=None,
            short_of=None,
            short_text=None,
            file=None,
            line=None,
            revision=None,
            standing="missing",
            standing_text="Chưa báo cáo",
            mark="×",
            sources=(),
        ),
    )


def make_sources(place: int, text: str, counted: bool) -> tuple[SourceView, ...]:
    """Give the answers of one unit for two periods; the older says nothing of where it comes from."""
    newest = SourceView(
        unit="so-a",
        unit_name=text,
        period="2022-Q3",
        period_title="Quý III/2022",
        file="data/submissions/2022-Q3/so-a.yaml",
        line=place,
        revision=2,
        sha256="0123456789abcdef" * 4,
        text=text,
        numerator=Stated(f"{place}123", f"{place}.123") if counted else None,
        denominator=Stated(f"{place}4567", f"{place}4.567") if counted else None,
        value=None if counted else Stated(f"{place}1.25", f"{place}1,25%"),
        origin=text,
    )
    older = replace(
        newest, period="2022-S1", file="data/submissions/2022-S1/so-a.yaml", revision=1, origin=None
    )
    return older, newest


def make_unit(unit: str, state: str, text: str, language: Language) -> UnitView:
    was_received = state != "missing"
    return UnitView(
        id=unit,
        name=text,
        level="department",
        state=state,
        state_text=f"{state} ({language})",
        revision=1 if was_received else None,
        received_at="2022-09-22T15:20:41+07:00" if was_received else None,
        received_text="15:20:41 ngày 22/9/2022" if was_received else None,
        note=text if was_received else None,
        remark=text if state == "late" else None,
        owed=("indicator-1", "indicator-3"),
        answered=("indicator-1",) if was_received else (),
        unanswered=("indicator-3",) if was_received else ("indicator-1", "indicator-3"),
    )
