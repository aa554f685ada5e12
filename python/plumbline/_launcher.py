"""One run of the program."""

import json
import os
import pathlib
import shlex
import shutil
import subprocess


class PlumbError(Exception):
    """What went wrong, where, and what to do about it."""

    def __init__(self, status, code, message, where, remedy):
        super().__init__(f"{message} [{code}]\n  where: {where}\n  to do: {remedy}")
        self.status = status
        self.code = code
        self.message = message
        self.where = where
        self.remedy = remedy


def launcher():
    """The words that start the program."""
    named = os.environ.get("PLUMB")
    if named:
        return shlex.split(named)
    beside = pathlib.Path(__file__).resolve().parents[2] / "plumb"
    found = str(beside) if beside.is_file() else shutil.which("plumb")
    if not found:
        raise PlumbError(
            4,
            "environment.no-plumb",
            "the program plumb is not found",
            "PLUMB, this package's folder, PATH",
            "set PLUMB to its path",
        )
    return [found]


def words(options):
    """Options as the command line writes them: true is a flag, a list is given by commas."""
    line = []
    for name, value in options.items():
        if value is None or value is False:
            continue
        line.append("--" + name.replace("_", "-"))
        if isinstance(value, (list, tuple)):
            line.append(",".join(str(each) for each in value))
        elif value is not True:
            line.append(str(value))
    return line


def call(command, *places, accept=(0,), **options):
    """Runs a command and returns its record; raises PlumbError where it fails."""
    line = [*launcher(), command, *(str(each) for each in places), "--json", *words(options)]
    run = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    text = run.stdout.strip()
    try:
        record = json.loads(text.splitlines()[-1]) if text else {}
    except ValueError:
        record = {}
    if run.returncode not in accept or "error" in record:
        error = record.get("error", {})
        raise PlumbError(
            run.returncode,
            error.get("code", "unknown"),
            error.get("message", run.stderr.strip()[-2000:]),
            error.get("where", command),
            error.get("remedy", "see the message"),
        )
    return record
