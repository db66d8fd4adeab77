"""Writes test/fixtures/*.safetensors with the reference implementation: pip install numpy safetensors."""

from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

tiny32 = np.float32(1.401298464324817e-45)
tensors = {
    "0.weight": np.array([[1.5, -0.0, np.nan], [np.inf, -np.inf, tiny32]], dtype=np.float32),
    "0.bias": np.array([5e-324, -1.7976931348623157e308, 0.1], dtype=np.float64),
    "labels": np.array([[-(2**31), 2**31 - 1, 0, 7]], dtype=np.int32),
    "pixels": np.array([0, 1, 255], dtype=np.uint8),
    "scalar": np.array(2.5, dtype=np.float32),
    "empty": np.zeros((0, 3), dtype=np.float32),
}
fixtures = Path(__file__).parent.parent / "test" / "fixtures"
save_file(tensors, fixtures / "python.safetensors", metadata={"made by": "the reference implementation"})

# Numbers, and the halves that NumPy rounds them to: exact ones, ties, subnormals, the ends of the range, any others.
edges = [1.0, 1 / 3, 65504.0, 65519.0, 65520.0, 1e9, 2.0**-14, 2.0**-24, 2.0**-25, 2.0**-25 * 1.0000001, 5e-324]
edges += [1 + 2.0**-11, 1 + 3 * 2.0**-11, 1 + 2.0**-11 + 2.0**-40, 2.0**-14 * (1 - 2.0**-11)]
edges += [2047.5, 2049.0, 0.0, np.inf]
random = np.random.default_rng(1)
others = random.standard_normal(500) * 2.0 ** random.uniform(-30, 20, 500)
numbers = np.concatenate([edges, others])
numbers = np.concatenate([numbers, -numbers, [np.nan]])
with np.errstate(over="ignore"):
    halves = numbers.astype(np.float16)
small = {"numbers": numbers, "halves": halves, "bytes": np.array([[-128, -1, 0], [1, 2, 127]], dtype=np.int8)}
small["pixels"] = np.array([255], dtype=np.uint8)
save_file(small, fixtures / "python-small.safetensors")
