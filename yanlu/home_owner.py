"""Whose a home is: what root does for a city is done as the city's own user."""

import os
import pwd
from errno import EACCES
from pathlib import Path

from interface.command_line import said


def become_owner(folder: Path) -> None:
    """Let a process of root's go on as the user whom a home belongs to, and so what it starts.

    What it makes there is then that user's, and it reads what that user can. Anybody else's
    process stays as it is. ``OSError`` where that cannot be done, or would not help.
    """
    owner = folder.stat()
    if os.geteuid() == 0 and owner.st_uid != 0:
        become(owner.st_uid, owner.st_gid)


def become(user: int, group: int) -> None:
    """Exchange root's rights for those of a user, with the groups that the system says."""
    try:
        account = pwd.getpwuid(user)
    except KeyError:
        os.setgroups([])
    else:
        os.initgroups(account.pw_name, group)
        os.environ["HOME"] = account.pw_dir
    os.setgid(group)
    os.setuid(user)
    # What is loaded later must be in that user's reach too.
    for path in (os.__file__, __file__):
        if not os.access(path, os.R_OK):
            words = said("the home's owner cannot read it: install where everybody can")
            raise PermissionError(EACCES, words, path)
