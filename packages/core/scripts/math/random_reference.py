"""Prints the literals of test/random.test.ts: what src/random.ts draws, again, in Python's whole numbers.

Written from docs/what-fixes-the-bits.md. Threefry4x32-20 is held against the published vectors of Random123 and against
randomgen's generator of 2,000 counters and keys.

Run from packages/core: python3 scripts/math/random_reference.py (Python 3.11, mpmath 1.4, randomgen 2.5).
"""
import random
from hashlib import sha256

from mpmath import cos, log, mp, mpf, pi, sqrt
from randomgen import ThreeFry

mp.prec = 200
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


def words_of(text):
    return [int(word, 16) for word in text.split()]


# https://github.com/DEShawResearch/random123, tests/kat_vectors: counter, key, result.
PUBLISHED = [
    ("00000000 " * 4, "00000000 " * 4, "9c6ca96a e17eae66 fc10ecd4 5256a7d8"),
    ("ffffffff " * 4, "ffffffff " * 4, "2a881696 57012287 f6c7446e a16a6732"),
    (
        "243f6a88 85a308d3 13198a2e 03707344",
        "a4093822 299f31d0 082efa98 ec4e6c89",
        "59cd1dbb b8879579 86b5d00c ac8b6d84",
    ),
]
for counter, key, result in PUBLISHED:
    assert threefry(words_of(counter), words_of(key)) == words_of(result)


def packed(words):
    return sum(word << (32 * i) for i, word in enumerate(words))


def by_randomgen(counter, key):
    # It adds 1 to its counter before it draws.
    before = (packed(counter) - 1) % 2**128
    generator = ThreeFry(counter=before, key=packed(key), number=4, width=32)
    return [int(word) for word in generator.random_raw(4)]


draws = random.Random(1)
for _ in range(2000):
    counter, key = ([draws.getrandbits(32) for _ in range(4)] for _ in range(2))
    assert threefry(counter, key) == by_randomgen(counter, key)
print("threefry agrees with Random123's vectors and with randomgen")


def key_of(seed, name):
    key = [seed & MASK, seed >> 32, 0, 0]
    data = name.encode() + b"\x80"
    data += bytes(-len(data) % 16)
    for at in range(0, len(data), 16):
        block = data[at : at + 16]
        key = threefry([int.from_bytes(block[i : i + 4], "little") for i in range(0, 16, 4)], key)
    return key


class Stream:
    def __init__(self, seed, name="random", step=0, row=0):
        self.key, self.place, self.used = key_of(seed, name), [row, step & MASK, step >> 32], 0

    def uint32(self):
        block, at = divmod(self.used, 4)
        self.used += 1
        return threefry([block, *self.place], self.key)[at]

    def uniform(self):
        return ((self.uint32() >> 5) * 2**26 + (self.uint32() >> 6)) / 2**53

    def normal(self):
        u, v = mpf(self.uniform()), mpf(self.uniform())
        return float(sqrt(-2 * log(1 - u)) * cos(2 * pi * v))

    def integer(self, bound):
        while True:
            word = self.uint32()
            if word < 2**32 - 2**32 % bound:
                return word % bound

    def permutation(self, n):
        order = list(range(n))
        for last in range(n - 1, 0, -1):
            chosen = self.integer(last + 1)
            order[chosen], order[last] = order[last], order[chosen]
        return order


def list_of(draw, count):
    return [draw() for _ in range(count)]


def digest(order):
    return sha256(b"".join(index.to_bytes(4, "little") for index in order)).hexdigest()


def mask(seed, path, step, rows, width, rate):
    streams = [Stream(seed, f"layer/{path}", step, row) for row in rows]
    return ["".join("1" if stream.uint32() >= rate * 2**32 else "0" for _ in range(width)) for stream in streams]


if __name__ == "__main__":
    for name in ("random", "", "parameter/0.weight", "parameter/12.abc", "layer/größe/0/attention"):
        print(f"key of 1, '{name}':", key_of(1, name))
    for seed in (0, 1, 2**32, 2**53 - 1):
        print(f"seed {seed}:", key_of(seed, "random"), list_of(Stream(seed).uint32, 6))
    print("step 2^32 + 5, row 7:", list_of(Stream(1, "layer/1", 2**32 + 5, 7).uint32, 5))
    print("uniform:", list_of(Stream(1).uniform, 4))
    print("normal, exact:", list_of(Stream(1).normal, 4))
    print("integer(6):", list_of(lambda s=Stream(1): s.integer(6), 10))
    print("integer(3000000000):", list_of(lambda s=Stream(1): s.integer(3000000000), 4))
    print("permutation(10):", Stream(1).permutation(10))
    for epoch in (1, 2, 3):
        print(f"order of 10, seed 1, epoch {epoch}:", Stream(1, "order", epoch).permutation(10))
    print("0.weight, seed 5, normals:", list_of(Stream(5, "parameter/0.weight").normal, 6))
    print("dropout 0.25, seed 1, layer 1, step 3, rows 0 to 2:", mask(1, "1", 3, range(3), 20, 0.25))
    print("dropout 0.25, seed 11, layer 1, step 1, rows 4 and 5:", mask(11, "1", 1, (4, 5), 20, 0.25))
    print("digest of permutation(60000):", digest(Stream(1).permutation(60000)))
    print("digest of the order of 60,000, seed 0, epoch 250:", digest(Stream(0, "order", 250).permutation(60000)))
