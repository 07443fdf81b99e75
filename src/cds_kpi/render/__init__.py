"""The print shop: a finished report as the bytes of a file."""
