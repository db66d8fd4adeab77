import keras
import tensorflow as tf
from keras import layers

x = tf.linspace([-1.0], [1.0], 256)
batches = tf.data.Dataset.from_tensor_slices((x, x**2)).shuffle(256).batch(32)

model = keras.Sequential([
    keras.Input((1,)),
    layers.Dense(16, activation="tanh"),
    layers.Dense(1),
])
optimizer = keras.optimizers.Adam(0.01)
loss_fn = keras.losses.MeanSquaredError()

for epoch in range(100):
    for inputs, targets in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(targets, model(inputs, training=True))
        gradients = tape.gradient(loss, model.trainable_weights)
        optimizer.apply(gradients, model.trainable_weights)
    print(f"Epoch {epoch + 1}: loss {loss:.5f}")

model.save("square.keras")
loaded = keras.models.load_model("square.keras")
print("0.5 squared:", loaded.predict(tf.constant([[0.5]]), verbose=0))
