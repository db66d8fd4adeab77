"""Training steps of a convolutional network in PyTorch, in the faster of its two memory formats."""

import time

import torch
from protocol import Computation
from torch import nn

FORMATS = {"channels_last": torch.channels_last, "contiguous": torch.contiguous_format}
# Steps of each format to warm up, and then to compare the fastest of.
WARM_UP_STEPS, COMPARED_STEPS = 2, 4


class FlattenRows(nn.Module):
    """Flattens in the order of the workload: rows, columns, channels."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)


class Residual(nn.Module):
    def __init__(self, body, shortcut):
        super().__init__()
        self.body, self.shortcut = body, shortcut

    def forward(self, x):
        return self.body(x) + self.shortcut(x)


def with_parameters(module, **values):
    for name, value in values.items():
        setattr(module, name, nn.Parameter(value.clone(memory_format=torch.contiguous_format)))
    return module


def convolution(config, path, values):
    weight = values[path + "weight"].permute(3, 2, 0, 1)
    sizes = (config["kernelSize"], config["stride"], config["padding"])
    module = nn.Conv2d(weight.shape[1], weight.shape[0], *sizes, bias=config["bias"])
    bias = {"bias": values[path + "bias"]} if config["bias"] else {}
    return with_parameters(module, weight=weight, **bias)


def dense(config, path, values):
    weight, bias = values[path + "weight"].t(), values[path + "bias"]
    return with_parameters(nn.Linear(weight.shape[1], weight.shape[0]), weight=weight, bias=bias)


def batch_norm(config, path, values):
    # Its first running statistics are those of the workload: mean 0, variance 1.
    scale, offset = values[path + "scale"], values[path + "offset"]
    return with_parameters(nn.BatchNorm2d(len(scale)), weight=scale, bias=offset)


def residual(config, path, values):
    body = chain(config["body"]["layers"], path + "body.", values)
    if "shortcut" not in config:
        return Residual(body, nn.Identity())
    return Residual(body, chain(config["shortcut"]["layers"], path + "shortcut.", values))


LAYERS = {
    "Conv2d": convolution,
    "Dense": dense,
    "BatchNorm": batch_norm,
    "Residual": residual,
    "MaxPool2d": lambda config, path, values: nn.MaxPool2d(config["size"]),
    "Dropout": lambda config, path, values: nn.Dropout(config["rate"]),
    "ReLU": lambda config, path, values: nn.ReLU(inplace=True),
    "Flatten": lambda config, path, values: FlattenRows(),
    "GlobalAveragePool": lambda config, path, values: nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()),
}


def chain(layers, path, values):
    return nn.Sequential(*[LAYERS[config["type"]](config, f"{path}{at}.", values) for at, config in enumerate(layers)])


class Training:
    def __init__(self, workload, values, memory_format):
        self.channels_last = memory_format is torch.channels_last
        x = values["x"]
        self.model = chain(workload["layers"], "", values).to(dtype=x.dtype, memory_format=memory_format).train()
        # The files are channels last. index_select always gives a contiguous result.
        self.x = x if self.channels_last else x.permute(0, 3, 1, 2).contiguous()
        self.labels = values["labels"].long()
        self.batches = values["order"].long().split(workload["batchSize"])
        self.updates = torch.optim.Adam(self.model.parameters(), lr=workload["learningRate"], fused=True)
        self.steps = 0
        self.loss = None

    def step(self):
        rows = self.batches[self.steps % len(self.batches)]
        x = self.x.index_select(0, rows)
        x = x.permute(0, 3, 1, 2) if self.channels_last else x
        self.updates.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(self.model(x), self.labels.index_select(0, rows))
        loss.backward()
        self.updates.step()
        self.loss = loss.detach()
        self.steps += 1

    def set_dropout(self, config, on):
        for module, layer in zip(self.model, config):
            if layer["type"] == "Dropout":
                module.p = layer["rate"] if on else 0.0


def faster_format(workload, values):
    """Returns the name of the format whose fastest step is faster; the formats take turns."""
    trainings = {name: Training(workload, values, memory_format) for name, memory_format in FORMATS.items()}
    seconds = {name: [] for name in trainings}
    for _ in range(WARM_UP_STEPS + COMPARED_STEPS):
        for name, training in trainings.items():
            start = time.perf_counter()
            training.step()
            seconds[name].append(time.perf_counter() - start)
    return min(seconds, key=lambda name: min(seconds[name][WARM_UP_STEPS:]))


def convnet(workload, inputs):
    values = {name: torch.from_numpy(array) for name, array in inputs.items()}
    name = faster_format(workload, values)
    training = Training(workload, values, FORMATS[name])
    training.set_dropout(workload["layers"], on=False)

    def execute():
        # Dropout is off in the steps whose losses are compared.
        if training.steps == workload["resultSteps"]:
            training.set_dropout(workload["layers"], on=True)
        training.step()

    note = f"{name}, the faster format"
    return Computation(execute, lambda: training.loss.numpy().copy(), lambda: float(training.loss), note)
