"""The NumPy notebook that nabla began as, step by step: samples in columns, float32 images, float64 weights."""

import numpy as np
from arrays import read_inputs, write_results
from numpy_peer import hello
from protocol import Computation, Unsupported

__all__ = ["KINDS", "hello", "read_inputs", "write_results"]


def train(workload, inputs):
    if workload["batchSize"] != "full" or len(workload["hidden"]) != 1 or workload["optimizer"] != "sgd":
        raise Unsupported("it supports only full batches, one hidden layer and SGD")
    if workload["dtype"] != "float32":
        raise Unsupported("its images are float32, and its loss adds 1e-8 to the probability")
    rate, x = workload["learningRate"], inputs["x"]
    w1, w2 = (inputs[name].T.astype(np.float64) for name in ("w1", "w2"))
    b1, b2 = (inputs[name].astype(np.float64)[:, None] for name in ("b1", "b2"))
    targets = np.eye(w2.shape[0])[inputs["labels"]].T
    n = len(x)
    loss = np.empty(1, np.float32)

    def execute():
        nonlocal w1, b1, w2, b2
        z1 = np.dot(w1, x.T) + b1
        h = np.maximum(0, z1)
        z2 = np.dot(w2, h) + b2
        e = np.exp(z2 - np.max(z2, axis=0, keepdims=True))
        p = e / np.sum(e, axis=0, keepdims=True)
        loss[0] = -np.mean(np.sum(targets * np.log(p + 1e-8), axis=0))
        dz2 = p - targets
        dw2 = np.dot(dz2, h.T) / n
        db2 = np.sum(dz2, axis=1, keepdims=True) / n
        dh = np.dot(w2.T, dz2) * (h > 0)
        dw1 = np.dot(dh, x) / n
        db1 = np.sum(dh, axis=1, keepdims=True) / n
        w1 = w1 - rate * dw1
        b1 = b1 - rate * db1
        w2 = w2 - rate * dw2
        b2 = b2 - rate * db2

    return Computation(execute, loss.copy, lambda: float(loss[0]))


KINDS = {"train": train}
