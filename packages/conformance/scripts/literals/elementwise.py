"""Arithmetic, comparison and choice, element by element."""

import math

import numpy as np

from .common import FLOATS, pattern, write

BINARY = {
    'add': np.add,
    'subtract': np.subtract,
    'multiply': np.multiply,
    'divide': np.divide,
    'maximum': np.maximum,
    'greater': lambda a, b: np.greater(a, b).astype(a.dtype),
}
LENGTHS = [0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31]
BROADCASTS = [
    *[([n], [n]) for n in LENGTHS],
    ([], []),
    ([1], [17]),
    ([17], [1]),
    ([1, 1], [3, 5]),
    ([3, 5], [1, 1]),
    ([3, 5], [1, 5]),
    ([1, 5], [3, 5]),
    ([3, 5], [3, 1]),
    ([3, 1], [3, 5]),
    ([3, 1], [1, 5]),
    ([1, 9], [4, 1]),
    ([7, 17], [1, 17]),
    ([2, 3, 4], [1, 3, 1]),
    ([2, 1, 4], [1, 3, 1]),
    ([1, 3, 4], [2, 3, 4]),
    ([5, 1, 1], [1, 1, 7]),
    ([2, 3, 2, 5], [1, 3, 1, 5]),
    ([2, 1, 4, 1], [1, 3, 1, 5]),
    ([1, 1, 1, 1], [2, 1, 3, 1]),
    ([0], [1]),
    ([0, 3], [1, 3]),
    ([3, 0], [3, 1]),
    ([2, 0, 3], [1, 1, 3]),
]


def special_values(kind):
    info = np.finfo(kind)
    small = info.smallest_subnormal
    return np.array(
        [
            0,
            -0.0,
            1,
            -1,
            1.5,
            -3,
            small,
            -small,
            info.smallest_normal / 4,
            info.smallest_normal,
            -info.smallest_normal,
            info.max,
            -info.max,
            math.inf,
            -math.inf,
            math.nan,
        ],
        dtype=kind,
    )


def write_literals():
    broadcasts = []
    for a, b in BROADCASTS:
        left = pattern(1, math.prod(a)).reshape(a) / 4
        right = pattern(2, math.prod(b)).reshape(b) / 4
        entry = {'a': a, 'b': b, 'shape': list(np.broadcast_shapes(tuple(a), tuple(b)))}
        for name, f in BINARY.items():
            entry[name] = np.asarray(f(left, right))  # an array for scalars too
        broadcasts.append(entry)
    specials = {}
    for dtype, kind in FLOATS.items():
        values = special_values(kind)
        specials[dtype] = {'values': values}
        for name, f in BINARY.items():
            specials[dtype][name] = f(values[:, None], values[None, :])
    wheres = []
    for condition, a, b in [
        *[([n], [n], [n]) for n in LENGTHS],
        ([], [], []),
        ([3, 1], [1, 5], [1, 1]),
        ([1, 5], [3, 1], [3, 5]),
        ([3, 5], [1, 1], [1, 1]),
        ([1, 1], [3, 5], [3, 5]),
        ([2, 1, 4], [1, 3, 1], [2, 3, 4]),
        ([2, 1, 4, 1], [1, 3, 1, 5], [1, 1, 1, 1]),
        ([0, 3], [1, 3], [0, 3]),
    ]:
        test = np.maximum(pattern(3, math.prod(condition)).reshape(condition), 0)
        left = pattern(1, math.prod(a)).reshape(a) / 4
        right = pattern(2, math.prod(b)).reshape(b) / 4
        result = np.where(test != 0, left, right)
        wheres.append({'condition': condition, 'a': a, 'b': b, 'shape': list(result.shape), 'result': result})
    where_specials = {}
    for dtype, kind in FLOATS.items():
        values = special_values(kind)
        # Each value as condition, chosen and not chosen, against every other.
        result = np.where(values[:, None] != 0, values[None, :], values[None, ::-1])
        where_specials[dtype] = {'values': values, 'result': result}
    write(
        'elementwise',
        broadcastLiterals=('readonly BroadcastLiteral[]', broadcasts),
        pairLiterals=('PairLiterals', specials),
        whereLiterals=('readonly WhereLiteral[]', wheres),
        whereSpecials=('WhereSpecials', where_specials),
    )
