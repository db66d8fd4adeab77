"""Networks for sequences in PyTorch: training steps of a GPT and of an LSTM, and a GPT that writes."""

import time

import torch
from protocol import Computation
from torch import nn
from torch.nn import functional as F

# Texts written with each number of threads to warm up, and then to compare the fastest of.
WARM_UP_TEXTS, COMPARED_TEXTS = 1, 3


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.input, self.output = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.linear1, self.linear2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x, attend):
        """`attend` gets queries, keys and values [n, heads, time, size]."""
        n, length, width = x.shape
        parts = self.input(self.norm1(x)).view(n, length, 3, self.heads, width // self.heads)
        y = attend(*parts.permute(2, 0, 3, 1, 4))
        x = x + self.output(y.transpose(1, 2).reshape(n, length, width))
        return x + self.linear2(F.gelu(self.linear1(self.norm2(x))))


def all_at_once(q, k, v):
    return F.scaled_dot_product_attention(q, k, v, is_causal=True)


class GPT(nn.Module):
    def __init__(self, size):
        super().__init__()
        vocabulary, width = size["vocabulary"], size["width"]
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(size["context"], width)
        self.blocks = nn.ModuleList(Block(width, size["heads"]) for _ in range(size["blocks"]))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, vocabulary)

    def forward(self, tokens, start=0, attend=None, last=False):
        """With `attend`, a function for each block; with `last`, only the logits of the last token."""
        x = self.tokens(tokens) + self.positions.weight[start : start + tokens.shape[1]]
        for at, block in enumerate(self.blocks):
            x = block(x, all_at_once if attend is None else attend[at])
        return self.head(self.norm(x[:, -1] if last else x))


def load(model, values):
    """Copies the workload's parameters, which have nabla's names; weights of linear layers are [in, out] there."""
    names = {"weight": "scale", "bias": "offset"}
    with torch.no_grad():
        for path, module in model.named_modules():
            own = path.replace("blocks.", "block").replace("input", "selfAttention.input")
            own = own.replace("output", "selfAttention.output")
            for name, parameter in module.named_parameters(recurse=False):
                value = values[f"{own}.{names[name] if isinstance(module, nn.LayerNorm) else name}"]
                parameter.copy_(value.t() if isinstance(module, nn.Linear) and value.ndim == 2 else value)
    return model


def tensors(inputs):
    return {name: torch.from_numpy(array) for name, array in inputs.items()}


class Training:
    """Steps of a training on batches in a given order."""

    def __init__(self, workload, values, model, updates, clip_norm=None):
        self.model, self.updates, self.clip_norm = model, updates, clip_norm
        self.x, self.labels = values["x"], values["labels"].long()
        self.batches = values["order"].long().split(workload["batchSize"])
        self.steps = 0
        self.loss = None

    def step(self):
        rows = self.batches[self.steps % len(self.batches)]
        x, labels = self.x.index_select(0, rows), self.labels.index_select(0, rows)
        self.updates.zero_grad(set_to_none=True)
        loss = F.cross_entropy(self.model(x).flatten(0, -2), labels.flatten())
        loss.backward()
        if self.clip_norm is not None:
            nn.utils.clip_grad_norm_(self.model.parameters(), self.clip_norm)
        self.updates.step()
        self.loss = loss.detach()
        self.steps += 1

    def computation(self):
        return Computation(self.step, lambda: self.loss.numpy().copy(), lambda: float(self.loss))


def gpt(workload, inputs):
    values = tensors(inputs)
    model = load(GPT(workload["size"]).to(values["head.weight"].dtype), values)
    options = {"lr": workload["learningRate"], "weight_decay": workload["weightDecay"], "fused": True}
    updates = torch.optim.AdamW(model.parameters(), **options)
    return Training(workload, values, model, updates, workload["clipNorm"]).computation()


class LSTM(nn.Module):
    def __init__(self, values):
        super().__init__()
        weight, recurrent, bias = (values[f"0.{name}"] for name in ("weight", "recurrentWeight", "bias"))
        self.lstm = nn.LSTM(weight.shape[0], recurrent.shape[0], batch_first=True, dtype=weight.dtype)
        self.head = nn.Linear(*values["1.weight"].shape, dtype=weight.dtype)
        with torch.no_grad():
            self.lstm.weight_ih_l0.copy_(weight.t())
            self.lstm.weight_hh_l0.copy_(recurrent.t())
            self.lstm.bias_ih_l0.copy_(bias)
            # The workload has one bias. The second one would move with it, and stays 0.
            self.lstm.bias_hh_l0.zero_()
            self.head.weight.copy_(values["1.weight"].t())
            self.head.bias.copy_(values["1.bias"])

    def forward(self, x):
        return self.head(self.lstm(x)[1][0][0])


def lstm(workload, inputs):
    values = tensors(inputs)
    model = LSTM(values)
    trained = [weight for name, weight in model.named_parameters() if "bias_hh" not in name]
    updates = torch.optim.Adam(trained, lr=workload["learningRate"], fused=True)
    return Training(workload, values, model, updates).computation()


class Cache:
    """Keys and values of a block, for one sequence; room for all of them is there from the start."""

    def __init__(self, size, dtype):
        shape = (1, size["heads"], size["context"], size["width"] // size["heads"])
        self.keys, self.values = torch.empty(shape, dtype=dtype), torch.empty(shape, dtype=dtype)
        self.count = 0

    def __call__(self, q, k, v):
        start, self.count = self.count, self.count + q.shape[2]
        self.keys[:, :, start : self.count] = k
        self.values[:, :, start : self.count] = v
        keys, values = self.keys[:, :, : self.count], self.values[:, :, : self.count]
        return F.scaled_dot_product_attention(q, keys, values, is_causal=start == 0)


@torch.inference_mode()
def write(model, prompt, size, length):
    caches = [Cache(size, model.head.weight.dtype) for _ in model.blocks]
    tokens, start, written = prompt, 0, []
    for _ in range(length):
        logits = model(tokens, start, caches, last=True)
        start += tokens.shape[1]
        tokens = logits.argmax(-1, keepdim=True)
        written.append(int(tokens))
    return written


def faster_threads(write_one):
    """Returns the number of threads whose fastest text is faster: the work of one token is small."""
    cores = torch.get_num_threads()
    seconds = {threads: [] for threads in {1, cores}}
    for _ in range(WARM_UP_TEXTS + COMPARED_TEXTS):
        for threads, times in seconds.items():
            torch.set_num_threads(threads)
            start = time.perf_counter()
            write_one()
            times.append(time.perf_counter() - start)
    torch.set_num_threads(cores)
    return min(seconds, key=lambda threads: min(seconds[threads][WARM_UP_TEXTS:]))


def generate(workload, inputs):
    values = tensors(inputs)
    size = workload["size"]
    model = load(GPT(size).to(values["head.weight"].dtype), values).eval()
    prompt = values["prompt"].long()[None]

    def write_one():
        return write(model, prompt, size, workload["length"])

    cores, threads = torch.get_num_threads(), faster_threads(write_one)
    last = [None]

    def execute():
        torch.set_num_threads(threads)
        try:
            last[0] = write_one()
        finally:
            torch.set_num_threads(cores)

    note = f"{threads} thread{'' if threads == 1 else 's'}, the faster number"
    return Computation(execute, lambda: torch.tensor(last[0]).numpy(), lambda: float(last[0][-1]), note)
