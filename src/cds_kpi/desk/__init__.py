"""The front desk: what a program may ask of a workspace, and the only place where files meet sums.

Every request is answered with a value: what was asked for, or a `Refusal` with the problems that stand against it.
Nothing is printed and nothing is raised for what a person wrote wrongly. Heavy rooms are entered only when needed.
"""

from cds_kpi.desk.answers import FORMATS, Asking, Refusal, Report
from cds_kpi.desk.catalogue import list_indicators, list_units, make_schema, read_catalogue
from cds_kpi.desk.checking import check_paths, check_workspace
from cds_kpi.desk.deciding import Deed, close_round, decide, reopen_round
from cds_kpi.desk.drafting import Draft, make_draft, read_draft
from cds_kpi.desk.forming import Form, FormDesk, fill_form, list_form_units, make_form, mark_draft, open_forms
from cds_kpi.desk.reporting import choose_round, make_report, render_report, write_report
from cds_kpi.desk.standing import Standing, find_history, find_standing
from cds_kpi.desk.submitting import Sending, Unconfirmed, draft_figures, submit
from cds_kpi.desk.workspace import (
    find_workspace,
    list_catalogues,
    make_workspace,
    read_excerpt,
    read_language,
)

__all__ = [
    "FORMATS",
    "Asking",
    "Deed",
    "Draft",
    "Form",
    "FormDesk",
    "Refusal",
    "Report",
    "Sending",
    "Standing",
    "Unconfirmed",
    "check_paths",
    "check_workspace",
    "choose_round",
    "close_round",
    "decide",
    "draft_figures",
    "fill_form",
    "find_history",
    "find_standing",
    "find_workspace",
    "list_catalogues",
    "list_form_units",
    "list_indicators",
    "list_units",
    "make_draft",
    "make_form",
    "make_report",
    "make_schema",
    "make_workspace",
    "mark_draft",
    "open_forms",
    "read_catalogue",
    "read_draft",
    "read_excerpt",
    "read_language",
    "render_report",
    "reopen_round",
    "submit",
    "write_report",
]
