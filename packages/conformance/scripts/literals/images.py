"""Convolution, pooling and batch normalisation.

Results come from ONNX's reference implementation, gradients from PyTorch in float64. Both must agree on the results to
1e-12 of the largest element. PyTorch cannot pad two sides differently, so the image is padded first. Images here are
[n, height, width, channels]; both libraries want channels second.
"""

import math

import numpy as np
import onnx
import onnx.helper as helper
import torch
import torch.nn.functional as F
from onnx.reference import ReferenceEvaluator

from .common import pattern, write

DOUBLE = onnx.TensorProto.DOUBLE


def evaluate(op, inputs, outputs=1, **attributes):
    """Runs one ONNX operator on arrays, in float64."""
    names = [f'i{k}' for k in range(len(inputs))]
    results = [f'o{k}' for k in range(outputs)]
    node = helper.make_node(op, names, results, **attributes)
    values = [helper.make_tensor_value_info(name, DOUBLE, None) for name in names + results]
    graph = helper.make_graph([node], op, values[: len(names)], values[len(names) :])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 22)])
    return ReferenceEvaluator(model).run(None, dict(zip(names, inputs)))


def agree(mine, others):
    for a, b in zip(mine, others, strict=True):
        assert a.shape == b.shape, (a.shape, b.shape)
        same = np.isnan(a) == np.isnan(b)
        assert same.all()
        finite = np.isfinite(a)
        largest = np.abs(a[finite]).max(initial=1e-300)
        assert (np.abs(a - b)[finite] <= 1e-12 * largest).all(), np.abs(a - b).max()


def channels_first(x):
    return np.ascontiguousarray(np.moveaxis(x, 3, 1))


def channels_last(x):
    return np.ascontiguousarray(np.moveaxis(np.asarray(x), 1, 3))


def from_filters(w):
    """[rows, columns, in, out] to [out, in, rows, columns]."""
    return np.ascontiguousarray(np.transpose(w, (3, 2, 0, 1)))


def to_filters(w):
    return np.ascontiguousarray(np.transpose(np.asarray(w), (2, 3, 1, 0)))


def inputs(*shapes):
    """Eighths: sums of products are exact."""
    return [pattern(20 + seed, math.prod(shape)).reshape(shape) / 8 for seed, shape in enumerate(shapes)]


def around(image, size, stride, dilation, padding):
    """The padding [top, left, bottom, right], and the number of windows in each direction."""
    extent = [d * (k - 1) + 1 for k, d in zip(size, dilation)]
    if padding == 'same':
        out = [-(-length // s) for length, s in zip(image, stride)]
        both = [max(0, (o - 1) * s + e - length) for o, s, e, length in zip(out, stride, extent, image)]
        before = [total // 2 for total in both]
        return [*before, *(total - first for total, first in zip(both, before))], out
    out = [(length + 2 * p - e) // s + 1 for length, p, e, s in zip(image, padding, extent, stride)]
    return [*padding, *padding], out


def padded(x, pads, value=0.0):
    top, left, bottom, right = pads
    return F.pad(x, (left, right, top, bottom), value=value)


def tensors(*arrays):
    return [torch.tensor(array, requires_grad=True) for array in arrays]


def label(parts):
    return ' '.join(str(part) for part in parts if part)


def times(pair):
    return 'x'.join(str(length) for length in pair)


def convolutions():
    entries = []
    for x_shape, w_shape, options in [
        ((2, 5, 6, 3), (3, 3, 3, 4), {'bias': True}),
        ((2, 5, 6, 3), (3, 3, 3, 4), {'padding': 'same', 'bias': True, 'relu': True}),
        ((1, 7, 6, 4), (3, 2, 2, 6), {'stride': (2, 1), 'padding': (1, 1), 'groups': 2, 'bias': True, 'relu': True}),
        ((1, 8, 7, 4), (3, 3, 1, 4), {'stride': (2, 2), 'dilation': (2, 2), 'padding': (2, 2), 'groups': 4}),
        ((1, 5, 5, 3), (3, 3, 1, 6), {'padding': 'same', 'groups': 3, 'bias': True, 'relu': True}),
        ((3, 3, 2, 5), (1, 1, 5, 3), {}),
        ((1, 5, 4, 16), (1, 1, 16, 2), {'stride': (2, 3), 'bias': True}),
        ((1, 6, 5, 1), (2, 4, 1, 2), {'padding': 'same', 'relu': True}),
        ((2, 6, 7, 2), (3, 3, 2, 3), {'stride': (2, 2), 'padding': 'same', 'bias': True}),
        ((1, 9, 8, 1), (5, 5, 1, 2), {'stride': (3, 2), 'padding': (2, 1), 'bias': True, 'relu': True}),
        ((1, 4, 5, 33), (2, 3, 33, 1), {'bias': True}),
        ((1, 9, 8, 2), (2, 3, 2, 2), {'stride': (1, 2), 'dilation': (3, 2), 'padding': (1, 2), 'relu': True}),
        ((2, 3, 4, 2), (3, 4, 2, 3), {'bias': True}),
        ((1, 7, 8, 2), (2, 2, 2, 2), {'stride': (3, 3)}),
    ]:
        stride, dilation = options.get('stride', (1, 1)), options.get('dilation', (1, 1))
        padding, groups, relu = options.get('padding', (0, 0)), options.get('groups', 1), options.get('relu', False)
        size, filters = w_shape[:2], w_shape[3]
        pads, out = around(x_shape[1:3], size, stride, dilation, padding)
        shape = (x_shape[0], *out, filters)
        x, w, b, d = inputs(x_shape, w_shape, (filters,), shape)
        if not options.get('bias'):
            b = np.zeros_like(b)
        (z,) = evaluate('Conv', [channels_first(x), from_filters(w), b], strides=stride, dilations=dilation, pads=pads,
            group=groups, kernel_shape=size)
        y = channels_last(np.maximum(z, 0) if relu else z)
        tx, tw, tb = tensors(channels_first(x), from_filters(w), b)
        ty = F.conv2d(padded(tx, pads), tw, tb, stride=stride, dilation=dilation, groups=groups)
        ty = torch.relu(ty) if relu else ty
        ty.backward(torch.tensor(channels_first(d)))
        agree([channels_last(ty.detach())], [y])
        entries.append({
            'label': label([times(x_shape), 'by', times(w_shape), stride != (1, 1) and f'stride {times(stride)}',
                dilation != (1, 1) and f'dilation {times(dilation)}',
                padding == 'same' and 'padding same',
                padding not in ('same', (0, 0)) and f'padding {times(padding)}', groups > 1 and f'groups {groups}',
                options.get('bias') and 'bias', relu and 'relu']),
            'x': x_shape, 'w': w_shape, 'out': shape, 'stride': stride, 'dilation': dilation, 'padding': padding,
            'before': pads[:2], 'groups': groups, 'activation': 'relu' if relu else 'none',
            'y': y, 'dX': channels_last(tx.grad), 'dW': to_filters(tw.grad),
            'db': tb.grad.numpy() if options.get('bias') else None,
        })  # fmt: skip
    return entries


def transposed_convolutions():
    entries = []
    for x_shape, w_shape, options in [
        ((2, 3, 4, 3), (3, 3, 2, 3), {'stride': (2, 2), 'padding': (1, 1), 'outputPadding': (1, 1), 'bias': True}),
        ((1, 4, 3, 4), (2, 3, 3, 4), {'stride': (2, 3), 'groups': 2, 'bias': True}),
        ((2, 4, 4, 2), (3, 3, 2, 2), {'dilation': (2, 2), 'padding': (1, 1)}),
        ((1, 4, 5, 2), (2, 2, 1, 2), {'stride': (3, 3), 'padding': (0, 1), 'outputPadding': (2, 0)}),
        ((1, 3, 4, 2), (3, 3, 2, 2), {'stride': (2, 2), 'padding': 'same', 'bias': True}),
    ]:
        stride, dilation = options.get('stride', (1, 1)), options.get('dilation', (1, 1))
        padding, groups = options.get('padding', (0, 0)), options.get('groups', 1)
        extra, size = options.get('outputPadding', (0, 0)), w_shape[:2]
        full = [(o - 1) * s + d * (k - 1) + 1 for o, s, d, k in zip(x_shape[1:3], stride, dilation, size)]
        if padding == 'same':
            image = [o * s for o, s in zip(x_shape[1:3], stride)]
            pads, _ = around(image, size, stride, dilation, padding)
        else:
            pads = [*padding, *padding]
            image = [length - 2 * p + e for length, p, e in zip(full, padding, extra)]
        shape = (x_shape[0], *image, w_shape[2] * groups)
        x, w, b, d = inputs(x_shape, w_shape, shape[3:], shape)
        if not options.get('bias'):
            b = np.zeros_like(b)
        tx, tw, tb = tensors(channels_first(x), from_filters(w), b)
        ends = [max(0, e - p) for e, p in zip(extra, pads[2:])]
        ty = F.conv_transpose2d(tx, tw, None, stride=stride, dilation=dilation, groups=groups)
        ty = F.pad(ty, (0, ends[1], 0, ends[0]))
        ty = ty[:, :, pads[0] : pads[0] + image[0], pads[1] : pads[1] + image[1]] + tb[:, None, None]
        ty.backward(torch.tensor(channels_first(d)))
        y = channels_last(ty.detach())
        if padding != 'same':
            plain = F.conv_transpose2d(tx, tw, tb, stride, padding, extra, groups, dilation)
            agree([channels_last(plain.detach())], [y])
        if groups == 1:  # the reference implementation has no groups here
            (z,) = evaluate('ConvTranspose', [channels_first(x), from_filters(w), b], strides=stride,
                dilations=dilation, pads=pads, output_padding=extra, kernel_shape=size)
            agree([y], [channels_last(z)])
        entries.append({
            'label': label([times(x_shape), 'by', times(w_shape), stride != (1, 1) and f'stride {times(stride)}',
                dilation != (1, 1) and f'dilation {times(dilation)}', padding == 'same' and 'padding same',
                padding not in ('same', (0, 0)) and f'padding {times(padding)}', groups > 1 and f'groups {groups}',
                extra != (0, 0) and f'outputPadding {times(extra)}', options.get('bias') and 'bias']),
            'x': x_shape, 'w': w_shape, 'out': shape, 'stride': stride, 'dilation': dilation, 'padding': padding,
            'outputPadding': extra, 'groups': groups,
            'y': y, 'dX': channels_last(tx.grad), 'dW': to_filters(tw.grad),
            'db': tb.grad.numpy() if options.get('bias') else None,
        })  # fmt: skip
    return entries


def pools():
    entries = []
    for x_shape, size, stride, padding in [
        ((2, 4, 6, 3), (2, 2), (2, 2), (0, 0)),
        ((1, 7, 7, 2), (3, 3), (2, 2), (1, 1)),
        ((1, 5, 6, 4), (3, 2), (1, 2), (1, 1)),
        ((2, 5, 7, 1), (3, 3), (1, 1), 'same'),
        ((1, 6, 5, 3), (2, 2), (2, 2), 'same'),
        ((1, 7, 8, 2), (2, 3), (3, 2), (0, 0)),
        ((3, 3, 4, 5), (3, 4), (3, 4), (0, 0)),
        ((1, 4, 4, 17), (1, 1), (2, 2), (0, 0)),
    ]:
        pads, out = around(x_shape[1:3], size, stride, (1, 1), padding)
        shape = (x_shape[0], *out, x_shape[3])
        x, d = inputs(x_shape, shape)
        options = {'kernel_shape': size, 'strides': stride, 'pads': pads}
        (largest,) = evaluate('MaxPool', [channels_first(x)], **options)
        (mean,) = evaluate('AveragePool', [channels_first(x)], count_include_pad=0, **options)
        (tx,) = tensors(channels_first(x))
        y = F.max_pool2d(padded(tx, pads, -math.inf), size, stride)
        y.backward(torch.tensor(channels_first(d)))
        agree([y.detach().numpy()], [largest])
        (tm,) = tensors(channels_first(x))
        count = F.avg_pool2d(padded(torch.ones_like(tm), pads), size, stride)
        m = F.avg_pool2d(padded(tm, pads), size, stride) / count
        m.backward(torch.tensor(channels_first(d)))
        agree([m.detach().numpy()], [mean])
        entries.append({
            'label': label([times(x_shape), 'by', times(size), f'stride {times(stride)}',
                padding == 'same' and 'padding same',
                padding not in ('same', (0, 0)) and f'padding {times(padding)}']),
            'x': x_shape, 'size': size, 'out': shape, 'stride': stride, 'padding': padding, 'before': pads[:2],
            'max': channels_last(largest), 'maxBackward': channels_last(tx.grad),
            'average': channels_last(mean), 'averageBackward': channels_last(tm.grad),
        })  # fmt: skip
    return entries


def normalizations():
    entries = []
    for n, channels, epsilon, relu in [  # float32 numbers, as ONNX's attribute is one
        (2, 3, 2**-17, False),
        (50, 3, 2**-17, True),
        (7, 1, 2**-10, True),
        (13, 17, 2**-17, False),
        (13, 5, 0.5, True),
    ]:
        x, scale, offset, d = inputs((n, channels), (channels,), (channels,), (n, channels))
        zeros = np.zeros(channels)
        y, mean, variance = evaluate('BatchNormalization', [x, scale, offset, zeros, zeros], outputs=3,
            epsilon=epsilon, momentum=0.0, training_mode=1)
        y = np.maximum(y, 0) if relu else y
        tx, ts, to = tensors(x, scale, offset)
        ty = F.batch_norm(tx, None, None, ts, to, True, 0.1, epsilon)
        ty = torch.relu(ty) if relu else ty
        ty.backward(torch.tensor(d))
        agree([ty.detach().numpy(), x.mean(axis=0), x.var(axis=0)], [y, mean, variance])
        entries.append({
            'n': n, 'channels': channels, 'epsilon': epsilon, 'activation': 'relu' if relu else 'none',
            'y': y, 'mean': mean, 'variance': variance,
            'dX': tx.grad.numpy(), 'dScale': ts.grad.numpy(), 'dOffset': to.grad.numpy(),
        })  # fmt: skip
    return entries


def write_literals():
    write(
        'images',
        source=f'Results: the reference implementation of ONNX {onnx.__version__}; convTransposeLiterals: PyTorch. '
        'Gradients: PyTorch.',
        convLiterals=('readonly ConvLiteral[]', convolutions()),
        convTransposeLiterals=('readonly ConvTransposeLiteral[]', transposed_convolutions()),
        poolLiterals=('readonly PoolLiteral[]', pools()),
        batchNormLiterals=('readonly BatchNormLiteral[]', normalizations()),
    )
