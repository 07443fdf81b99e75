"""The program with its clock stopped at the moment that its first argument names: receipts can be compared whole."""

import sys
from datetime import datetime

from cds_kpi.cli import clock

moment = datetime.fromisoformat(sys.argv.pop(1))
setattr(clock, "read_clock", lambda: moment)  # noqa: B010 - a function is not assigned to in so many words

if __name__ == "__main__":
    from cds_kpi.cli.app import main

    sys.exit(main())
