"""What a driver says of a statement that failed."""


def leave_row_out(error: BaseException) -> str:
    """Leave the row out of PostgreSQL's words on an error, and return what was left out.

    The lines after the first may hold what somebody said. SQLite's words hold no row.
    """
    first, _, row = str(error).partition("\n")
    if not row or not getattr(error, "sqlstate", None):
        return ""
    error.args = (first,)
    return row
