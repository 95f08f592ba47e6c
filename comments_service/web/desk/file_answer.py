"""A file that the desk sends to be saved: made on disk, removed before it is sent."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Response, send_file

from comments_service.web.site.send_file import media_type


def download(name: str, write: Callable[[Path], object]) -> Response:
    """Send the file that ``write`` makes at a path, under a name.

    Its folder, which only the service's own user can open, is gone before the first byte goes.
    """
    with TemporaryDirectory(prefix="yanlu-") as folder:
        path = Path(folder) / "whole"
        write(path)
        made = path.open("rb")
    answer = send_file(made, media_type(name), as_attachment=True, download_name=name)
    answer.content_length = os.fstat(made.fileno()).st_size
    return answer
