"""Runs Keras for the tests and the nightly check of this package.

    cd packages/interchange; export KERAS_BACKEND=torch
    python scripts/keras/run_keras.py fixtures fixtures/keras
    python scripts/keras/run_keras.py run FOLDER

`fixtures` writes small models with random weights, their inputs and outputs, and models in the middle of a training
with the losses of the steps that follow. `run` reads what scripts/keras.mjs has written: for each case a model and
inputs; it writes what Keras makes of them.
"""

import base64
import gzip
import json
import os
import sys
import zipfile

import h5py
import keras
import numpy as np
from keras import layers
from keras.src.backend.common import dtypes

# On PyTorch, Keras computes norms and attention of float64 in float32, unlike on TensorFlow.
dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"

EPOCH = (1980, 1, 1, 0, 0, 0)


def encode(array):
    array = np.asarray(array)
    kind = "int32" if array.dtype.kind == "i" else str(array.dtype)
    data = np.ascontiguousarray(array.astype(kind)).tobytes()
    return {"shape": list(array.shape), "dtype": kind, "data": base64.b64encode(data).decode()}


def decode(json_array):
    data = base64.b64decode(json_array["data"])
    return np.frombuffer(data, json_array["dtype"]).reshape(json_array["shape"])


def randomize(model, rng):
    """Gives every weight random numbers; variances stay positive."""
    for weight in model.weights:
        values = rng.normal(0, 0.5, weight.shape)
        if "variance" in weight.path or "gamma" in weight.path:
            values = np.abs(values) + 0.5
        if "count" not in weight.path:
            weight.assign(values)


def images():
    x = keras.Input((9, 8, 3), name="pixels")
    y = layers.Rescaling(1 / 127.5, -1)(x)
    y = layers.ZeroPadding2D(((0, 1), (1, 2)))(y)
    y = layers.Conv2D(6, 3, strides=2, padding="same", use_bias=False)(y)
    y = layers.BatchNormalization(momentum=0.9)(y)
    y = layers.ReLU(max_value=6)(y)
    z = layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2, activation="relu6")(y)
    z = layers.Conv2D(6, 1, activation="swish")(z)
    y = layers.Add()([y, z])
    y = layers.Conv2DTranspose(4, 3, strides=2, padding="same", activation="leaky_relu")(y)
    y = layers.SeparableConv2D(5, (3, 2), depth_multiplier=2, activation="gelu")(y)
    y = layers.PReLU(shared_axes=[1, 2])(y)
    y = layers.GroupNormalization(5)(y)
    y = layers.UpSampling2D((2, 1))(y)
    y = layers.Cropping2D(((1, 0), (0, 1)))(y)
    y = layers.Conv2D(4, 3, dilation_rate=2, groups=1, activation="elu")(y)
    y = layers.SpatialDropout2D(0.2)(y)
    a = layers.MaxPooling2D(3, strides=2, padding="same")(y)
    # On PyTorch, Keras repeats the edge if the padding differs from side to side. Elsewhere padding does not count.
    b = layers.AveragePooling2D(3, strides=1, padding="same")(y)
    b = layers.MaxPooling2D(3, strides=2, padding="same")(b)
    y = layers.Concatenate()([a, b])
    y = layers.LayerNormalization(axis=[-2, -1])(y)
    y = layers.Permute((2, 1, 3))(y)
    a = layers.GlobalAveragePooling2D()(y)
    b = layers.GlobalMaxPooling2D(keepdims=True)(y)
    y = layers.Multiply()([a, layers.Flatten()(b)])
    return keras.Model(x, layers.Dense(3, activation="softmax")(y))


def sequences():
    x = keras.Input((None,), dtype="int32", name="tokens")
    y = layers.Embedding(11, 6)(x)
    y = layers.Conv1D(6, 3, padding="causal", activation="tanh")(y)
    y = layers.Bidirectional(layers.LSTM(4, return_sequences=True))(y)
    y = layers.LayerNormalization(center=False)(y)
    y = layers.Add()([y, layers.MultiHeadAttention(2, 4)(y, y, use_causal_mask=True)])
    y = layers.GRU(5, return_sequences=True)(y)
    y = layers.GRU(5, return_sequences=True, reset_after=False, use_bias=False)(y)
    y = layers.RMSNormalization()(y)
    y = layers.Bidirectional(layers.GRU(3, return_sequences=True))(y)
    y = layers.SimpleRNN(6, return_sequences=True)(y)
    y = layers.SeparableConv1D(6, 2, padding="same", activation="mish")(y)
    y = layers.DepthwiseConv1D(2, padding="same")(y)
    y = layers.Conv1DTranspose(4, 2, strides=2)(y)
    y = layers.MaxPooling1D(2)(y)
    y = layers.UpSampling1D(2)(y)
    y = layers.TimeDistributed(layers.Dense(4, activation="softsign"))(y)
    return keras.Model(x, layers.GlobalAveragePooling1D()(y))


def nested():
    shared = layers.Dense(5, activation="tanh", name="shared_dense")
    a, b = keras.Input((5,), name="a"), keras.Input((5,), name="b")
    inner_x = keras.Input((5,))
    inner = keras.Model(inner_x, [layers.Dense(3)(inner_x), layers.BatchNormalization()(inner_x)], name="inner")
    tower = keras.Sequential([keras.Input((5,)), layers.Dense(4, activation="relu"), layers.PReLU()], name="tower")
    one, two = inner(shared(shared(a)))
    norm = layers.Normalization()
    difference = layers.Subtract()([two, norm(b)])
    fixed = layers.Normalization(mean=[0.5, -1, 0, 2, 1], variance=[1, 2, 0.25, 3, 1])(a)
    average = layers.Average()([difference, shared(b), layers.Maximum()([fixed, b]), layers.Minimum()([a, b])])
    frozen = layers.Dense(2, trainable=False)
    return keras.Model([a, b], [frozen(one), tower(average), tower(difference) + tower(b)], name="outer")


def outputs_of(model, inputs):
    made = model(inputs if len(inputs) > 1 else inputs[0], training=False)
    made = made if isinstance(made, (list, tuple)) else [made]
    return [encode(keras.ops.convert_to_numpy(one)) for one in made]


def rewrite(path):
    """Packs the file again, compressed and with a fixed date."""
    with zipfile.ZipFile(path) as file:
        parts = [(name, file.read(name)) for name in file.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, data in sorted(parts):
            if name == "metadata.json":
                data = b'{"keras_version": "3.15.0"}'
            file.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED, 9)


def compress(path):
    """HDF5 files are mostly empty."""
    with open(path, "rb") as file:
        data = file.read()
    os.remove(path)
    with open(f"{path}.gz", "wb") as file:
        file.write(gzip.compress(data, 9, mtime=0))


def write_case(folder, name, model, inputs, more=None):
    model.save(f"{folder}/{name}.keras")
    rewrite(f"{folder}/{name}.keras")
    case = {"inputs": [encode(one) for one in inputs], "outputs": outputs_of(model, inputs), **(more or {})}
    with open(f"{folder}/{name}.json", "w") as file:
        json.dump(case, file)
        file.write("\n")


def training_models():
    """Models of four kinds, with an optimizer for each."""
    mlp = [keras.Input((4,)), layers.Dense(8, activation="relu"), layers.Dense(8, activation="tanh"), layers.Dense(2)]
    convnet = [
        keras.Input((6, 6, 2)),
        layers.Conv2D(4, 3, padding="same"),
        layers.BatchNormalization(),
        layers.ReLU(),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(2),
    ]
    lstm = [keras.Input((5, 3)), layers.LSTM(6), layers.Dense(2)]
    x = keras.Input((5, 4))
    y = layers.Add()([x, layers.MultiHeadAttention(2, 2)(x, x)])
    y = layers.LayerNormalization()(y)
    z = layers.Dense(4)(layers.Dense(8, activation="gelu")(y))
    y = layers.LayerNormalization()(layers.Add()([y, z]))
    transformer = keras.Model(x, layers.Dense(2)(layers.Flatten()(y)))
    optimizers = keras.optimizers
    return [
        ("mlp", keras.Sequential(mlp), optimizers.Adam(0.01)),
        ("convnet", keras.Sequential(convnet), optimizers.SGD(0.02, momentum=0.9, nesterov=True)),
        ("lstm", keras.Sequential(lstm), optimizers.RMSprop(0.005, momentum=0.5, centered=True)),
        ("transformer", transformer, optimizers.AdamW(0.005, amsgrad=True, weight_decay=0.01)),
    ]


def hdf5(folder):
    """Files of h5py with what the format has: chunks, filters, texts, links, and the newest kind of groups."""
    values = np.random.default_rng(0).normal(size=(17, 5, 3)).astype("float32")
    with h5py.File(f"{folder}/h5py.h5", "w") as file:
        file.create_dataset("chunked", data=values, chunks=(4, 3, 3), compression="gzip", shuffle=True, fletcher32=True)
        file["plain"] = values.astype("float64")
        file["large"] = np.array([1, 2**32 - 1], "uint32")
        file.create_dataset("unwritten", shape=(3, 4), dtype="float32", chunks=(2, 2))
        file["string"] = "text"
        many = file.create_group("many")
        for at in range(300):
            many[f"k{at}"] = np.float32(at)
        links = file.create_group("links")
        links["soft"] = h5py.SoftLink("/plain")
        links["external"] = h5py.ExternalLink("/etc/passwd", "/x")
        attributes = {"text": "ünïcode", "fixed": np.bytes_("abc"), "list": ["a", "bb", "ccc"], "bytes": [b"x", b"yy"]}
        for name, value in {**attributes, "number": 3, "none": [], "long": b"abcdefgh" * 10_000}.items():
            file.attrs[name] = value
    with h5py.File(f"{folder}/latest.h5", "w", libver="latest") as file:
        file.attrs["text"] = "abc"
        file.create_group("group")["x"] = np.arange(1.0, 4.0)
    with h5py.File(f"{folder}/bomb.h5", "w") as file:
        file.create_dataset("x", shape=(2**30,), dtype="float64", chunks=(2**16,), compression="gzip")
    for name in ["h5py", "latest", "bomb"]:
        compress(f"{folder}/{name}.h5")


def fixtures(folder):
    hdf5(folder)
    outputs, training = f"{folder}/outputs", f"{folder}/training"
    for part in [outputs, training]:
        os.makedirs(part, exist_ok=True)
    keras.utils.set_random_seed(1)
    rng = np.random.default_rng(1)
    pixels = rng.uniform(0, 255, (2, 9, 8, 3))
    tokens = rng.integers(0, 11, (2, 7)).astype("int32")
    pairs = [rng.normal(size=(3, 5)), rng.normal(size=(3, 5))]
    kinds = [("images", images, [pixels]), ("sequences", sequences, [tokens]), ("nested", nested, pairs)]
    for name, make, inputs in kinds:
        for dtype in ["float32", "float64"]:
            keras.backend.set_floatx(dtype)
            keras.utils.clear_session()
            model = make()
            randomize(model, np.random.default_rng(2))
            given = [one.astype(dtype) if one.dtype.kind == "f" else one for one in inputs]
            suffix = "" if dtype == "float32" else "-64"
            more = {"config": model.to_json()} if name == "nested" else {}
            write_case(outputs, f"{name}{suffix}", model, given, more)
            if dtype == "float32" and name != "images":
                model.save(f"{outputs}/{name}.h5")
                compress(f"{outputs}/{name}.h5")
            if dtype == "float32" and name == "nested":
                model.save_weights(f"{outputs}/{name}.weights.h5")
                compress(f"{outputs}/{name}.weights.h5")
    keras.backend.set_floatx("float64")
    keras.utils.clear_session()
    for name, model, optimizer in training_models():
        x = rng.normal(size=(8, *model.input_shape[1:]))
        y = rng.normal(size=(8, 2))
        model.compile(optimizer=optimizer, loss="mean_squared_error")
        for _ in range(50):
            model.train_on_batch(x, y)
        model.save(f"{training}/{name}.keras")
        rewrite(f"{training}/{name}.keras")
        # After it, Keras no longer knows what the model was compiled with.
        if name == "mlp":
            model.save(f"{training}/{name}.h5")
            compress(f"{training}/{name}.h5")
        losses = go_on(f"{training}/{name}.keras", x, y, 50)
        case = {"x": encode(x), "y": encode(y), "losses": losses}
        with open(f"{training}/{name}.json", "w") as file:
            json.dump(case, file)
            file.write("\n")


def go_on(path, x, y, steps):
    """Returns the loss of each step, before it, of a model whose training goes on."""
    model = keras.saving.load_model(path)
    losses = []
    for _ in range(steps):
        model.reset_metrics()
        losses.append(float(model.train_on_batch(x, y)))
    return losses


def run(folder):
    with open(f"{folder}/cases.json") as file:
        cases = json.load(file)
    made = {}
    for name, case in cases.items():
        keras.backend.set_floatx(case["dtype"])
        try:
            if "x" in case:
                made[name] = go_on(f"{folder}/{name}.keras", decode(case["x"]), decode(case["y"]), case["steps"])
            else:
                model = keras.saving.load_model(f"{folder}/{name}.keras")
                made[name] = outputs_of(model, [decode(one) for one in case["inputs"]])
        except Exception as error:
            made[name] = f"{type(error).__name__}: {error}"[:600]
    with open(f"{folder}/made.json", "w") as file:
        json.dump(made, file)


if __name__ == "__main__":
    {"fixtures": fixtures, "run": run}[sys.argv[1]](sys.argv[2])
