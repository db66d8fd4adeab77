"""Runs the generated model.py of each folder in the folder given, and prints how far the outputs are from nabla's.

Each folder has model.py, model.safetensors and run.pt with 'inputs', 'output', and which of them are channels first.
Prints one line of JSON for each: the folder's name, and the largest difference relative to the largest output.
"""
import importlib.util
import json
import sys
from pathlib import Path

import torch

torch.set_num_threads(1)


def run(folder):
    spec = importlib.util.spec_from_file_location(f"model_{folder.name.replace('-', '_')}", folder / "model.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model = module.load(folder / "model.safetensors")
    data = torch.load(folder / "run.pt", weights_only=True)
    inputs = [x.movedim(-1, 1) if first else x for x, first in zip(data["inputs"], data["inputs_first"])]
    with torch.no_grad():
        outputs = model(*inputs)
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    worst = 0.0
    for received, expected, first in zip(outputs, data["outputs"], data["outputs_first"], strict=True):
        received = received.movedim(1, -1) if first else received
        if received.shape != expected.shape or received.dtype != expected.dtype:
            raise ValueError(f"{received.dtype} {list(received.shape)} instead of {expected.dtype} {list(expected.shape)}")
        worst = max(worst, ((received - expected).abs().max() / expected.abs().max().clamp(min=1)).item())
    return worst


for folder in sorted(Path(sys.argv[1]).iterdir()):
    try:
        print(json.dumps({"name": folder.name, "worst": run(folder)}))
    except Exception as error:  # every failure is reported, with the others
        print(json.dumps({"name": folder.name, "error": f"{type(error).__name__}: {error}"[:2000]}))
