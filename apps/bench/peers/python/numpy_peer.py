"""NumPy, used as its documentation recommends for speed: whole arrays, and results into existing arrays."""

import platform

import numpy as np
from arrays import describe_blas, read_inputs, write_results
from network import Adam, batch_indices, forward, gradients, optimizer, parameters
from protocol import Computation

__all__ = ["KINDS", "hello", "read_inputs", "write_results"]


def hello():
    words, threads = describe_blas()
    detail = f"{words}; Python {platform.python_version()}"
    return {"version": np.__version__, "detail": detail, "threads": threads}


def into(out, execute):
    """Returns a computation that fills `out`."""
    return Computation(execute, out.copy, lambda: float(out.flat[0]))


def matmul(workload, inputs):
    a, b = inputs["a"], inputs["b"]
    a = a.T if workload["transposeA"] else a
    b = b.T if workload["transposeB"] else b
    out = np.empty((a.shape[0], b.shape[1]), a.dtype)
    return into(out, lambda: np.matmul(a, b, out=out))


def binary(workload, inputs):
    a, b = inputs["a"], inputs["b"]
    function = {"add": np.add, "multiply": np.multiply}[workload["operation"]]
    out = np.empty_like(a)
    return into(out, lambda: function(a, b, out=out))


def sigmoid(x, out):
    np.negative(x, out=out)
    np.exp(out, out=out)
    np.add(out, 1, out=out)
    np.reciprocal(out, out=out)


def unary(workload, inputs):
    x = inputs["x"]
    functions = {
        "exp": np.exp,
        "tanh": np.tanh,
        "sigmoid": sigmoid,
        "relu": lambda x, out: np.maximum(x, 0, out=out),
    }
    function, out = functions[workload["operation"]], np.empty_like(x)
    return into(out, lambda: function(x, out=out))


def reduce(workload, inputs):
    x, axis = inputs["x"], workload["axis"]
    function = {"sum": np.sum, "max": np.max}[workload["operation"]]
    out = np.empty(x.shape[1 - axis], x.dtype)
    return into(out, lambda: function(x, axis=axis, out=out))


def softmax(workload, inputs):
    x = inputs["x"]
    out = np.empty_like(x)

    def execute():
        np.subtract(x, x.max(axis=1, keepdims=True), out=out)
        np.exp(out, out=out)
        np.divide(out, out.sum(axis=1, keepdims=True), out=out)

    return into(out, execute)


def sgd(workload, inputs):
    parameter, gradient, rate = inputs["parameter"], inputs["gradient"], workload["learningRate"]
    scratch = np.empty_like(gradient)

    def execute():
        np.multiply(gradient, rate, out=scratch)
        np.subtract(parameter, scratch, out=parameter)

    return into(parameter, execute)


def adam(workload, inputs):
    parameter, gradient = inputs["parameter"], inputs["gradient"]
    names = ("learningRate", "beta1", "beta2", "epsilon")
    rate, beta1, beta2, epsilon = (workload[name] for name in names)
    updates = Adam(rate, [parameter], beta1, beta2, epsilon)
    return into(parameter, lambda: updates.update([parameter], [gradient]))


def training(workload, x, inputs):
    """Returns a computation whose execution is an epoch; x is dense, or CSR in the SciPy peer."""
    weights = parameters(workload, inputs)
    updates = optimizer(workload, weights)
    labels, batches = inputs["labels"], batch_indices(workload, inputs)
    losses = np.empty(len(batches), inputs["w1"].dtype)

    def execute():
        for index, rows in enumerate(batches):
            batch = (x, labels) if rows is None else (x[rows], labels[rows])
            losses[index], found = gradients(weights, *batch)
            updates.update(weights, found)

    return into(losses, execute)


def train(workload, inputs):
    return training(workload, inputs["x"], inputs)


def infer(workload, inputs):
    weights, x = parameters(workload, inputs), inputs["x"]
    last = [None]

    def execute():
        last[0] = forward(weights, x)[-1]

    return Computation(execute, lambda: last[0].copy(), lambda: float(last[0].flat[0]))


KINDS = {
    "matmul": matmul,
    "binary": binary,
    "unary": unary,
    "reduce": reduce,
    "softmax": softmax,
    "sgd": sgd,
    "adam": adam,
    "train": train,
    "infer": infer,
}
