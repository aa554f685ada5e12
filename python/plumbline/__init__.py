"""Plumbline from Python: numpy arrays in, numpy arrays out.

Every call starts the program ``plumb`` once and reads its ``--json`` output, so that Python and the
command line never differ. The program is found in the environment variable ``PLUMB``, beside this
package's folder, or on the path.
"""

from ._launcher import PlumbError, call, joined
from ._model import Model

__all__ = ["Model", "PlumbError", "call", "check", "compile", "evaluate", "verify"]


def check(model=None, config=None, **options):
    """Says for every node whether it becomes integer; give a model or a configuration."""
    return call("check", model=model, config=config, **options)


def compile(model=None, config=None, **options):
    """Compiles a model or a configuration and returns the record of the run.

    Options are those of ``plumb compile`` with underscores: ``working_dir="out", effort="fast"``.
    Where a gate such as ``min_cosine`` is missed, the PlumbError has the record as ``record``.
    """
    return call("compile", model=model, config=config, **options)


def evaluate(*models, data, **options):
    """Scores models, or a list of them, on samples, labelled or not; the first is the reference."""
    return call("eval", joined(models), data=data, **options)


def verify(*models, **options):
    """Compares what models, or a list of them, make of the same samples.

    The record says whether they pass; that they do not is no error.
    """
    return call("verify", accept=(0, 1), model=joined(models), **options)
