"""YAML and JSON files, read with their lines and held against the shapes they must have."""
