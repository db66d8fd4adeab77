"""Prints, for each folder, the accuracy of TF-IDF with logistic regression: as scikit-learn has them by default, and
with pairs of words, the logarithm of counts and a weaker penalty (C = 10).

    python tfidf.py FOLDER...

A folder has train.csv and test.csv with the columns text and kind.
"""
import csv
import json
import sys
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

csv.field_size_limit(1 << 24)


def read(path):
    """Returns texts and kinds."""
    with open(path, newline='', encoding='utf8') as file:
        rows = list(csv.DictReader(file))
    return [row['text'] for row in rows], [row['kind'] for row in rows]


def accuracy(folder, penalty, **options):
    """Learns from the one file and tests on the other."""
    model = make_pipeline(TfidfVectorizer(**options), LogisticRegression(C=penalty, max_iter=1000))
    model.fit(*read(folder / 'train.csv'))
    return model.score(*read(folder / 'test.csv'))


print(json.dumps([
    [accuracy(folder, 1), accuracy(folder, 10, ngram_range=(1, 2), sublinear_tf=True)]
    for folder in map(Path, sys.argv[1:])
]))
