#!/usr/bin/env python3
"""Writes the literal expected values of the conformance kit: src/fixtures/*.ts.

    python3 scripts/generate.py        (needs numpy, scipy, mpmath, torch, onnx)

Every value comes from NumPy, SciPy, mpmath, PyTorch or ONNX, never from a kernel of ours. Numbers are printed as the
shortest decimal that reads back to the same bits (of float32 where the data is float32), NaN, Infinity and -0 as
JavaScript writes them. Inputs that are not stored follow `pattern`, which src/harness/host.ts repeats.
"""

import sys

import numpy as np

sys.dont_write_bytecode = True  # leave no __pycache__ in the repository

from literals import elementwise, images, indexing, matmul, movement, networks, reductions, unary
from literals.common import OUT

if __name__ == '__main__':
    OUT.mkdir(parents=True, exist_ok=True)
    np.seterr(all='ignore')
    unary.write_literals()
    elementwise.write_literals()
    matmul.write_literals()
    matmul.write_csr_literals()
    reductions.write_literals()
    movement.write_literals()
    indexing.write_literals()
    networks.write_composed_literals()
    networks.write_fused_literals()
    images.write_literals()
    print({path.name: path.stat().st_size for path in sorted(OUT.glob('*.ts'))})
