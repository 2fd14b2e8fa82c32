"""Files that several tests start from."""

VALID_CASES = """\
cases:
  - id: nord
    expected: repot
    complete: false
    about: A fern that drinks too fast
    source: My own window
    answers:
      season: growing
      signs: [pale]
"""
"""A file of cases of the plant."""
