"""How good predictions are."""

import numpy as np

BINS = 10


def scores(predictions, targets, task, intervals=None):
    """Returns the measures of test predictions by name; `targets` are class numbers, or numbers.

    For classes: accuracy, the mean log loss, and the expected calibration error over ten bins of equal width. For
    numbers: R2, the root of the mean squared error and, with `intervals` [rows, 2], the share of targets inside.
    """
    predictions, targets = np.asarray(predictions, float), np.asarray(targets)
    if not np.isfinite(predictions).all():
        raise ValueError("predictions are not finite")
    if task == "numbers":
        errors = np.square(predictions - targets)
        r2 = 1 - errors.sum() / np.square(targets - targets.mean()).sum()
        found = {"r2": r2, "rmse": np.sqrt(errors.mean())}
        if intervals is None:
            return found
        low, high = np.asarray(intervals).T
        return {**found, "coverage": ((low <= targets) & (targets <= high)).mean()}
    if np.abs(predictions.sum(axis=1) - 1).max() > 1e-3:
        raise ValueError("probabilities do not add up to 1")
    right = predictions.argmax(axis=1) == targets
    # One probability that float32 rounded to 0 must not decide the mean.
    own = np.maximum(predictions[np.arange(len(targets)), targets], np.finfo(np.float32).eps)
    return {"accuracy": right.mean(), "logLoss": -np.log(own).mean(), "ece": calibration_error(predictions, right)}


def calibration_error(probabilities, right):
    """The mean distance of confidence and accuracy over bins of confidence, by their rows (Guo et al. 2017)."""
    confidence = probabilities.max(axis=1)
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    inside = [bins == number for number in range(BINS)]
    return sum(np.abs(confidence[one].sum() - right[one].sum()) for one in inside if one.any()) / len(right)
