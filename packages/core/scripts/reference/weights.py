"""Writes test/fixtures/weights.json: weighted losses, penalties and a training run of Keras on JAX in float64, and
balanced class weights and weighted averages of scikit-learn.

Run from packages/core:  KERAS_BACKEND=jax python3 scripts/reference/weights.py
Needs keras >= 3 (3.15 was used), jax and scikit-learn >= 1.4 (1.9 was used). Nothing here comes from nabla's own code.
Every config is nabla's; a tensor is packed as in torch.json.
"""
import jax
import numpy as np

jax.config.update("jax_enable_x64", True)

import keras  # noqa: E402
import sklearn  # noqa: E402
from keras.src.backend.common import dtypes  # noqa: E402
from sklearn import metrics as sk  # noqa: E402
from sklearn.utils.class_weight import compute_class_weight  # noqa: E402

from fixture import seed_of, write  # noqa: E402

keras.config.set_floatx("float64")
# Keras takes means in float32 otherwise, on every backend but TensorFlow.
dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"
ROWS, CLASSES = 6, 4


def pack(array):
    array = np.asarray(array)
    packed = {"shape": list(array.shape), "data": array.flatten().tolist()}
    return packed if array.dtype.kind == "f" else {**packed, "dtype": "int32"}


def loss_case(config, loss, targets, shape=(ROWS, CLASSES), average=None):
    """`average`: scikit-learn's, which divides by the sum of the weights; Keras divides by the number of examples."""
    random = np.random.default_rng(seed_of(config, shape))
    targets = targets(random) if callable(targets) else targets
    outputs = random.normal(size=shape) * 2
    weights = np.round(random.random(shape[0]) * 3, 2)
    weights[1] = 0
    rows = weights.reshape((-1,) + (1,) * (len(shape) - 2))
    value, gradient = jax.value_and_grad(lambda y: loss(targets, y, sample_weight=rows))(outputs)
    return {"config": config, "outputs": pack(outputs), "targets": pack(targets), "weights": pack(weights),
            "loss": float(value), "gradient": pack(gradient),
            **({} if average is None else {"average": float(average(targets, outputs, weights))})}


def log_loss(targets, logits, weights):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    return sk.log_loss(targets, probabilities, sample_weight=weights, labels=list(range(CLASSES)))


def losses():
    labels = np.array([2, 0, 3, 3, 1, 2])
    probabilities = lambda random: random.dirichlet(np.ones(CLASSES), ROWS)  # noqa: E731
    k = keras.losses
    cross = {"type": "SoftmaxCrossEntropy"}
    sparse = k.SparseCategoricalCrossentropy(from_logits=True)
    smoothed = k.CategoricalCrossentropy(from_logits=True, label_smoothing=0.2)
    targets = lambda random: random.normal(size=(ROWS, CLASSES))  # noqa: E731
    mean_squared = lambda t, y, w: sk.mean_squared_error(t, y, sample_weight=w)  # noqa: E731
    mean_absolute = lambda t, y, w: sk.mean_absolute_error(t, y, sample_weight=w)  # noqa: E731
    mse, mae = {"type": "MeanSquaredError"}, {"type": "MeanAbsoluteError"}
    return [
        loss_case({**cross, "labelSmoothing": 0}, sparse, labels, average=log_loss),
        loss_case({**cross, "labelSmoothing": 0}, k.CategoricalCrossentropy(from_logits=True), probabilities),
        loss_case({**cross, "labelSmoothing": 0.2}, smoothed, probabilities),
        loss_case(mse, k.MeanSquaredError(), targets, average=mean_squared),
        loss_case(mse, k.MeanSquaredError(), lambda random: random.normal(size=(3, 2, 2)), (3, 2, 2)),
        loss_case(mae, k.MeanAbsoluteError(), targets, average=mean_absolute),
        loss_case({"type": "Huber", "delta": 0.7}, k.Huber(0.7), targets),
        loss_case({"type": "BinaryCrossEntropy"}, k.BinaryCrossentropy(from_logits=True),
                  lambda random: random.random((ROWS, CLASSES))),
    ]


def penalty_case(l1, l2):
    random = np.random.default_rng(seed_of("penalty", l1, l2))
    w = np.round(random.normal(size=(3, 2)), 3)
    value, gradient = jax.value_and_grad(keras.regularizers.L1L2(l1, l2))(jax.numpy.asarray(w))
    return {"l1": l1, "l2": l2, "w": pack(w), "penalty": float(value), "gradient": pack(gradient)}


def balanced_case(labels):
    present = np.unique(labels)
    weights = compute_class_weight("balanced", classes=present, y=labels)
    return {"labels": pack(labels), "weights": pack(weights[np.searchsorted(present, labels)])}


def training():
    """Two epochs of five batches of four rows, in order, with weights and a penalty of the kernels alone."""
    random = np.random.default_rng(seed_of("training"))
    l1, l2, rate, momentum = 0.003, 0.02, 0.1, 0.9
    penalty = lambda: keras.regularizers.L1L2(l1, l2)  # noqa: E731
    model = keras.Sequential([
        keras.Input((3,)),
        keras.layers.Dense(5, activation="tanh", kernel_regularizer=penalty()),
        keras.layers.Dense(CLASSES, kernel_regularizer=penalty()),
    ])
    model.set_weights([random.normal(size=shape) * 0.5 for shape in [(3, 5), (5,), (5, CLASSES), (CLASSES,)]])
    model.compile(optimizer=keras.optimizers.SGD(rate, momentum=momentum),
                  loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    names = ["0.weight", "0.bias", "2.weight", "2.bias"]
    named = lambda: {name: pack(value) for name, value in zip(names, model.get_weights())}  # noqa: E731
    x, labels = random.normal(size=(20, 3)), random.integers(0, CLASSES, 20)
    weights = random.random((5, 4)) * 2
    # Keras divides by the number of rows, nabla by the sum of the weights: here both are 4 in each batch.
    weights = (4 * weights / weights.sum(axis=1, keepdims=True)).flatten()
    initial, recorded = named(), []
    for start in [0, 4, 8, 12, 16] * 2:
        model.reset_metrics()
        rows = slice(start, start + 4)
        recorded.append(float(model.train_on_batch(x[rows], labels[rows], sample_weight=weights[rows])))
    model.reset_metrics()
    evaluated = float(model.evaluate(x, labels, sample_weight=weights, batch_size=20, verbose=0))
    return {"penalty": {"l1": l1, "l2": l2}, "learningRate": rate, "momentum": momentum, "batchSize": 4, "epochs": 2,
            "x": pack(x), "labels": pack(labels), "weights": pack(weights), "initial": initial, "losses": recorded,
            "final": named(), "evaluated": evaluated}


def main():
    content = {
        "source": f"scripts/reference/weights.py, keras {keras.__version__} on jax {jax.__version__}, "
                  f"scikit-learn {sklearn.__version__}, float64",
        "losses": losses(),
        "penalties": [penalty_case(0.3, 0), penalty_case(0, 0.7), penalty_case(0.05, 0.2)],
        "balanced": [balanced_case(np.array([0, 0, 1, 0, 2, 0, 1])), balanced_case(np.array([3, 0, 3, 3, 3]))],
        "training": training(),
    }
    write("weights.json", content)


if __name__ == "__main__":
    main()
