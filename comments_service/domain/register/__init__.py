"""The register (台账): its rows, its filters, the words of its codes."""
