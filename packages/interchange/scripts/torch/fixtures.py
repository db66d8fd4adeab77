"""Writes fixtures/numpy.json, fixtures/torch-files.json, fixtures/modules.pt, trainings.pt and encoder.pt.

Run from packages/interchange:  python3 scripts/torch/fixtures.py
Needs numpy and torch >= 2.7 (CPU). Nothing here comes from nabla's code: files are what numpy.save, numpy.savez and
torch.save write, outputs and losses are what PyTorch computes in float64.
"""
import argparse
import base64
import io
import json
import os
import pickle
from collections import OrderedDict
from pathlib import Path

import numpy as np
import torch
from references import bert
from torch import nn

torch.manual_seed(1)
torch.set_num_threads(1)
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def text(data):
    return base64.b64encode(data).decode()


def numpy_files():
    """NPY files by name, each with its shape and its elements as a list."""
    files = {}

    def add(name, array, version=None):
        out = io.BytesIO()
        np.lib.format.write_array(out, array, version=version)
        is_number = array.dtype.kind in "fiub"
        values = array.astype(np.float64).ravel().tolist() if is_number else None
        files[name] = {"bytes": text(out.getvalue()), "shape": list(array.shape), "values": values}

    for code in ("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"):
        values = np.array([[0, 1, 2], [100, 5, 6]])
        for order in ("<", ">"):
            add(f"{order}{code}", values.astype(order + code))
    add("bool", np.array([True, False]))
    add("fortran", np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)))
    add("scalar", np.float64(3.5).reshape(()))
    add("empty", np.zeros((0, 3), np.float32))
    add("long", np.zeros((1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2), np.int8))
    add("version2", np.arange(3.0), (2, 0))
    add("version3", np.arange(3.0), (3, 0))
    add("objects", np.array([{}], dtype=object))
    add("complex", np.array([1j]))
    add("texts", np.array(["a"]))
    add("structured", np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]))
    return files


def npz_files():
    arrays = {"x": np.arange(6, dtype=np.float32).reshape(2, 3), "y": np.arange(3, dtype=np.int64)}
    files = {}
    for name, save in (("plain", np.savez), ("compressed", np.savez_compressed)):
        out = io.BytesIO()
        save(out, **arrays)
        files[name] = text(out.getvalue())
    return files


class Custom:
    def __init__(self):
        self.weight = torch.ones(2)


class Evil:
    def __reduce__(self):
        return os.system, ("echo executed > /tmp/nabla-was-executed",)


def saved(value, **options):
    out = io.BytesIO()
    torch.save(value, out, **options)
    return text(out.getvalue())


def torch_files():
    base = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4)
    model = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
    nested = {
        "epoch": 7,
        "big": 2**70,
        "lr": 0.5,
        "name": "näme",
        "flags": (True, None, [1, 2]),
        "dtype": torch.bfloat16,
        "size": torch.Size([2, 3]),
        "device": torch.device("cpu"),
        "args": argparse.Namespace(width=3),
        "model": model.state_dict(),
        "parameter": nn.Parameter(torch.tensor([1.5, -2.0])),
        "views": OrderedDict(
            transposed=base.permute(2, 0, 1), part=base[:, 1:, ::2], same=base, expanded=torch.ones(1).expand(3),
            scalar=torch.tensor(2.5), empty=torch.zeros(0, 3)),
        "types": OrderedDict(
            half=torch.tensor([1.0, 65504.0, 6e-8]).half(), bfloat16=torch.tensor([1.0, 3.14159, -2e30]).bfloat16(),
            float64=torch.tensor([0.1], dtype=torch.float64), int8=torch.tensor([-3], dtype=torch.int8),
            int16=torch.tensor([-300], dtype=torch.int16), int32=torch.tensor([70000], dtype=torch.int32),
            int64=torch.tensor([2**40]), uint8=torch.tensor([200], dtype=torch.uint8),
            uint16=torch.tensor([60000], dtype=torch.uint16), bool=torch.tensor([True, False])),
    }
    legacy = {key: value for key, value in nested.items() if key != "types"}
    legacy["types"] = OrderedDict((k, v) for k, v in nested["types"].items() if k != "uint16")
    files = {
        "zip": saved(nested),
        "legacy": saved(legacy, _use_new_zipfile_serialization=False),
        "protocol4": saved(nested, pickle_protocol=4),
        "flat": saved(model.state_dict()),
        "custom": saved({"model": Custom()}),
        "module": saved(model),
        "complex": saved({"x": torch.ones(2, dtype=torch.complex64)}),
        "evil": saved({"model": model.state_dict(), "payload": Evil()}),
        "evil legacy": saved(Evil(), _use_new_zipfile_serialization=False),
    }
    values = {
        "views": {name: [list(t.shape), t.double().ravel().tolist()] for name, t in nested["views"].items()},
        "types": {name: [list(t.shape), t.double().ravel().tolist()] for name, t in nested["types"].items()},
    }
    return {"files": files, "values": values}


def strange_pickles():
    """Pickles of all protocols, with values that readers of checkpoints must know."""
    value = {"a": [1, -5, 300, 70000, 2**40, -(2**100)], "b": (1.5, True, None, "text", b"bytes"), "c": {1, 2}}
    return {str(protocol): text(pickle.dumps(value, protocol)) for protocol in range(6)}


class LastOf(nn.Module):
    """The last output of a recurrent layer."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(x)[0][:, -1]


def moved(x):
    """Images as nabla has them."""
    return x.movedim(1, -1) if x.dim() > 3 else x


def with_random_norms(module):
    """Norms start as ones and zeros, which hides mistakes."""
    for name, tensor in list(module.named_parameters()) + list(module.named_buffers()):
        if tensor.dim() == 1 and tensor.is_floating_point():
            with torch.no_grad():
                tensor.uniform_(0.5, 1.5)
    return module


def modules():
    """Plain modules of torch.nn, with inputs and outputs as nabla has them."""
    cases = {}

    def add(name, module, *shapes, run=None):
        module = with_random_norms(module.double()).eval()
        inputs = [torch.randn(*shape, dtype=torch.float64) for shape in shapes]
        with torch.no_grad():
            output = (run or module)(*inputs)
        cases[name] = {
            "state": OrderedDict((k, v.clone()) for k, v in module.state_dict().items()),
            "inputs": [moved(x).contiguous() for x in inputs],
            "output": moved(output).contiguous(),
        }

    add("linear", nn.Sequential(nn.Linear(4, 3), nn.PReLU(), nn.Linear(3, 2, bias=False)), (5, 4))
    add("convnet", nn.Sequential(
        nn.Conv2d(2, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.GroupNorm(2, 4), nn.Flatten(),
        nn.BatchNorm1d(24), nn.Linear(24, 3)), (2, 2, 4, 6))
    add("transposed", nn.Sequential(
        nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2), nn.LayerNorm([6, 6, 4])),
        (2, 4, 3, 2))
    add("groups", nn.Conv2d(4, 6, (3, 2), groups=2, dilation=(1, 2)), (1, 4, 5, 6))
    sequences = nn.Sequential(nn.Conv1d(3, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(16, 2))
    add("conv1d", sequences, (2, 6, 3), run=lambda x: sequences(x.transpose(1, 2)))
    add("norms", nn.Sequential(nn.LayerNorm(4), nn.RMSNorm(4, eps=1e-6)), (3, 5, 4))
    for name, layer in (("lstm", nn.LSTM), ("gru", nn.GRU), ("rnn", nn.RNN)):
        last = LastOf(layer(3, 4, batch_first=True))
        add(name, last.layer, (2, 5, 3), run=lambda x, last=last: last(x))
    both = nn.LSTM(3, 4, batch_first=True, bidirectional=True)
    add("bidirectional", both, (2, 5, 3), run=lambda x: both(x)[0])
    attention = nn.MultiheadAttention(4, 2, batch_first=True)
    add("attention", attention, (2, 5, 4), run=lambda x: attention(x, x, x)[0])
    add("encoder", nn.TransformerEncoderLayer(4, 2, 8, batch_first=True, norm_first=True, activation="gelu"), (2, 5, 4))
    add("decoder", nn.TransformerDecoderLayer(4, 2, 8, batch_first=True), (2, 5, 4), (2, 3, 4))
    return cases


def encoder():
    """A small BERT with the names of transformers, and what it makes of padded tokens."""
    config = {
        "model_type": "bert", "vocab_size": 11, "max_position_embeddings": 6, "type_vocab_size": 2, "hidden_size": 8,
        "num_attention_heads": 2, "num_hidden_layers": 2, "intermediate_size": 12, "layer_norm_eps": 1e-12,
        "hidden_act": "gelu",
    }
    generator = torch.Generator().manual_seed(2)
    state = OrderedDict()

    def add(name, *shape):
        state[name] = torch.randn(*shape, dtype=torch.float64, generator=generator) / 2

    def linear(path, outputs, inputs):
        add(f"{path}.weight", outputs, inputs)
        add(f"{path}.bias", outputs)

    def norm(path):
        add(f"{path}.weight", 8)
        add(f"{path}.bias", 8)

    for name, rows in (("word", 11), ("position", 6), ("token_type", 2)):
        add(f"embeddings.{name}_embeddings.weight", rows, 8)
    norm("embeddings.LayerNorm")
    for at in range(2):
        path = f"encoder.layer.{at}"
        for name in ("self.query", "self.key", "self.value", "output.dense"):
            linear(f"{path}.attention.{name}", 8, 8)
        norm(f"{path}.attention.output.LayerNorm")
        linear(f"{path}.intermediate.dense", 12, 8)
        linear(f"{path}.output.dense", 8, 12)
        norm(f"{path}.output.LayerNorm")
    tokens = torch.tensor([[1, 5, 2, 0, 0], [1, 9, 10, 3, 2]], dtype=torch.int32)
    mask = (tokens != 0).to(torch.int32)
    output = bert(state, config, tokens, mask)
    return {"config": config, "state": state, "tokens": tokens, "mask": mask, "output": output}


class Last(nn.Module):
    def forward(self, pair):
        return pair[0][:, -1]


class Mean(nn.Module):
    def forward(self, x):
        return x.mean(1)


def training_cases():
    """Models, the shapes of their inputs, and their optimizers."""
    def mlp():
        return nn.Sequential(nn.Linear(3, 6), nn.Tanh(), nn.Linear(6, 2))

    return {
        "mlp, Adam": (mlp(), (8, 3), lambda p: torch.optim.Adam(p, lr=0.01, amsgrad=True)),
        "mlp, SGD": (
            mlp(), (8, 3),
            lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01, nesterov=True)),
        "convnet, AdamW": (
            nn.Sequential(nn.Conv2d(1, 3, 3, padding=1), nn.BatchNorm2d(3), nn.ReLU(), nn.Flatten(), nn.Linear(60, 2)),
            (6, 1, 4, 5), lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.05)),
        "lstm, Adam": (
            nn.Sequential(nn.LSTM(3, 4, batch_first=True), Last(), nn.Linear(4, 2)), (6, 5, 3),
            lambda p: torch.optim.Adam(p, lr=0.01)),
        "lstm, AdamW": (
            nn.Sequential(nn.LSTM(3, 4, batch_first=True), Last(), nn.Linear(4, 2)), (6, 5, 3),
            lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1)),
        "lstm, SGD": (
            nn.Sequential(nn.LSTM(3, 4, batch_first=True), Last(), nn.Linear(4, 2)), (6, 5, 3),
            lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01)),
        "transformer, AdamW": (
            nn.Sequential(
                nn.TransformerEncoderLayer(4, 2, 8, dropout=0, batch_first=True, norm_first=True),
                Mean(), nn.Linear(4, 2)),
            (6, 5, 4), lambda p: torch.optim.AdamW(p, lr=0.01)),
    }


def steps(model, optimizer, x, y, count):
    """Yields the loss before each step with the whole batch."""
    for _ in range(count):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        yield loss.item()


def trainings():
    """100 steps, and the checkpoint after 50."""
    made = {}
    for name, (model, shape, optimizer_of) in training_cases().items():
        model = model.double().train()
        x, y = torch.randn(*shape, dtype=torch.float64), torch.randn(shape[0], 2, dtype=torch.float64)
        optimizer = optimizer_of(model.parameters())
        initial = OrderedDict((k, v.clone()) for k, v in model.state_dict().items())
        losses = list(steps(model, optimizer, x, y, 50))
        checkpoint = pickle.loads(pickle.dumps((model.state_dict(), optimizer.state_dict())))
        losses += steps(model, optimizer, x, y, 50)
        made[name] = {
            "x": moved(x).contiguous(), "y": y, "initial": initial, "model": checkpoint[0], "optimizer": checkpoint[1],
            "losses": losses,
        }
    return made


def write_json(name, value):
    (FIXTURES / name).write_text(json.dumps(value, indent=1) + "\n")


if __name__ == "__main__":
    FIXTURES.mkdir(exist_ok=True)
    write_json("numpy.json", {"npy": numpy_files(), "npz": npz_files()})
    write_json("torch-files.json", {**torch_files(), "pickles": strange_pickles()})
    torch.save(modules(), FIXTURES / "modules.pt")
    torch.save(trainings(), FIXTURES / "trainings.pt")
    torch.save(encoder(), FIXTURES / "encoder.pt")
