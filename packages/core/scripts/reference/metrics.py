"""Writes test/fixtures/metrics.json: metrics of random outputs and targets as scikit-learn computes them.

Run from packages/core:  python3 scripts/reference/metrics.py
Needs numpy and scikit-learn >= 1.4 (1.9 was used). Nothing here comes from nabla's own code.
"""
import numpy as np
import sklearn
from sklearn import metrics as sk

from fixture import seed_of, write



def pack(array):
    packed = {"shape": list(array.shape), "data": array.flatten().tolist()}
    return packed if array.dtype.kind == "f" else {**packed, "dtype": "int32"}


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def decisions(truths, predicted):
    return {
        "binaryAccuracy": sk.accuracy_score(truths, predicted),
        "precision": sk.precision_score(truths, predicted, zero_division=0),
        "recall": sk.recall_score(truths, predicted, zero_division=0),
        "f1": sk.f1_score(truths, predicted, zero_division=0),
    }


def binary(n, digits, positives):
    """Logits rounded to a few digits, so that many are equal."""
    random = np.random.default_rng(seed_of("binary", n, digits, positives))
    truths = (random.random(n) < positives).astype(np.int64)
    logits = np.round(random.normal(size=n) + truths, digits)
    return {
        "outputs": pack(logits),
        "targets": pack(truths),
        "thresholds": [{"threshold": t, **decisions(truths, sigmoid(logits) > t)} for t in (0.5, 0.3, 0.9)],
        "rocAuc": sk.roc_auc_score(truths, logits),
    }


def classes(n, count, used):
    """Of `count` classes only the first `used` occur among the labels."""
    random = np.random.default_rng(seed_of("classes", n, count, used))
    truths = random.integers(0, used, n)
    logits = random.normal(size=(n, count)) + 1.5 * np.eye(count)[truths]
    if count > 2:
        logits[:, -1] -= 2 * (count - used + 1)
    ranked = logits if count > 2 else logits[:, 1] - logits[:, 0]
    predicted = logits.argmax(axis=1)
    every = list(range(count))
    scores = {"precision": sk.precision_score, "recall": sk.recall_score, "f1": sk.f1_score}
    return {
        "outputs": pack(logits),
        "targets": pack(truths),
        "accuracy": sk.accuracy_score(truths, predicted),
        "topK": [sk.top_k_accuracy_score(truths, ranked, k=k, labels=every) for k in range(1, count)],
        "averages": {
            average: {name: score(truths, predicted, average=average, zero_division=0) for name,
                score in scores.items()}
            for average in ("macro", "micro")
        },
        "classes": [
            {
                name: float(score(truths, predicted, average=None, labels=every, zero_division=0)[c])
                for name, score in scores.items()
            }
            for c in every
        ],
        **({"rocAuc": sk.roc_auc_score(truths, softmax(logits)[:, 1])} if count == 2 else {}),
    }


def regression(*shape, constant=False):
    random = np.random.default_rng(seed_of("regression", shape, constant))
    targets = random.normal(size=shape) * 3 + 100
    outputs = targets + random.normal(size=shape)
    if constant:
        targets[..., 0] = 4
    flat = (targets.reshape(-1), outputs.reshape(-1))
    return {
        "outputs": pack(outputs),
        "targets": pack(targets),
        "mae": sk.mean_absolute_error(*flat),
        "rmse": sk.root_mean_squared_error(*flat),
        "r2": sk.r2_score(targets, outputs, multioutput="uniform_average") if len(shape) > 1 else sk.r2_score(*flat),
    }


def weights_of(random, shape):
    """Weights of which about a quarter are 0: what they belong to is left out."""
    return np.round(random.uniform(0.1, 3, shape), 2) * (random.random(shape) < 0.75)


def weighted_binary(n):
    random = np.random.default_rng(seed_of("weighted binary", n))
    truths = (random.random(n) < 0.4).astype(np.int64)
    logits = np.round(random.normal(size=n) + truths, 1)
    weights = weights_of(random, n)
    predicted = logits > 0
    own = {"sample_weight": weights}
    return {
        "outputs": pack(logits),
        "targets": pack(truths),
        "weights": pack(weights),
        "expected": {
            "binaryAccuracy": sk.accuracy_score(truths, predicted, **own),
            "precision": sk.precision_score(truths, predicted, **own),
            "recall": sk.recall_score(truths, predicted, **own),
            "f1": sk.f1_score(truths, predicted, **own),
            "rocAuc": sk.roc_auc_score(truths, logits, **own),
        },
    }


def weighted_tokens(n, time, count):
    """Labels of weight 0 are -100, and their class may occur nowhere else."""
    random = np.random.default_rng(seed_of("weighted tokens", n, time, count))
    labels = random.integers(0, count, (n, time))
    logits = random.normal(size=(n, time, count)) + np.eye(count)[labels]
    weights = weights_of(random, (n, time))
    counted = weights > 0
    truths, predicted, own = labels[counted], logits.argmax(axis=2)[counted], {"sample_weight": weights[counted]}
    more = {**own, "zero_division": 0}
    return {
        "outputs": pack(logits),
        "targets": pack(np.where(counted, labels, -100)),
        "weights": pack(weights),
        "expected": {
            "accuracy": sk.accuracy_score(truths, predicted, **own),
            "top2Accuracy": sk.top_k_accuracy_score(truths, logits[counted], k=2, labels=range(count), **own),
            "macroPrecision": sk.precision_score(truths, predicted, average="macro", **more),
            "macroRecall": sk.recall_score(truths, predicted, average="macro", **more),
            "macroF1": sk.f1_score(truths, predicted, average="macro", **more),
            "microF1": sk.f1_score(truths, predicted, average="micro", **more),
            "f1OfClass1": sk.f1_score(truths, predicted, average=None, labels=range(count), **more)[1],
        },
        "confusionMatrix": sk.confusion_matrix(truths, predicted, labels=range(count), **own).tolist(),
    }


def weighted_regression(shape, rank):
    random = np.random.default_rng(seed_of("weighted regression", shape, rank))
    targets = random.normal(size=shape) * 3 + 100
    outputs = targets + random.normal(size=shape)
    weights = weights_of(random, shape[:rank])
    each = np.broadcast_to(weights.reshape(weights.shape + (1,) * (len(shape) - rank)), shape)
    own = {"sample_weight": each.reshape(-1)}
    flat = (targets.reshape(-1), outputs.reshape(-1))
    columns = range(shape[1])
    return {
        "outputs": pack(outputs),
        "targets": pack(targets),
        "weights": pack(weights),
        "expected": {
            "mae": sk.mean_absolute_error(*flat, **own),
            "rmse": sk.root_mean_squared_error(*flat, **own),
            "r2": np.mean([sk.r2_score(targets[:, c], outputs[:, c], sample_weight=each[:, c]) for c in columns]),
        },
    }


def main():
    content = {
        "source": f"scripts/reference/metrics.py, scikit-learn {sklearn.__version__}",
        "binary": [binary(61, 1, 0.4), binary(40, 0, 0.15), binary(9, 3, 0.5)],
        "classes": [classes(50, 4, 4), classes(37, 5, 3), classes(20, 2, 2)],
        "regression": [regression(23), regression(31, 1), regression(17, 3), regression(8, 2, constant=True)],
        "weighted": [
            weighted_binary(40),
            weighted_tokens(6, 5, 4),
            weighted_regression((12, 3), 1),
            weighted_regression((12, 3), 2),
        ],
    }
    write("metrics.json", content)


if __name__ == "__main__":
    main()
