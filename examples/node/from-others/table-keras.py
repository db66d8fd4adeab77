import keras
import numpy as np
from keras import layers

table = np.loadtxt("data/cooling.csv", delimiter=",", skiprows=1)
mean, std = table.mean(axis=0), table.std(axis=0)
scaled = (table - mean) / std
x, y = scaled[:, :-1], scaled[:, -1:]

model = keras.Sequential([
    keras.Input((4,)),
    layers.Dense(16, activation="tanh"),
    layers.Dense(16, activation="tanh"),
    layers.Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
model.fit(x[:800], y[:800], epochs=100, verbose=0)

mse = model.evaluate(x[800:], y[800:], verbose=0)
print("Error on the test rows:", mse**0.5 * std[-1])
cup = (np.array([[90, 20, 1, 10]]) - mean[:-1]) / std[:-1]
print("After ten minutes:", model.predict(cup, verbose=0) * std[-1] + mean[-1])
