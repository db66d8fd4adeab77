"""Writes test/fixtures/normalization.json: normalisation, Dropout2d and activations, by PyTorch in float64.

Run from packages/core:  python3 scripts/reference/normalization.py
Needs what generate.py needs. Channels are last, as in nabla; PyTorch gets them transposed. Besides layers as in
torch.json, the file has `edges` and `large`. `edges` are values and slopes at NaN, infinities, zeros and kinks. JSON
has no NaN and no infinities, so NaN is null and infinities are strings. `large` is float32 data of mean 1e4 and
deviation 1.
"""
import math

import torch
import torch.nn.functional as F

from fixture import write
from generate import layer_case, leaf


def channels_first(function):
    return lambda x, **parameters: function(x.movedim(-1, 1), **parameters).movedim(1, -1)


def layer_norm(epsilon, axes=1):
    return lambda x, scale=None, offset=None: F.layer_norm(x, x.shape[-axes:], scale, offset, epsilon)


def group_norm(groups, epsilon):
    return channels_first(lambda x, scale=None, offset=None: F.group_norm(x, groups, scale, offset, epsilon))


def rms_norm(epsilon, axes=1):
    return lambda x, scale=None: F.rms_norm(x, x.shape[-axes:], scale, epsilon)


def shifted(*shape):
    """Of a mean that is not 0."""
    return lambda: (torch.randn(*shape) * 2 + 3).requires_grad_()


ACTIVATIONS = [
    ({"type": "SELU"}, F.selu),
    ({"type": "GELU", "approximate": "tanh"}, lambda x: F.gelu(x, approximate="tanh")),
    ({"type": "HardSwish"}, F.hardswish),
]


def layers():
    def affine(channels):
        return {"scale": leaf(channels), "offset": leaf(channels)}

    def activation(config, function, **parameters):
        edges = torch.tensor([[0.0, -1e-3, 12.0, -12.0], [-3.0, 3.0, -1.5, 1e-9]])
        x = lambda: torch.cat([torch.randn(3, 4) * 3, edges]).requires_grad_()  # noqa: E731
        return layer_case(config, function, x, **parameters)

    def group(groups, epsilon, *shape):
        config = {"type": "GroupNorm", "groups": groups, "epsilon": epsilon}
        return layer_case(config, group_norm(groups, epsilon), shifted(*shape), **affine(shape[-1]))

    return [
        *[activation(config, function) for config, function in ACTIVATIONS],
        activation({"type": "PReLU"}, lambda x, slope: F.prelu(x, slope), slope=leaf(1)),
        layer_case({"type": "LayerNorm", "epsilon": 1e-5}, layer_norm(1e-5), shifted(3, 7), **affine(7)),
        layer_case({"type": "LayerNorm", "epsilon": 0.5}, layer_norm(0.5), shifted(2, 3, 2, 5), **affine(5)),
        layer_case({"type": "RMSNorm", "epsilon": 1e-6}, rms_norm(1e-6), shifted(3, 7), scale=leaf(7)),
        layer_case({"type": "RMSNorm", "epsilon": 0.5}, rms_norm(0.5), shifted(2, 3, 5), scale=leaf(5)),
        group(2, 1e-5, 3, 2, 3, 6),
        group(1, 1e-5, 2, 5, 4),
        group(4, 0.5, 3, 3, 4),
        group(3, 0.1, 4, 6),
        layer_case({"type": "LayerNorm", "axes": 2}, layer_norm(1e-5, 2), shifted(2, 2, 3, 4), scale=leaf(3, 4),
                   offset=leaf(3, 4)),
        layer_case({"type": "LayerNorm", "axes": 3, "affine": False}, layer_norm(1e-5, 3), shifted(2, 2, 3, 2)),
        layer_case({"type": "RMSNorm", "axes": 2}, rms_norm(1e-6, 2), shifted(2, 2, 3, 4), scale=leaf(3, 4)),
        layer_case({"type": "RMSNorm", "affine": False}, rms_norm(1e-6), shifted(3, 7)),
        layer_case({"type": "GroupNorm", "groups": 2, "affine": False}, group_norm(2, 1e-5), shifted(2, 3, 4)),
        dropout_2d_case(0.4),
    ]


def dropout_2d_case(rate):
    """PyTorch's own mask, so that a test can see that kept channels are scaled as PyTorch scales them."""
    return layer_case({"type": "Dropout2d", "rate": rate}, channels_first(lambda x: F.dropout2d(x, rate)),
                      leaf(6, 2, 3, 8))


def edges():
    points = [math.nan, math.inf, -math.inf, 0.0, -0.0, -3.0, 3.0, 1e-300, 700.0, -700.0]

    def case(config, function):
        x = torch.tensor(points, requires_grad=True)
        y = function(x)
        (slope,) = torch.autograd.grad(y.sum(), x)
        return {"config": config, "x": written(x), "y": written(y), "slope": written(slope)}

    return [case(config, function) for config, function in ACTIVATIONS]


def written(tensor):
    def one(value):
        if math.isfinite(value):
            return value
        return None if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"

    return [one(value) for value in tensor.tolist()]


def large():
    """The same float32 numbers in float64."""
    def case(config, function, *shape, **parameters):
        x = lambda: (1e4 + torch.randn(*shape)).float().double().requires_grad_()  # noqa: E731
        return layer_case(config, function, x, **parameters)

    def plain(channels):
        return {"scale": lambda: torch.ones(channels, requires_grad=True),
                "offset": lambda: torch.zeros(channels, requires_grad=True)}

    return [
        case({"type": "LayerNorm", "epsilon": 1e-5}, layer_norm(1e-5), 4, 33, **plain(33)),
        case({"type": "GroupNorm", "groups": 2, "epsilon": 1e-5}, group_norm(2, 1e-5), 2, 5, 5, 4, **plain(4)),
    ]


def main():
    content = {
        "source": f"scripts/reference/normalization.py, torch {torch.__version__.split('+')[0]}, float64",
        "layers": layers(),
        "edges": edges(),
        "large": large(),
    }
    write("normalization.json", content)


if __name__ == "__main__":
    main()
