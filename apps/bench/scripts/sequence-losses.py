"""Writes test/fixtures/sequences.json: a small GPT and a small LSTM, their losses and what the GPT writes, in PyTorch's
float64.

    python scripts/sequence-losses.py

The networks are written here by their formulas, without the code of the peer, because the peer is tested with this
file. Inputs are multiples of 1/64, so float32 represents them exactly.
"""

import json
import math
import pathlib

import torch
from torch.nn import functional as F

ROWS, BATCH, STEPS, RATE, DECAY, CLIP = 8, 4, 4, 0.01, 0.1, 0.5
ORDER = [5, 2, 7, 0, 3, 6, 1, 4]
SIZE = {"vocabulary": 7, "context": 8, "blocks": 1, "width": 16, "heads": 2}
TIME, UNITS, FEATURES, CLASSES, LENGTH = 6, 4, 3, 3, 5
TARGET = pathlib.Path(__file__).parent.parent / "test" / "fixtures" / "sequences.json"


def values(*shape, scale=1.0):
    return (torch.randn(*shape, dtype=torch.float64) * scale * 64).round() / 64


def linear(name, inputs, outputs):
    return {f"{name}.weight": values(inputs, outputs, scale=0.4), f"{name}.bias": values(outputs, scale=0.2)}


def norm(name, width):
    return {f"{name}.scale": 1 + values(width, scale=0.2), f"{name}.offset": values(width, scale=0.2)}


def gpt_parameters():
    width = SIZE["width"]
    p = {"tokens.weight": values(SIZE["vocabulary"], width), "positions.weight": values(SIZE["context"], width)}
    for at in range(SIZE["blocks"]):
        p |= linear(f"block{at}.selfAttention.input", width, 3 * width)
        p |= linear(f"block{at}.selfAttention.output", width, width)
        p |= linear(f"block{at}.linear1", width, 4 * width)
        p |= linear(f"block{at}.linear2", 4 * width, width)
        p |= norm(f"block{at}.norm1", width) | norm(f"block{at}.norm2", width)
    return p | norm("norm", width) | linear("head", width, SIZE["vocabulary"])


def gpt(p, tokens):
    n, time = tokens.shape
    heads, width = SIZE["heads"], SIZE["width"]

    def affine(x, name):
        return x @ p[f"{name}.weight"] + p[f"{name}.bias"]

    def normal(x, name):
        return F.layer_norm(x, (width,), p[f"{name}.scale"], p[f"{name}.offset"])

    def attend(x, name):
        q, k, v = (z.view(n, time, heads, -1).transpose(1, 2) for z in affine(x, f"{name}.input").chunk(3, -1))
        scores = q @ k.transpose(2, 3) / math.sqrt(width / heads)
        future = torch.ones(time, time, dtype=torch.bool).triu(1)
        y = scores.masked_fill(future, -math.inf).softmax(-1) @ v
        return affine(y.transpose(1, 2).reshape(n, time, width), f"{name}.output")

    x = p["tokens.weight"][tokens] + p["positions.weight"][:time]
    for at in range(SIZE["blocks"]):
        x = x + attend(normal(x, f"block{at}.norm1"), f"block{at}.selfAttention")
        x = x + affine(F.gelu(affine(normal(x, f"block{at}.norm2"), f"block{at}.linear1")), f"block{at}.linear2")
    return affine(normal(x, "norm"), "head")


def lstm_parameters():
    names = {"0.weight": (FEATURES, 4 * UNITS), "0.recurrentWeight": (UNITS, 4 * UNITS), "0.bias": (4 * UNITS,)}
    return {name: values(*shape, scale=0.5) for name, shape in names.items()} | linear("1", UNITS, CLASSES)


def lstm(p, x):
    h = c = torch.zeros(len(x), UNITS, dtype=torch.float64)
    for at in range(x.shape[1]):
        i, f, g, o = (x[:, at] @ p["0.weight"] + p["0.bias"] + h @ p["0.recurrentWeight"]).chunk(4, -1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
    return h @ p["1.weight"] + p["1.bias"]


def losses(parameters, forward, x, labels, optimizer, clip=None):
    p = {name: value.clone().requires_grad_() for name, value in parameters.items()}
    updates = optimizer(list(p.values()))
    order = torch.tensor(ORDER).split(BATCH)
    found = []
    for step in range(STEPS):
        rows = order[step % len(order)]
        updates.zero_grad()
        loss = F.cross_entropy(forward(p, x[rows]).flatten(0, -2), labels[rows].flatten())
        loss.backward()
        if clip is not None:
            torch.nn.utils.clip_grad_norm_(list(p.values()), clip)
        updates.step()
        found.append(loss.item())
    return found


def written(p, prompt):
    """Reads everything again for each token."""
    tokens = prompt
    for _ in range(LENGTH):
        tokens = torch.cat([tokens, gpt(p, tokens[None])[0, -1].argmax()[None]])
    return tokens[len(prompt) :].tolist()


def described(name, fields, inputs, expected):
    def array(value):
        kind = {} if value.is_floating_point() else {"integers": True}
        return {**kind, "shape": list(value.shape), "data": value.flatten().tolist()}

    return {
        "name": name,
        "fields": fields,
        "inputs": {key: array(value) for key, value in inputs.items()},
        "expected": expected,
    }


def cases():
    steps = {"learningRate": RATE, "batchSize": BATCH, "resultSteps": STEPS}
    order = torch.tensor(ORDER)

    torch.manual_seed(7)
    p, x = gpt_parameters(), torch.randint(SIZE["vocabulary"], (ROWS, TIME))
    labels = torch.randint(SIZE["vocabulary"], (ROWS, TIME))
    fields = {"kind": "gpt", "size": SIZE, "weightDecay": DECAY, "clipNorm": CLIP, **steps}
    adamw = losses(p, gpt, x, labels, lambda w: torch.optim.AdamW(w, lr=RATE, weight_decay=DECAY), CLIP)
    yield described("GPT", fields, {"x": x, "labels": labels, "order": order, **p}, adamw)

    prompt = torch.tensor([3, 1, 4])
    fields = {"kind": "generate", "size": SIZE, "length": LENGTH}
    yield described("generation", fields, {"prompt": prompt, **p}, written(p, prompt))

    torch.manual_seed(8)
    p, x, labels = lstm_parameters(), values(ROWS, TIME, FEATURES), torch.randint(CLASSES, (ROWS,))
    adam = losses(p, lstm, x, labels, lambda w: torch.optim.Adam(w, lr=RATE))
    yield described("LSTM", {"kind": "lstm", **steps}, {"x": x, "labels": labels, "order": order, **p}, adam)


CASES = list(cases())
TARGET.write_text("[\n" + ",\n".join(json.dumps(case) for case in CASES) + "\n]\n")
print({case["name"]: case["expected"] for case in CASES})
