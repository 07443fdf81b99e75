"""The front desk: what a program may ask of a workspace, and the only place where files meet sums.

Every request is answered with a value: what was asked for, or a `Refusal` with the problems that stand against it.
Nothing is printed and nothing is raised for what a person wrote wrongly. Heavy rooms are entered only when needed:
what is asked for is imported at its first use.
"""

from importlib import import_module  # noqa: TID251 - every import is written down below, for the type checker
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cds_kpi.desk.answers import Asking, Comparison, Refusal, Report, Written
    from cds_kpi.desk.asking import (
        Heard,
        Interview,
        Prompt,
        check_answers,
        draft_answers,
        hear_answer,
        open_interview,
    )
    from cds_kpi.desk.auditing import Verification, verify_everything
    from cds_kpi.desk.caching import CacheInfo, clear_cache, describe_cache, use_cache
    from cds_kpi.desk.catalogue import list_indicators, list_units, make_schema, read_catalogue
    from cds_kpi.desk.chatting import try_channel
    from cds_kpi.desk.checking import check_paths, check_workspace
    from cds_kpi.desk.choices import (
        ALL,
        BINARY,
        DIFFERENCE_FORMS,
        EXPLANATION_FORMS,
        FORMATS,
        LEVELS,
        SLOW,
    )
    from cds_kpi.desk.comparing import (
        Between,
        Compared,
        find_difference,
        render_difference,
    )
    from cds_kpi.desk.deadlines import (
        Deadlines,
        DeadlinesView,
        Extended,
        OwingLine,
        RoundLine,
        check_deadlines,
        extend_deadline,
        write_calendar,
    )
    from cds_kpi.desk.deciding import Decision, Deed, close_round, decide, reopen_round
    from cds_kpi.desk.doctor import Finding, examine_workspace
    from cds_kpi.desk.drafting import Basis, Draft, add_note, find_indicator, make_draft, read_draft
    from cds_kpi.desk.explaining import (
        explain_figure,
        find_contributions,
        render_contributions,
        render_explanation,
    )
    from cds_kpi.desk.forming import (
        Form,
        FormDesk,
        fill_form,
        list_form_units,
        make_form,
        mark_draft,
        open_forms,
    )
    from cds_kpi.desk.keeping import take_down
    from cds_kpi.desk.keys import KeyCard, NewKey, add_key, list_keys, make_key, name_keys, revoke_key
    from cds_kpi.desk.letters import write_letters
    from cds_kpi.desk.mailing import LoginSource, MailTest, try_mail
    from cds_kpi.desk.naming import list_names
    from cds_kpi.desk.papers import check_paper, read_paper, write_paper
    from cds_kpi.desk.receipts import (
        RECEIPT_FORMS,
        ReceiptView,
        RevisionLine,
        render_receipt,
    )
    from cds_kpi.desk.reminding import Digested, Reminded, Wish, send_reminders
    from cds_kpi.desk.repairing import Repair, Step, apply_repair, plan_repair
    from cds_kpi.desk.reporting import (
        choose_round,
        make_comparison,
        make_report,
        render_report,
        stream_report,
        write_report,
    )
    from cds_kpi.desk.signing import open_signer
    from cds_kpi.desk.standing import (
        Side,
        Standing,
        find_history,
        find_standing,
        render_standing,
        select_standing,
        write_standing,
    )
    from cds_kpi.desk.submitting import Sending, Unconfirmed, draft_figures, submit
    from cds_kpi.desk.templates import TemplateLine, check_templates, copy_templates, list_templates
    from cds_kpi.desk.verifying import Since, Verified, verify_receipt
    from cds_kpi.desk.workspace import (
        find_workspace,
        list_catalogues,
        make_workspace,
        read_excerpts,
        read_language,
    )
    from cds_kpi.report.cards import IndicatorCard, UnitCard
    from cds_kpi.report.contributions import ContributionsView, ContributionView, GapView
    from cds_kpi.report.difference_view import ChangeView, DifferenceView, RowChangeView, UnitChangeView
    from cds_kpi.report.explanation import ExplanationView
    from cds_kpi.report.history import HistoryView, PeriodHistory
    from cds_kpi.report.lineage import LinkCard
    from cds_kpi.report.notice import DigestLine
    from cds_kpi.report.row_view import RowView
    from cds_kpi.report.view import BrokenView, UnitView
    from cds_kpi.store.progress import watch_reading
    from cds_kpi.store.signatures import Signer

__all__ = [
    "ALL",
    "BINARY",
    "DIFFERENCE_FORMS",
    "EXPLANATION_FORMS",
    "FORMATS",
    "LEVELS",
    "RECEIPT_FORMS",
    "SLOW",
    "Asking",
    "Basis",
    "Between",
    "BrokenView",
    "CacheInfo",
    "ChangeView",
    "Compared",
    "Comparison",
    "ContributionView",
    "ContributionsView",
    "Deadlines",
    "DeadlinesView",
    "Decision",
    "Deed",
    "DifferenceView",
    "DigestLine",
    "Digested",
    "Draft",
    "ExplanationView",
    "Extended",
    "Finding",
    "Form",
    "FormDesk",
    "GapView",
    "Heard",
    "HistoryView",
    "IndicatorCard",
    "Interview",
    "KeyCard",
    "LinkCard",
    "LoginSource",
    "MailTest",
    "NewKey",
    "OwingLine",
    "PeriodHistory",
    "Prompt",
    "ReceiptView",
    "Refusal",
    "Reminded",
    "Repair",
    "Report",
    "RevisionLine",
    "RoundLine",
    "RowChangeView",
    "RowView",
    "Sending",
    "Side",
    "Signer",
    "Since",
    "Standing",
    "Step",
    "TemplateLine",
    "Unconfirmed",
    "UnitCard",
    "UnitChangeView",
    "UnitView",
    "Verification",
    "Verified",
    "Wish",
    "Written",
    "add_key",
    "add_note",
    "apply_repair",
    "check_answers",
    "check_deadlines",
    "check_paper",
    "check_paths",
    "check_templates",
    "check_workspace",
    "choose_round",
    "clear_cache",
    "close_round",
    "copy_templates",
    "decide",
    "describe_cache",
    "draft_answers",
    "draft_figures",
    "examine_workspace",
    "explain_figure",
    "extend_deadline",
    "fill_form",
    "find_contributions",
    "find_difference",
    "find_history",
    "find_indicator",
    "find_standing",
    "find_workspace",
    "hear_answer",
    "list_catalogues",
    "list_form_units",
    "list_indicators",
    "list_keys",
    "list_names",
    "list_templates",
    "list_units",
    "make_comparison",
    "make_draft",
    "make_form",
    "make_key",
    "make_report",
    "make_schema",
    "make_workspace",
    "mark_draft",
    "name_keys",
    "open_forms",
    "open_interview",
    "open_signer",
    "plan_repair",
    "read_catalogue",
    "read_draft",
    "read_excerpts",
    "read_language",
    "read_paper",
    "render_contributions",
    "render_difference",
    "render_explanation",
    "render_receipt",
    "render_report",
    "render_standing",
    "reopen_round",
    "revoke_key",
    "select_standing",
    "send_reminders",
    "stream_report",
    "submit",
    "take_down",
    "try_channel",
    "try_mail",
    "use_cache",
    "verify_everything",
    "verify_receipt",
    "watch_reading",
    "write_calendar",
    "write_letters",
    "write_paper",
    "write_report",
    "write_standing",
]

_HOMES = {
    "desk.answers": "Asking Comparison Refusal Report Written",
    "desk.asking": "Heard Interview Prompt check_answers draft_answers hear_answer open_interview",
    "desk.caching": "CacheInfo clear_cache describe_cache use_cache",
    "desk.catalogue": "list_indicators list_units make_schema read_catalogue",
    "desk.chatting": "try_channel",
    "desk.checking": "check_paths check_workspace",
    "desk.choices": "ALL BINARY DIFFERENCE_FORMS EXPLANATION_FORMS FORMATS LEVELS SLOW",
    "desk.comparing": "Between Compared find_difference render_difference",
    "desk.deadlines": (
        "Deadlines DeadlinesView Extended OwingLine RoundLine check_deadlines extend_deadline write_calendar"
    ),
    "desk.deciding": "Decision Deed close_round decide reopen_round",
    "desk.doctor": "Finding examine_workspace",
    "desk.drafting": "Basis Draft add_note find_indicator make_draft read_draft",
    "desk.explaining": ("explain_figure find_contributions render_contributions render_explanation"),
    "desk.forming": "Form FormDesk fill_form list_form_units make_form mark_draft open_forms",
    "desk.keeping": "take_down",
    "desk.keys": "KeyCard NewKey add_key list_keys make_key name_keys revoke_key",
    "desk.letters": "write_letters",
    "desk.mailing": "LoginSource MailTest try_mail",
    "desk.naming": "list_names",
    "desk.papers": "check_paper read_paper write_paper",
    "desk.receipts": "RECEIPT_FORMS ReceiptView RevisionLine render_receipt",
    "desk.reminding": "Digested Reminded Wish send_reminders",
    "desk.repairing": "Repair Step apply_repair plan_repair",
    "desk.reporting": "choose_round make_comparison make_report render_report stream_report write_report",
    "desk.signing": "open_signer",
    "desk.standing": (
        "Side Standing find_history find_standing render_standing select_standing write_standing"
    ),
    "desk.submitting": "Sending Unconfirmed draft_figures submit",
    "desk.templates": "TemplateLine check_templates copy_templates list_templates",
    "desk.auditing": "Verification verify_everything",
    "desk.verifying": "Since Verified verify_receipt",
    "desk.workspace": "find_workspace list_catalogues make_workspace read_excerpts read_language",
    "store.progress": "watch_reading",
    "report.cards": "IndicatorCard UnitCard",
    "report.contributions": "ContributionsView ContributionView GapView",
    "report.difference_view": "ChangeView DifferenceView RowChangeView UnitChangeView",
    "report.explanation": "ExplanationView",
    "report.history": "HistoryView PeriodHistory",
    "report.lineage": "LinkCard",
    "report.notice": "DigestLine",
    "report.row_view": "RowView",
    "report.view": "BrokenView UnitView",
    "store.signatures": "Signer",
}
"""Where each of these is at home, under `cds_kpi`; without it a command would pay for every other command's rooms."""
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

if not TYPE_CHECKING:  # a type checker knows the names from above, and would allow every other one

    def __getattr__(name: str) -> Any:
        """Import what is asked for the first time (PEP 562)."""
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"cds_kpi.{_HOME[name]}"), name)
        return value

    def __dir__() -> list[str]:
        """Return what may be asked for."""
        return sorted({*globals(), *__all__})
