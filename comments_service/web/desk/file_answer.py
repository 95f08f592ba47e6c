"""A file that a page of the desk gives to save: made on disk, on no disk once it is sent."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Response, send_file

from comments_service.web.site.send_file import media_type


def download(name: str, write: Callable[[Path], object]) -> Response:
    """Send what ``write`` puts at a path, under a name; whoever made it need not keep it in memory.

    Its folder, which only the service's own user can open, is gone before the first byte goes.
    """
    with TemporaryDirectory(prefix="yanlu-") as folder:
        path = Path(folder) / "whole"
        write(path)
        made = path.open("rb")
    answer = send_file(made, media_type(name), as_attachment=True, download_name=name)
    answer.content_length = os.fstat(made.fileno()).st_size
    return answer
