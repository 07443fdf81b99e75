"""Run the program as `python -m cds_kpi`."""

import sys

from cds_kpi.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
