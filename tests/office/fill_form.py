"""Fill a form in LibreOffice and say what it shows; run by the Python that has LibreOffice's bridge (uno).

Arguments: the form, a folder to save into, and a JSON object of defined names and what to put into their cells. Saved
as filled.xlsx and filled.ods, beside found.json: every cell's text by sheet and cell, and what is protected.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

FORMATS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8"}
TRIES = 600


def say(name: str, value: object) -> object:
    return PropertyValue(Name=name, Value=value)


def start(folder: Path, pipe: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [
            "soffice",
            "--headless",
            "--norestore",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def connect(folder: Path, pipe: str) -> "tuple[subprocess.Popen[bytes], object]":
    """Wait for the office to answer; it may end once, to start anew, when it has made its profile."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    office = start(folder, pipe)
    for _ in range(TRIES):
        try:
            return office, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            try:
                office.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            office = start(folder, pipe)
    office.kill()
    raise SystemExit("LibreOffice does not answer")


def main(form: Path, folder: Path, answers: dict[str, object]) -> None:
    office, context = connect(folder, f"forms-{os.getpid()}")
    try:
        desktop = context.ServiceManager.createInstanceWithContext(  # type: ignore[attr-defined]
            "com.sun.star.frame.Desktop", context
        )
        book = desktop.loadComponentFromURL(form.as_uri(), "_blank", 0, (say("Hidden", True),))
        for name, value in answers.items():
            cell = book.NamedRanges.getByName(name).getReferredCells().getCellByPosition(0, 0)
            if isinstance(value, str):
                cell.setString(value)
            else:
                cell.setValue(value)
        book.calculateAll()
        shown = {}
        for sheet in book.Sheets:
            cursor = sheet.createCursor()
            cursor.gotoEndOfUsedArea(False)
            last = cursor.RangeAddress.EndRow
            shown[sheet.Name] = {
                f"{letter}{row + 1}": sheet.getCellByPosition(column, row).String
                for row in range(last + 1)
                for column, letter in enumerate("ABCDEF")
            }
        protected = {sheet.Name: sheet.isProtected() for sheet in book.Sheets}
        for ending, name in FORMATS.items():
            book.storeToURL((folder / f"filled.{ending}").as_uri(), (say("FilterName", name),))
        book.close(True)
        (folder / "found.json").write_text(
            json.dumps({"shown": shown, "protected": protected}), encoding="utf-8"
        )
        desktop.terminate()
        office.wait(timeout=60)
    finally:
        office.kill()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3]))
