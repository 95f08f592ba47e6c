"""The desk's pages of the register: list, comment, sheet, what is sealed."""
