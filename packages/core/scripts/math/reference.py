"""Exact references for src/math, from mpmath at 320 bits.

Run from packages/core (Python 3.9, mpmath 1.3):

  python3 scripts/math/reference.py fixtures       writes test/fixtures/math/NAME.json, 2,000 points a function
  python3 scripts/math/reference.py sweep 200000   prints the largest error of the built package (dist) over as many

A fixture has one row for each point, "arguments result residual": doubles as 16 hexadecimal digits (big-endian bits)
and the exact value minus `result`, in ULP, so that a test measures errors below 1 ULP.
"""
import json
import math
import random
import struct
import subprocess
import sys
from pathlib import Path

from mpmath import erf, erfc, exp, expm1, floor, log, log1p, mp, mpf, nint, sin, cos, sqrt, tanh

mp.prec = 320
PACKAGE = Path(__file__).resolve().parents[2]
LARGEST = mpf(sys.float_info.max)
EXACT = {
    "exp": exp,
    "expm1": expm1,
    "log": log,
    "log1p": log1p,
    "sin": sin,
    "cos": cos,
    "tanh": tanh,
    "sigmoid": lambda x: 1 / (1 + exp(-x)),
    "erf": erf,
    "normalCdf": lambda x: erfc(-x / sqrt(mpf(2))) / 2,
    "pow": lambda x, y: (-1 if x < 0 and y % 2 else 1) * exp(y * log(abs(x))),
}


def ulp(value):
    """The distance of doubles around an exact value: 2^-1074 among subnormal numbers."""
    mantissa, exponent = mp.frexp(abs(value))
    return mpf(2) ** max(int(exponent) - 53, -1074)


def rounded(value):
    """The nearest double (ties cannot happen but at exact values) and what is left, in ULP."""
    if value == 0:
        return 0.0, 0.0
    unit = ulp(value)
    nearest = nint(value / unit) * unit
    if abs(nearest) > LARGEST:
        return math.copysign(math.inf, value), 0.0
    return math.ldexp(int(nearest / unit), int(log(unit, 2).__round__())), float((value - nearest) / unit)


def error_in_ulp(got, value):
    nearest, residual = rounded(value)
    if math.isinf(nearest) or math.isinf(got) or math.isnan(got):
        return 0.0 if got == nearest else math.inf
    return abs(float((mpf(got) - mpf(nearest)) / ulp(value)) - residual)


def neighbours(x, reach=2):
    found = [x]
    below = above = x
    for _ in range(reach):
        below, above = math.nextafter(below, -math.inf), math.nextafter(above, math.inf)
        found += [below, above]
    return found


def around(points, reach=2):
    return [neighbour for point in points for neighbour in neighbours(float(point), reach)]


def any_bits(r):
    return struct.unpack(">d", struct.pack(">Q", r.getrandbits(63) % 0x7FF0000000000000))[0]


def tiny(r, lowest=-60):
    return math.ldexp(r.uniform(-1, 1), r.randint(lowest, 0))


STEP = math.log(2) / 64
# Boundaries of tables, limits of the range, and known hard cases; then ranges to draw from.
SPECIAL = {
    "exp": around([709.782712893384, -708.3964185322641, -745.1332191019412, -744.4400719213812, 708, -708, 1, -1,
        2.2250738585072014e-308])
    + around([(k + 0.5) * STEP for k in range(-70, 70)], 1),
    "expm1": around([0.125, -0.125, 40, -40, -37.42994775023705, 709.782712893384, 5e-324, -2.2250738585072014e-308], 2)
    + around([(k + 0.5) * STEP for k in range(-70, 70)], 1),
    "log": around([1 + i / 128 for i in range(128)], 1) + around([5e-324, 2.2250738585072014e-308, 1, 2, 0.5, math.e,
        math.sqrt(2)])
    + [math.ldexp(1, e) for e in range(-1074, 1024, 37)] + [1.7976931348623157e308],
    "log1p": around([-1 / 256, 1 / 128, 1, -0.5, 2**53, 1e-300, -5e-324, 1e308]) + neighbours(-1)
    + around([i / 128 for i in range(-120, 128)], 1),
    "sin": around([k * math.pi / 2 for k in range(-60, 61)] + [2**20, 1e6, 1e22, math.pi / 4, 2.0**-27])
    + [math.ldexp(6381956970095103, 797), math.ldexp(1, 1023), 1.7976931348623157e308, 5e-324],
    "tanh": around([0.5, -0.5, 1, 20, -20, 19.0615474653985, 2.0**-26, 5e-324, 0.0625]),
    "sigmoid": around([0.5, -0.5, 37.42994775023705, -708.3964185322641, -745.1332191019412, -708, 708]),
    "erf": around([i / 2 for i in range(-12, 13) if i], 3) + around([5.863584748755167, 1e-300, -5e-324,
        2.2250738585072014e-308]),
    "normalCdf": around([0, 1, -1, -14, 8.3, -37.5193793471445, -38.4674056172733, 5e-324, -2.2250738585072014e-308],
        2),
    "pow": [(x, y) for x in around([1, 0.9, 0.999, 0.5, 2, 10, 1e-300, 5e-324]) for y in (1, -1, 2, -0.5, 3, 1000.0,
        1e15, 1e-5) if x > 0]
    + [(beta, float(t)) for beta in (0.9, 0.99, 0.999, 0.95) for t in range(1, 100)] + [(-3.5, 7.0), (-1.5, 1001.0),
        (-2.0, -1074.0)],
}
SPECIAL["cos"] = SPECIAL["sin"]
LOWEST = {"log": 0.0, "log1p": -1.0}
DRAWN = {
    "exp": [lambda r: r.uniform(-30, 30), lambda r: r.uniform(-745.2, 709.8), tiny, lambda r: r.uniform(-745.2, -708)],
    "expm1": [lambda r: r.uniform(-1, 1), lambda r: r.uniform(-45, 45), tiny, lambda r: r.uniform(-0.2, 0.2),
        lambda r: r.uniform(40, 709.7)],
    "log": [any_bits, lambda r: r.uniform(0.5, 2), lambda r: 1 + tiny(r, -30) / 16,
        lambda r: math.ldexp(r.uniform(0.01, 1), -1023), lambda r: r.uniform(0, 100)],
    "log1p": [any_bits, lambda r: r.uniform(-0.999, 3), tiny, lambda r: r.uniform(-0.02, 0.02),
        lambda r: -1 + abs(tiny(r, -40)) / 2 + 1e-15],
    "sin": [lambda r: r.uniform(-1, 1), lambda r: r.uniform(-10, 10), lambda r: r.uniform(-1.1e6, 1.1e6), any_bits,
            lambda r: math.nextafter(r.randint(-(2**20), 2**20) * math.pi / 2, r.choice((-math.inf, math.inf)))],
    "tanh": [lambda r: r.uniform(-1, 1), lambda r: r.uniform(-21, 21), tiny],
    "sigmoid": [lambda r: r.uniform(-1, 1), lambda r: r.uniform(-40, 40), tiny, lambda r: r.uniform(-746, -700),
        lambda r: r.uniform(-700, 700)],
    "erf": [lambda r: r.uniform(-1, 1), lambda r: r.uniform(-6, 6), tiny, lambda r: r.uniform(0.4, 3)],
    "normalCdf": [lambda r: r.uniform(-1, 1), lambda r: r.uniform(-14, 14), lambda r: r.uniform(-38.4, 0), tiny],
    "pow": [lambda r: (r.uniform(0.01, 5), r.uniform(-20, 20)), lambda r: power_in_range(r, any_bits(r)),
            lambda r: power_in_range(r, 1 + tiny(r, -40) / 2), lambda r: (-r.uniform(0.1, 9), float(r.randint(-60,
                60))),
            lambda r: power_in_range(r, r.uniform(0.5, 2))],
}
DRAWN["cos"] = DRAWN["sin"]


def power_in_range(r, x):
    """A y for which x^y runs over the whole range of doubles, subnormal ones included."""
    x = x if x not in (0, 1) else 1.5
    return x, r.uniform(-745, 709.7) / math.log(x)


def points(name, count, seed):
    r = random.Random(f"{name} {seed}")
    special = SPECIAL[name]
    drawn = [draw(r) for i in range(count - len(special)) for draw in [DRAWN[name][i % len(DRAWN[name])]]]
    rows = [point if isinstance(point, tuple) else (point,) for point in special + drawn]
    return [tuple(float(x) for x in row) for row in rows if row[0] > LOWEST.get(name, -math.inf) and row != (0.0,)]


def bits(x):
    return struct.pack(">d", x).hex()


def write_fixtures():
    for name, function in EXACT.items():
        rows = []
        for row in points(name, 2000, "fixtures"):
            nearest, residual = rounded(function(*map(mpf, row)))
            rows.append(" ".join([*map(bits, row), bits(nearest), f"{residual:.4f}"]))
        path = PACKAGE / "test" / "fixtures" / "math" / f"{name}.json"
        path.write_text(json.dumps(rows, indent=0) + "\n")


EVALUATE = """
import { readFileSync } from 'node:fs';
const math = await import(process.argv[1]);
const rows = JSON.parse(readFileSync(0, 'utf8'));
const view = new DataView(new ArrayBuffer(8));
const text = (y) => { view.setFloat64(0, y); return view.getBigUint64(0).toString(16); };
console.log(JSON.stringify(rows.map((row) => text(math[process.argv[2]](...row)))));
"""


def sweep(count):
    built = (PACKAGE / "dist" / "math" / "index.js").as_uri()
    for name, function in EXACT.items():
        rows = points(name, count, "sweep")
        command = ["node", "--input-type=module", "-e", EVALUATE, built, name]
        output = subprocess.run(command, input=json.dumps(rows), capture_output=True, text=True, check=True).stdout
        results = [struct.unpack(">d", bytes.fromhex(f"{text:0>16}"))[0] for text in json.loads(output)]
        error, row = max((error_in_ulp(got, function(*map(mpf, row))), row) for got, row in zip(results, rows))
        print(f"{name:>8}: {len(rows)} points, largest error {error:.4f} ULP at {row}", flush=True)


if sys.argv[1:] == ["fixtures"]:
    write_fixtures()
elif len(sys.argv) == 3 and sys.argv[1] == "sweep":
    sweep(int(sys.argv[2]))
else:
    raise SystemExit(__doc__)
