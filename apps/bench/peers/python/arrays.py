"""Reads and writes the harness's files as NumPy arrays, and describes NumPy's BLAS."""

import os

import numpy as np

FILE_DTYPES = {"float32": "<f4", "float64": "<f8", "int32": "<i4"}


def read_inputs(workload, folder):
    """Returns the inputs of a workload by name."""
    inputs = {}
    for name, described in workload["inputs"].items():
        path = os.path.join(folder, described["file"])
        inputs[name] = np.fromfile(path, FILE_DTYPES[described["dtype"]]).reshape(described["shape"])
    return inputs


def write_results(path, arrays, dtype):
    """Writes the arrays one after the other."""
    np.concatenate([array.ravel() for array in arrays]).astype(FILE_DTYPES[dtype]).tofile(path)


def describe_blas():
    """Returns the BLAS of NumPy's products, as (description, threads)."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return "BLAS unknown: threadpoolctl is not installed", os.cpu_count() or 1
    pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    # SciPy has its own library; prefer NumPy's.
    pools.sort(key=lambda pool: "numpy" not in pool["filepath"])
    if not pools:
        return "BLAS unknown", os.cpu_count() or 1
    pool = pools[0]
    name = "OpenBLAS" if pool["internal_api"] == "openblas" else pool["internal_api"]
    kernels = f", {pool['architecture']} kernels" if "architecture" in pool else ""
    threads = pool["num_threads"]
    return f"{name} {pool['version']}{kernels}, {threads} thread{'' if threads == 1 else 's'}", threads
