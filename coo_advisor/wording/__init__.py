"""The tool's own words, one file a language."""
