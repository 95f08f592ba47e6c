"""The command line: build, check, import, versions, citations, the portal's package."""
