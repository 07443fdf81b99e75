"""Many submitters at one moment: COUNT processes a round, loaded and waiting, then all let go at once.

`python crowd.py WORKSPACE COUNT ROUNDS SHARED EXPECT`: SHARED of them send for the unit so-a, the others each for a
unit of their own; with EXPECT 1 all say which revision they expect. Prints one line of JSON for each submission.
"""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from cds_kpi import desk
from cds_kpi.period import CITY_TIME
from cds_kpi.problems import word_problem


def send(root: Path, unit: str, numerator: int, expected: int | None) -> dict[str, Any]:
    """Submit once and return the receipt or the refusal."""
    text = (
        f"format: 1\nunit: {unit}\nperiod: 2022-Q3\n"
        f"entries:\n  x: {{numerator: {numerator}, denominator: 1000}}\n  y: {{value: 7}}\n"
    )
    moment = datetime.now(CITY_TIME)  # noqa: TID251 - a process of its own, as the door would be
    sending = desk.Sending(now=moment, language="vi", confirmed=True, expected_revision=expected)
    done = desk.submit(root, desk.read_draft(text.encode(), "-"), sending)
    said = {"sent_unit": unit, "numerator": numerator, "process": os.getpid()}
    if isinstance(done, desk.Refusal):
        words = [word_problem(problem, "vi").message for problem in done.problems]
        return said | {"refused": done.why, "kinds": [one.kind for one in done.problems], "words": words}
    assert not isinstance(done, desk.Unconfirmed)
    return said | {"file": done.file, "revision": done.revision, "sha256": done.sha256}


def run_round(root: Path, count: int, number: int, shared: int, *, expects: bool) -> None:
    """Let `count` processes submit at one moment, and wait for them."""
    gate, opener = os.pipe()
    children = []
    for place in range(count):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.close(opener)
                os.read(gate, 1)
                unit = "so-a" if place < shared else f"so-{place + 1}"
                said = send(root, unit, number * 100 + place, number + 1 if expects else None)
                # One write: lines of several processes do not mix.
                os.write(1, (json.dumps(said) + "\n").encode())
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    os.close(gate)
    os.close(opener)
    for child in children:
        _, status = os.waitpid(child, 0)
        assert status == 0, f"a submitter ended with {status}"


if __name__ == "__main__":
    root, numbers = Path(sys.argv[1]), [int(text) for text in sys.argv[2:6]]
    # Loaded before the processes part: they differ in nothing but the moment.
    desk.check_workspace(root)
    send(root, "nobody", 1, None)
    for one in range(numbers[1]):
        run_round(root, numbers[0], one, numbers[2], expects=bool(numbers[3]))
