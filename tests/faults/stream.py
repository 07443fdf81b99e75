"""Submitters that go on and on: COUNT processes, loaded, each sends for a unit of its own until something fails.

`python stream.py WORKSPACE COUNT`: prints a line of JSON for each receipt, and for the refusal that ends a process.
"""

import json
import os
import sys
from pathlib import Path

from crowd import send

from cds_kpi import desk

UNITS = ("so-a", "so-b", "so-c")

if __name__ == "__main__":
    root = Path(sys.argv[1])
    # Loaded before the processes part.
    desk.check_workspace(root)
    send(root, "nobody", 1, None)
    children = []
    for place in range(int(sys.argv[2])):
        child = os.fork()
        if child == 0:
            said = {}
            number = 0
            while "refused" not in said:
                number += 1
                said = send(root, UNITS[place % len(UNITS)], number, None)
                # One write: lines of several processes do not mix.
                os.write(1, (json.dumps(said) + "\n").encode())
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
