"""What the generators share: seeds that depend on a case alone, and files in which a diff shows what was added."""
import json
import zlib
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[2] / "test" / "fixtures"


def seed_of(*name):
    """The seed of the case with this name (anything that JSON can write): other cases do not change its numbers."""
    return zlib.crc32(json.dumps(name).encode())


def write(name, content):
    """Writes one number a line."""
    target = FIXTURES / name
    target.write_text(json.dumps(content, indent=1) + "\n")
    print(f"{name}: {target.stat().st_size} bytes")
