"""Writes test/fixtures/python.safetensors with the reference implementation: pip install numpy safetensors."""

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
target = Path(__file__).parent.parent / "test" / "fixtures" / "python.safetensors"
save_file(tensors, target, metadata={"made by": "the reference implementation"})
