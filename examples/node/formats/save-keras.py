import keras
import numpy as np
from keras import layers

table = np.loadtxt("data/cooling.csv", delimiter=",", skiprows=1)
scaled = (table - table.mean(axis=0)) / table.std(axis=0)
x, y = scaled[:, :-1], scaled[:, -1:]

model = keras.Sequential([
    keras.Input((4,)),
    layers.Dense(16, activation="tanh"),
    layers.Dense(16, activation="tanh"),
    layers.Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
model.fit(x[:800], y[:800], epochs=20, verbose=0)

print("Error on the test rows:", model.evaluate(x[800:], y[800:], verbose=0))
model.save("formats/files/cooling.keras")
