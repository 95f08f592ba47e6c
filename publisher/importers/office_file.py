"""Files of .doc, .wps and .odt, as LibreOffice writes them as .docx, where it is installed.

It runs with a profile of its own, without macros and links, within limits, and what it writes
is read as a .docx that may come from anyone.
"""

import os
import resource
import shutil
import tempfile
from pathlib import Path

from publisher.importers.blocks.faults import ImportFault
from publisher.importers.blocks.limits import ImportLimits, read_limited
from publisher.importers.blocks.repairs import Repairs
from publisher.problems import Message
from publisher.processes.programs import run_program

OFFICE_KINDS = (".doc", ".wps", ".odt")
# An old file of Word or WPS, and a package; of anything else LibreOffice makes a text.
_BINARY = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04")
_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 60
_MEMORY = 2_000_000_000
# No macro is run, no link is followed, whatever the file says.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link"><value>0</value></prop></item>
</oor:items>
"""


def as_docx(raw: bytes, kind: str, limits: ImportLimits, repairs: Repairs) -> bytes:
    """Return a file of ``OFFICE_KINDS`` as .docx; I013 where that cannot be done here."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise ImportFault("I013.no_office", kind=kind)
    with tempfile.TemporaryDirectory(prefix="yanlu-") as work:
        is_damaged = b"\0" in raw and not raw.startswith(_BINARY)
        written = None if is_damaged else _converted(program, raw, kind, Path(work))
        if written is None:
            raise ImportFault("I013.not_converted", kind=kind)
        repairs.doubt(Message("doubt.converted", {"kind": kind}))
        return read_limited(written, limits)


def _converted(program: str, raw: bytes, kind: str, work: Path) -> Path | None:
    profile, output = work / "profile", work / "output"
    settings = profile / "user/registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, "utf-8")
    source = work / f"source{kind}"
    source.write_bytes(raw)
    command = [program, "--headless", "--norestore", "--nolockcheck", "--nodefault"]
    command += [f"-env:UserInstallation={profile.as_uri()}", "--convert-to"]
    command += ["docx:MS Word 2007 XML", "--outdir", str(output), str(source)]
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(work), "LANG": "C.UTF-8"}
    written = output / "source.docx"
    done = run_program(command, work, environment, _seconds(), _MEMORY)
    return written if done and written.is_file() and not written.is_symlink() else None


def _seconds() -> int:
    """Return how long it may take: less than this process has, where that is limited."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    return _SECONDS if most == resource.RLIM_INFINITY else max(1, min(_SECONDS, most - 2))
