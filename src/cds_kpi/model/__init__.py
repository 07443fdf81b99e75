"""The trade's words: frozen records of the files, exactly as a person writes them; unknown keys are refused."""
