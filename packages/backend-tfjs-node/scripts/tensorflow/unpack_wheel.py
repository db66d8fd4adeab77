"""unpack_wheel.py WHEEL DEPS: the C library into DEPS/lib and its headers into DEPS/include.

Each file is checked against the SHA-256 in the wheel's RECORD. The standard library only.
"""
import base64
import csv
import hashlib
import io
import os
import sys
import zipfile

LIBRARIES = ("libtensorflow_cc.so.2", "libtensorflow_framework.so.2")
HEADERS = ("tensorflow/c/", "tensorflow/core/platform/", "tsl/c/", "tsl/platform/")


def place(name):
    """Path below DEPS of a member that is wanted, else None."""
    folder, _, base = name.rpartition("/")
    if folder == "tensorflow" and base in LIBRARIES:
        return "lib/" + base
    prefix = "tensorflow/include/"
    header = name[len(prefix):]
    if name.startswith(prefix) and header.startswith(HEADERS) and base.endswith(".h"):
        return "include/" + header
    return None


def recorded(wheel):
    """SHA-256 of each member, as the wheel's RECORD has it."""
    [record] = [name for name in wheel.namelist() if name.endswith(".dist-info/RECORD")]
    rows = csv.reader(io.StringIO(wheel.read(record).decode()))
    return {row[0]: row[1] for row in rows}


def unpack(wheel, name, target, expected):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    digest = hashlib.sha256()
    with wheel.open(name) as source, open(target, "wb") as out:
        while True:
            block = source.read(1 << 22)
            if not block:
                break
            digest.update(block)
            out.write(block)
    found = "sha256=" + base64.urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()
    if found != expected:
        sys.exit(name + " does not have the SHA-256 that the wheel records")


def main(path, deps):
    with zipfile.ZipFile(path) as wheel:
        sums = recorded(wheel)
        wanted = {name: place(name) for name in wheel.namelist() if place(name)}
        for name, target in wanted.items():
            unpack(wheel, name, os.path.join(deps, target), sums.get(name))
        missing = [name for name in LIBRARIES if "tensorflow/" + name not in wanted]
        if missing:
            sys.exit("it has no " + missing[0])


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        sys.exit(str(error))
