"""Writes test/fixtures/images.json: layers for images and whole networks, computed by PyTorch in float64.

Run from packages/core:  python3 scripts/reference/images.py
Needs Python 3.9 and torch >= 2.2 (CPU). Nothing here comes from nabla's own kernels.

Configs, layouts and parameter names are nabla's: images are [n, height, width, channels], filters [rows, columns,
channels / groups, filters]. A tensor is {"shape": [...], "data": [...]}, int32 where it says "dtype".
"""
from math import ceil

import torch
import torch.nn.functional as F

from fixture import seed_of, write

torch.set_default_dtype(torch.float64)


def pack(tensor):
    packed = {"shape": list(tensor.shape), "data": tensor.detach().flatten().tolist()}
    return packed if tensor.is_floating_point() else {**packed, "dtype": "int32"}


def pack_all(tensors):
    return {name: pack(tensor) for name, tensor in tensors.items()}


def draw(*shape):
    """Normal numbers of three decimals, so that the file stays small."""
    return torch.randn(*shape).round(decimals=3)


class Parameters:
    """Draws each parameter when a layer first asks for it, under nabla's name."""

    def __init__(self):
        self.trained, self.running = {}, {}

    def leaf(self, name, *shape):
        if name not in self.trained:
            self.trained[name] = (0.5 * draw(*shape)).requires_grad_()
        return self.trained[name]

    def statistic(self, name, value, size):
        return self.running.setdefault(name, torch.full((size,), float(value)))

    def all(self):
        return {**self.trained, **self.running}


def pair(value):
    return tuple(value) if isinstance(value, (list, tuple)) else (value, value)


def around(config, key, sizes):
    """Returns [left, right, top, bottom] of the padding around images of `sizes`, as Keras has it for 'same'."""
    padding, stride = config["padding"], pair(config["stride"])
    window, dilation = pair(config[key]), pair(config.get("dilation", 1))
    if padding == "valid":
        return [0, 0, 0, 0]
    if padding != "same":
        (y, x) = pair(padding)
        return [x, x, y, y]
    sides = []
    for axis in (1, 0):
        extent = dilation[axis] * (window[axis] - 1) + 1
        whole = max(0, (ceil(sizes[axis] / stride[axis]) - 1) * stride[axis] + extent - sizes[axis])
        sides += [whole // 2, whole - whole // 2]
    return sides


def groups_of(config, channels):
    return channels if config["groups"] == "depthwise" else config["groups"]


def conv2d(config, x, parameters, path, training):
    channels, filters = x.shape[3], config["filters"]
    groups = groups_of(config, channels)
    weight = parameters.leaf(path + "weight", *pair(config["kernelSize"]), channels // groups, filters)
    bias = parameters.leaf(path + "bias", filters) if config["bias"] else None
    padded = F.pad(x.permute(0, 3, 1, 2), around(config, "kernelSize", x.shape[1:3]))
    y = F.conv2d(padded, weight.permute(3, 2, 0, 1).contiguous(), bias, pair(config["stride"]), 0,
                 pair(config["dilation"]), groups)
    return y.permute(0, 2, 3, 1)


def conv1d(config, x, parameters, path, training):
    channels, filters = x.shape[2], config["filters"]
    groups = groups_of(config, channels)
    weight = parameters.leaf(path + "weight", config["kernelSize"], channels // groups, filters)
    bias = parameters.leaf(path + "bias", filters) if config["bias"] else None
    sides = around(config, "kernelSize", (x.shape[1], x.shape[1]))[2:]
    padded = F.pad(x.permute(0, 2, 1), sides)
    y = F.conv1d(padded, weight.permute(2, 1, 0).contiguous(), bias, config["stride"], 0, config["dilation"], groups)
    return y.permute(0, 2, 1)


def conv_transpose2d(config, x, parameters, path, training):
    channels, filters = x.shape[3], config["filters"]
    groups = groups_of(config, channels)
    size, stride, dilation = pair(config["kernelSize"]), pair(config["stride"]), pair(config["dilation"])
    weight = parameters.leaf(path + "weight", *size, filters // groups, channels)
    bias = parameters.leaf(path + "bias", filters) if config["bias"] else 0
    same = config["padding"] == "same"
    padding = (0, 0) if isinstance(config["padding"], str) else pair(config["padding"])
    y = F.conv_transpose2d(x.permute(0, 3, 1, 2), weight.permute(3, 2, 0, 1).contiguous(), None, stride, padding,
                           pair(config["outputPadding"]), groups, dilation)
    if same:
        for axis in (0, 1):
            wanted, extent = x.shape[1 + axis] * stride[axis], dilation[axis] * (size[axis] - 1) + 1
            start = max(0, extent - stride[axis]) // 2
            sides = [0, max(0, wanted - y.shape[2 + axis])]
            y = F.pad(y, sides if axis == 1 else [0, 0, *sides]).narrow(2 + axis, start, wanted)
    return y.permute(0, 2, 3, 1) + bias


def max_pool2d(config, x, parameters, path, training):
    padded = F.pad(x.permute(0, 3, 1, 2), around(config, "size", x.shape[1:3]), value=float("-inf"))
    return F.max_pool2d(padded, pair(config["size"]), pair(config["stride"])).permute(0, 2, 3, 1)


def average_pool2d(config, x, parameters, path, training):
    sides = around(config, "size", x.shape[1:3])

    def pool(image):
        return F.avg_pool2d(F.pad(image.permute(0, 3, 1, 2), sides), pair(config["size"]), pair(config["stride"]))

    return (pool(x) / pool(torch.ones_like(x))).permute(0, 2, 3, 1)


def sequence_pool(pool):
    """A pool of images, for sequences: images of one row."""
    def run_pool(config, x, *rest):
        sides = {"padding": config["padding"] if isinstance(config["padding"], str) else [0, config["padding"]]}
        wide = {**config, "size": [1, config["size"]], "stride": [1, config["stride"]], **sides}
        return pool(wide, x[:, None], *rest)[:, 0]
    return run_pool


def separable_conv2d(config, x, parameters, path, training):
    channels = x.shape[3] * config["depthMultiplier"]
    shared = {"initializer": config["initializer"], "groups": 1}
    first = {**config, **shared, "filters": channels, "groups": "depthwise", "bias": False}
    y = conv2d(first, x, parameters, path + "depthwise.", training)
    second = {**shared, "filters": config["filters"], "kernelSize": 1, "stride": 1, "padding": "valid", "dilation": 1}
    return conv2d({**second, "bias": config["bias"]}, y, parameters, path + "pointwise.", training)


def zero_padding(config, x, *_):
    padding = config["padding"]
    (a, b) = padding if isinstance(padding, list) else (padding, padding)
    if x.dim() == 3:
        return F.pad(x, [0, 0, a, b])
    (top, bottom), (left, right) = pair(a), pair(b)
    return F.pad(x, [0, 0, left, right, top, bottom])


def up_sample(config, x, parameters, path, training):
    y = F.interpolate(x.permute(0, 3, 1, 2), scale_factor=[float(f) for f in pair(config["factor"])], mode="nearest")
    return y.permute(0, 2, 3, 1)


def batch_norm(config, x, parameters, path, training):
    channels = x.shape[-1]
    mean = parameters.statistic(path + "runningMean", 0, channels)
    variance = parameters.statistic(path + "runningVariance", 1, channels)
    names = ["scale", "offset"] if config.get("affine", True) else []
    scale, offset = [parameters.leaf(path + name, channels) for name in names] or [None, None]
    y = F.batch_norm(x.reshape(-1, channels), mean, variance, scale, offset, training, config["momentum"],
                     config["epsilon"])
    return y.reshape(x.shape)


def dense(config, x, parameters, path, training):
    return x @ parameters.leaf(path + "weight", x.shape[1], config["units"]) + parameters.leaf(path + "bias",
                                                                                              config["units"])


def chain(config, x, parameters, path, training):
    for at, layer in enumerate(config["layers"]):
        x = run(layer, x, parameters, f"{path}{at}.", training)
    return x


def residual(config, x, parameters, path, training):
    kept = run(config["shortcut"], x, parameters, path + "shortcut.", training) if "shortcut" in config else x
    return kept + run(config["body"], x, parameters, path + "body.", training)


def graph(config, x, parameters, path, training):
    values = [x]
    for node in config["nodes"]:
        given, layer = [values[at] for at in node["inputs"]], config["layers"][node["layer"]]
        name = layer.get("name", node["layer"])
        values.append(run(layer, given if len(given) > 1 else given[0], parameters, f"{path}{name}.", training))
    return values[config["outputs"]]


LAYERS = {
    "Conv1d": conv1d, "Conv2d": conv2d, "ConvTranspose2d": conv_transpose2d, "MaxPool2d": max_pool2d,
    "AveragePool2d": average_pool2d, "UpSample": up_sample, "BatchNorm": batch_norm, "Dense": dense, "Chain": chain,
    "Residual": residual, "Graph": graph, "SeparableConv2d": separable_conv2d, "ZeroPadding": zero_padding,
    "MaxPool1d": sequence_pool(max_pool2d), "AveragePool1d": sequence_pool(average_pool2d),
    "AdaptiveAveragePool2d":
        lambda config, x, *_: F.adaptive_avg_pool2d(x.permute(0, 3, 1, 2), config["size"]).permute(0, 2, 3, 1),
    "GlobalMaxPool": lambda config, x, *_: x.flatten(1, -2).amax(1),
    "Reshape": lambda config, x, *_: x.reshape(x.shape[0], *config["shape"]),
    "Permute": lambda config, x, *_: x.permute(0, *config["axes"]),
    "Add": lambda config, xs, *_: sum(xs[1:], xs[0]),
    "Multiply": lambda config, xs, *_: xs[0] * xs[1],
    "Concat": lambda config, xs, *_: torch.cat(xs, config["axis"]),
    "GlobalAveragePool": lambda config, x, *_: x.flatten(1, -2).mean(1),
    "ReLU": lambda config, x, *_: F.relu(x),
    "Tanh": lambda config, x, *_: torch.tanh(x),
}


def run(config, x, parameters, path="", training=True):
    return LAYERS[config["type"]](config, x, parameters, path, training)


def layer(type, *sizes, **options):
    """A config of nabla with all its defaults."""
    names = {"Dense": ["units"], "UpSample": ["factor"], "MaxPool2d": ["size"], "AveragePool2d": ["size"],
             "MaxPool1d": ["size"], "AveragePool1d": ["size"], "Chain": ["layers"],
             "Residual": ["body"]}.get(type, ["filters", "kernelSize"])
    config = {"type": type, **dict(zip(names, sizes))}
    if type.startswith("Conv"):
        config.update(stride=1, padding="valid", dilation=1, groups=1, bias=True, initializer="heNormal")
        if type == "ConvTranspose2d":
            config["outputPadding"] = 0
    if type == "SeparableConv2d":
        config.update(stride=1, padding="valid", dilation=1, depthMultiplier=1, bias=True, initializer="heNormal")
    if type.endswith(("Pool1d", "Pool2d")):
        config.update(stride=sizes[0], padding="valid")
    if type == "BatchNorm":
        config.update(momentum=0.1, epsilon=1e-5)
    if type == "Dense":
        config.update(initializer="heNormal", bias=True)
    return {**config, **options}


def gradients_case(config, x, parameters, training):
    """The output, and gradients of the input and the parameters for a random dY."""
    x = x.clone().requires_grad_()
    y = run(config, x, parameters, training=training)
    dy = draw(*y.shape)
    dx, *gradients = torch.autograd.grad(y, [x, *parameters.trained.values()], dy)
    return {"x": pack(x), "y": pack(y), "dY": pack(dy), "dX": pack(dx),
            "gradients": pack_all(dict(zip(parameters.trained, gradients)))}


def layer_case(config, *shape):
    torch.manual_seed(seed_of(config, shape))
    parameters = Parameters()
    made = gradients_case(config, draw(*shape), parameters, True)
    return {"config": config, **made, "parameters": pack_all(parameters.trained)}


def layers():
    image = (2, 6, 5, 4)
    return [
        layer_case(layer("Conv2d", 3, 3), *image),
        layer_case(layer("Conv2d", 3, [2, 3], stride=[2, 1], bias=False), *image),
        layer_case(layer("Conv2d", 3, 3, padding="same"), *image),
        layer_case(layer("Conv2d", 2, [3, 2], padding="same", stride=2), *image),
        layer_case(layer("Conv2d", 2, 3, padding=1, stride=[1, 2], dilation=[1, 2]), *image),
        layer_case(layer("Conv2d", 2, 2, padding=[1, 0], dilation=2), *image),
        layer_case(layer("Conv2d", 6, 3, groups=2), *image),
        layer_case(layer("Conv2d", 4, 3, groups="depthwise", padding="same"), *image),
        layer_case(layer("Conv2d", 8, 2, groups="depthwise", stride=2), *image),
        layer_case(layer("Conv2d", 5, 1), *image),
        layer_case(layer("Conv1d", 3, 3), 2, 9, 4),
        layer_case(layer("Conv1d", 3, 4, stride=2, padding="same", bias=False), 2, 9, 4),
        layer_case(layer("Conv1d", 4, 3, padding=2, dilation=2, groups=2), 2, 9, 4),
        layer_case(layer("Conv1d", 8, 2, groups="depthwise"), 2, 9, 4),
        layer_case(layer("ConvTranspose2d", 3, 3), 2, 3, 4, 4),
        layer_case(layer("ConvTranspose2d", 3, [2, 3], stride=[2, 3], bias=False), 2, 3, 4, 4),
        layer_case(layer("ConvTranspose2d", 2, 3, stride=2, padding=1, outputPadding=1), 2, 3, 4, 4),
        layer_case(layer("ConvTranspose2d", 2, 3, stride=2, padding="same"), 2, 3, 4, 4),
        layer_case(layer("ConvTranspose2d", 2, [1, 4], stride=[2, 1], padding="same"), 2, 3, 4, 4),
        layer_case(layer("ConvTranspose2d", 6, 2, groups=2, stride=[2, 1], dilation=2, outputPadding=[1, 0]),
                   2, 3, 4, 4),
        layer_case(layer("ConvTranspose2d", 4, 2, groups="depthwise", stride=2), 2, 3, 4, 4),
        layer_case(layer("MaxPool2d", 2), *image),
        layer_case(layer("MaxPool2d", 3, stride=2, padding=1), *image),
        layer_case(layer("MaxPool2d", [2, 3], stride=[1, 2], padding="same"), *image),
        layer_case(layer("AveragePool2d", 2), *image),
        layer_case(layer("AveragePool2d", 3, stride=2, padding=1), *image),
        layer_case(layer("AveragePool2d", [3, 2], stride=[2, 1], padding="same"), *image),
        layer_case({"type": "GlobalAveragePool"}, *image),
        layer_case({"type": "GlobalAveragePool"}, 2, 7, 3),
        layer_case(layer("UpSample", 2), 2, 3, 2, 4),
        layer_case(layer("UpSample", [1, 3]), 2, 3, 2, 4),
        layer_case(layer("SeparableConv2d", 3, [2, 3], padding="same", stride=2, depthMultiplier=2), 1, 6, 5, 2),
        layer_case(layer("SeparableConv2d", 2, 2, padding=1, dilation=2, bias=False), 1, 6, 5, 2),
        layer_case(layer("MaxPool1d", 3, stride=2, padding=1), 2, 7, 3),
        layer_case(layer("AveragePool1d", 2), 2, 7, 3),
        layer_case(layer("AveragePool1d", 3, stride=2, padding="same"), 2, 6, 3),
        layer_case({"type": "AdaptiveAveragePool2d", "size": [4, 3]}, 1, 6, 5, 2),
        layer_case({"type": "AdaptiveAveragePool2d", "size": 7}, 1, 6, 5, 2),
        layer_case({"type": "AdaptiveAveragePool2d", "size": [3, 1]}, 1, 6, 5, 2),
        layer_case({"type": "GlobalMaxPool"}, 1, 6, 5, 2),
        layer_case({"type": "GlobalMaxPool"}, 2, 7, 3),
        layer_case({"type": "Reshape", "shape": [5, -1]}, 1, 6, 5, 2),
        layer_case({"type": "Permute", "axes": [3, 1, 2]}, 1, 6, 5, 2),
        layer_case({"type": "ZeroPadding", "padding": 1}, 1, 3, 2, 2),
        layer_case({"type": "ZeroPadding", "padding": [2, 1]}, 1, 3, 2, 2),
        layer_case({"type": "ZeroPadding", "padding": [[0, 1], [2, 0]]}, 1, 3, 2, 2),
        layer_case({"type": "ZeroPadding", "padding": [2, 1]}, 2, 3, 2),
    ]


def batch_norm_case(config, *shape, shift=0.0, scale=1.0):
    """Three steps of training on different batches, then an evaluation by the running statistics."""
    torch.manual_seed(seed_of(config, shape))
    parameters = Parameters()
    inputs = lambda: (draw(*shape) * scale + shift).float().double()  # exact in float32 too
    steps = []
    for _ in range(3):
        step = gradients_case(config, inputs(), parameters, True)
        steps.append({**step, "running": pack_all(parameters.running)})
    evaluation = gradients_case(config, inputs(), parameters, False)
    return {"config": config, "parameters": pack_all(parameters.trained), "steps": steps, "evaluation": evaluation}


def batch_norms():
    return {
        "cases": [
            batch_norm_case(layer("BatchNorm"), 5, 3),
            batch_norm_case(layer("BatchNorm", momentum=0.3, epsilon=1e-2), 2, 4, 3, 2, shift=2.0, scale=3.0),
            batch_norm_case(layer("BatchNorm", momentum=1), 1, 4, 2),
            batch_norm_case(layer("BatchNorm", affine=False), 5, 2),
        ],
        "far": batch_norm_case(layer("BatchNorm"), 64, 2, shift=1e4),
    }


def network_case(name, config, loss_config, loss, targets, *shape):
    """Three full batches, with SGD; then an evaluation of the same examples."""
    torch.manual_seed(seed_of(name))
    parameters = Parameters()
    x, targets = draw(*shape), targets()
    run(config, x, parameters)
    for name_of, statistic in parameters.running.items():
        statistic.fill_(1.0 if name_of.endswith("Variance") else 0.0)
    initial, first, losses = pack_all(parameters.all()), None, []
    for _ in range(3):
        value = loss(run(config, x, parameters), targets)
        gradients = torch.autograd.grad(value, list(parameters.trained.values()))
        first = first or pack_all(dict(zip(parameters.trained, gradients)))
        losses.append(value.item())
        with torch.no_grad():
            for weight, gradient in zip(parameters.trained.values(), gradients):
                weight -= 0.1 * gradient
    return {"name": name, "config": config, "loss": loss_config, "learningRate": 0.1, "x": pack(x),
            "targets": pack(targets), "initial": initial, "gradients": first, "losses": losses,
            "final": pack_all(parameters.all()), "y": pack(run(config, x, parameters, training=False))}


def networks():
    relu, tanh, pool = {"type": "ReLU"}, {"type": "Tanh"}, {"type": "GlobalAveragePool"}
    labels = {"type": "SoftmaxCrossEntropy", "labelSmoothing": 0}
    norm = layer("BatchNorm")

    def chained(*parts):
        return layer("Chain", list(parts))

    body = chained(layer("Conv2d", 6, 3, stride=2, padding="same", bias=False), norm, relu,
                   layer("Conv2d", 6, 3, padding="same", groups=2, bias=False), layer("BatchNorm", momentum=0.2))
    block = layer("Residual", body, shortcut=layer("Conv2d", 6, 1, stride=2))
    # A Conv2d that is called twice: its first ReLU alone reads it, but not its second.
    branches = {"type": "Graph", "inputs": 1, "outputs": 9, "layers": [
        {**layer("Conv2d", 3, 3, padding="same"), "name": "shared"}, relu, {"type": "Add"},
        {"type": "Concat", "axis": -1}, pool, layer("Dense", 6), {"type": "Multiply"}], "nodes": [
            {"layer": 0, "inputs": [0]}, {"layer": 1, "inputs": [1]}, {"layer": 0, "inputs": [2]},
            {"layer": 1, "inputs": [3]}, {"layer": 2, "inputs": [4, 3, 0]}, {"layer": 3, "inputs": [5, 2]},
            {"layer": 4, "inputs": [6]}, {"layer": 5, "inputs": [7]}, {"layer": 6, "inputs": [7, 8]}]}
    return [
        network_case("residual classifier",
                     chained(layer("Conv2d", 4, 3, padding="same", bias=False), norm, relu, layer("MaxPool2d", 2),
                             block, relu, pool, layer("Dense", 3)),
                     labels, F.cross_entropy, lambda: torch.tensor([2, 0, 1, 1, 2]), 5, 8, 8, 2),
        network_case("sequence classifier",
                     chained(layer("Conv1d", 4, 3, stride=2), relu, layer("Conv1d", 4, 3, groups="depthwise"),
                             layer("Conv1d", 5, 1), norm, tanh, pool, layer("Dense", 3)),
                     labels, F.cross_entropy, lambda: torch.tensor([0, 0, 1, 2]), 4, 12, 2),
        network_case("autoencoder",
                     chained(layer("Conv2d", 4, 3, stride=2, padding=1), relu, layer("AveragePool2d", 2),
                             layer("ConvTranspose2d", 3, 2, stride=2), tanh, layer("UpSample", 2),
                             layer("Conv2d", 1, 3, padding="same")),
                     {"type": "MeanSquaredError"}, F.mse_loss, lambda: draw(3, 8, 8, 1), 3, 8, 8, 1),
        network_case("branches that join", branches, labels, F.cross_entropy, lambda: torch.tensor([2, 0, 5, 1]),
                     4, 4, 5, 3),
    ]


def main():
    content = {
        "source": f"scripts/reference/images.py, torch {torch.__version__.split('+')[0]}, float64",
        "layers": layers(),
        "batchNorm": batch_norms(),
        "networks": networks(),
    }
    write("images.json", content)


if __name__ == "__main__":
    main()
