"""What an office would write instead: read the submissions with PyYAML, check them and add them up with pandas.

`python totals.py fast|safe STORE`: with libyaml (`CSafeLoader`), or in Python alone (`safe_load`). Checked are known
units and indicators, numbers, and numerators no larger than denominators; no places, no chain of revisions, no seal.
"""

import sys
from pathlib import Path
from typing import Any

import pandas
import yaml


def main() -> int:
    """Print the totals; 1 where a figure is wrong."""
    speed, store = sys.argv[1], Path(sys.argv[2])
    loader = yaml.CSafeLoader if speed == "fast" else yaml.SafeLoader
    data = store / "data"

    def load(path: Path) -> Any:
        return yaml.load(path.read_bytes(), Loader=loader)  # noqa: S506 - both are safe loaders

    units = {unit["id"] for unit in load(data / "units.yaml")["units"]}
    indicators = {indicator["id"] for indicator in load(data / "indicators.yaml")["indicators"]}
    rows = []
    for path in sorted(data.glob("submissions/*/*.yaml")):
        submission = load(path)
        for key, entry in submission["entries"].items():
            done = entry.get("done")
            rows.append(
                (
                    submission["unit"],
                    str(submission["period"]),
                    key,
                    entry.get("numerator", done),
                    entry.get("denominator", None if done is None else 1),
                    entry.get("value"),
                )
            )
    figures = pandas.DataFrame(
        rows, columns=["unit", "period", "indicator", "numerator", "denominator", "value"]
    ).astype({"numerator": "float64", "denominator": "float64", "value": "float64"})
    wrong = figures[
        ~figures["unit"].isin(units)
        | ~figures["indicator"].isin(indicators)
        | (figures["numerator"] > figures["denominator"])
    ]
    totals = figures.groupby(["indicator", "period"], sort=True)[["numerator", "denominator", "value"]].agg(
        {"numerator": "sum", "denominator": "sum", "value": "max"}
    )
    totals["share"] = totals["numerator"] / totals["denominator"] * 100
    print(totals.to_string())
    return int(len(wrong) > 0)


if __name__ == "__main__":
    sys.exit(main())
