"""Ask the system for the size and times of every file below the folders named: the least that a warm run can cost."""

import os
import sys


def sweep(folder: str) -> int:
    """Return how many files there are."""
    count = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                count += sweep(entry.path)
            else:
                entry.stat(follow_symlinks=False)
                count += 1
    return count


print(sum(map(sweep, sys.argv[1:])))
