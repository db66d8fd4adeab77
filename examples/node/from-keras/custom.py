import keras
import numpy as np
from keras import layers, ops


class Scale(layers.Layer):
    def build(self, input_shape):
        self.factor = self.add_weight(shape=input_shape[1:], initializer="ones")

    def call(self, x):
        return x * self.factor


def quantile_loss(targets, outputs):
    error = targets - outputs
    return ops.maximum(0.9 * error, -0.1 * error)


i = np.arange(1000)[:, None]
x = i / 1000
y = x + 0.618034 * i % 1

model = keras.Sequential([
    keras.Input((1,)),
    layers.Dense(8, activation="tanh"),
    Scale(),
    layers.Dense(1),
])
model.compile(optimizer="adam", loss=quantile_loss)
model.fit(x, y, epochs=200, verbose=0)
print("Share below:", np.mean(y < model.predict(x, verbose=0)))
