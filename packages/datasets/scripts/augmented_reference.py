"""Writes test/fixtures/augmented.json: what `augmented` makes of images, again, from docs/what-fixes-the-bits.md.

    python packages/datasets/scripts/augmented_reference.py

Needs nothing but Python. Threefry is that of packages/core/scripts/math/random_reference.py, where it is held against
published vectors.
"""

import json
import math
import pathlib

MASK = 2**32 - 1
ROTATIONS = [(10, 26), (11, 21), (13, 27), (23, 5), (6, 20), (17, 11), (25, 10), (18, 20)]


def threefry(counter, key):
    keys = [*key, 0x1BD11BDA ^ key[0] ^ key[1] ^ key[2] ^ key[3]]
    x = [(c + k) & MASK for c, k in zip(counter, key)]
    for r in range(20):
        first, second = (1, 3) if r % 2 == 0 else (3, 1)
        for a, b, bits in ((0, first, ROTATIONS[r % 8][0]), (2, second, ROTATIONS[r % 8][1])):
            x[a] = (x[a] + x[b]) & MASK
            x[b] = (((x[b] << bits) | (x[b] >> (32 - bits))) & MASK) ^ x[a]
        if r % 4 == 3:
            s = r // 4 + 1
            x = [(word + keys[(s + i) % 5] + (s if i == 3 else 0)) & MASK for i, word in enumerate(x)]
    return x


assert threefry([0] * 4, [0] * 4) == [0x9C6CA96A, 0xE17EAE66, 0xFC10ECD4, 0x5256A7D8]


def uniforms(seed, epoch, example):
    name = b"augment\x80"
    block = name + bytes(-len(name) % 16)
    words = [int.from_bytes(block[i : i + 4], "little") for i in range(0, 16, 4)]
    key = threefry(words, [seed & MASK, seed >> 32, 0, 0])
    words = [word for at in range(2) for word in threefry([at, example, epoch & MASK, epoch >> 32], key)]
    return [((a >> 5) * 2**26 + (b >> 6)) / 2**53 for a, b in zip(words[::2], words[1::2])]


def augmented(image, height, width, channels, options, epoch, example):
    u = uniforms(options["seed"], epoch, example)
    shift, rotate = options.get("shift", 0), options.get("rotate", 0)
    x, y = (math.floor(v * (2 * shift + 1)) - shift for v in u[:2])
    flipped = options.get("flip", False) and u[2] < 0.5
    radians = ((2 * u[3] - 1) * rotate * math.pi) / 180
    sine, cosine = math.sin(radians), math.cos(radians)

    def at(column, row, channel):
        inside = 0 <= column < width and 0 <= row < height
        return image[(row * width + column) * channels + channel] if inside else 0

    out = []
    for row in range(height):
        for column in range(width):
            across, down = column - x - (width - 1) / 2, row - y - (height - 1) / 2
            from_x = cosine * across + sine * down + (width - 1) / 2
            from_y = cosine * down - sine * across + (height - 1) / 2
            if flipped:
                from_x = width - 1 - from_x
            left, top = math.floor(from_x), math.floor(from_y)
            fx, fy = from_x - left, from_y - top
            for c in range(channels):
                above = (1 - fx) * at(left, top, c) + fx * at(left + 1, top, c)
                below = (1 - fx) * at(left, top + 1, c) + fx * at(left + 1, top + 1, c)
                out.append(math.floor((1 - fy) * above + fy * below + 0.5))
    return out


def case(height, width, channels, options, epoch, count=3):
    size = height * width * channels
    images = [(at * 37 + at // size * 11) % 256 for at in range(count * size)]
    made = [
        augmented(images[i * size : (i + 1) * size], height, width, channels, options, epoch, i) for i in range(count)
    ]
    shape = {"height": height, "width": width, "channels": channels}
    return {**shape, "options": options, "epoch": epoch, "images": images, "augmented": sum(made, [])}


cases = [
    case(6, 8, 1, {"shift": 2, "seed": 3}, 1),
    case(6, 8, 1, {"flip": True, "seed": 4}, 2),
    case(7, 7, 1, {"rotate": 30, "seed": 2**53 - 1}, 3),
    case(5, 6, 3, {"shift": 1, "flip": True, "rotate": 180, "seed": 2**32}, 2**32 + 5),
]
path = pathlib.Path(__file__).parent.parent / "test" / "fixtures" / "augmented.json"
path.write_text(json.dumps(cases) + "\n")
