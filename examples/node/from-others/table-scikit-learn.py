import numpy as np
from sklearn.compose import TransformedTargetRegressor
from sklearn.metrics import root_mean_squared_error
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

table = np.loadtxt("data/cooling.csv", delimiter=",", skiprows=1)
x, y = table[:, :-1], table[:, -1]

network = MLPRegressor(
    hidden_layer_sizes=(16, 16),
    activation="tanh",
    learning_rate_init=0.01,
    batch_size=32,
    max_iter=100,
    n_iter_no_change=100,
    alpha=0,
    random_state=0,
)
scaled = make_pipeline(StandardScaler(), network)
model = TransformedTargetRegressor(scaled, transformer=StandardScaler())
model.fit(x[:800], y[:800])

error = root_mean_squared_error(y[800:], model.predict(x[800:]))
print("Error on the test rows:", error)
print("After ten minutes:", model.predict([[90, 20, 1, 10]]))
