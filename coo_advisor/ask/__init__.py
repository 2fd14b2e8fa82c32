"""The interview at a terminal, in two forms: drawn prompts, and plain lines."""
