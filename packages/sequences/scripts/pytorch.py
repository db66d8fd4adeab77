"""Writes fixtures/modules.json and fixtures/trainings.json: what PyTorch computes in float64.

Run from packages/sequences:  python3 scripts/pytorch.py
Needs Python 3.9 and torch >= 2.5 (CPU). Nothing here comes from nabla's code.

Configs, names and layouts are nabla's: weights are [in, out]. PyTorch's modules get them transposed, and gradients flow
back through that. One xorshift32 stream with seed 1 fills, for each case, the parameters in their order, the inputs of
floats, and the weights of the outputs; so the fixtures do not store them. The gradients are those of the sum of outputs
times these weights.
"""
import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn
from torch.func import functional_call

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"

N, TIME, SOURCE, WIDTH, HEADS, UNITS, HIDDEN = 2, 5, 3, 4, 2, 3, 6
MASK = [[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]]
SOURCE_MASK = [[1, 1, 0], [1, 1, 1]]
TOKENS = [[3, 1, 4, 1, 5], [2, 6, 0, 0, 0]]


def stream():
    """Yields uniform numbers in [0, 1) from xorshift32."""
    state = 1
    while True:
        state ^= (state << 13) & 0xFFFFFFFF
        state ^= state >> 17
        state ^= (state << 5) & 0xFFFFFFFF
        yield state / 4294967296


def draw(uniform, shape, center=0.0):
    return torch.tensor([center + next(uniform) - 0.5 for _ in range(math.prod(shape))]).reshape(shape)


def drawn(uniform, specs):
    """Parameters by name. The scales of norms are around 1."""
    centers = {name: 1.0 if name.endswith("scale") else 0.0 for name, _ in specs}
    return {name: draw(uniform, shape, centers[name]).requires_grad_(True) for name, shape in specs}


# Parameters, by their names and shapes in nabla.

def linear(path, fan_in, fan_out, bias=True):
    return [(f"{path}.weight", [fan_in, fan_out])] + ([(f"{path}.bias", [fan_out])] if bias else [])


def norm(path, width=WIDTH):
    return [(f"{path}.scale", [width]), (f"{path}.offset", [width])]


def attention(path="", width=WIDTH, columns=None, bias=True):
    return [*linear(f"{path}input", width, columns or 3 * width, bias), *linear(f"{path}output", width, width, bias)]


def layer(path="", width=WIDTH, hidden=HIDDEN, swiglu=False, cross=False):
    return [
        *attention(f"{path}selfAttention.", width), *(attention(f"{path}crossAttention.", width) if cross else []),
        *linear(f"{path}linear1", width, 2 * hidden if swiglu else hidden), *linear(f"{path}linear2", hidden, width),
        *norm(f"{path}norm1", width), *norm(f"{path}norm2", width), *(norm(f"{path}norm3", width) if cross else []),
    ]


def recurrent(gates, width=WIDTH, units=UNITS, path="", extra=False):
    return [(f"{path}weight", [width, gates * units]), (f"{path}recurrentWeight", [units, gates * units]),
            (f"{path}bias", [gates * units]), *([(f"{path}recurrentBias", [units])] if extra else [])]


# The same parameters, by their names in PyTorch.

def under(p, path):
    return {name[len(path):]: value for name, value in p.items() if name.startswith(path)}


def torch_attention(p, path):
    return {f"{path}in_proj_weight": p["input.weight"].T, f"{path}in_proj_bias": p["input.bias"],
            f"{path}out_proj.weight": p["output.weight"].T, f"{path}out_proj.bias": p["output.bias"]}


def torch_layer(p):
    q = torch_attention(under(p, "selfAttention."), "self_attn.")
    if "norm3.scale" in p:
        q.update(torch_attention(under(p, "crossAttention."), "multihead_attn."))
    for name in ("linear1", "linear2"):
        q[f"{name}.weight"], q[f"{name}.bias"] = p[f"{name}.weight"].T, p[f"{name}.bias"]
    for name in ("norm1", "norm2", "norm3"):
        if f"{name}.scale" in p:
            q[f"{name}.weight"], q[f"{name}.bias"] = p[f"{name}.scale"], p[f"{name}.offset"]
    return q


def torch_recurrent(p, suffix=""):
    """PyTorch has two biases. Where it adds them, the second one is 0."""
    units = p["recurrentWeight"].shape[0]
    rest = torch.zeros(p["bias"].shape[0] - units)
    second = torch.cat([rest, p.get("recurrentBias", torch.zeros(units))])
    return {f"weight_ih_l0{suffix}": p["weight"].T, f"weight_hh_l0{suffix}": p["recurrentWeight"].T,
            f"bias_ih_l0{suffix}": p["bias"], f"bias_hh_l0{suffix}": second}


def hidden(mask):
    """PyTorch's masks are true at padding."""
    return None if mask is None else mask == 0


def future(time):
    return torch.triu(torch.ones(time, time, dtype=torch.bool), 1)


# What each case computes, from parameters and inputs.

def heads_of(x, heads):
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)


def turned(x):
    """Pairs of the two halves as complex numbers (Su et al. 2021, equation 13)."""
    half = x.shape[-1] // 2
    frequencies = torch.tensor([10000.0 ** (-i / half) for i in range(half)])
    angles = torch.arange(x.shape[-2], dtype=torch.float64)[:, None] * frequencies
    z = torch.complex(x[..., :half], x[..., half:]) * torch.polar(torch.ones_like(angles), angles)
    return torch.cat([z.real, z.imag], -1)


def grouped_attention(p, x, heads, key_heads, rotary=False):
    size = x.shape[-1] // heads
    z = x @ p["input.weight"] + p.get("input.bias", torch.zeros(1))
    q, k, v = z.split([heads * size, key_heads * size, key_heads * size], -1)
    q, k, v = heads_of(q, heads), heads_of(k, key_heads), heads_of(v, key_heads)
    if rotary:
        q, k = turned(q), turned(k)
    y = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
    return y.transpose(1, 2).flatten(2) @ p["output.weight"] + p.get("output.bias", torch.zeros(1))


def self_attention(p, x, mask=None):
    module = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True)
    options = {"key_padding_mask": hidden(mask), "need_weights": False}
    return functional_call(module, torch_attention(p, ""), (x, x, x), options)[0]


def cross_attention(p, x, source, mask):
    module = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True)
    options = {"key_padding_mask": hidden(mask), "need_weights": False}
    return functional_call(module, torch_attention(p, ""), (x, source, source), options)[0]


def encoder(activation, norm_first):
    def compute(p, x, mask=None):
        options = {"batch_first": True, "norm_first": norm_first}
        module = nn.TransformerEncoderLayer(WIDTH, HEADS, HIDDEN, 0.0, activation, **options)
        return functional_call(module, torch_layer(p), (x,), {"src_key_padding_mask": hidden(mask)})
    return compute


def swiglu_encoder(p, x):
    """The formulas of Llama's block, but for the norm and its place: norm(x + f(x))."""
    y = F.layer_norm(x + self_attention(under(p, "selfAttention."), x), (WIDTH,), p["norm1.scale"], p["norm1.offset"])
    gate, value = (y @ p["linear1.weight"] + p["linear1.bias"]).chunk(2, -1)
    z = (F.silu(gate) * value) @ p["linear2.weight"] + p["linear2.bias"]
    return F.layer_norm(y + z, (WIDTH,), p["norm2.scale"], p["norm2.offset"])


def decoder(norm_first):
    def compute(p, x, memory, mask):
        module = nn.TransformerDecoderLayer(WIDTH, HEADS, HIDDEN, 0.0, batch_first=True, norm_first=norm_first)
        options = {"tgt_mask": future(x.shape[1]), "memory_key_padding_mask": hidden(mask)}
        return functional_call(module, torch_layer(p), (x, memory), options)
    return compute


def gpt(p, tokens, blocks, heads):
    width = p["tokens.weight"].shape[1]
    x = F.embedding(tokens, p["tokens.weight"]) + p["positions.weight"][:tokens.shape[1]]
    for at in range(blocks):
        block = nn.TransformerEncoderLayer(width, heads, 4 * width, 0.0, "gelu", batch_first=True, norm_first=True)
        options = {"src_mask": future(tokens.shape[1]), "is_causal": True}
        x = functional_call(block, torch_layer(under(p, f"block{at}.")), (x,), options)
    x = F.layer_norm(x, (width,), p["norm.scale"], p["norm.offset"])
    return x @ p["tokens.weight"].T if "head.weight" not in p else x @ p["head.weight"] + p["head.bias"]


def gpt_parameters(vocabulary, context, blocks, width, tied):
    return [("tokens.weight", [vocabulary, width]), ("positions.weight", [context, width]),
            *[spec for at in range(blocks) for spec in layer(f"block{at}.", width, 4 * width)], *norm("norm", width),
            *([] if tied else linear("head", width, vocabulary))]


def read(kind, bidirectional=False, last=False):
    """PyTorch packs padded sequences, and gives zeros at padding."""
    def compute(p, x, mask=None):
        lengths = torch.full([x.shape[0]], x.shape[1]) if mask is None else mask.sum(1).long()
        module = kind(x.shape[2], UNITS, batch_first=True, bidirectional=bidirectional)
        q = torch_recurrent(p) if not bidirectional else {
            **torch_recurrent(under(p, "forward.")), **torch_recurrent(under(p, "backward."), "_reverse")}
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        y, state = functional_call(module, q, (packed,))
        if last:
            h = state[0] if isinstance(state, tuple) else state
            return torch.cat(tuple(h), -1)
        return nn.utils.rnn.pad_packed_sequence(y, batch_first=True, total_length=x.shape[1])[0]
    return compute


def gru_reset_before(p, x):
    """Cho et al. 2014, equations 5 to 8, with h = (1 - z) n + z h'."""
    h, outputs = torch.zeros(x.shape[0], UNITS), []
    for at in range(x.shape[1]):
        xr, xz, xn = (x[:, at] @ p["weight"] + p["bias"]).chunk(3, -1)
        Rr, Rz, Rn = p["recurrentWeight"].chunk(3, -1)
        r, z = torch.sigmoid(xr + h @ Rr), torch.sigmoid(xz + h @ Rz)
        h = (1 - z) * torch.tanh(xn + (r * h) @ Rn) + z * h
        outputs.append(h)
    return torch.stack(outputs, 1)


def waves(p, x):
    """Vaswani et al. 2017, section 3.5."""
    y = x.clone()
    for position in range(x.shape[1]):
        for i in range(x.shape[2] // 2):
            angle = position / 10000 ** (2 * i / x.shape[2])
            y[:, position, 2 * i] += math.sin(angle)
            y[:, position, 2 * i + 1] += math.cos(angle)
    return y


def cases():
    x, mask = ("float", [N, TIME, WIDTH]), ("int", MASK)
    source, source_mask = ("float", [N, SOURCE, WIDTH]), ("int", SOURCE_MASK)
    tokens = ("int", TOKENS)
    layer_config = {"heads": HEADS, "feedForward": HIDDEN, "dropout": 0}
    yield "Embedding", {"values": 7, "size": 3, "paddingIndex": 0}, [("weight", [7, 3])], [tokens], \
        lambda p, t: F.embedding(t, torch.cat([torch.zeros(1, 3), p["weight"][1:]]), padding_idx=0)
    table = {"values": 7, "size": 3, "paddingIndex": 0}
    for mode in ("mean", "sum"):
        yield "EmbeddingBag", {**table, "mode": mode}, [("weight", [7, 3])], [tokens], \
            lambda p, t, mode=mode: F.embedding_bag(t, p["weight"], mode=mode, padding_idx=0)
    yield "PositionEmbedding", {"length": 8}, [("weight", [8, WIDTH])], [x], lambda p, x: x + p["weight"][:TIME]
    yield "SinePositionEncoding", {}, [], [x], waves
    yield "MultiHeadAttention", {"heads": HEADS}, attention(), [x], self_attention
    yield "MultiHeadAttention", {"heads": HEADS}, attention(), [x, mask], self_attention
    yield "MultiHeadAttention", {"heads": HEADS}, attention(), [x, source, source_mask], cross_attention
    yield "MultiHeadAttention", {"heads": 4, "keyHeads": 2, "causal": True, "bias": False}, \
        attention(width=8, columns=16, bias=False), [("float", [N, TIME, 8])], \
        lambda p, x: grouped_attention(p, x, 4, 2)
    yield "MultiHeadAttention", {"heads": 2, "keyHeads": 1, "causal": True, "rotary": True}, \
        attention(width=8, columns=16), [("float", [N, TIME, 8])], \
        lambda p, x: grouped_attention(p, x, 2, 1, True)
    yield "TransformerEncoderLayer", layer_config, layer(), [x, mask], encoder("relu", False)
    yield "TransformerEncoderLayer", {**layer_config, "activation": "gelu", "normFirst": True}, layer(), [x], \
        encoder("gelu", True)
    yield "TransformerEncoderLayer", {**layer_config, "activation": "swiglu"}, layer(swiglu=True), [x], swiglu_encoder
    for norm_first in (False, True):
        yield "TransformerDecoderLayer", {**layer_config, "normFirst": norm_first}, layer(cross=True), \
            [x, source, source_mask], decoder(norm_first)
    sizes = {"vocabulary": 7, "context": 6, "blocks": 1, "width": WIDTH, "heads": HEADS, "dropout": 0}
    for tied in (False, True):
        yield "GPT", {**sizes, "tied": tied}, \
            gpt_parameters(7, 6, 1, WIDTH, tied), [tokens], lambda p, t: gpt(p, t, 1, HEADS)
    every = {"units": UNITS, "returnSequences": True}
    yield "SimpleRNN", every, recurrent(1), [x, mask], read(nn.RNN)
    yield "LSTM", every, recurrent(4), [x, mask], read(nn.LSTM)
    yield "LSTM", {"units": UNITS}, recurrent(4), [x, mask], read(nn.LSTM, last=True)
    yield "GRU", every, recurrent(3, extra=True), [x, mask], read(nn.GRU)
    yield "GRU", {**every, "resetAfter": False}, recurrent(3), [x], gru_reset_before
    for last in (False, True):
        yield "Bidirectional", {"layer": {"type": "LSTM", "units": UNITS, "returnSequences": not last}}, \
            [*recurrent(4, path="forward."), *recurrent(4, path="backward.")], [x, mask], read(nn.LSTM, True, last)
    yield "MeanOverTime", {}, [], [x, mask], lambda p, x, m: (x * m[..., None]).sum(1) / m.sum(1, keepdim=True)
    yield "MaxOverTime", {}, [], [x, mask], \
        lambda p, x, m: x.masked_fill(m[..., None] == 0, -math.inf).max(1).values


def rounded(tensor):
    return [float(f"{value:.12g}") for value in tensor.detach().flatten().tolist()]


def modules():
    for kind, options, specs, given, compute in cases():
        uniform = stream()
        p = drawn(uniform, specs)
        inputs = [draw(uniform, what).requires_grad_(True) if how == "float" else torch.tensor(what)
                  for how, what in given]
        y = compute(p, *inputs)
        # What attention returns in padded places means nothing.
        is_masked = kind in ("MultiHeadAttention", "TransformerEncoderLayer") and len(given) == 2
        y = y * inputs[1][..., None] if is_masked else y
        (y * draw(uniform, y.shape)).sum().backward()
        gradients = {name: value.grad for name, value in p.items()}
        gradients.update({f"input {at}": x.grad for at, x in enumerate(inputs) if x.is_floating_point()})
        yield {
            "config": {"type": kind, **options}, "isMasked": is_masked,
            "parameters": [[name, shape] for name, shape in specs],
            "inputs": [{"shape": what} if how == "float" else {"values": what} for how, what in given],
            "output": {"shape": list(y.shape), "values": rounded(y)},
            "gradients": {name: rounded(torch.zeros(1) if g is None else g) for name, g in gradients.items()},
        }


VOCABULARY, CONTEXT, BATCH, STEPS, RATE = 11, 8, 4, 100, 0.01


def lessons(steps):
    """Batches of a sentence with mistakes: tokens and the ones behind them."""
    uniform = stream()
    length = steps * BATCH + CONTEXT + 1
    text = [(3 * at + at // 7) % VOCABULARY if next(uniform) < 0.9 else int(next(uniform) * VOCABULARY)
            for at in range(length)]
    for step in range(steps):
        rows = [text[step * BATCH + row:][:CONTEXT + 1] for row in range(BATCH)]
        yield torch.tensor([row[:-1] for row in rows]), torch.tensor([row[1:] for row in rows])


def trainings():
    def language_model(kind):
        def compute(p, tokens):
            x = F.embedding(tokens, p["0.weight"])
            module = kind(8, 6, batch_first=True)
            y = functional_call(module, torch_recurrent(under(p, "1.")), (x,))[0]
            return y @ p["2.weight"] + p["2.bias"]
        return compute
    embedding = {"type": "Embedding", "values": VOCABULARY, "size": 8}
    head = {"type": "Dense", "units": VOCABULARY}
    options = {"vocabulary": VOCABULARY, "context": CONTEXT, "blocks": 2, "width": 8, "heads": 2, "dropout": 0}
    yield {"inputShape": ["time"], "module": {"type": "GPT", **options}}, \
        gpt_parameters(VOCABULARY, CONTEXT, 2, 8, False), lambda p, tokens: gpt(p, tokens, 2, 2)
    for name, kind, gates in (("LSTM", nn.LSTM, 4), ("GRU", nn.GRU, 3)):
        layers = [embedding, {"type": name, "units": 6, "returnSequences": True}, head]
        own = recurrent(gates, 8, 6, "1.", name == "GRU")
        specs = [("0.weight", [VOCABULARY, 8]), *own, *linear("2", 6, VOCABULARY)]
        yield {"inputShape": ["time"], "layers": layers}, specs, language_model(kind)


def trained():
    for config, specs, compute in trainings():
        p = drawn(stream(), specs)
        optimizer = torch.optim.Adam(list(p.values()), lr=RATE)
        losses = []
        for tokens, targets in lessons(STEPS):
            optimizer.zero_grad()
            loss = F.cross_entropy(compute(p, tokens).flatten(0, 1), targets.flatten())
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        yield {"config": config, "parameters": [[name, shape] for name, shape in specs], "losses": losses}


def write(name, note, content):
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in content)
    version = torch.__version__.split("+")[0]
    text = f'{{"note":{json.dumps(f"scripts/pytorch.py, torch {version}, float64. {note}")},"cases":[\n{lines}\n]}}\n'
    (FIXTURES / name).write_text(text)
    print(f"{name}: {len(text)} bytes")


if __name__ == "__main__":
    write("modules.json", "Numbers are rounded to 12 digits.", modules())
    write("trainings.json", f"Adam with learning rate {RATE}.", trained())
