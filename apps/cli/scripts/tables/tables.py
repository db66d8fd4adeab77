"""Writes scikit-learn's tables as CSV, split into training and test rows, and scores scikit-learn's own MLP on them.

Usage: tables.py FOLDER SEEDS. Writes FOLDER/NAME-SEED-{train,test}.csv, and prints JSON: {name: [score of each seed]}.
"""
import csv
import json
import sys
import warnings

from sklearn import datasets
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.simplefilter('ignore', ConvergenceWarning)

TABLES = {
    'iris': (datasets.load_iris, 'species', True),
    'wine': (datasets.load_wine, 'cultivator', True),
    'breast-cancer': (datasets.load_breast_cancer, 'diagnosis', True),
    'diabetes': (datasets.load_diabetes, 'progression', False),
}


def write(path, names, target, rows, answers):
    with open(path, 'w', newline='') as file:
        writer = csv.writer(file)
        writer.writerow([*names, target])
        for row, answer in zip(rows, answers):
            writer.writerow([*map(float, row), answer])


def main(folder, seeds):
    scores = {}
    for name, (load, target, classes) in TABLES.items():
        data = load()
        answers = [str(data.target_names[y]) for y in data.target] if classes else [float(y) for y in data.target]
        scores[name] = []
        for seed in range(seeds):
            x, x_test, y, y_test = train_test_split(
                data.data, answers, test_size=0.2, random_state=seed, stratify=answers if classes else None
            )
            write(f'{folder}/{name}-{seed}-train.csv', data.feature_names, target, x, y)
            write(f'{folder}/{name}-{seed}-test.csv', data.feature_names, target, x_test, y_test)
            model = (MLPClassifier if classes else MLPRegressor)(random_state=seed)
            fitted = make_pipeline(StandardScaler(), model).fit(x, y)
            scores[name].append(fitted.score(x_test, y_test))
    json.dump(scores, sys.stdout)


main(sys.argv[1], int(sys.argv[2]))
