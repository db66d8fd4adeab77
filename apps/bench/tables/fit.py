"""One fit: `python3 fit.py METHOD TABLE SPLIT` prints its scores as JSON."""

import json
import os
import sys
import time

from data import load, split
from methods import METHODS
from scores import scores


def main(method, table, number):
    inputs, targets, task = load(table)
    training, tests = split(targets, task, number)
    rows = [part.reset_index(drop=True) for part in (inputs.iloc[training], targets[training], inputs.iloc[tests])]
    start, before = time.perf_counter(), os.times()
    answers = METHODS[method](*rows, task, number)
    seconds, after = time.perf_counter() - start, os.times()
    used = sum(after[:4]) - sum(before[:4])
    predictions, intervals = answers if isinstance(answers, tuple) else (answers, None)
    found = {name: float(value) for name, value in scores(predictions, targets[tests], task, intervals).items()}
    facts = {"method": method, "table": table, "split": number, "task": task, "testRows": len(tests)}
    print(json.dumps({**facts, "seconds": round(seconds, 2), "cpuSeconds": round(used, 2), **found}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
