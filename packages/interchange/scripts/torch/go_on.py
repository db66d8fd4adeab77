"""Goes on with trainings that nabla began: takes 50 more steps from each checkpoint, and prints the losses as JSON.

Run as: python3 go_on.py FOLDER, with a file for each training, such as 'mlp, Adam.pt': 'model', 'optimizer', 'x', 'y'.
"""
import json
import sys
from pathlib import Path

import torch
from fixtures import steps, training_cases

losses = {}
for name, (model, _, optimizer_of) in training_cases().items():
    saved = torch.load(Path(sys.argv[1]) / f"{name}.pt", weights_only=True)
    model = model.double().train()
    model.load_state_dict(saved["model"])
    parameters = dict(model.named_parameters())
    groups = saved["optimizer"]["param_groups"]
    optimizer = optimizer_of([{"params": [(n, parameters[n]) for n in group["param_names"]]} for group in groups])
    optimizer.load_state_dict(saved["optimizer"])
    x = saved["x"].movedim(-1, 1) if saved["x"].dim() > 3 else saved["x"]
    losses[name] = list(steps(model, optimizer, x, saved["y"], 50))
print(json.dumps(losses))
