"""The command line: everything an operator does with the service."""
