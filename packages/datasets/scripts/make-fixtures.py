"""Writes test/fixtures/images.json: small PNGs of every kind and JPEGs, with the pixels that they contain.

    pip install pillow==13.0.0 numpy==2.4.6
    python packages/datasets/scripts/make-fixtures.py

This script writes the PNGs itself, so their pixels are known; Pillow must read the same pixels if it keeps 8 bits.
Pillow writes and reads the JPEGs, enlarges images, and converts them to grey. Images are made smaller by averaging
areas, as defined here.
"""

import base64
import io
import json
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image

PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def text(array):
    return base64.b64encode(bytes(np.ascontiguousarray(array, dtype=np.uint8))).decode()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def rows(samples, depth):
    """Unfiltered rows of samples [height, width, channels], packed to whole bytes."""
    out = b""
    for row in samples:
        bits = "".join(format(int(sample), f"0{depth}b") for sample in row.ravel())
        bits += "0" * (-len(bits) % 8)
        out += b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")
    return out


def png(samples, depth, colour_type, extra=b"", interlaced=False, parts=1):
    height, width, _ = samples.shape
    if interlaced:
        grids = [samples[y::down, x::across] for x, y, across, down in PASSES]
        body = b"".join(rows(grid, depth) for grid in grids if grid.size)
    else:
        body = rows(samples, depth)
    data = zlib.compress(body)
    step = -(-len(data) // parts)
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, int(interlaced))
    pieces = b"".join(chunk(b"IDAT", data[at : at + step]) for at in range(0, len(data), step))
    text_chunk = chunk(b"tEXt", b"Comment\0passed over")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + text_chunk + extra + pieces + chunk(b"IEND", b"")


def on_white(pixels):
    """Rounded half up, as (c a + 255 (255 - a)) / 255."""
    colour, alpha = pixels[..., :-1].astype(int), pixels[..., -1:].astype(int)
    return (colour * alpha + 255 * (255 - alpha) + 127) // 255


def draw(below, *shape):
    """Whole numbers that depend on the arguments alone, so that a new case changes no other."""
    return np.random.default_rng([below, *shape]).integers(0, below, shape)


def random(channels, depth, height=9, width=13):
    return draw(2**depth, height, width, channels)


def entry(name, file, pixels, pillow=None):
    height, width, channels = pixels.shape
    if pillow is not None:
        seen = np.asarray(Image.open(io.BytesIO(file)).convert(pillow)).reshape(pixels.shape)
        assert (seen == pixels).all(), name
    base = base64.b64encode(file).decode()
    return {"name": name, "file": base, "width": width, "height": height, "channels": channels, "pixels": text(pixels)}


def pngs():
    for depth in (1, 2, 4, 8, 16):
        grey = random(1, depth)
        pixels = (grey * 255 + (2**depth - 1) // 2) // (2**depth - 1)
        yield entry(f"grey {depth}", png(grey, depth, 0), pixels, "L" if depth in (1, 2, 4, 8) else None)
        if depth < 8:
            colours = draw(256, 2**depth, 3)
            plte = chunk(b"PLTE", bytes(colours.astype(np.uint8)))
            yield entry(f"palette {depth}", png(grey, depth, 3, plte), colours[grey[..., 0]], "RGB")
    for depth in (8, 16):
        for name, colour_type, channels in (("rgb", 2, 3), ("grey alpha", 4, 2), ("rgba", 6, 4)):
            samples = random(channels, depth)
            bytes_ = samples if depth == 8 else (samples + 128) // 257
            pixels = bytes_ if channels == 3 else on_white(bytes_)
            yield entry(f"{name} {depth}", png(samples, depth, colour_type), pixels)
            yield entry(f"{name} {depth} interlaced", png(samples, depth, colour_type, interlaced=True), pixels)
    rgb = random(3, 8)
    yield entry("rgb in five parts", png(rgb, 8, 2, parts=5), rgb, "RGB")
    yield entry("rgb filtered by Pillow", pillow_file(rgb, "PNG"), rgb, "RGB")
    small = random(3, 8, 1, 2)
    yield entry("rgb interlaced, 2 x 1", png(small, 8, 2, interlaced=True), small, "RGB")
    grey = random(1, 4)
    seen_through = int(grey[0, 0, 0])
    clear = np.where(grey == seen_through, 255, grey * 17)
    transparency = chunk(b"tRNS", struct.pack(">H", seen_through))
    yield entry("grey 4 with a transparent level", png(grey, 4, 0, transparency), clear)
    colours, alphas = draw(256, 16, 3), draw(256, 10, 1)
    plte, trns = chunk(b"PLTE", bytes(colours.astype(np.uint8))), chunk(b"tRNS", bytes(alphas.astype(np.uint8)))
    full = np.concatenate([colours, np.concatenate([alphas, np.full((6, 1), 255)])], axis=1)
    yield entry("palette 4 with alphas", png(grey, 4, 3, plte + trns), on_white(full[grey[..., 0]]))


def pillow_file(pixels, kind, **options):
    out = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8).squeeze()).save(out, kind, **options)
    return out.getvalue()


def jpegs():
    y, x = np.mgrid[0:21, 0:30]
    colour = np.stack([x * 8, y * 12, 255 - x * 4 - y * 5], axis=-1).clip(0, 255)
    grey = colour[..., :1]
    for name, pixels, options in (
        ("jpeg grey", grey, {}),
        ("jpeg grey with restarts", grey, {"restart_marker_blocks": 4}),
        ("jpeg 4:4:4", colour, {"subsampling": 0}),
        ("jpeg 4:2:0", colour, {"subsampling": 2}),
        ("jpeg progressive", colour, {"progressive": True, "subsampling": 0}),
        ("jpeg optimised", colour, {"optimize": True, "subsampling": 0}),
    ):
        file = pillow_file(pixels, "JPEG", quality=90, **options)
        seen = np.asarray(Image.open(io.BytesIO(file))).reshape(pixels.shape)
        yield entry(name, file, seen)


def mean_of_area(image, width, height):
    """Each pixel repeated until blocks of them are whole; the mean of a block, rounded half up."""
    from_height, from_width, channels = image.shape
    fine = image.repeat(height, axis=0).repeat(width, axis=1)
    blocks = fine.reshape(height, from_height, width, from_width, channels)
    total = from_height * from_width
    return (2 * blocks.sum(axis=(1, 3)) + total) // (2 * total)


def bilinear(image, width, height):
    resized = Image.fromarray(image.astype(np.uint8).squeeze()).resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(resized).reshape(height, width, image.shape[2])


def resized():
    for channels in (1, 3):
        image = draw(256, 17, 23, channels)
        for width, height in ((23, 17), (10, 7), (1, 1), (23, 5), (31, 23), (46, 34)):
            result = (mean_of_area if width <= 23 else bilinear)(image, width, height)
            sizes = {"width": width, "height": height}
            yield {"channels": channels, "source": text(image), **sizes, "pixels": text(result)}


rgb = draw(256, 16, 16, 3)
grey = np.asarray(Image.fromarray(rgb.astype(np.uint8)).convert("L"))
fixtures = {
    "png": list(pngs()),
    "jpeg": list(jpegs()),
    "resized": list(resized()),
    "grey": {"width": 16, "height": 16, "rgb": text(rgb), "grey": text(grey)},
}
path = pathlib.Path(__file__).parent.parent / "test" / "fixtures" / "images.json"
path.write_text(json.dumps(fixtures, indent=1) + "\n")
