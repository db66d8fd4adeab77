"""SciPy's compressed sparse rows: products, and full-batch training on them. NumPy does the rest."""

import numpy as np
import scipy
import scipy.sparse
from arrays import describe_blas, read_inputs, write_results
from numpy_peer import training
from protocol import Computation, Unsupported

__all__ = ["KINDS", "hello", "read_inputs", "write_results"]


def hello():
    words, threads = describe_blas()
    detail = f"sparse products on one thread; dense ones by NumPy {np.__version__}, {words}"
    return {"version": scipy.__version__, "detail": detail, "threads": threads}


def csr_matmul(workload, inputs):
    parts = (inputs["values"], inputs["columns"], inputs["rowOffsets"])
    x = scipy.sparse.csr_array(parts, shape=tuple(workload["shape"]))
    left, b, last = (x.T if workload["transposeA"] else x), inputs["b"], [None]

    def execute():
        last[0] = left @ b

    return Computation(execute, lambda: last[0].copy(), lambda: float(last[0].flat[0]))


def train(workload, inputs):
    if workload["batchSize"] != "full":
        raise Unsupported("mini batches: its sparse products take longer than NumPy's dense ones")
    return training(workload, scipy.sparse.csr_array(inputs["x"]), inputs)


KINDS = {"csr-matmul": csr_matmul, "train": train}
