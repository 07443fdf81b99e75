"""One submitter who goes on sending for some units, one after the other, until standard input ends.

`python sender.py WORKSPACE UNIT...` prints a line of JSON for each receipt or refusal, with the moment it was given on
the machine's monotonic clock, which all processes share.
"""

import json
import os
import select
import sys
import time
from itertools import count
from pathlib import Path

from crowd import send

from cds_kpi import desk


def main(root: Path, units: list[str]) -> None:
    """Send until told to stop."""
    desk.check_workspace(root)
    for number in count():
        if select.select([0], [], [], 0)[0]:
            return
        said = send(root, units[number % len(units)], number % 1000, None)
        said["given"] = time.monotonic_ns()
        os.write(1, (json.dumps(said) + "\n").encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
