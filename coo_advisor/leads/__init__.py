"""Many companies: read from the files of others, rated, ranked, and kept if they agreed to it."""
