"""Collect a city's digital transformation figures, measure them against their targets, and report."""

__version__ = "0.1.0"
