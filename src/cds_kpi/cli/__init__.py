"""The door: options in, one call to the desk, the answer printed."""

PROGRAM = "cds-kpi"
