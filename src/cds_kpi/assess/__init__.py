"""The sums: pure, exact and complete; a moment is an argument, never the clock."""
