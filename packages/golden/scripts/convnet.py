"""Writes fixtures/convnet.json: two training runs of a small convolutional network, by PyTorch in float64.

Run from packages/golden:  python3 scripts/convnet.py
Needs Python 3.9 and torch >= 2.2 (CPU). Nothing here comes from nabla's code.

The images and the initial weights come from one xorshift32 stream with seed 1, so the fixture does not store them.
Configs, names and layouts are nabla's: images are [height, width, channels], filters [rows, columns, channels / groups,
filters]. PyTorch gets them transposed.
"""
import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
TARGET = Path(__file__).resolve().parents[1] / "fixtures" / "convnet.json"

ROWS, HEIGHT, WIDTH, CHANNELS, CLASSES = 56, 10, 10, 2, 4
BATCH, STEPS = 16, 100
SNAPSHOTS = (1, 10, 100)
EPSILON, MOMENTUM = 1e-5, 0.1

OPTIMIZERS = [
    {"type": "SGD", "learningRate": 0.02, "momentum": 0.9, "weightDecay": 0.001},
    {"type": "Adam", "learningRate": 0.005},
]

NETWORK = {
    "inputShape": [HEIGHT, WIDTH, CHANNELS],
    "layers": [
        # No bias before a BatchNorm: its gradient would be rounding noise, and Adam would take whole steps along it.
        {"type": "Conv2d", "filters": 8, "kernelSize": 3, "padding": "same", "bias": False},
        {"type": "BatchNorm"},
        {"type": "ReLU"},
        {"type": "MaxPool2d", "size": 2},
        {
            "type": "Residual",
            "body": {"type": "Chain", "layers": [
                {"type": "Conv2d", "filters": 12, "kernelSize": 3, "stride": 2, "padding": 1, "bias": False},
                {"type": "BatchNorm"},
                {"type": "ReLU"},
                {"type": "Conv2d", "filters": 12, "kernelSize": 3, "padding": "same", "bias": False},
                {"type": "BatchNorm"},
            ]},
            "shortcut": {"type": "Chain", "layers": [
                {"type": "Conv2d", "filters": 12, "kernelSize": 1, "stride": 2, "bias": False},
                {"type": "BatchNorm"},
            ]},
        },
        {"type": "ReLU"},
        {"type": "Conv2d", "filters": 12, "kernelSize": 3, "padding": "same", "groups": "depthwise", "bias": False},
        {"type": "BatchNorm"},
        {"type": "ReLU"},
        {"type": "Conv2d", "filters": 10, "kernelSize": 1},
        {"type": "ReLU"},
        {"type": "GlobalAveragePool"},
        {"type": "Dense", "units": CLASSES},
    ],
}


def norm(path, channels):
    return [(f"{path}.scale", [channels]), (f"{path}.offset", [channels]),
            (f"{path}.runningMean", [channels]), (f"{path}.runningVariance", [channels])]


# In the order in which the stream fills them.
PARAMETERS = [
    ("0.weight", [3, 3, CHANNELS, 8]), *norm("1", 8),
    ("4.body.0.weight", [3, 3, 8, 12]), *norm("4.body.1", 12),
    ("4.body.3.weight", [3, 3, 12, 12]), *norm("4.body.4", 12),
    ("4.shortcut.0.weight", [1, 1, 8, 12]), *norm("4.shortcut.1", 12),
    ("6.weight", [3, 3, 1, 12]), *norm("7", 12),
    ("9.weight", [1, 1, 12, 10]), ("9.bias", [10]),
    ("12.weight", [10, CLASSES]), ("12.bias", [CLASSES]),
]


def stream():
    """Yields uniform numbers in [0, 1) from xorshift32."""
    state = 1
    while True:
        state ^= (state << 13) & 0xFFFFFFFF
        state ^= state >> 17
        state ^= (state << 5) & 0xFFFFFFFF
        yield state / 4294967296


def pattern(label, y, x):
    """Stripes along the rows, along the columns, both, or nothing."""
    sign = [1 - 2 * (y % 2), 1 - 2 * (x % 2), 1 - 2 * ((x + y) % 2), 0][label]
    return 0.25 * sign


def drawn():
    """Returns images [rows, height, width, channels], labels and the initial parameters."""
    uniform = stream()
    labels = [row % CLASSES for row in range(ROWS)]
    pixels = [next(uniform) - 0.5 + (pattern(labels[row], y, x) if channel == 0 else 0)
              for row in range(ROWS) for y in range(HEIGHT) for x in range(WIDTH) for channel in range(CHANNELS)]
    images = torch.tensor(pixels).reshape(ROWS, HEIGHT, WIDTH, CHANNELS)
    parameters = {}
    for name, shape in PARAMETERS:
        size = math.prod(shape)
        role = name.split(".")[-1]
        if role == "runningMean":
            values = [0.0] * size
        elif role == "runningVariance":
            values = [1.0] * size
        else:
            limit = math.sqrt(6 / (size / shape[-1])) if role == "weight" else 0.1
            center = 1 if role == "scale" else 0
            values = [center + (next(uniform) - 0.5) * 2 * limit for _ in range(size)]
        trainable = not role.startswith("running")
        parameters[name] = torch.tensor(values).reshape(shape).requires_grad_(trainable)
    return images, torch.tensor(labels), parameters


def outputs(images, p, training):
    """The network in PyTorch's words; images [n, height, width, channels]."""
    def conv(path, x, **options):
        return F.conv2d(x, p[f"{path}.weight"].permute(3, 2, 0, 1), p.get(f"{path}.bias"), **options)

    def batch_norm(path, x):
        return F.batch_norm(x, p[f"{path}.runningMean"], p[f"{path}.runningVariance"], p[f"{path}.scale"],
                            p[f"{path}.offset"], training=training, momentum=MOMENTUM, eps=EPSILON)

    x = images.permute(0, 3, 1, 2)
    x = F.max_pool2d(F.relu(batch_norm("1", conv("0", x, padding="same"))), 2)
    body = F.relu(batch_norm("4.body.1", conv("4.body.0", x, stride=2, padding=1)))
    body = batch_norm("4.body.4", conv("4.body.3", body, padding="same"))
    x = F.relu(batch_norm("4.shortcut.1", conv("4.shortcut.0", x, stride=2)) + body)
    x = F.relu(batch_norm("7", conv("6", x, padding="same", groups=12)))
    x = F.relu(conv("9", x))
    return x.mean((2, 3)) @ p["12.weight"] + p["12.bias"]


def optimizer_of(config, parameters):
    names = {"learningRate": "lr", "weightDecay": "weight_decay"}
    options = {names.get(key, key): value for key, value in config.items() if key != "type"}
    return getattr(torch.optim, config["type"])([p for p in parameters.values() if p.requires_grad], **options)


def digest(tensor):
    """The sums, and eight elements spread over the tensor; of a small tensor all elements."""
    flat = tensor.detach().flatten().tolist()
    count = len(flat)
    at = list(range(count)) if count <= 12 else [(2 * i + 1) * count // 16 for i in range(8)]
    return {"sum": math.fsum(flat), "sum_abs": math.fsum(map(abs, flat)), "at": at, "values": [flat[i] for i in at]}


def run(config):
    images, labels, parameters = drawn()
    optimizer = optimizer_of(config, parameters)
    losses, snapshots, first = [], {}, None
    for step in range(1, STEPS + 1):
        start = (step - 1) * BATCH % (BATCH * math.ceil(ROWS / BATCH))
        optimizer.zero_grad()
        loss = F.cross_entropy(outputs(images[start:start + BATCH], parameters, True), labels[start:start + BATCH])
        loss.backward()
        first = first or {name: digest(p.grad) for name, p in parameters.items() if p.requires_grad}
        optimizer.step()
        losses.append(loss.item())
        if step in SNAPSHOTS:
            snapshots[step] = {name: digest(p) for name, p in parameters.items()}
    with torch.no_grad():
        logits = outputs(images, parameters, False)
    return {"optimizer": config, "losses": losses, "first_gradients": first, "snapshots": snapshots,
            "final_logits": logits.tolist()}


def main():
    content = {
        "note": f"scripts/convnet.py, torch {torch.__version__.split('+')[0]}, float64. Batches in order, the last of "
                "an epoch is smaller. snapshots: parameters and running statistics after so many steps; final_logits: "
                "with the running statistics after the last step.",
        "network": NETWORK,
        "rows": ROWS, "batch": BATCH, "classes": CLASSES,
        "parameters": [{"name": name, "shape": shape} for name, shape in PARAMETERS],
        "runs": [run(config) for config in OPTIMIZERS],
    }
    TARGET.write_text(json.dumps(content, separators=(",", ":")).replace('{"optimizer"', '\n{"optimizer"') + "\n")
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")
    for one in content["runs"]:
        print([round(loss, 4) for loss in one["losses"][::9]], one["optimizer"])


if __name__ == "__main__":
    main()
