"""Answers as the page sends them: read from a file, or from a mail pasted whole, whatever a mail program did to it."""

BEGINS = "# ===== coo-advisor: answers ====="
ENDS = "# ===== coo-advisor: end ====="
"""The lines between which the page writes its answers; to YAML they are comments."""
