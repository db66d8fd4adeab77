"""novels.py FOLDER: the training that novels.mjs wrote into the folder, in PyTorch. Prints its losses as JSON."""

import json
import pathlib
import sys
import time

import numpy as np
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "peers" / "python"))

from torch.nn import functional as F  # noqa: E402
from torch.nn.utils import clip_grad_norm_  # noqa: E402
from torch_sequences import GPT, load  # noqa: E402

# How many held-out sequences to read at once.
ROWS = 256


def main(folder):
    config = json.loads((folder / "config.json").read_text())

    def array(name, dtype, shape):
        return torch.from_numpy(np.fromfile(folder / name, dtype).reshape(shape))

    # The network is the first layer of a chain.
    shapes = config["parameters"].items()
    model = load(GPT(config["size"]), {name[2:]: array(name, np.float32, shape) for name, shape in shapes})
    batches = array("batches", np.int32, (-1, 2, config["batchSize"], config["context"])).long()
    updates = torch.optim.AdamW(model.parameters(), weight_decay=config["weightDecay"], fused=True)
    losses, start = [], time.perf_counter()
    for (x, y), rate in zip(batches, config["rates"]):
        updates.param_groups[0]["lr"] = rate
        updates.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(x).flatten(0, 1), y.flatten())
        loss.backward()
        clip_grad_norm_(model.parameters(), config["clipNorm"])
        updates.step()
        losses.append(loss.item())
    seconds = time.perf_counter() - start
    x, y = (array(name, np.int32, (-1, config["context"])).long() for name in "xy")
    weights = array("weights", np.float64, x.shape)
    total = 0.0
    with torch.inference_mode():
        for rows in torch.arange(len(x)).split(ROWS):
            one = F.cross_entropy(model(x[rows]).flatten(0, 1), y[rows].flatten(), reduction="none")
            total += float((one.double() * weights[rows].flatten()).sum())
    json.dump({"losses": losses, "heldOut": total / float(weights.sum()), "seconds": seconds}, sys.stdout)


main(pathlib.Path(sys.argv[1]))
