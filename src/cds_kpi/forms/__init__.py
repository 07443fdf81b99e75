"""Workbooks out and in: a form for one unit and period, and the filled form read back into the same tree as YAML."""
