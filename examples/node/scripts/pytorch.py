"""Writes pytorch/fixtures/*.json: what PyTorch computes for the networks in pytorch/*.js, in float64.

Run from examples/node:  python3 scripts/pytorch.py
Needs Python 3.9 and torch >= 2.2 (CPU). A tensor is {"shape": [...], "data": [...]}, int32 where it says "dtype".
Weights are [in, out] as in nabla, the transpose of PyTorch's.
"""
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

FOLDER = Path(__file__).resolve().parents[1] / "pytorch" / "fixtures"
LEARNING_RATE = 0.1

torch.set_default_dtype(torch.float64)


def pack(tensor):
    packed = {"shape": list(tensor.shape), "data": tensor.detach().flatten().tolist()}
    return packed if tensor.is_floating_point() else {**packed, "dtype": "int32"}


def draw(*shape):
    """Normal numbers of three decimals, so that the files stay small."""
    return torch.randn(*shape).round(decimals=3)


def rounded(network):
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_((parameter + 0.1 * torch.randn_like(parameter)).round(decimals=3))
    return network


def record(name, network, names, loss, batches):
    """Writes steps of SGD. `names` has a function for each of nabla's names; it is given the gradients too."""
    def packed(of):
        return {ours: pack(tensor) for ours, take in names.items() if (tensor := take(of)) is not None}

    parameters, steps = packed(lambda p: p), []
    for x, y in batches:
        network.zero_grad()
        outputs = network(x)
        value = loss(outputs, y)
        value.backward()
        steps.append({"x": pack(x), "y": pack(y), "outputs": pack(outputs), "loss": pack(value),
                      "gradients": packed(lambda p: p.grad)})
        with torch.no_grad():
            for parameter in network.parameters():
                if parameter.grad is not None:
                    parameter -= LEARNING_RATE * parameter.grad
    content = {"source": f"scripts/pytorch.py, torch {torch.__version__.split('+')[0]}, float64",
               "parameters": parameters, "steps": steps, "final": packed(lambda p: p)}
    (FOLDER / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n")
    print(name, [step["loss"]["data"] for step in steps])


def transposed(parameter):
    return lambda of: None if of(parameter) is None else of(parameter).T


def plain(parameter):
    return lambda of: of(parameter)


def attention():
    """PyTorch's own layer of a transformer, with LayerNorm first; sequences of several lengths."""
    torch.manual_seed(1)

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.TransformerEncoderLayer(4, 2, 8, dropout=0, activation="gelu", batch_first=True,
                                                    norm_first=True)

        def forward(self, x):
            mask = nn.Transformer.generate_square_subsequent_mask(x.shape[1])
            return self.layer(x, src_mask=mask, is_causal=True)

    block = rounded(Block())
    layer, heads = block.layer, block.layer.self_attn
    names = {
        "0.body.0.scale": plain(layer.norm1.weight), "0.body.0.offset": plain(layer.norm1.bias),
        "0.body.1.inputs.weight": transposed(heads.in_proj_weight),
        "0.body.1.inputs.bias": plain(heads.in_proj_bias),
        "0.body.1.output.weight": transposed(heads.out_proj.weight),
        "0.body.1.output.bias": plain(heads.out_proj.bias),
        "1.body.0.scale": plain(layer.norm2.weight), "1.body.0.offset": plain(layer.norm2.bias),
        "1.body.1.weight": transposed(layer.linear1.weight), "1.body.1.bias": plain(layer.linear1.bias),
        "1.body.3.weight": transposed(layer.linear2.weight), "1.body.3.bias": plain(layer.linear2.bias),
    }
    batches = [(draw(2, time, 4), draw(2, time, 4)) for time in (3, 5, 1)]
    record("attention", block, names, F.mse_loss, batches)


def lstm():
    """A label for each element of sequences of several lengths."""
    torch.manual_seed(2)

    class Tagger(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm, self.head = nn.LSTM(2, 3, batch_first=True), nn.Linear(3, 4)
            self.lstm.bias_hh_l0.requires_grad_(False)

        def forward(self, x):
            return self.head(self.lstm(x)[0])

    tagger = rounded(Tagger())
    with torch.no_grad():
        tagger.lstm.bias_hh_l0.zero_()  # PyTorch has two biases, which it adds
    names = {
        "0.inputs.weight": transposed(tagger.lstm.weight_ih_l0), "0.inputs.bias": plain(tagger.lstm.bias_ih_l0),
        "0.states.weight": transposed(tagger.lstm.weight_hh_l0),
        "1.weight": transposed(tagger.head.weight), "1.bias": plain(tagger.head.bias),
    }
    batches = [(draw(2, time, 2), torch.randint(4, (2, time))) for time in (3, 6, 1)]
    record("lstm", tagger, names, lambda x, y: F.cross_entropy(x.flatten(0, 1), y.flatten()), batches)


def tied_embedding():
    """The next token; the weight of the output is that of the embedding."""
    torch.manual_seed(3)

    class Language(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding, self.body, self.logits = nn.Embedding(6, 3), nn.Linear(3, 3), nn.Linear(3, 6, bias=False)
            self.logits.weight = self.embedding.weight

        def forward(self, x):
            return self.logits(torch.tanh(self.body(self.embedding(x))))

    language = rounded(Language())
    names = {"embedding.weight": plain(language.embedding.weight), "1.weight": transposed(language.body.weight),
             "1.bias": plain(language.body.bias)}
    batches = [(torch.randint(6, (2, time)), torch.randint(6, (2, time))) for time in (4, 2, 3)]
    record("tied-embedding", language, names, lambda x, y: F.cross_entropy(x.flatten(0, 1), y.flatten()), batches)


def lora():
    """A frozen network; the first layer also has a product of two small matrices (Hu et al. 2021), which is trained."""
    torch.manual_seed(4)
    rank, alpha = 2, 4

    class LoRA(nn.Module):
        def __init__(self, inputs, outputs):
            super().__init__()
            self.base = nn.Linear(inputs, outputs).requires_grad_(False)
            self.a, self.b = nn.Parameter(torch.randn(inputs, rank)), nn.Parameter(torch.zeros(rank, outputs))

        def forward(self, x):
            return self.base(x) + x @ self.a @ self.b * (alpha / rank)

    network = rounded(nn.Sequential(LoRA(3, 4), nn.Tanh(), nn.Linear(4, 2).requires_grad_(False)))
    first, _, last = network
    names = {"0.a": plain(first.a), "0.b": plain(first.b), "0.weight": transposed(first.base.weight),
             "0.bias": plain(first.base.bias), "2.weight": transposed(last.weight), "2.bias": plain(last.bias)}
    record("lora", network, names, F.mse_loss, [(draw(4, 3), draw(4, 2)) for _ in range(3)])


if __name__ == "__main__":
    attention()
    lstm()
    tied_embedding()
    lora()
