"""PyTorch on the CPU, in eager mode, on every core."""

import os

import torch
from arrays import read_inputs, write_results
from protocol import Computation
from torch_convnet import convnet
from torch_sequences import generate, gpt, lstm

__all__ = ["KINDS", "hello", "read_inputs", "write_results"]

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
torch.set_num_threads(CORES)


def hello():
    capability = torch.backends.cpu.get_cpu_capability()
    libraries = [name for name in ("mkl", "mkldnn", "openmp") if getattr(torch.backends, name).is_available()]
    limit = os.environ.get("ONEDNN_MAX_CPU_ISA")
    limited = f", oneDNN limited to {limit}" if limit else ""
    kernels = f"{capability} kernels, {', '.join(libraries)}{limited}"
    detail = f"CPU, eager, {kernels}, {torch.get_num_threads()} threads"
    return {"version": torch.__version__, "detail": detail, "threads": torch.get_num_threads()}


def tensors(inputs):
    return {name: torch.from_numpy(values) for name, values in inputs.items()}


def repeated(function):
    """Returns a computation in which `function` returns a new result each time."""
    last = [None]

    def execute():
        last[0] = function()

    return Computation(execute, lambda: last[0].numpy().copy(), lambda: float(last[0].flatten()[0]))


def matmul(workload, inputs):
    values = tensors(inputs)
    a = values["a"].T if workload["transposeA"] else values["a"]
    b = values["b"].T if workload["transposeB"] else values["b"]
    return repeated(lambda: torch.matmul(a, b))


def csr_matmul(workload, inputs):
    values = tensors(inputs)
    parts = (values["rowOffsets"], values["columns"], values["values"])
    x = torch.sparse_csr_tensor(*parts, size=tuple(workload["shape"]))
    left, b = (x.t() if workload["transposeA"] else x), values["b"]
    return repeated(lambda: torch.matmul(left, b))


def binary(workload, inputs):
    values = tensors(inputs)
    function = {"add": torch.add, "multiply": torch.mul}[workload["operation"]]
    return repeated(lambda: function(values["a"], values["b"]))


def unary(workload, inputs):
    x = tensors(inputs)["x"]
    function = getattr(torch, workload["operation"])
    return repeated(lambda: function(x))


def reduce(workload, inputs):
    x, axis = tensors(inputs)["x"], workload["axis"]
    function = {"sum": torch.sum, "max": torch.amax}[workload["operation"]]
    return repeated(lambda: function(x, dim=axis))


def softmax(workload, inputs):
    x = tensors(inputs)["x"]
    return repeated(lambda: torch.softmax(x, dim=1))


def updating(inputs, make_optimizer):
    """Returns steps of an optimizer on one parameter, always with the same gradient."""
    values = tensors(inputs)
    parameter = values["parameter"].requires_grad_()
    parameter.grad = values["gradient"]
    updates = make_optimizer([parameter])
    # Shares the parameter's storage, which steps change in place.
    value = parameter.detach()
    return Computation(updates.step, lambda: value.numpy().copy(), lambda: float(value.flatten()[0]))


def sgd(workload, inputs):
    return updating(inputs, lambda weights: torch.optim.SGD(weights, lr=workload["learningRate"], fused=True))


def adam(workload, inputs):
    options = {
        "lr": workload["learningRate"],
        "betas": (workload["beta1"], workload["beta2"]),
        "eps": workload["epsilon"],
        "fused": True,
    }
    return updating(inputs, lambda weights: torch.optim.Adam(weights, **options))


def parameters(workload, values):
    layers = range(1, len(workload["hidden"]) + 2)
    return [values[f"{letter}{layer}"] for layer in layers for letter in "wb"]


def forward(weights, x):
    for index in range(0, len(weights), 2):
        x = torch.addmm(weights[index + 1], x, weights[index])
        if index + 2 < len(weights):
            x = torch.relu(x)
    return x


def train(workload, inputs):
    values = tensors(inputs)
    weights = [weight.requires_grad_() for weight in parameters(workload, values)]
    make = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[workload["optimizer"]]
    updates = make(weights, lr=workload["learningRate"], fused=True)
    x, labels = values["x"], values["labels"].long()
    full = workload["batchSize"] == "full"
    batches = [None] if full else values["order"].long().split(workload["batchSize"])
    losses = torch.empty(len(batches), dtype=x.dtype)

    def execute():
        for index, rows in enumerate(batches):
            batch, targets = (x, labels) if rows is None else (x.index_select(0, rows), labels.index_select(0, rows))
            updates.zero_grad(set_to_none=True)
            loss = torch.nn.functional.cross_entropy(forward(weights, batch), targets)
            loss.backward()
            updates.step()
            losses[index] = loss.detach()

    return Computation(execute, losses.numpy().copy, lambda: float(losses[-1]))


def infer(workload, inputs):
    values = tensors(inputs)
    weights, x = parameters(workload, values), values["x"]
    return repeated(torch.inference_mode()(lambda: forward(weights, x)))


KINDS = {
    "matmul": matmul,
    "csr-matmul": csr_matmul,
    "binary": binary,
    "unary": unary,
    "reduce": reduce,
    "softmax": softmax,
    "sgd": sgd,
    "adam": adam,
    "train": train,
    "convnet": convnet,
    "gpt": gpt,
    "lstm": lstm,
    "generate": generate,
    "infer": infer,
}
