"""What core composes of the kernels, and the fused kernels."""

import math

import numpy as np
import scipy.special
import torch

from .common import pattern, write


def write_composed_literals():
    inf, nan = math.inf, math.nan
    entries = []
    for label, values in [
        ('small', [[0, 0, 0, 0], [1, 2, 3, 4], [-1.5, 0.25, 3, -2]]),
        ('large', [[1e4, -1e4, 0, 9999], [-1e4, -1e4, -1e4, -1e4], [1e4, 1e4, 1e4, 1e4]]),
        ('NaN in a row', [[1, nan, 2, 3], [1, 2, 3, 4], [nan, nan, nan, nan]]),
        ('negative infinity', [[-inf, 0, 1, 2], [-inf, -inf, -inf, 5], [-inf, -inf, -inf, -inf]]),
        ('one class', [[3.0], [-1e4], [0.0]]),
        ('17 classes', (pattern(8, 51).reshape(3, 17) / 4).tolist()),
        ('no rows', np.zeros((0, 4))),
    ]:
        x = np.array(values, dtype=np.float64)
        with np.errstate(all='ignore'):
            log_softmax = scipy.special.log_softmax(x, axis=1) if x.size else x
            softmax = scipy.special.softmax(x, axis=1) if x.size else x
            if (
                label == 'negative infinity'
            ):  # SciPy warns and differs by version on a row of -Infinity; 0/0 by definition.
                softmax[2], log_softmax[2] = nan, nan
        entries.append(
            {
                'label': label,
                'shape': list(x.shape),
                'x': x,
                'softmax': softmax,
                'logSoftmax': log_softmax,
                'relu': np.maximum(x, 0),
                'mean': float(x.mean()) if x.size else nan,
            }
        )
    write('composed', composedLiterals=('readonly ComposedLiteral[]', entries))


def dense():
    forward, backward = [], []
    for n, k, m in [(1, 1, 1), (3, 5, 4), (4, 7, 1), (2, 16, 17), (5, 3, 8), (0, 3, 2)]:
        rng = np.random.default_rng([11, n, k, m])  # so that a new size changes no other
        x, w, b, d = (np.round(rng.normal(size=s) * 64) / 64 for s in [(n, k), (k, m), (m,), (n, m)])
        x[rng.random((n, k)) < 0.4] = 0
        for bias in (True, False):
            for activation in ('none', 'relu'):
                tx, tw, tb = (torch.tensor(v, requires_grad=True) for v in (x, w, b))
                z = tx @ tw + tb if bias else tx @ tw
                y = torch.relu(z) if activation == 'relu' else z
                y.backward(torch.tensor(d))
                common = {'n': n, 'k': k, 'm': m, 'activation': activation, 'x': x, 'w': w}
                forward.append({**common, 'b': b if bias else None, 'y': y.detach().numpy()})
                if bias:
                    backward.append(
                        {
                            **common,
                            'y': y.detach().numpy(),
                            'dY': d,
                            'dX': tx.grad.numpy(),
                            'dW': tw.grad.numpy(),
                            'db': tb.grad.numpy(),
                        }
                    )
    return forward, backward


def cross_entropy():
    entries = []
    for label, logits, labels in [
        ('one row', [[1, 2, 3]], [0]),
        ('several rows', (pattern(9, 35).reshape(7, 5) / 8).tolist(), [0, 4, 2, 2, 1, 3, 0]),
        ('17 classes', (pattern(10, 51).reshape(3, 17) / 8).tolist(), [16, 0, 8]),
        ('large logits', [[1e4, -1e4, 0], [-1e4, 1e4, 5]], [0, 2]),
        ('equal logits', [[0, 0, 0, 0], [7, 7, 7, 7]], [3, 0]),
        ('NaN in a row', [[1, math.nan, 3], [1, 2, 3]], [0, 2]),
        ('negative infinity', [[-math.inf, 0, 1], [2, -math.inf, -math.inf]], [1, 0]),
        ('label at negative infinity', [[-math.inf, 0, 1], [0, 0, 0]], [0, 1]),
        ('row of negative infinity', [[-math.inf] * 3, [0, 1, 0]], [0, 1]),
    ]:
        for smoothing, scale in [(0, 1), (0, 0.25), (0.1, 0.5)]:
            x = torch.tensor(logits, dtype=torch.float64, requires_grad=True)
            loss = (
                torch.nn.functional.cross_entropy(x, torch.tensor(labels), label_smoothing=smoothing, reduction='sum')
                * scale
            )
            loss.backward()
            entries.append(
                {
                    'label': label,
                    'rows': len(labels),
                    'classes': x.shape[1],
                    'logits': x.detach().numpy(),
                    'labels': labels,
                    'labelSmoothing': smoothing,
                    'scale': scale,
                    'loss': loss.item(),
                    'dLogits': x.grad.numpy(),
                }
            )
    return entries


STEPS = 3


def descend(make, size):
    """The parameter before, the gradients, and the parameter after each step."""
    parameter = torch.tensor(pattern(12, size) / 8, requires_grad=True)
    gradients = [pattern(13 + step, size) / 16 for step in range(STEPS)]
    optimizer = make([parameter])
    after = []
    for gradient in gradients:
        parameter.grad = torch.tensor(gradient)
        optimizer.step()
        after.append(parameter.detach().numpy().copy())
    return np.concatenate(after), optimizer.state[parameter]


def optimizers():
    sgds, adams = [], []
    for size in (1, 17):
        for label, options in [
            ('plain', {}),
            ('weight decay', {'weightDecay': 0.01}),
            ('momentum', {'momentum': 0.9}),
            ('dampening', {'momentum': 0.9, 'dampening': 0.3, 'weightDecay': 0.01}),
            ('nesterov', {'momentum': 0.8, 'nesterov': True, 'weightDecay': 0.05}),
        ]:
            full = {
                'learningRate': 0.1,
                'weightDecay': 0.0,
                'momentum': 0.0,
                'dampening': 0.0,
                'nesterov': False,
                **options,
            }
            after, state = descend(
                lambda p: torch.optim.SGD(
                    p,
                    lr=full['learningRate'],
                    weight_decay=full['weightDecay'],
                    momentum=full['momentum'],
                    dampening=full['dampening'],
                    nesterov=full['nesterov'],
                ),
                size,
            )
            buffer = state.get('momentum_buffer')
            sgds.append(
                {
                    'label': label,
                    'size': size,
                    **full,
                    'after': after,
                    'velocity': None if buffer is None else buffer.numpy(),
                }
            )
        for label, decoupled, options in [
            ('defaults', False, {}),
            ('L2', False, {'weightDecay': 0.1}),
            ('AdamW', True, {'weightDecay': 0.1}),
            ('large epsilon', False, {'epsilon': 0.5, 'beta1': 0.5, 'beta2': 0.7}),
        ]:
            full = {'learningRate': 0.01, 'beta1': 0.9, 'beta2': 0.999, 'epsilon': 1e-8, 'weightDecay': 0.0, **options}
            make = torch.optim.AdamW if decoupled else torch.optim.Adam
            after, state = descend(
                lambda p: make(
                    p,
                    lr=full['learningRate'],
                    betas=(full['beta1'], full['beta2']),
                    eps=full['epsilon'],
                    weight_decay=full['weightDecay'],
                    foreach=False,
                ),
                size,
            )
            adams.append(
                {
                    'label': label,
                    'size': size,
                    **full,
                    'decoupled': decoupled,
                    'after': after,
                    'm': state['exp_avg'].numpy(),
                    'v': state['exp_avg_sq'].numpy(),
                }
            )
    return sgds, adams


def write_fused_literals():
    forward, backward = dense()
    sgds, adams = optimizers()
    write(
        'fused',
        denseLiterals=('readonly DenseLiteral[]', forward),
        denseBackwardLiterals=('readonly DenseBackwardLiteral[]', backward),
        crossEntropyLiterals=('readonly CrossEntropyLiteral[]', cross_entropy()),
        sgdLiterals=('readonly SgdLiteral[]', sgds),
        adamLiterals=('readonly AdamLiteral[]', adams),
    )
