"""Fits every method on every split of every table, and keeps one file a fit, so that it goes on where it stopped.

    python3 run.py RESULTS [--methods a,b] [--tables c,d] [--splits 3] [--limit SECONDS] [--known PAGE/results.json]
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from data import HERE, TABLES
from methods import METHODS


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path, help="folder of the results")
    names = {"type": lambda text: text.split(",")}
    parser.add_argument("--methods", **names, default=list(METHODS))
    parser.add_argument("--tables", **names, default=list(TABLES))
    parser.add_argument("--splits", type=int, default=3)
    parser.add_argument("--limit", type=float, default=1800, help="seconds after which a fit is given up")
    parser.add_argument("--known", type=Path, help="a page's results, for other methods")
    wanted = parser.parse_args()
    wanted.results.mkdir(parents=True, exist_ok=True)
    for found in json.loads(wanted.known.read_text()) if wanted.known else []:
        if found["method"] not in wanted.methods:
            keep(file_of(wanted.results, (found["method"], found["table"], found["split"])), found)
    fits = [(m, t, s) for t in wanted.tables for s in range(wanted.splits) for m in wanted.methods]
    left = [fit for fit in fits if not file_of(wanted.results, fit).exists()]
    start = time.monotonic()
    for number, fit in enumerate(left):
        keep(file_of(wanted.results, fit), outcome(fit, wanted.limit))
        done = number + 1
        minutes = (time.monotonic() - start) / done * (len(left) - done) / 60
        print(f"{done} of {len(left)}, about {minutes:.0f} min left", file=sys.stderr)


def file_of(folder, fit):
    method, table, split = fit
    return folder / f"{table}-{split}-{method}.json"


def outcome(fit, limit):
    """The scores of a fit in a process of its own, or why there are none."""
    method, table, split = fit
    command = [sys.executable, "fit.py", method, table, str(split)]
    failed = {"method": method, "table": table, "split": split}
    try:
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return {**failed, "failed": f"took longer than {limit:g} s"}
    if done.returncode != 0:
        return {**failed, "failed": done.stderr.strip().splitlines()[-1]}
    found = json.loads(done.stdout.splitlines()[-1])
    print(" ".join(f"{value:.4g}" if isinstance(value, float) else str(value) for value in found.values()))
    return found


def keep(path, found):
    """Writes a result whole or not at all."""
    draft = path.with_suffix(".draft")
    draft.write_text(f"{json.dumps(found)}\n")
    draft.rename(path)


if __name__ == "__main__":
    main()
