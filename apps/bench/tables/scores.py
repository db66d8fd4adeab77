"""How good predictions are."""

import numpy as np

BINS = 10


def scores(predictions, targets, task):
    """Returns the measures of test predictions by name; `targets` are class numbers, or numbers.

    For classes: accuracy, the mean log loss, and the expected calibration error over ten bins of equal width. For
    numbers: R2 and the root of the mean squared error.
    """
    predictions, targets = np.asarray(predictions, float), np.asarray(targets)
    if not np.isfinite(predictions).all():
        raise ValueError("predictions are not finite")
    if task == "numbers":
        errors = np.square(predictions - targets)
        return {"r2": 1 - errors.sum() / np.square(targets - targets.mean()).sum(), "rmse": np.sqrt(errors.mean())}
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
