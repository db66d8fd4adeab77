"""The methods that the benchmark compares, each with its defaults.

A method is called with the training rows, their targets and the test rows, `task` ('classes' or 'numbers') and a seed.
It returns the probabilities of the classes [test rows, classes], or the numbers [test rows], or these with the ends of
their 90 % intervals [test rows, 2].
"""

import importlib
import json
import math
import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[3]


def _texts(inputs):
    return [column for column in inputs if inputs[column].dtype == object]


def _predictions(model, inputs, task):
    if task == "numbers":
        return np.asarray(model.predict(inputs)).ravel()
    return np.asarray(model.predict_proba(inputs))


def _prepared(inputs, model):
    """A pipeline as scikit-learn's guide builds it: medians, standard scores, one-hot texts."""
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    texts = _texts(inputs)
    numbers = [column for column in inputs if column not in texts]
    columns = ColumnTransformer(
        [
            ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
            ("texts", OneHotEncoder(handle_unknown="ignore"), texts),
        ]
    )
    return make_pipeline(columns, model)


def _sklearn(classes, numbers, **options):
    def fit(inputs, targets, tests, task, seed):
        import sklearn.ensemble as ensemble
        import sklearn.linear_model as linear
        import sklearn.neural_network as networks

        kind = classes if task == "classes" else numbers
        maker = next(getattr(module, kind) for module in (ensemble, linear, networks) if hasattr(module, kind))
        model = maker(random_state=seed, **(options if task == "classes" else {}))
        return _predictions(_prepared(inputs, model).fit(inputs, targets), tests, task)

    return fit


def _categories(inputs, tests):
    """Texts as pandas' categories; those that only the test has are missing."""
    inputs, tests = inputs.copy(), tests.copy()
    for column in _texts(inputs):
        kind = pd.CategoricalDtype(sorted(inputs[column].dropna().unique()))
        inputs[column], tests[column] = inputs[column].astype(kind), tests[column].astype(kind)
    return inputs, tests


# scikit-learn refuses columns with more texts than this.
MOST_TEXTS = {"HistGradientBoosting": 255}


def _boosted(module, name, **options):
    def fit(inputs, targets, tests, task, seed):
        inputs, tests = _categories(inputs, tests)
        for column in inputs.select_dtypes("category"):
            if len(inputs[column].cat.categories) > MOST_TEXTS.get(name, math.inf):
                inputs[column], tests[column] = inputs[column].cat.codes, tests[column].cat.codes
        # LightGBM and XGBoost refuse some characters in names.
        inputs.columns = tests.columns = [f"c{index}" for index in range(inputs.shape[1])]
        maker = getattr(importlib.import_module(module), name + ("Classifier" if task == "classes" else "Regressor"))
        return _predictions(maker(random_state=seed, **options).fit(inputs, targets), tests, task)

    return fit


def catboost(inputs, targets, tests, task, seed):
    from catboost import CatBoostClassifier, CatBoostRegressor

    texts = _texts(inputs)
    inputs, tests = ((table.fillna({column: "(missing)" for column in texts})) for table in (inputs, tests))
    maker = CatBoostClassifier if task == "classes" else CatBoostRegressor
    model = maker(random_seed=seed, cat_features=texts, verbose=False, allow_writing_files=False)
    return _predictions(model.fit(inputs, targets), tests, task)


def _pytabkit(name):
    def fit(inputs, targets, tests, task, seed):
        import pytabkit

        inputs, tests = _categories(inputs, tests)
        kind = "Classifier" if task == "classes" else "Regressor"
        model = getattr(pytabkit, f"{name}_{kind}")(random_state=seed, device="cpu", n_threads=os.cpu_count())
        # These networks do not take missing numbers.
        numbers = [column for column in inputs if inputs[column].dtype.kind == "f"]
        medians = inputs[numbers].median()
        inputs[numbers], tests[numbers] = inputs[numbers].fillna(medians), tests[numbers].fillna(medians)
        return _predictions(model.fit(inputs, targets.to_numpy()), tests, task)

    return fit


def _nabla(*options):
    def fit(inputs, targets, tests, task, seed):
        command = ["node", str(ROOT / "apps/cli/bin/nabla.js")]
        with tempfile.TemporaryDirectory() as folder:
            at = Path(folder)
            names = [f"class {index:03}" for index in targets] if task == "classes" else targets
            inputs.assign(**{"the target": names}).to_csv(at / "train.csv", index=False)
            tests.to_csv(at / "test.csv", index=False)
            run = {"cwd": at, "check": True, "capture_output": True, "text": True}
            kind = "classification" if task == "classes" else "regression"
            flags = ["--target", "the target", "--task", kind, "--out", "model", "--run", "false", "--seed", str(seed)]
            subprocess.run([*command, "train", "train.csv", *flags, *options], **run)
            predict = [*command, "predict", "model", "test.csv", "--json", "--top", "1000"]
            predict += ["--intervals", "0.9"] if task == "numbers" else []
            rows = [json.loads(line) for line in subprocess.run(predict, **run).stdout.splitlines()]
        if task == "numbers":
            ends = [[row["low"], row["high"]] for row in rows]
            return np.array([row["prediction"] for row in rows], float), np.array(ends, float)
        by_class = [sorted(row["top"], key=lambda one: one["class"]) for row in rows]
        return np.array([[one["probability"] for one in classes] for classes in by_class])

    return fit


METHODS = {
    "nabla": _nabla(),
    "linear": _sklearn("LogisticRegression", "Ridge", max_iter=2000),
    "mlp": _sklearn("MLPClassifier", "MLPRegressor"),
    "forest": _sklearn("RandomForestClassifier", "RandomForestRegressor"),
    "hist-gradient-boosting": _boosted("sklearn.ensemble", "HistGradientBoosting"),
    "lightgbm": _boosted("lightgbm", "LGBM", verbose=-1),
    "xgboost": _boosted("xgboost", "XGB", enable_categorical=True),
    "catboost": catboost,
    "realmlp": _pytabkit("RealMLP_TD"),
    "realmlp-s": _pytabkit("RealMLP_TD_S"),
    "tabm": _pytabkit("TabM_D"),
}
