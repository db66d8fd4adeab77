import numpy as np
from sklearn.neural_network import MLPRegressor
from sklearn.preprocessing import StandardScaler

table = np.loadtxt("data/cooling.csv", delimiter=",", skiprows=1)
x, y = table[:, :-1], table[:, -1] / 100

scaler = StandardScaler().fit(x[:800])
network = MLPRegressor(
    hidden_layer_sizes=(16, 16),
    activation="tanh",
    learning_rate_init=0.01,
    batch_size=32,
    tol=0,
    random_state=0,
)
network.fit(scaler.transform(x[:800]), y[:800])
print("After ten minutes:", 100 * network.predict(scaler.transform([[90, 20, 1, 10]])))

arrays = {"mean": scaler.mean_, "scale": scaler.scale_}
for at, (weight, bias) in enumerate(zip(network.coefs_, network.intercepts_)):
    arrays |= {f"{2 * at}.weight": weight, f"{2 * at}.bias": bias}
np.savez("formats/files/cooling-scikit-learn.npz", **arrays)
