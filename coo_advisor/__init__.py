"""Whether a company needs an external, part-time COO: a questionnaire that explains and proves its advice."""

__version__ = "0.1.0"
