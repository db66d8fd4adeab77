"""Writes the standard's node tests to a file, one case a line, for onnx-node-tests.mjs.

    python scripts/onnx-node-tests.py FILE

Needs onnx 1.23.2, whose wheel has the definitions of the cases, but no data.
"""

import base64
import json
import sys
import warnings

import numpy as np
import onnx
from onnx import TensorProto
from onnx.backend.test.loader import load_model_tests

VERSION = "1.23.2"
NARROW = {"float16", "bfloat16"}


def text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def value_of(array):
    """A tensor as bytes; None for what is no plain tensor, such as a sequence."""
    if isinstance(array, onnx.TensorProto):
        array = onnx.numpy_helper.to_array(array)
    if not isinstance(array, (np.ndarray, np.generic)):
        return None
    array = np.asarray(array)
    name = array.dtype.name
    if name in NARROW:
        array = array.astype(np.float32)
    elif array.dtype.kind not in "fiub":
        return None
    data = np.ascontiguousarray(array).tobytes()
    return {"type": array.dtype.name, "from": name, "shape": list(array.shape), "data": text(data)}


def type_names(proto) -> set:
    """The kinds of a value: names of its element type, or what else it is."""
    kind = proto.WhichOneof("value")
    if kind != "tensor_type":
        return {kind or "none"}
    return {TensorProto.DataType.Name(proto.tensor_type.elem_type)}


def graph_facts(graph, operators: set, types: set) -> None:
    for value in [*graph.input, *graph.output, *graph.value_info]:
        types |= type_names(value.type)
    for tensor in graph.initializer:
        types.add(TensorProto.DataType.Name(tensor.data_type))
    node_facts(graph.node, operators, types)


def node_facts(nodes, operators: set, types: set) -> None:
    for node in nodes:
        operators.add(node.op_type if node.domain in ("", "ai.onnx") else f"{node.domain}::{node.op_type}")
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                graph_facts(attribute.g, operators, types)
            elif attribute.type == onnx.AttributeProto.TENSOR:
                types.add(TensorProto.DataType.Name(attribute.t.data_type))
            elif attribute.name in ("to", "dtype", "output_dtype", "stash_type") and attribute.i:
                types.add(TensorProto.DataType.Name(attribute.i))


def attributes_of(model) -> dict:
    """Attributes with texts, and numbers that reasons need."""
    found = {}
    for node in model.graph.node:
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.STRING:
                found[attribute.name] = attribute.s.decode("utf8", "replace")
            elif attribute.type == onnx.AttributeProto.INT:
                found[attribute.name] = attribute.i
    return found


def line_of(case) -> dict:
    model = case.model
    operators, types = set(), set()
    graph_facts(model.graph, operators, types)
    for function in model.functions:
        node_facts(function.node, operators, types)
    sets = [
        {"inputs": [value_of(x) for x in inputs], "outputs": [value_of(x) for x in outputs]}
        for inputs, outputs in case.data_sets
    ]
    return {
        "name": case.name.removeprefix("test_"),
        "relative": case.rtol,
        "absolute": case.atol,
        "operators": sorted(operators),
        "types": sorted(types),
        "attributes": attributes_of(model),
        "opset": max([entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx")], default=0),
        "inputs": [value.name for value in model.graph.input],
        "outputs": [value.name for value in model.graph.output],
        "model": text(model.SerializeToString()),
        "sets": sets,
    }


def main() -> None:
    if onnx.__version__ != VERSION:
        raise SystemExit(f"expected onnx {VERSION}, found {onnx.__version__}")
    warnings.simplefilter("ignore")
    cases = load_model_tests(kind="node")
    with open(sys.argv[1], "w", encoding="ascii") as file:
        for case in sorted(cases, key=lambda case: case.name):
            file.write(json.dumps(line_of(case)) + "\n")
    print(f"{len(cases)} cases")


if __name__ == "__main__":
    main()
