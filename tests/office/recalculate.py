"""Open a workbook in LibreOffice, change cells, have all of it computed, and say what every cell then holds.

Run by the Python that has LibreOffice's bridge (uno). Arguments: the workbook, a folder to save into, and a JSON list
of changes, each a sheet, a cell and what to put into it. Beside recalculated.xlsx it leaves found.json: the rows of
every sheet, and the cells with errors.
"""

import json
import os
import sys
from pathlib import Path

from fill_form import connect, say

ERRORS = 4
"""com.sun.star.sheet.FormulaResult.ERROR."""


def main(workbook: Path, folder: Path, changes: "list[tuple[str, str, object]]") -> None:
    office, context = connect(folder, f"workbook-{os.getpid()}")
    try:
        desktop = context.ServiceManager.createInstanceWithContext(  # type: ignore[attr-defined]
            "com.sun.star.frame.Desktop", context
        )
        book = desktop.loadComponentFromURL(workbook.as_uri(), "_blank", 0, (say("Hidden", True),))
        for sheet, cell, value in changes:
            changed = book.Sheets.getByName(sheet).getCellRangeByName(cell)
            if isinstance(value, str):
                changed.setString(value)
            else:
                changed.setValue(value)
        book.calculateAll()
        rows, errors = {}, []
        for sheet in book.Sheets:
            cursor = sheet.createCursor()
            cursor.gotoEndOfUsedArea(False)
            end = cursor.RangeAddress
            used = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
            rows[sheet.Name] = used.getDataArray()
            errors += [one.AbsoluteName for one in used.queryFormulaCells(ERRORS).Cells]
        book.storeToURL(
            (folder / "recalculated.xlsx").as_uri(), (say("FilterName", "Calc MS Excel 2007 XML"),)
        )
        book.close(True)
        found = {"rows": rows, "errors": errors}
        (folder / "found.json").write_text(json.dumps(found), encoding="utf-8")
        desktop.terminate()
        office.wait(timeout=60)
    finally:
        office.kill()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3]))
