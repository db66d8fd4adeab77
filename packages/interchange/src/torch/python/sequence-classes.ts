/** Classes of generated files for the modules of `@nablajs/sequences`. They have PyTorch's names of parameters. */
import type { PythonClass } from './core-classes.js';

/** Modules of sequences. */
export const SEQUENCE_CLASSES: Readonly<Record<string, PythonClass>> = {
  PaddingMask: {
    source: `class PaddingMask(nn.Module):
    def __init__(self, padding_index):
        super().__init__()
        self.padding_index = padding_index

    def forward(self, tokens):
        return (tokens != self.padding_index).to(torch.int32)`,
  },
  PositionEmbedding: {
    source: `class PositionEmbedding(nn.Module):
    def __init__(self, length, width):
        super().__init__()
        self.weight = nn.Parameter(0.02 * torch.randn(length, width))

    def forward(self, x, mask=None):
        return x + self.weight[: x.shape[1]]`,
  },
  waves: {
    source: `def waves(x, half, base=10000.0):
    """Sines and cosines of the positions times base^(-i / half)."""
    positions = torch.arange(x.shape[-2], dtype=torch.float64, device=x.device)
    rates = base ** (-torch.arange(half, dtype=torch.float64, device=x.device) / half)
    angles = positions[:, None] * rates
    return angles.sin().to(x.dtype), angles.cos().to(x.dtype)`,
  },
  SinePositionEncoding: {
    needs: ['waves'],
    source: `class SinePositionEncoding(nn.Module):
    def forward(self, x, mask=None):
        return x + torch.stack(waves(x, x.shape[-1] // 2), dim=-1).flatten(-2)`,
  },
  with_mask: {
    source: `def with_mask(x, mask):
    """Padding becomes 0, whatever it holds."""
    return x if mask is None else torch.where(mask[..., None] != 0, x, torch.zeros_like(x))`,
  },
  MeanOverTime: {
    needs: ['with_mask'],
    source: `class MeanOverTime(nn.Module):
    def forward(self, x, mask=None):
        if mask is None:
            return x.mean(1)
        return with_mask(x, mask).sum(1) / (mask != 0).sum(1, keepdim=True).clamp(min=1)`,
  },
  MaxOverTime: {
    source: `class MaxOverTime(nn.Module):
    def forward(self, x, mask=None):
        if mask is None:
            return x.amax(1)
        there = mask[..., None] != 0
        largest = x.masked_fill(~there, -math.inf).amax(1)
        return torch.where(there.any(1), largest, torch.zeros_like(largest))`,
  },
  split_inputs: {
    needs: ['with_mask'],
    source: `def split_inputs(inputs):
    """Sequences, each with the mask behind it or None."""
    pairs = []
    for x in inputs:
        if x.dim() > 2:
            pairs.append((x, None))
        else:
            pairs[-1] = (with_mask(pairs[-1][0], x), x != 0)
    return pairs`,
  },
  Attention: {
    needs: ['split_inputs', 'waves'],
    source: `class Attention(nn.Module):
    """nn.MultiheadAttention, also with fewer heads of keys, and with rotary positions."""

    def __init__(self, width, heads, key_heads, causal, bias, rotary):
        super().__init__()
        self.heads, self.key_heads, self.causal, self.rotary = heads, key_heads, causal, rotary
        columns = (heads + 2 * key_heads) * (width // heads)
        self.in_proj_weight = nn.Parameter(torch.empty(columns, width))
        if bias:
            self.in_proj_bias = nn.Parameter(torch.zeros(columns))
        else:
            self.register_parameter("in_proj_bias", None)
        self.out_proj = nn.Linear(width, width, bias=bias)
        nn.init.xavier_uniform_(self.in_proj_weight)

    def turned(self, x):
        if not self.rotary:
            return x
        first, second = x.chunk(2, dim=-1)
        sin, cos = waves(x, first.shape[-1])
        return torch.cat([first * cos - second * sin, second * cos + first * sin], dim=-1)

    def forward(self, *inputs):
        (x, mask), *others = split_inputs(inputs)
        source, mask = others[0] if others else (x, mask)
        size = x.shape[-1] // self.heads
        weights = self.in_proj_weight.split([self.heads * size, 2 * self.key_heads * size])
        biases = (None, None) if self.in_proj_bias is None else self.in_proj_bias.split([len(w) for w in weights])
        q = F.linear(x, weights[0], biases[0]).unflatten(-1, (self.heads, size)).transpose(1, 2)
        both = F.linear(source, weights[1], biases[1]).unflatten(-1, (2 * self.key_heads, size)).transpose(1, 2)
        k, v = (y.repeat_interleave(self.heads // self.key_heads, 1) for y in both.chunk(2, dim=1))
        q, k = self.turned(q), self.turned(k)
        scores = q / math.sqrt(size) @ k.transpose(-1, -2)
        seen = torch.ones_like(scores, dtype=torch.bool)
        if self.causal:
            seen = seen.tril()
        if mask is not None:
            seen = seen & mask[:, None, None, :]
        y = scores.masked_fill(~seen, -1e30).softmax(-1) @ v
        y = torch.where(seen.any(-1, keepdim=True), y, torch.zeros_like(y))
        return self.out_proj(y.transpose(1, 2).flatten(2))`,
  },
  Layer: {
    needs: ['Attention'],
    source: `class Layer(nn.Module):
    """What the blocks of encoders and decoders share. Dropout is left out."""

    def __init__(self, width, heads, key_heads, causal, bias, rotary, activation, norm_first):
        super().__init__()
        self.self_attn = Attention(width, heads, key_heads, causal, bias, rotary)
        self.activation, self.norm_first = activation, norm_first

    def add_feed_forward(self, width, bias, units, norms):
        self.linear1 = nn.Linear(width, 2 * units if self.activation == "swiglu" else units, bias=bias)
        self.linear2 = nn.Linear(units, width, bias=bias)
        for part in range(1, norms + 1):
            self.add_module(f"norm{part}", nn.LayerNorm(width))

    def added(self, part, x, make):
        norm = self.get_submodule(f"norm{part}")
        return x + make(norm(x)) if self.norm_first else norm(x + make(x))

    def feed_forward(self, x):
        y = self.linear1(x)
        if self.activation == "swiglu":
            gate, value = y.chunk(2, dim=-1)
            return self.linear2(F.silu(gate) * value)
        return self.linear2(F.relu(y) if self.activation == "relu" else F.gelu(y))`,
  },
  EncoderLayer: {
    needs: ['Layer'],
    source: `class EncoderLayer(Layer):
    """nn.TransformerEncoderLayer; with causal attention, the block of a GPT."""

    def __init__(self, width, heads, key_heads, causal, bias, rotary, units, activation, norm_first):
        super().__init__(width, heads, key_heads, causal, bias, rotary, activation, norm_first)
        self.add_feed_forward(width, bias, units, 2)

    def forward(self, x, *mask):
        x = self.added(1, x, lambda y: self.self_attn(y, *mask))
        return self.added(2, x, self.feed_forward)`,
  },
  DecoderLayer: {
    needs: ['Layer'],
    source: `class DecoderLayer(Layer):
    """nn.TransformerDecoderLayer."""

    def __init__(self, width, heads, key_heads, causal, bias, rotary, units, activation, norm_first):
        super().__init__(width, heads, key_heads, causal, bias, rotary, activation, norm_first)
        self.multihead_attn = Attention(width, heads, key_heads, False, bias, False)
        self.add_feed_forward(width, bias, units, 3)

    def forward(self, x, *more):
        at = 0 if more[0].dim() == 3 else 1
        mask, memory = more[:at], more[at:]
        x = self.added(1, x, lambda y: self.self_attn(y, *mask))
        x = self.added(2, x, lambda y: self.multihead_attn(y, *memory))
        return self.added(3, x, self.feed_forward)`,
  },
  GPT: {
    needs: ['EncoderLayer', 'PositionEmbedding'],
    source: `class GPT(nn.Module):
    def __init__(self, vocabulary, context, blocks, width, heads, tied):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = PositionEmbedding(context, width)
        self.blocks = blocks
        for at in range(blocks):
            block = EncoderLayer(width, heads, heads, True, True, False, 4 * width, "gelu", True)
            self.add_module(f"block{at}", block)
        self.norm = nn.LayerNorm(width)
        self.head = None if tied else nn.Linear(width, vocabulary)

    def forward(self, tokens):
        x = self.positions(self.tokens(tokens))
        for at in range(self.blocks):
            x = self.get_submodule(f"block{at}")(x)
        x = self.norm(x)
        return x @ self.tokens.weight.T if self.head is None else self.head(x)`,
  },
  PaperGRU: {
    source: `class PaperGRU(nn.Module):
    """The GRU of the paper: the reset gate comes before the product with the recurrent weights."""

    def __init__(self, width, units, bias=True, bidirectional=False, batch_first=True):
        super().__init__()
        self.hidden_size, self.bidirectional = units, bidirectional
        for suffix in ("", "_reverse")[: 2 if bidirectional else 1]:
            self.register_parameter(f"weight_ih_l0{suffix}", nn.Parameter(torch.zeros(3 * units, width)))
            self.register_parameter(f"weight_hh_l0{suffix}", nn.Parameter(torch.zeros(3 * units, units)))
            if bias:
                self.register_parameter(f"bias_ih_l0{suffix}", nn.Parameter(torch.zeros(3 * units)))`,
  },
  Recurrent: {
    needs: ['with_mask'],
    source: `class Recurrent:
    """A recurrent layer that returns its last output or all of them. A mask leaves the state as it is."""

    def __init__(self, width, units, bias=True, bidirectional=False, sequences=False):
        super().__init__(width, units, bias=bias, bidirectional=bidirectional, batch_first=True)
        self.sequences = sequences

    def step(self, x, states, suffix):
        names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        w, r, b, q = (getattr(self, f"{name}_l0{suffix}", None) for name in names)
        if isinstance(self, nn.LSTM):
            return torch.lstm_cell(x, states, w, r, b, q)
        if isinstance(self, nn.GRU):
            return (torch.gru_cell(x, states[0], w, r, b, q),)
        if isinstance(self, nn.RNN):
            return (torch.rnn_tanh_cell(x, states[0], w, r, b, q),)
        gates, new = r.split([2 * self.hidden_size, self.hidden_size])
        z = F.linear(x, w, b)
        reset, update = (z[:, : len(gates)] + F.linear(states[0], gates)).sigmoid().chunk(2, dim=1)
        n = (z[:, len(gates) :] + F.linear(reset * states[0], new)).tanh()
        return ((1 - update) * n + update * states[0],)

    def walk(self, x, mask, suffix):
        places = range(x.shape[1])
        states = (x.new_zeros(x.shape[0], self.hidden_size),) * 2
        outputs = [None for _ in places]
        for at in reversed(places) if suffix else places:
            new = self.step(x[:, at], states, suffix)
            there = None if mask is None else mask[:, at, None] != 0
            states = new if there is None else tuple(torch.where(there, a, b) for a, b in zip(new, states))
            outputs[at] = states[0]
        y = torch.stack(outputs, dim=1)
        return with_mask(y, mask) if self.sequences else states[0]

    def forward(self, x, mask=None):
        suffixes = ("", "_reverse") if self.bidirectional else ("",)
        x = with_mask(x, mask)
        return torch.cat([self.walk(x, mask, suffix) for suffix in suffixes], dim=-1)`,
  },
};
