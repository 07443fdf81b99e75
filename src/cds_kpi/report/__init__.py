"""The editor: an assessment becomes a finished report, every number rounded once and put into words."""
