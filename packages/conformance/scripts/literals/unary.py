"""Functions of one argument, against 300-bit arithmetic."""

import math
from fractions import Fraction

import mpmath
import numpy as np

from .common import FLOATS, write

mpmath.mp.prec = 300

FUNCTIONS = {
    'exp': mpmath.exp,
    'expm1': mpmath.expm1,
    'log': mpmath.log,
    'log1p': mpmath.log1p,
    'sqrt': mpmath.sqrt,
    'tanh': mpmath.tanh,
    'sigmoid': lambda x: 1 / (1 + mpmath.exp(-x)),
    'erf': mpmath.erf,
}
# Limits and NaN by the definitions in backend.ts: [-Infinity, Infinity].
LIMITS = {
    'exp': (0.0, math.inf),
    'expm1': (-1.0, math.inf),
    'log': (math.nan, math.inf),
    'log1p': (math.nan, math.inf),
    'sqrt': (math.nan, math.inf),
    'tanh': (-1.0, 1.0),
    'sigmoid': (0.0, 1.0),
    'erf': (-1.0, 1.0),
}
SATURATING = {'exp', 'expm1', 'tanh', 'sigmoid', 'erf'}
ODD = {'expm1', 'log1p', 'sqrt', 'tanh', 'erf'}  # f(-0) is -0


def nearest(value):
    """The float64 nearest to an mpf: Fraction to float rounds once, subnormals included."""
    if value == 0:
        return 0.0
    mantissa, exponent = value.man_exp  # of the magnitude
    try:
        return math.copysign(float(Fraction(int(mantissa)) * Fraction(2) ** int(exponent)), value)
    except OverflowError:
        return math.copysign(math.inf, value)


def evaluate(name, x):
    """(value, rest): the float64 nearest to f(x), and what it lacks to f(x)."""
    if math.isnan(x):
        return math.nan, 0.0
    # Past these every function has reached its limit in both dtypes, and mpmath would need gigabytes for exp(1e308).
    if math.isinf(x) or (name in SATURATING and abs(x) > 800):
        return LIMITS[name][1 if x > 0 else 0], 0.0
    if x == 0 and name in ODD:
        return x, 0.0
    if name == 'log' and x <= 0:
        return (-math.inf if x == 0 else math.nan), 0.0
    if name == 'log1p' and x <= -1:
        return (-math.inf if x == -1 else math.nan), 0.0
    if name == 'sqrt' and x < 0:
        return math.nan, 0.0
    exact = FUNCTIONS[name](mpmath.mpf(float(x)))
    value = nearest(exact)
    return value, 0.0 if math.isinf(value) else nearest(exact - mpmath.mpf(value))


def points(name, dtype):
    kind = FLOATS[dtype]
    info = np.finfo(kind)
    tiny = [info.smallest_subnormal, info.smallest_normal / 2, info.smallest_normal]
    edges = [0.0, *tiny, info.eps / 4, info.eps, 1e-4, 0.5, 1.0, 2.0, 10.0, info.max]
    edges = [*edges, *[-x for x in edges], math.inf, -math.inf, math.nan]
    rng = np.random.default_rng(sum(map(ord, name)))
    around_zero = np.concatenate([rng.uniform(-1, 1, 24), rng.uniform(-1, 1, 12) * 10.0 ** rng.uniform(-9, -1, 12)])
    top, bottom = (89.0, -104.5) if dtype == 'float32' else (710.0, -746.0)
    if name in ('exp', 'expm1', 'sigmoid'):
        # Results from the subnormal range to overflow; the last finite and first infinite result of exp.
        last = kind(88.72283) if dtype == 'float32' else kind(709.782712893384)
        extra = [
            *rng.uniform(bottom, top, 40),
            *rng.uniform(-20, 20, 24),
            last,
            top,
            bottom,
            bottom * 1.2,
            bottom * 0.88,
        ]
        extra += [0.6931472, -0.6931472, 0.3465736, -0.3465736, 1e4, -1e4]
    elif name in ('log', 'log1p', 'sqrt'):
        spread = 10.0 ** rng.uniform(-37, 37, 30)
        one = [np.nextafter(kind(1), kind(0)), np.nextafter(kind(1), kind(2)), 0.99, 1.01, 0.7071068, 1.4142135]
        extra = [*spread, *rng.uniform(0, 4, 24), *one, -0.5, -0.999, -0.9999999]
    else:
        extra = [
            *rng.uniform(-10, 10, 40),
            *rng.uniform(-3, 3, 24),
            0.84375,
            1.25,
            2.857,
            5.9,
            -5.9,
            9.01,
            19.1,
            22.0,
            30.0,
        ]
    xs = np.array([*edges, *around_zero, *extra]).astype(kind)
    return xs[np.sort(np.unique(xs.view(f'u{xs.itemsize}'), return_index=True)[1])]


def write_literals():
    literals = {}
    for name in FUNCTIONS:
        literals[name] = {}
        for dtype in FLOATS:
            xs = points(name, dtype)
            pairs = [evaluate(name, float(x)) for x in xs]
            literals[name][dtype] = {'x': xs, 'value': [v for v, _ in pairs]}
            if dtype == 'float64':
                literals[name][dtype]['rest'] = [r for _, r in pairs]
    write('unary', unaryLiterals=('UnaryLiterals', literals))
