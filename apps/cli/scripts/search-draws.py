"""Prints the literals of test/search/search-space.test.ts: the draws of src/search/draws.ts for seed 0, in Python.

Threefry and its keys follow docs/what-fixes-the-bits.md. Run it from apps/cli: python3 scripts/search-draws.py
"""
from math import exp, floor, log

MASK = 2**32 - 1
ROTATIONS = [(10, 26), (11, 21), (13, 27), (23, 5), (6, 20), (17, 11), (25, 10), (18, 20)]


def rotate_left(x, bits):
    return ((x << bits) | (x >> (32 - bits))) & MASK


def threefry(counter, key):
    keys = [*key, 0x1BD11BDA ^ key[0] ^ key[1] ^ key[2] ^ key[3]]
    x = [(c + k) & MASK for c, k in zip(counter, key)]
    for r in range(20):
        first, second = (1, 3) if r % 2 == 0 else (3, 1)
        for a, b, bits in ((0, first, ROTATIONS[r % 8][0]), (2, second, ROTATIONS[r % 8][1])):
            x[a] = (x[a] + x[b]) & MASK
            x[b] = rotate_left(x[b], bits) ^ x[a]
        if r % 4 == 3:
            s = r // 4 + 1
            x = [(word + keys[(s + i) % 5] + (s if i == 3 else 0)) & MASK for i, word in enumerate(x)]
    return x


def key_of(seed, name):
    key = [seed & MASK, seed >> 32, 0, 0]
    data = name.encode() + b"\x80"
    data += bytes(-len(data) % 16)
    for at in range(0, len(data), 16):
        block = data[at : at + 16]
        key = threefry([int.from_bytes(block[i : i + 4], "little") for i in range(0, 16, 4)], key)
    return key


def words(key, step):
    block = 0
    while True:
        yield from threefry([block, 0, step, 0], key)
        block += 1


def uniform(stream):
    high, low = next(stream) >> 5, next(stream) >> 6
    return (high * 2**26 + low) / 2**53


def chosen(stream, values):
    bound = len(values)
    word = next(stream)
    while word >= 2**32 - 2**32 % bound:
        word = next(stream)
    return values[word % bound]


for trial in (1, 2, 3):
    stream = words(key_of(0, "search"), trial)
    learning_rate = float(f"{1e-4 * exp(uniform(stream) * log(1e3)):.4g}")
    hidden = chosen(stream, [[32], [64], [128, 64]])
    optimizer = chosen(stream, ["adam", "sgd"])
    batch_size = floor(16 + uniform(stream) * 17)
    clip_norm = round(0.5 + uniform(stream) * 1.5, 3)
    epochs = floor(exp(uniform(stream) * log(1001)))
    print(learning_rate, hidden, optimizer, batch_size, clip_norm, epochs)
