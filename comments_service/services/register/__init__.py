"""The register: its pages, one comment, decisions, what is sealed."""
