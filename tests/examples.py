"""Files that several tests start from."""

VALID_CASES = """\
cases:
  - id: nord
    expected: interim
    complete: false
    about: A founder who wears two hats
    source: Told by its founder
    answers:
      operations_lead: founder
      needs: [cost]
"""
"""A file of cases."""
