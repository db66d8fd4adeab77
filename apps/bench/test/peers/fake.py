"""The same as fake.mjs, for the loop in Python."""

import os
import sys
from array import array

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "peers", "python"))

import protocol  # noqa: E402

CODES = {"float32": "f", "float64": "d", "int32": "i"}


class Peer:
    @staticmethod
    def hello():
        print("not an answer", flush=True)
        return {"version": "1.2", "detail": "fake", "threads": 1}

    @staticmethod
    def read_inputs(workload, folder):
        inputs = {}
        for name, described in workload["inputs"].items():
            with open(os.path.join(folder, described["file"]), "rb") as file:
                inputs[name] = array(CODES[described["dtype"]], file.read())
        return inputs

    @staticmethod
    def write_results(path, arrays, dtype):
        with open(path, "wb") as file:
            for values in arrays:
                array(CODES[dtype], values).tofile(file)

    @staticmethod
    def doubles(workload, inputs):
        last = [None]

        def execute():
            last[0] = [2 * value for value in inputs["x"]]

        return protocol.Computation(execute, lambda: last[0], lambda: last[0][0], "in place")

    @staticmethod
    def counts(workload, inputs):
        epochs = [0]

        def execute():
            epochs[0] += 1

        sink = (lambda: epochs[0]) if workload.get("optimizer") == "adam" else (lambda: float("nan"))
        return protocol.Computation(execute, lambda: list(epochs), sink)

    @staticmethod
    def refuse(workload, inputs):
        raise protocol.Unsupported("never heard of it")

    @staticmethod
    def fail(workload, inputs):
        raise ValueError("it broke\nat length")


Peer.KINDS = {
    "unary": Peer.doubles,
    "train": Peer.counts,
    "convnet": Peer.counts,
    "softmax": Peer.refuse,
    "infer": Peer.fail,
}
protocol.serve(Peer)
