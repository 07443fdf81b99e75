"""Start commands and wait for them: a process as small as it can be, because a child is weighed with its parent.

The system counts a process's memory from before its program was loaded, when it was still a copy of its parent. One
line of JSON in for each command, one out. `stopwatch.py` starts it with `python -I -S`.
"""

import json
import os
import sys
import time

for line in sys.stdin:
    asked = json.loads(line)
    os.chdir(asked["folder"])
    write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    streams = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, asked["printed"], write, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, asked["said"], write, 0o600),
    ]
    start = time.perf_counter()
    try:
        pid = os.posix_spawn(
            asked["command"][0], asked["command"], asked["environment"], file_actions=streams
        )
    except OSError as error:
        print(json.dumps({"error": str(error)}), flush=True)
        continue
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - start
    print(
        json.dumps(
            {"code": os.waitstatus_to_exitcode(status), "seconds": seconds, "memory": usage.ru_maxrss}
        ),
        flush=True,
    )
