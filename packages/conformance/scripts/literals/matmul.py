"""Products of matrices, dense and compressed."""

import math

import numpy as np
import scipy.sparse

from .common import pattern, write

PRODUCTS = [
    (0, 3, 2),
    (3, 0, 2),
    (2, 3, 0),
    (0, 0, 0),
    (1, 1, 1),
    (1, 17, 1),
    (31, 1, 13),
    (1, 31, 7),
    (7, 31, 1),
    (2, 3, 4),
    (3, 4, 5),
    (4, 4, 4),
    (5, 7, 9),
    (7, 8, 8),
    (8, 8, 8),
    (9, 15, 17),
    (16, 16, 16),
    (17, 5, 3),
    (17, 17, 17),
]

# Batch dimensions of a and of b, as a backend gets them: of one rank, a missing one is 1.
BATCHES = [
    ([1], [1], (2, 3, 4)),
    ([3], [3], (2, 3, 4)),
    ([3], [1], (2, 3, 4)),
    ([1], [3], (4, 4, 4)),
    ([3], [3], (9, 17, 8)),
    ([5], [5], (1, 7, 1)),
    ([2, 3], [2, 3], (3, 2, 2)),
    ([2, 1], [1, 3], (2, 3, 2)),
    ([1, 3], [2, 1], (2, 2, 3)),
    ([2, 3], [1, 3], (2, 3, 2)),
    ([2, 3], [2, 1], (1, 3, 4)),
    ([1, 1], [2, 3], (3, 1, 2)),
    ([2, 3, 2], [2, 3, 2], (1, 2, 2)),
    ([2, 1, 2], [1, 3, 1], (2, 3, 1)),
    ([0], [0], (2, 3, 4)),
    ([0], [1], (2, 3, 4)),
    ([2, 0], [1, 1], (2, 3, 4)),
    ([2], [2], (0, 3, 2)),
    ([2], [2], (3, 2, 0)),
    ([2], [1], (3, 0, 2)),
]


def multiply_out(a, b):
    """A product without BLAS, whose kernels may skip zeros: every term is formed."""
    return (a[:, :, None] * b[None, :, :]).sum(axis=1)


def write_literals():
    integers = []
    for m, k, n in PRODUCTS:
        a, b = pattern(1, m * k).reshape(m, k), pattern(2, k * n).reshape(k, n)
        integers.append({'m': m, 'k': k, 'n': n, 'product': a.astype(np.int64) @ b.astype(np.int64)})
    rng = np.random.default_rng(7)
    a = rng.normal(size=(7, 31)).astype(np.float32)
    b = rng.normal(size=(31, 5)).astype(np.float32)
    exact = np.array(
        [[math.fsum(float(a[i, p]) * float(b[p, j]) for p in range(31)) for j in range(5)] for i in range(7)]
    )
    inf, nan = math.inf, math.nan
    special = []
    for label, left, right in [
        ('zero times infinity', [[0, 1, 2], [-0.0, 0, 0], [1, 1, 1]], [[inf, 1], [1, -inf], [2, 3]]),
        ('zero times NaN', [[0, 1], [1, 0], [0, 0]], [[nan, 2], [3, nan]]),
        ('NaN and infinity on the left', [[nan, 1, 1], [inf, 1, 1], [1, 2, 3]], [[0, 1], [2, 0], [1, 1]]),
        ('infinity minus infinity', [[inf, -inf], [inf, inf]], [[1, 2], [1, -2]]),
        ('subnormal product', [[2.0**-100, 0], [0, -(2.0**-120)]], [[2.0**-40, 2.0**-49], [2.0**-20, 2.0**-29]]),
    ]:
        left, right = np.array(left), np.array(right)
        special.append(
            {
                'label': label,
                'm': left.shape[0],
                'k': left.shape[1],
                'n': right.shape[1],
                'a': left,
                'b': right,
                'product': multiply_out(left, right),
            }
        )
    # Larger than a register tile, so that a blocked kernel meets them inside it.
    left, right = pattern(3, 17 * 33).reshape(17, 33), pattern(4, 33 * 19).reshape(33, 19)
    left[2, :], left[11, 20], left[5, 7], left[:, 30] = 0, inf, nan, 0
    right[:, 4], right[13, 9], right[21, 2], right[30, 15] = 0, -inf, nan, inf
    special.append(
        {
            'label': 'special values in a large product',
            'm': 17,
            'k': 33,
            'n': 19,
            'a': left,
            'b': right,
            'product': multiply_out(left, right),
        }
    )
    batches = []
    for batch_a, batch_b, (m, k, n) in BATCHES:
        left_shape, right_shape = [*batch_a, m, k], [*batch_b, k, n]
        left = pattern(1, math.prod(left_shape)).reshape(left_shape).astype(np.int64)
        right = pattern(2, math.prod(right_shape)).reshape(right_shape).astype(np.int64)
        product = left @ right
        batches.append({'a': left_shape, 'b': right_shape, 'shape': list(product.shape), 'product': product})
    write(
        'matmul',
        integerProducts=('readonly IntegerProduct[]', integers),
        batchedProducts=('readonly BatchedProduct[]', batches),
        realProducts=(
            'readonly Product[]',
            [{'label': 'normal deviates', 'm': 7, 'k': 31, 'n': 5, 'a': a, 'b': b, 'product': exact}],
        ),
        specialProducts=('readonly Product[]', special),
    )


def write_csr_literals():
    inf, nan = math.inf, math.nan
    entries = []
    for label, rows, columns, cells, dense in [
        ('empty rows and columns', 4, 5, [(0, 1, 2.5), (0, 4, -1), (2, 0, 3), (2, 1, 0.5), (2, 3, -4)], None),
        ('stored zero', 3, 3, [(0, 0, 0.0), (0, 2, 1), (1, 1, 2), (2, 0, -0.0)], [[inf, 1], [nan, 2], [3, -inf]]),
        ('no entries', 3, 4, [], None),
        ('no rows', 0, 4, [], None),
        ('no columns', 4, 0, [], None),
        ('one row of 17', 1, 17, [(0, c, float(c - 8)) for c in range(17)], None),
        ('17 rows of 1', 17, 1, [(r, 0, float(r - 8)) for r in range(0, 17, 2)], None),
        ('special values', 2, 3, [(0, 0, nan), (0, 2, 1), (1, 1, -inf), (1, 2, 2)], [[1, 2], [3, 4], [5, 6]]),
    ]:
        matrix = scipy.sparse.csr_matrix((rows, columns))
        matrix.data = np.array([v for _, _, v in cells], dtype=np.float64)
        matrix.indices = np.array([c for _, c, _ in cells], dtype=np.int32)
        matrix.indptr = np.array([sum(r < row for r, _, _ in cells) for row in range(rows + 1)], dtype=np.int32)
        for transposed in (False, True):
            inner = rows if transposed else columns
            if dense is not None and len(dense) != inner:
                right = np.array(
                    [[1, -2], [nan, inf]][:inner] if label == 'special values' else dense, dtype=np.float64
                )
            else:
                right = (
                    np.array(dense, dtype=np.float64)
                    if dense is not None
                    else pattern(3, inner * 3).reshape(inner, 3) / 4
                )
            with np.errstate(all='ignore'):
                product = (matrix.T.tocsr() if transposed else matrix) @ right
            entries.append(
                {
                    'label': label,
                    'rows': rows,
                    'columns': columns,
                    'rowOffsets': matrix.indptr.copy(),
                    'columnIndices': matrix.indices.copy(),
                    'values': matrix.data.copy(),
                    'transposed': transposed,
                    'width': right.shape[1],
                    'dense': right,
                    'product': product,
                }
            )
    write('csr', csrLiterals=('readonly CsrLiteral[]', entries))
