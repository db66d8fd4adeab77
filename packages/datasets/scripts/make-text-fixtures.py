"""Writes test/fixtures/text.json: merges and tokens of BPE, and three small tokenizer.json with what they encode.

    pip install tokenizers==0.23.3
    python packages/datasets/scripts/make-text-fixtures.py

Hugging Face's tokenizers encode. Merges come from a slow and obvious BPE, which must find the merges that Hugging Face
finds if it breaks ties in their way.
"""

import json
import math
from collections import Counter
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

BYTE_LEVEL = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)


def byte_characters():
    """GPT-2's character for each byte."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return {**{byte: chr(byte) for byte in shown}, **{byte: chr(256 + i) for i, byte in enumerate(hidden)}}


CHARACTERS = byte_characters()
BYTES = {character: byte for byte, character in CHARACTERS.items()}
# The order in which Hugging Face numbers the bytes.
THEIR_ORDER = {byte: i for i, (byte, _) in enumerate(sorted(CHARACTERS.items(), key=lambda item: ord(item[1])))}


def words_of(text):
    return [bytes(BYTES[character] for character in word) for word, _ in BYTE_LEVEL.pre_tokenize_str(text)]


def train(text, count, rank):
    """The merges of BPE as pairs of tokens. Of equally frequent pairs, the one with the smaller ranks is first."""
    words = [list(word) for word in words_of(text)]
    merges = []
    ranks = dict(rank)
    for token in range(256, 256 + count):
        pairs = Counter(pair for word in words for pair in zip(word, word[1:]))
        if not pairs or max(pairs.values()) < 2:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], ranks[pair[0]], ranks[pair[1]]))
        merges.append(best)
        ranks[token] = token
        for word in words:
            i = 0
            while i + 1 < len(word):
                if (word[i], word[i + 1]) == best:
                    word[i : i + 2] = [token]
                i += 1
    return merges


def shown(merges):
    """The tokens as texts in GPT-2's characters."""
    texts = [CHARACTERS[byte] for byte in range(256)]
    for left, right in merges:
        texts.append(texts[left] + texts[right])
    return texts


def byte_tokenizer(merges):
    texts = shown(merges)
    pairs = [(texts[left], texts[right]) for left, right in merges]
    tokenizer = Tokenizer(models.BPE({text: i for i, text in enumerate(texts)}, pairs))
    tokenizer.pre_tokenizer = BYTE_LEVEL
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def check_naive(text, count):
    """The naive BPE agrees with Hugging Face's, if it breaks ties in the same way."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = BYTE_LEVEL
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=256 + count, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator([text], trainer)
    theirs = [tuple(merge) for merge in json.loads(tokenizer.to_str())["model"]["merges"]]
    merges = train(text, count, THEIR_ORDER)
    texts = shown(merges)
    assert theirs[: len(merges)] == [(texts[left], texts[right]) for left, right in merges]


TEXTS = [
    "It is a truth universally acknowledged, that a single man in possession of a good fortune, must be in want of a "
    "wife. However little known the feelings or views of such a man may be on his first entering a neighbourhood, this "
    "truth is so well fixed in the minds of the surrounding families, that he is considered the rightful property of "
    "some one or other of their daughters.\n\n\"My dear Mr. Bennet,\" said his lady to him one day, \"have you heard "
    "that Netherfield Park is let at last?\"\n",
    "aaaa aaa aa a aaaaaaaa\n\nabab ababab  abababab\tbaba 1212 12121212 111 "
    "'s 'll they're don't o'clock '' ''' 'd\n" * 3,
    "Ünïcode naïve café — Привет мир, привет народ! 日本語日本語 مرحبا مرحبا 😀😀 😀😀😀\r\n  x = y\r\n    z = 1234567\n" * 2,
]
CASES = [
    *["", " ", "\n", "a", "  a", " \n a", "\n\n\na", "it's we're I'll 'tis don'T", "hello   world  "],
    *["\t\tx", "x\r\n\r\ny"],
    *["a1b2 c3 33 3.14", "!!?? ... (x) [y] {z}", "мир привет", "日本語", "naïve", "😀😀", "The daughters of a truth\n"],
    *["'", "''", "'s", "' s", " 's", "x's", "!'s", "aaaaaaaaaaaaaaaaaaa", "nul \0 nul", "tab\t tab \t x"],
]
JSON_CASES = [case for case in CASES if case.strip() != ""] + ["Hello, World! unknown ☃ snowman", "UPPER case ÀÉ"]


def save(tokenizer):
    cases = []
    for text in JSON_CASES:
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        cases.append({"text": text, "ids": ids, "decoded": tokenizer.decode(ids, skip_special_tokens=False)})
    return {"file": json.loads(tokenizer.to_str()), "cases": cases}


def word_piece():
    normalizer = normalizers.BertNormalizer(lowercase=True)
    splitter = pre_tokenizers.BertPreTokenizer()
    counts = Counter(word for text in TEXTS for word, _ in splitter.pre_tokenize_str(normalizer.normalize_str(text)))
    starts = sorted({word[0] for word in counts} | {word for word in counts if counts[word] > 2})
    rest = sorted({"##" + word[i:j] for word in counts for i in range(1, len(word)) for j in (i + 1, i + 3)})
    tokens = ["[PAD]", "[UNK]", *starts, *[token for token in rest if len(token) < 6]]
    vocab = {token: i for i, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.WordPiece(vocab, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizer, splitter
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    tokenizer.add_special_tokens(["[PAD]", "[UNK]"])
    return tokenizer


def unigram():
    words = Counter("▁" + word for text in TEXTS for word in text.split())
    pieces = Counter()
    for word, count in words.items():
        for i in range(len(word)):
            for j in range(i + 1, min(len(word), i + 5) + 1):
                pieces[word[i:j]] += count
    kept = sorted(piece for piece in pieces if pieces[piece] > 5 or len(piece) == 1)
    total = sum(pieces.values())
    score = {piece: round(math.log(pieces[piece] / total) * len(piece) ** 0.5, 4) for piece in kept}
    scores = [("<unk>", 0.0), *score.items()]
    tokenizer = Tokenizer(models.Unigram(scores, 0))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace("``", '"')])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    return tokenizer


def main():
    bpe = []
    for text in TEXTS:
        check_naive(text, 40)
        merges = train(text, 60, {byte: byte for byte in range(256)})
        tokenizer = byte_tokenizer(merges)
        cases = [{"text": case, "ids": tokenizer.encode(case).ids} for case in [*CASES, text]]
        bpe.append({"text": text, "merges": merges, "cases": cases})
    bytes_only = byte_tokenizer(train(TEXTS[0], 40, {byte: byte for byte in range(256)}))
    files = [save(bytes_only), save(word_piece()), save(unigram())]
    path = Path(__file__).parent.parent / "test" / "fixtures" / "text.json"
    text = json.dumps({"bpe": bpe, "files": files}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n")


main()
