"""worker.py PEER: runs the protocol of ../README.md for a peer such as numpy, scipy or torch."""

import importlib
import os
import sys

# These make a current OpenBLAS choose slower kernels. It reads them when it is loaded.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)

import protocol  # noqa: E402


class Broken:
    """Replaces a peer that cannot be imported, and raises the error for every request."""

    def __init__(self, error):
        self.error = error

    def __getattr__(self, name):
        raise self.error


def load(name):
    try:
        return importlib.import_module(name + "_peer")
    except Exception as error:  # pylint: disable=broad-except; a broken library may raise anything
        return Broken(error)


if __name__ == "__main__":
    protocol.serve(load(sys.argv[1]))
