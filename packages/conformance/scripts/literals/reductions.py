"""sum, max and argmax."""

import math

import numpy as np

from .common import FLOATS, pattern, write

REDUCTIONS = [
    *[(1, n, 1) for n in (1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 127)],
    (5, 7, 1),
    (3, 17, 1),
    (1, 7, 5),
    (1, 5, 17),
    (3, 5, 7),
    (2, 16, 4),
    (4, 1, 3),
    (17, 1, 1),
    (0, 3, 1),
    (2, 3, 0),
    (1, 3, 8),
]


def long_inputs(label, n, kind):
    """The same formulas are in src/cases/reductions.ts."""
    i = np.arange(n)
    if label == 'constant 0.1':
        return np.full(n, 0.1, dtype=kind)
    if label == 'constant 1/3 and -1e-3':
        return np.where(i % 2 == 0, 1 / 3, -1e-3).astype(kind)
    if label == 'alternating 1e4 and 1e-4':
        return np.where(i % 2 == 0, 1e4, 1e-4).astype(kind)
    if label == 'alternating signs':
        return np.where(i % 2 == 0, 1e6, -999999.9).astype(kind)
    return (pattern(5, n) / 7).astype(kind)


def write_literals():
    literals = []
    for shape in REDUCTIONS:
        x = pattern(4, math.prod(shape)).reshape(shape) / 4
        literals.append({'shape': shape, 'sum': x.sum(1), 'max': x.max(1), 'argmax': x.argmax(1)})
    inf, nan = math.inf, math.nan
    rows = [
        ('ties', [[1, 3, 3, 2, 3], [0, -0.0, 0, -0.0, 0], [-0.0, 0, -0.0, 0, -0.0], [7, 7, 7, 7, 7]]),
        ('NaN', [[1, nan, 3, nan, 2], [nan, 1, inf, 2, 3], [1, 2, 3, 4, nan], [nan, nan, nan, nan, nan]]),
        (
            'infinities',
            [[-inf, -inf, -inf, -inf, -inf], [1, inf, 2, inf, 3], [-inf, -5, -inf, -7, -9], [0, 1, -inf, 2, 3]],
        ),
        ('NaN after infinity', [[inf, 1, nan, 2, 3], [-inf, nan, -inf, 0, 0], [inf, -inf, 1, 2, 3], [1, 2, 3, 4, 5]]),
        (
            'subnormals',
            [
                [1e-40, 2e-40, 3e-40, 1e-45, 0],
                [-1e-40, -2e-40, -3e-40, -1e-45, -4e-40],
                [1e-45] * 5,
                [1e-40, -1e-40, 1e-40, 0, 0],
            ],
        ),
    ]
    specials = {}
    for dtype, kind in FLOATS.items():
        specials[dtype] = []
        for label, values in rows:
            x = np.array(values, dtype=kind)
            with np.errstate(all='ignore'):
                specials[dtype].append(
                    {
                        'label': label,
                        'x': x,
                        'sum': x.astype(np.float64).sum(1).astype(kind),
                        'max': x.max(1),
                        'argmax': x.argmax(1),
                    }
                )
    long = {}
    for dtype, kind in FLOATS.items():
        long[dtype] = []
        for label in [
            'constant 0.1',
            'constant 1/3 and -1e-3',
            'alternating 1e4 and 1e-4',
            'alternating signs',
            'sevenths',
        ]:
            for shape in [(1, 60000, 1), (1, 60000, 3), (2, 30011, 1)]:
                x = long_inputs(label, math.prod(shape), kind).astype(np.float64).reshape(shape)
                sums = [math.fsum(x[o, :, i]) for o in range(shape[0]) for i in range(shape[2])]
                size = [math.fsum(np.abs(x[o, :, i])) for o in range(shape[0]) for i in range(shape[2])]
                long[dtype].append({'label': label, 'shape': shape, 'sum': np.array(sums), 'magnitude': np.array(size)})
    write(
        'reductions',
        reductionLiterals=('readonly ReductionLiteral[]', literals),
        reductionSpecials=('ReductionSpecials', specials),
        longSums=('LongSums', long),
    )
