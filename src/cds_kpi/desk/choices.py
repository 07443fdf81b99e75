"""What there is to choose from: forms, levels and the like, without the weight of whatever is made of them."""

from __future__ import annotations

FORMATS = ("md", "html", "docx", "xlsx", "pdf", "json")
"""What a report can be written as."""
BINARY = ("docx", "xlsx", "pdf")
"""Those that are no text for a terminal."""
SLOW = ("pdf",)
"""What is written only where it is asked for: another program makes it, and takes its time."""

ALL = "all"
"""What stands for every programme at once where one is asked for."""
LEVELS = ("national", "province", "department", "agency", "district", "commune")
"""Where a unit can stand; the same as in the registry, here without the weight of its records."""

DIFFERENCE_FORMS = ("json", "md", "html")
"""What a difference can be written as."""
EXPLANATION_FORMS = ("text", "json", "html")
"""What an explanation and contributions can be printed as."""
