"""The language in which help and mistakes in the call are worded: known before anything is parsed.

Convention: `say(vi, en)` may be used wherever Typer wants a text when a module is imported. Inside a workspace the
language may still be another one, the settings' own: that one travels with the visit.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cds_kpi.text import Language

LANGUAGES: tuple[Language, ...] = ("vi", "en")
VARIABLE = "CDS_KPI_LANG"


def find_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language asked for by the last `--lang`, else by the environment, else Vietnamese.

    A language nobody speaks is passed over here; whoever parses the call refuses it.
    """
    asked = [environment.get(VARIABLE, "")]
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            asked.append(argument.removeprefix("--lang="))
        elif argument == "--lang":
            asked.extend(arguments[index + 1 : index + 2])
    return next((known for word in reversed(asked) for known in LANGUAGES if word.lower() == known), "vi")


LANGUAGE: Language = find_language(sys.argv[1:], os.environ)


def say(vi: str, en: str, language: Language | None = None) -> str:
    """Return the one of two wordings that is in a language; without one, in the language of the call."""
    return vi if (language or LANGUAGE) == "vi" else en
