"""Writes test/fixtures/convnets.json: two small convolutional networks and their losses in PyTorch's float64.

    python scripts/convnet-losses.py

The networks are written here with torch.nn.functional, without the code of the peer, because the peer is tested with
this file. All inputs are multiples of 1/64, so float32 represents them exactly.
"""

import json
import pathlib

import torch
from torch.nn import functional as F

ROWS, BATCH, STEPS, RATE = 8, 4, 4, 0.01
ORDER = [5, 2, 7, 0, 3, 6, 1, 4]
LABELS = [row * 2 % 3 for row in range(ROWS)]
TARGET = pathlib.Path(__file__).parent.parent / "test" / "fixtures" / "convnets.json"

torch.manual_seed(5)


def values(*shape, scale=1.0):
    return (torch.randn(*shape, dtype=torch.float64) * scale * 64).round() / 64


def conv(filters, kernel=3, stride=1, padding=0, bias=False):
    return {
        "type": "Conv2d",
        "filters": filters,
        "kernelSize": kernel,
        "stride": stride,
        "padding": padding,
        "bias": bias,
    }


def chain(*layers):
    return {"type": "Chain", "layers": list(layers)}


NORM, RELU = {"type": "BatchNorm"}, {"type": "ReLU"}

PLAIN_LAYERS = [
    conv(3, bias=True),
    RELU,
    {"type": "MaxPool2d", "size": 2},
    conv(4, kernel=2, padding=1, bias=True),
    {"type": "Flatten"},
    {"type": "Dropout", "rate": 0.5},
    {"type": "Dense", "units": 3},
]


def plain_parameters():
    return {
        "0.weight": values(3, 3, 2, 3, scale=0.4),
        "0.bias": values(3, scale=0.1),
        "3.weight": values(2, 2, 3, 4, scale=0.4),
        "3.bias": values(4, scale=0.1),
        "6.weight": values(48, 3, scale=0.3),
        "6.bias": values(3, scale=0.1),
    }


def filters(weight):
    return weight.permute(3, 2, 0, 1)


def plain(p, x):
    """x [n, 7, 8, 2]: convolved to [5, 6, 3], pooled to [2, 3, 3], convolved to [3, 4, 4]."""
    z = F.conv2d(x.permute(0, 3, 1, 2), filters(p["0.weight"]), p["0.bias"])
    z = F.max_pool2d(z.relu(), 2)
    z = F.conv2d(z, filters(p["3.weight"]), p["3.bias"], padding=1)
    return z.permute(0, 2, 3, 1).reshape(len(x), 48) @ p["6.weight"] + p["6.bias"]


RESIDUAL_LAYERS = [
    conv(4, padding=1),
    NORM,
    RELU,
    {"type": "Residual", "body": chain(conv(4, padding=1), NORM)},
    RELU,
    {
        "type": "Residual",
        "body": chain(conv(6, stride=2, padding=1), NORM, RELU, conv(6, padding=1), NORM),
        "shortcut": chain(conv(6, kernel=1, stride=2), NORM),
    },
    RELU,
    {"type": "GlobalAveragePool"},
    {"type": "Dense", "units": 3},
]


def norm_parameters(name, channels):
    return {
        f"{name}.scale": 1 + values(channels, scale=0.2),
        f"{name}.offset": values(channels, scale=0.2),
        f"{name}.runningMean": torch.zeros(channels, dtype=torch.float64),
        f"{name}.runningVariance": torch.ones(channels, dtype=torch.float64),
    }


def residual_parameters():
    return {
        "0.weight": values(3, 3, 2, 4, scale=0.4),
        **norm_parameters("1", 4),
        "3.body.0.weight": values(3, 3, 4, 4, scale=0.3),
        **norm_parameters("3.body.1", 4),
        "5.body.0.weight": values(3, 3, 4, 6, scale=0.3),
        **norm_parameters("5.body.1", 6),
        "5.body.3.weight": values(3, 3, 6, 6, scale=0.3),
        **norm_parameters("5.body.4", 6),
        "5.shortcut.0.weight": values(1, 1, 4, 6, scale=0.5),
        **norm_parameters("5.shortcut.1", 6),
        "8.weight": values(6, 3, scale=0.6),
        "8.bias": values(3, scale=0.1),
    }


def residual(p, x):
    """x [n, 6, 7, 2]."""

    def norm(z, name):
        return F.batch_norm(z, None, None, p[f"{name}.scale"], p[f"{name}.offset"], training=True, eps=1e-5)

    def convolved(z, name, **options):
        return F.conv2d(z, filters(p[f"{name}.weight"]), **options)

    z = norm(convolved(x.permute(0, 3, 1, 2), "0", padding=1), "1").relu()
    z = (z + norm(convolved(z, "3.body.0", padding=1), "3.body.1")).relu()
    body = norm(convolved(z, "5.body.0", stride=2, padding=1), "5.body.1").relu()
    body = norm(convolved(body, "5.body.3", padding=1), "5.body.4")
    z = (body + norm(convolved(z, "5.shortcut.0", stride=2), "5.shortcut.1")).relu()
    return z.mean(dim=(2, 3)) @ p["8.weight"] + p["8.bias"]


def losses(parameters, forward, x):
    p = {name: value.clone().requires_grad_("running" not in name) for name, value in parameters.items()}
    optimizer = torch.optim.Adam([value for value in p.values() if value.requires_grad], lr=RATE)
    labels, order = torch.tensor(LABELS), torch.tensor(ORDER).split(BATCH)
    found = []
    for step in range(STEPS):
        rows = order[step % len(order)]
        optimizer.zero_grad()
        loss = F.cross_entropy(forward(p, x[rows]), labels[rows])
        loss.backward()
        optimizer.step()
        found.append(loss.item())
    return found


def described(name, layers, parameters, forward, x):
    inputs = {"x": x, **parameters}
    return {
        "name": name,
        "fields": {
            "kind": "convnet",
            "layers": layers,
            "learningRate": RATE,
            "batchSize": BATCH,
            "resultSteps": STEPS,
        },
        "inputs": {
            **{key: {"shape": list(value.shape), "data": value.flatten().tolist()} for key, value in inputs.items()},
            "labels": {"shape": [ROWS], "data": LABELS},
            "order": {"shape": [ROWS], "data": ORDER},
        },
        "expected": losses(parameters, forward, x),
    }


CASES = [
    described("plain convnet", PLAIN_LAYERS, plain_parameters(), plain, values(ROWS, 7, 8, 2)),
    described("residual convnet", RESIDUAL_LAYERS, residual_parameters(), residual, values(ROWS, 6, 7, 2)),
]
TARGET.write_text("[\n" + ",\n".join(json.dumps(case) for case in CASES) + "\n]\n")
print({case["name"]: case["expected"] for case in CASES})
