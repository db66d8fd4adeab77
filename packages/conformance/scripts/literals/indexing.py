"""Rows at indices, labels, and other types of elements."""

import math

import numpy as np

from .common import pattern, write


def write_literals():
    inf, nan = math.inf, math.nan
    gathers = []
    for rows, width, indices in [
        (5, 3, [4, 0, 2, 2, 1]),
        (1, 1, [0, 0, 0]),
        (7, 17, [6, 5, 0, 6]),
        (4, 0, [1, 3]),
        (3, 4, []),
        (9, 1, [8, 7, 6, 5, 4, 3, 2, 1, 0]),
        (2, 16, [1]),
        (31, 5, [30, 0, 15, 30]),
        (5, 3, [4, -1, 0, 5, 2, 2147483647, -2147483648]),
        (1, 17, [1, 0, -1]),
        (4, 0, [7, -7, 0]),
        (0, 3, [0, -1]),
    ]:
        x = np.abs(pattern(7, rows * width)).reshape(rows, width)
        at = np.array(indices, dtype=int)
        inside = (at >= 0) & (at < rows)
        result = np.full((len(indices), width), nan)
        result[inside] = x[at[inside]]
        gathers.append({'rows': rows, 'width': width, 'indices': indices, 'result': result})
    scatters = []
    for rows, width, indices in [
        (3, 2, [0, 2, 0, 0]),
        (5, 3, [4, 0, 2, 1, 3]),
        (7, 16, [6, 6, 0, 3, 3, 3, 1]),
        (2, 17, [1, 1, 1, 1, 1]),
        (1, 1, [0] * 31),
        (3, 4, [-1, 3, 1, 2147483647, -2147483648, 1]),
        (2, 3, [2, -1]),
        (4, 1, []),
        (3, 0, [0, 1]),
        (0, 3, [0, 1]),
        (0, 0, []),
    ]:
        x = pattern(11, len(indices) * width).reshape(len(indices), width) / 4
        at = np.array(indices, dtype=int)
        inside = (at >= 0) & (at < rows)
        result = np.zeros((rows, width))
        np.add.at(result, at[inside], x[inside])
        scatters.append({'rows': rows, 'width': width, 'indices': indices, 'result': result})
    one_hots = []
    for classes, labels in [
        (10, [3, 0, 9, 9, 5]),
        (1, [0, 0, 0]),
        (3, []),
        (4, [-1, 4, 1, 400, 0, -2147483648, 2147483647]),
        (17, [16, 0, 8]),
        (2, [1]),
        (0, [0, 1]),
    ]:
        one_hots.append(
            {
                'classes': classes,
                'labels': labels,
                'result': (np.array(labels, dtype=np.int64)[:, None] == np.arange(classes)).astype(int),
            }
        )
    casts = []
    for label, source, target, values in [
        (
            'exact',
            'float32',
            'float64',
            np.array([0, -0.0, 1.5, 0.1, -3.25, 1e-45, 1e-40, 3.4028235e38, inf, -inf, nan], dtype=np.float32),
        ),
        (
            'rounding',
            'float64',
            'float32',
            np.array(
                [
                    0,
                    -0.0,
                    0.1,
                    1 / 3,
                    1 + 2.0**-24,
                    1 + 3 * 2.0**-24,
                    1 + 2.0**-24 + 2.0**-50,
                    16777217,
                    1e-46,
                    1e-45,
                    1e-40,
                    2.0**-150 * 1.5,
                    3.4028235e38,
                    3.5e38,
                    -1e300,
                    1e-300,
                    inf,
                    -inf,
                    nan,
                ]
            ),
        ),
        (
            'fraction dropped',
            'float32',
            'int32',
            np.array(
                [0, -0.0, 0.99, -0.99, 1.5, -1.5, 2.999, -2.999, 100.7, 8388609, -16777216, 2147483520, -2147483648],
                dtype=np.float32,
            ),
        ),
        (
            'fraction dropped',
            'float64',
            'int32',
            np.array([0, -0.0, 0.999999, -0.999999, 2.5, -2.5, 2147483647, -2147483648, 2147483646.9]),
        ),
        ('fraction dropped', 'float32', 'uint8', np.array([0, 0.9, 1, 1.9, 127.5, 128, 254.99, 255], dtype=np.float32)),
        ('fraction dropped', 'float64', 'uint8', np.array([0, 0.9, 1, 1.9, 127.5, 128, 254.99, 255])),
        (
            'rounding',
            'int32',
            'float32',
            np.array([0, 1, -1, 16777216, 16777217, 16777219, -16777217, 2147483647, -2147483648], dtype=np.int32),
        ),
        ('exact', 'int32', 'float64', np.array([0, 1, -1, 16777217, 2147483647, -2147483648], dtype=np.int32)),
        ('exact', 'uint8', 'float32', np.arange(0, 256, 5).astype(np.uint8)),
        ('exact', 'uint8', 'float64', np.arange(0, 256, 5).astype(np.uint8)),
        ('exact', 'uint8', 'int32', np.array([0, 1, 127, 128, 255], dtype=np.uint8)),
        ('exact', 'int32', 'uint8', np.array([0, 1, 127, 128, 255], dtype=np.int32)),
        ('same', 'float32', 'float32', np.array([0, -0.0, 0.1, 1e-45, inf, nan], dtype=np.float32)),
        ('same', 'float64', 'float64', np.array([0, -0.0, 0.1, 5e-324, inf, nan])),
        ('empty', 'float32', 'float32', np.array([], dtype=np.float32)),
        ('empty', 'uint8', 'float32', np.array([], dtype=np.uint8)),
    ]:
        with np.errstate(all='ignore'):
            casts.append({'label': label, 'from': source, 'to': target, 'x': values, 'result': values.astype(target)})
    fills = []
    for dtype in ['float32', 'float64', 'int32']:
        values = [0, 1, -7, 2147483647] if dtype == 'int32' else [0, -0.0, 1, 0.1, 1e-45, 5e-324, -1e300, inf, nan]
        for value in values:
            with np.errstate(all='ignore'):
                fills.append({'dtype': dtype, 'value': value, 'element': np.array(value).astype(dtype)[()]})
    write(
        'indexing',
        gatherLiterals=('readonly RowsLiteral[]', gathers),
        scatterAddLiterals=('readonly RowsLiteral[]', scatters),
        oneHotLiterals=('readonly OneHotLiteral[]', one_hots),
        castLiterals=('readonly CastLiteral[]', casts),
        fillLiterals=('readonly FillLiteral[]', fills),
    )
