import keras
import numpy as np
from keras import layers

i = np.arange(1000)
a = np.stack([np.sin(i), np.sin(2.3 * i)], axis=1)
b = np.stack([np.cos(1.7 * i), np.cos(3.1 * i)], axis=1)
y = np.sum(a * b, axis=1)

one, two = keras.Input((2,)), keras.Input((2,))
encoder = layers.Dense(32, activation="tanh")
joined = layers.concatenate([encoder(one), encoder(two)])
hidden = layers.Dense(32, activation="tanh")(joined)
model = keras.Model([one, two], layers.Dense(1)(hidden))

model.compile(optimizer="adam", loss="mse")
model.fit([a, b], y, epochs=100, verbose=0)
print(model.predict([a, b], verbose=0)[:3], y[:3])
