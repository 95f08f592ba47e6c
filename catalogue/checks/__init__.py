"""What the contract must not say, and whether its digests and figures agree."""
