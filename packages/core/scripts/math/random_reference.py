"""Prints the literals of test/random.test.ts: the generator of src/random.ts again, in Python's whole numbers.

Run from packages/core: python3 scripts/math/random_reference.py (Python 3.9, mpmath 1.3).
"""
from mpmath import cos, log, mp, mpf, pi, sqrt

mp.prec = 200
MASK = 2**32 - 1


def rotate_left(x, bits):
    return ((x << bits) | (x >> (32 - bits))) & MASK


def mix(word):
    word ^= word >> 16
    word = word * 0x85EBCA6B & MASK
    word ^= word >> 13
    word = word * 0xC2B2AE35 & MASK
    return word ^ (word >> 16)


def seeded(seed):
    steps = [(i + 1) * 0x9E3779B9 for i in range(4)]
    return [mix((seed + step & MASK) ^ mix((seed >> 32) + step & MASK)) for step in steps]


class Xoshiro:
    def __init__(self, words):
        self.s = list(words)

    def uint32(self):
        s = self.s
        result = rotate_left(s[1] * 5 & MASK, 7) * 9 & MASK
        t = s[1] << 9 & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate_left(s[3], 11)
        return result

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


print("words from 1, 2, 3, 4:", list_of(Xoshiro([1, 2, 3, 4]).uint32, 10))
for seed in (0, 1, 2**32, 2**53 - 1):
    print(f"seed {seed}:", seeded(seed), list_of(Xoshiro(seeded(seed)).uint32, 4))
one = seeded(1)
print("uniform:", list_of(Xoshiro(one).uniform, 4))
print("normal, exact:", list_of(Xoshiro(one).normal, 4))
print("integer(6):", list_of(lambda g=Xoshiro(one): g.integer(6), 10))
print("integer(3000000000):", list_of(lambda g=Xoshiro(one): g.integer(3000000000), 4))
print("permutation(10):", Xoshiro(one).permutation(10))
