"""One submission as a process of its own, until the command line has it."""

import json
import sys
from datetime import datetime
from pathlib import Path

from cds_kpi import desk
from cds_kpi.period import CITY_TIME
from cds_kpi.problems import word_problem

root, file = Path(sys.argv[1]), Path(sys.argv[2])
draft = desk.read_draft(file.read_bytes(), str(file))
expected = int(sys.argv[3]) if len(sys.argv) > 3 else None
done = desk.submit(root, draft, desk.Sending(now=datetime.now(CITY_TIME).replace(microsecond=0), language="vi", confirmed=True, expected_revision=expected))
if isinstance(done, desk.Refusal):
    for one in done.problems:
        worded = word_problem(one, "vi")
        print(one.place.file, worded.message, worded.hint, file=sys.stderr)
    sys.exit({"machine": 5, "data": 1, "request": 2, "state": 4}[done.why])
print(json.dumps({k: getattr(done, k) for k in ("unit", "period", "revision", "sha256", "file", "received_at", "verdict")}))
