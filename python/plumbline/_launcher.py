"""One run of the program."""

import json
import os
import pathlib
import shlex
import shutil
import subprocess


class PlumbError(Exception):
    """What went wrong, where, and what to do about it.

    The code is ``gate-missed`` where the command did its work and what it made misses a gate; then
    ``record`` is what it returns otherwise, with ``missed``. It is None for all other errors.
    """

    def __init__(self, status, code, message, where, remedy, record=None):
        super().__init__(f"{message} [{code}]\n  where: {where}\n  to do: {remedy}")
        self.status = status
        self.code = code
        self.message = message
        self.where = where
        self.remedy = remedy
        self.record = record

    def __reduce__(self):
        """An error of another process comes back as it was."""
        given = (self.status, self.code, self.message, self.where, self.remedy, self.record)
        return PlumbError, given

    def renamed(self, names):
        """The same error with names instead of paths of files that the caller does not know."""
        texts = [self.message, self.where, self.remedy]
        for path, name in names.items():
            texts = [text.replace(str(path), name) for text in texts]
        return PlumbError(self.status, self.code, *texts, self.record)


def launcher():
    """The words that start the program."""
    named = os.environ.get("PLUMB")
    if named and pathlib.Path(named).is_file():
        return [named]
    if named:
        words = shlex.split(named)
        if words and shutil.which(words[0]):
            return words
        raise PlumbError(
            4,
            "environment.no-plumb",
            f"there is no program {named}",
            "the environment variable PLUMB",
            "name the program plumb there, or leave it out",
        )
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


SEPARATORS = {"cal_data_dir": ";"}


def words(options):
    """Options as the command line writes them: true is a flag, a list is joined as its option wants."""
    line = []
    for name, value in options.items():
        if value is None or value is False:
            continue
        option = "--" + name.replace("_", "-")
        if name == "input_shape":
            for port, shape in _shapes(value):
                line += [option, port, shape]
        elif isinstance(value, (list, tuple)):
            line += [option, SEPARATORS.get(name, ",").join(str(each) for each in value)]
        else:
            line += [option] if value is True else [option, str(value)]
    return line


def joined(models):
    """Models as the command line has them, from arguments each of which is a model or a list of them."""
    flat = [
        one
        for each in models
        for one in (each if isinstance(each, (list, tuple)) else [each])
    ]
    return ",".join(str(each) for each in flat)


def _shapes(value):
    """Names and shapes: of ``{"x": (1, 3)}``, ``"x 1x3"``, ``("x", "1x3")``, or a list of the last two."""
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, str):
        pairs = [value.rsplit(maxsplit=1)]
    elif len(value) == 2 and all(isinstance(each, str) and not each.split()[1:] for each in value):
        pairs = [value]
    else:
        pairs = [each.rsplit(maxsplit=1) if isinstance(each, str) else each for each in value]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError(f"input_shape: expected names with shapes, as 'input 1x3x48x48', found {value!r}")
    return [
        (str(port), shape if isinstance(shape, str) else "x".join(str(extent) for extent in shape))
        for port, shape in pairs
    ]


def call(command, *places, accept=(0,), **options):
    """Runs a command and returns its record; raises PlumbError where it fails."""
    line = [*launcher(), command, *(str(each) for each in places), "--json", *words(options)]
    run = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    text = run.stdout.strip()
    try:
        record = json.loads(text.splitlines()[-1]) if text else {}
    except ValueError:
        record = {}
    if run.returncode not in accept and "error" not in record and record.get("missed"):
        raise _missed(run.returncode, command, record)
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


def _missed(status, command, record):
    missed = record["missed"]
    return PlumbError(
        status,
        "gate-missed",
        "; ".join(f"{each['option']}: {each['reason']}" for each in missed),
        command,
        "what was made is there: see the error's record, its verdict and artifacts",
        record,
    )
