"""Writes fixtures/lora.json: 50 steps of PyTorch with PEFT in float64.

Run from packages/finetune:  python3 scripts/lora-fixtures.py
Needs Python 3.9, torch >= 2.5 (CPU) and peft. Nothing here comes from nabla's code.

Names and layouts in the file are nabla's: weights are [inputs, outputs], filters [rows, columns, channels, filters].
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from peft import LoraConfig, get_peft_model
from torch import nn

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
STEPS = 50


class Images(nn.Module):
    """A convolution, a mean over the pixels, and two linear layers."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 3, 3, stride=2, padding=1)
        self.hidden = nn.Linear(3, 4)
        self.head = nn.Linear(4, 3)

    def forward(self, x):
        y = F.relu(self.conv(x.permute(0, 3, 1, 2))).mean((2, 3))
        return self.head(F.relu(self.hidden(y)))


class Attention(nn.Module):
    """Attention with two heads, a mean over the elements, and a linear layer."""

    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.output = (nn.Linear(4, 4) for _ in range(4))
        self.head = nn.Linear(4, 2)

    def forward(self, x):
        q, k, v = (part(x).reshape(3, 5, 2, 2).transpose(1, 2) for part in (self.query, self.key, self.value))
        y = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(3, 5, 4)
        return self.head(self.output(y).mean(1))


def written(tensor, axes=None):
    tensor = tensor.detach()
    if axes is None:
        axes = [*range(2, tensor.dim()), 1, 0] if tensor.dim() > 1 else [0]
    moved = tensor.permute(axes).contiguous()
    return {"shape": list(moved.shape), "values": moved.flatten().tolist()}


def base_of(model, names):
    """The base's weights by nabla's names; a list of layers has its outputs side by side."""
    made = {}
    for ours, theirs in names.items():
        layers = [getattr(model, name) for name in (theirs if isinstance(theirs, list) else [theirs])]
        made[f"{ours}.weight"] = written(torch.cat([layer.weight for layer in layers]))
        made[f"{ours}.bias"] = written(torch.cat([layer.bias for layer in layers]))
    return made


def adapters_of(model, names):
    made = {}
    for ours, theirs in names.items():
        layer = getattr(model.base_model.model, theirs)
        made[f"{ours}.loraA"] = written(layer.lora_A["default"].weight)
        b = layer.lora_B["default"].weight
        made[f"{ours}.loraB"] = written(b.reshape(b.shape[:2]))
    return made


def case(name, model, base, adapted, options, x, targets):
    torch.manual_seed(3)
    parameters = base_of(model, base)
    config = LoraConfig(r=options["rank"], lora_alpha=options["alpha"], target_modules=list(adapted.values()))
    peft = get_peft_model(model, config)
    start = adapters_of(peft, adapted)
    optimizer = torch.optim.Adam([p for p in peft.parameters() if p.requires_grad], lr=0.05)
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = F.cross_entropy(peft(x), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {
        "name": name, "options": options, "base": parameters, "adapters": start,
        "x": written(x, list(range(x.dim()))), "targets": targets.tolist(),
        "losses": losses, "trained": adapters_of(peft, adapted),
    }


def main():
    torch.manual_seed(5)
    images = case(
        "images", Images(), {"0": "conv", "3": "hidden", "5": "head"}, {"0": "conv", "3": "hidden", "5": "head"},
        {"rank": 2, "alpha": 6}, torch.randn(4, 5, 6, 2), torch.tensor([0, 2, 1, 2]),
    )
    torch.manual_seed(2)
    attention = case(
        "attention", Attention(), {"0.input": ["query", "key", "value"], "0.output": "output", "2": "head"},
        {"0.input.query": "query", "0.input.value": "value"}, {"rank": 2, "alpha": 2}, torch.randn(3, 5, 4),
        torch.tensor([0, 1, 1]),
    )
    path = Path(__file__).resolve().parents[1] / "fixtures" / "lora.json"
    path.write_text(json.dumps([images, attention]) + "\n")
    print(path, [one["losses"][0::49] for one in (images, attention)])


main()
