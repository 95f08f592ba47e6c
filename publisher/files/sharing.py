"""Files of a new tree: shared with an old one by hard links, or written apart from it.

A file that is there may share its bytes with a tree that is served, so none is ever opened
for writing: a new one takes its name.
"""

import os
import shutil

from publisher.files.compression import gzip_bytes


def replace_file(path: str, data: bytes) -> None:
    """Write a new file, and the folders above it, in the place of any that has its name."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    for _ in range(3):
        try:
            handle = os.open(path, flags, 0o666)
        except FileExistsError:
            os.unlink(path)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)
        else:
            break
    else:
        raise FileExistsError(path)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def replace_with_gzip(path: str, data: bytes) -> None:
    """Write a file as ``replace_file`` does, and its compressed twin ``.gz`` next to it."""
    replace_file(path, data)
    replace_file(f"{path}.gz", gzip_bytes(data))


def link_or_copy(source: str, target: str) -> None:
    """Share a file under a second name, in the place of any that has it.

    It is copied where the file system has no links, or is another one.
    """
    try:
        os.link(source, target)
    except FileExistsError:
        # The tree before the last has most files already, under the same names.
        if not os.path.samefile(source, target):
            os.unlink(target)
            link_or_copy(source, target)
    except OSError:
        shutil.copy2(source, target)
