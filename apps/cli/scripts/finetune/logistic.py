"""Prints the accuracies of scikit-learn's logistic regression, with its defaults, as JSON.

Reads { "train": [file of features, labels], "test": [...] }, one a line, from standard input.
"""

import json
import sys
import warnings

import numpy
from sklearn.linear_model import LogisticRegression

warnings.filterwarnings("ignore")
found = []
for line in sys.stdin:
    parts = json.loads(line)
    (x, y), (tx, ty) = [(numpy.load(file), labels) for file, labels in (parts["train"], parts["test"])]
    found.append(LogisticRegression(max_iter=5000).fit(x, y).score(tx, ty))
print(json.dumps(found))
