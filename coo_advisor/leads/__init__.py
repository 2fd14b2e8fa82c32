"""Many companies: read from the files of others, rated, ranked, and kept where they agreed to it."""
