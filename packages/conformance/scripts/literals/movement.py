"""Elements in another place: permute, slice, pad and concat."""

import math

import numpy as np

from .common import pattern, write

PERMUTES = [
    *[([m, n], [1, 0]) for m, n in [(0, 3), (3, 0), (1, 1), (1, 17), (17, 1), (3, 5), (4, 4), (7, 8), (16, 9), (17,
        31)]],
    ([], []),
    ([5], [0]),
    ([0], [0]),
    ([3, 5], [0, 1]),
    ([2, 3, 4], [0, 1, 2]),
    ([2, 3, 4], [0, 2, 1]),
    ([2, 3, 4], [1, 0, 2]),
    ([2, 3, 4], [1, 2, 0]),
    ([2, 3, 4], [2, 0, 1]),
    ([2, 3, 4], [2, 1, 0]),
    ([2, 0, 3], [2, 0, 1]),
    ([2, 3, 2, 4], [0, 2, 1, 3]),
    ([2, 3, 2, 4], [0, 1, 3, 2]),
    ([2, 3, 2, 4], [2, 3, 0, 1]),
    ([2, 3, 2, 4], [3, 2, 1, 0]),
    ([3, 1, 2, 5], [1, 3, 0, 2]),
    ([2, 3, 1, 2, 3], [0, 1, 2, 3, 4]),
    ([2, 3, 1, 2, 3], [4, 3, 2, 1, 0]),
    ([2, 3, 2, 2, 3], [1, 3, 0, 4, 2]),
]
SLICES = [
    ([], [], []),
    ([5], [0], [5]),
    ([5], [1], [3]),
    ([5], [5], [0]),
    ([31], [7], [17]),
    ([7, 4], [2, 0], [3, 4]),
    ([4, 7], [0, 3], [4, 1]),
    ([3, 5], [1, 2], [2, 3]),
    ([3, 17], [1, 1], [2, 16]),
    ([3, 5], [1, 2], [0, 3]),
    ([0, 3], [0, 1], [0, 2]),
    ([2, 3, 4], [1, 0, 1], [1, 3, 2]),
    ([2, 3, 2, 5], [0, 1, 1, 2], [2, 2, 1, 3]),
    ([2, 2, 3, 2, 2], [1, 0, 1, 0, 1], [1, 2, 2, 2, 1]),
]
PADS = [
    ([], [], [], 7),
    ([3], [0], [3], 7),
    ([3], [2], [7], 0),
    ([0], [0], [5], 7),
    ([17], [3], [33], 0),
    ([3, 5], [1, 0], [4, 5], 0),
    ([3, 5], [0, 2], [3, 9], 7),
    ([2, 3], [1, 2], [4, 6], 7),
    ([2, 0], [0, 1], [3, 2], 7),
    ([2, 0], [1, 0], [4, 0], 7),
    ([2, 3, 4], [0, 1, 2], [3, 4, 7], 7),
    ([1, 2, 1, 3], [1, 0, 2, 1], [2, 3, 4, 5], 0),
    ([1, 2, 1, 2, 2], [0, 0, 1, 0, 1], [2, 2, 2, 2, 4], 7),
]
CONCATS = [
    ('one', [[2, 3, 2]]),
    ('of an axis alone', [[1, 3, 1], [1, 2, 1]]),
    ('of rows', [[1, 2, 4], [1, 1, 4], [1, 3, 4]]),
    ('of columns', [[3, 2, 1], [3, 4, 1]]),
    ('in the middle', [[4, 1, 17], [4, 3, 17]]),
    ('many', [[2, 1 + part % 3, 3] for part in range(9)]),
    ('an empty one first', [[1, 0, 1], [1, 5, 1]]),
    ('an empty one between', [[2, 2, 3], [2, 0, 3], [2, 1, 3]]),
    ('empty ones alone', [[2, 0, 3], [2, 0, 3]]),
    ('nothing outside', [[0, 2, 3], [0, 1, 3]]),
    ('nothing inside', [[2, 3, 0], [2, 1, 0]]),
]


def magnitudes(seed, shape):
    return np.abs(pattern(seed, math.prod(shape))).reshape(shape).astype(int)


def write_literals():
    pads = []
    for shape, starts, whole, value in PADS:
        widths = [(start, out - start - own) for own, start, out in zip(shape, starts, whole)]
        result = np.pad(magnitudes(9, shape), widths, constant_values=value) if shape else magnitudes(9, shape)
        pads.append({'x': shape, 'starts': starts, 'shape': whole, 'value': value, 'result': result})
    write(
        'movement',
        permuteLiterals=(
            'readonly PermuteLiteral[]',
            [
                {'shape': shape, 'axes': axes, 'result': np.transpose(magnitudes(6, shape), axes)}
                for shape, axes in PERMUTES
            ],
        ),
        sliceLiterals=(
            'readonly SliceLiteral[]',
            [
                {
                    'x': shape,
                    'starts': starts,
                    'shape': block,
                    'result': np.asarray(magnitudes(8, shape)[tuple(slice(a, a + n) for a, n in zip(starts, block))]),
                }
                for shape, starts, block in SLICES
            ],
        ),
        padLiterals=('readonly PadLiteral[]', pads),
        concatLiterals=(
            'readonly ConcatLiteral[]',
            [
                {
                    'label': label,
                    'shapes': shapes,
                    'result': np.concatenate([magnitudes(10 + i, shape) for i, shape in enumerate(shapes)], axis=1),
                }
                for label, shapes in CONCATS
            ],
        ),
    )
