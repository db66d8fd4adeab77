"""Checks exported models: onnx.checker takes them, and ONNX Runtime computes what this library does.

float32 within 1e-5 of the largest output, float64 within 1e-12. Where ONNX Runtime has no kernel, the reference
implementation of ONNX runs the model. Prints the worst difference of each kind, and what ran where.

Usage: onnx-export.py FOLDER (which `onnx-export.mjs` makes)
"""
import json
import math
import os
import re
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
import onnx
import onnxruntime
from onnx.reference import ReferenceEvaluator
from onnx.reference.ops._op import OpRunUnaryNum
from onnx.reference.ops.op_erf import Erf

BOUNDS = {"float32": 1e-5, "float64": 1e-12}
# What neither ONNX Runtime nor its reference implementation computes.
GROUPS = "the reference of ConvTranspose fails with groups"
UNKNOWN = {f"ConvTranspose2d with groups{again} (float64)": GROUPS for again in ["", " again"]}


def erf_of_64_bits(self, *arguments):
    """The reference implementation rounds erf to 32 bits."""
    OpRunUnaryNum.__init__(self, *arguments)
    self._erf = np.vectorize(math.erf, otypes=["d"])


Erf.__init__ = erf_of_64_bits


def read(path, shape, dtype):
    return np.fromfile(path, dtype).reshape(shape)


def run(path, feeds):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        return session.run(None, feeds), None
    except Exception as error:
        missing = re.search(r"implementation for (\w+)|(\w+) operator does not support double", str(error))
        if missing is None:
            raise
        return ReferenceEvaluator(path).run(None, feeds), missing[1] or missing[2]


def check(case):
    path = os.path.join(case["folder"], "model.onnx")
    onnx.checker.check_model(path, full_check=True)
    model = onnx.load(path, load_external_data=False)
    types = [onnx.helper.tensor_dtype_to_np_dtype(value.type.tensor_type.elem_type) for value in model.graph.input]
    feeds = {
        value.name: read(os.path.join(case["folder"], f"input{at}"), case["inputs"][at], types[at])
        for at, value in enumerate(model.graph.input)
    }
    outputs, reason = run(path, feeds)
    worst = 0.0
    for at, output in enumerate(outputs):
        dtype = np.int32 if output.dtype == np.int32 else case["dtype"]
        wanted = read(os.path.join(case["folder"], f"output{at}"), case["outputs"][at], dtype)
        assert output.shape == wanted.shape and output.dtype == wanted.dtype, (output.shape, output.dtype)
        scale = np.abs(wanted).max() or 1.0
        worst = max(worst, float(np.abs(output - wanted).max() / scale))
    return worst, reason


def main(folder):
    with open(os.path.join(folder, "cases.json")) as file:
        cases = json.load(file)
    failures = 0
    elsewhere = {}
    worst = {"float32": (0.0, ""), "float64": (0.0, "")}
    for case in cases:
        name = f"{case['name']} ({case['dtype']})"
        if name in UNKNOWN:
            onnx.checker.check_model(os.path.join(case["folder"], "model.onnx"), full_check=True)
            print(f"not compared: {name}: {UNKNOWN[name]}")
            continue
        try:
            difference, reason = check(case)
            ok = difference <= BOUNDS[case["dtype"]]
        except Exception as error:  # what fails is named, and the others are checked too
            difference, reason, ok = f"{type(error).__name__}: {str(error)[:600]}", None, False
        if reason:
            elsewhere.setdefault(reason, []).append(name)
        if ok:
            worst[case["dtype"]] = max(worst[case["dtype"]], (difference, name))
        else:
            failures += 1
            print(f"FAILED {name}: {difference}")
    for reason, names in elsewhere.items():
        print(f"ONNX Runtime has no {reason} in float64, so its reference ran: {', '.join(names)}")
    print(f"{len(cases)} models, {failures} failed; onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}")
    for dtype, (difference, name) in worst.items():
        print(f"worst {dtype}: {difference:.1e} of the largest output, {name}")
    sys.exit(1 if failures else 0)


main(sys.argv[1])
