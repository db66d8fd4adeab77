"""Runs real ONNX files with onnxruntime and writes inputs and outputs, as little-endian numbers and a manifest.

    python real-files.py FOLDER MANIFEST.json

FOLDER holds the unpacked wheels; MANIFEST names the file, the inputs and the fixed integers of each case. It is
written back with the outputs. Needs onnxruntime and numpy.
"""
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime

folder, manifest = Path(sys.argv[1]), Path(sys.argv[2])
cases = json.loads(manifest.read_text())


def values(spec, random):
    """Returns an input: noise, bytes of text, or a given whole number."""
    shape, kind = spec['shape'], spec['type']
    if 'value' in spec:
        return np.full(shape, spec['value'], dtype=kind)
    if kind in ('int32', 'int64'):
        return random.integers(0, spec.get('below', 256), shape).astype(kind)
    return (random.standard_normal(shape) * spec.get('scale', 0.5)).astype(kind)


def written(array, name):
    """Writes an array, and returns where it is."""
    kind = {'bool': 'uint8'}.get(array.dtype.name, array.dtype.name)
    stored = array.astype('float64') if kind == 'int64' else array.astype(kind)
    stored.tofile(folder / name)
    return {'type': array.dtype.name, 'shape': list(array.shape), 'data': name}


for at, case in enumerate(cases):
    random = np.random.default_rng(at)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(folder / case['file']), options, providers=['CPUExecutionProvider'])
    inputs = {name: values(spec, random) for name, spec in case['inputs'].items()}
    names = [output.name for output in session.get_outputs()]
    outputs = dict(zip(names, session.run(names, inputs)))
    for kind, arrays in (('inputs', inputs), ('outputs', outputs)):
        case[kind] = {name: written(array, f'{at}-{kind}-{i}.bin') for i, (name, array) in enumerate(arrays.items())}
manifest.write_text(json.dumps(cases))
