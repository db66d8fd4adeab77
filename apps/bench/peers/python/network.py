"""Dense layers with ReLU between them, softmax cross-entropy, SGD and Adam, written with NumPy by hand.

X [rows, features] may be a SciPy CSR array. Weights W [in, out], biases b [out].
"""

import numpy as np

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


def parameters(workload, inputs):
    """Returns copies for training to change: [W1, b1, W2, b2, ...]."""
    layers = range(1, len(workload["hidden"]) + 2)
    return [inputs[f"{letter}{layer}"].copy() for layer in layers for letter in "wb"]


def forward(weights, x):
    """Returns the input of every layer, and the logits."""
    activations = [x]
    for index in range(0, len(weights), 2):
        z = activations[-1] @ weights[index]
        z += weights[index + 1]
        if index + 2 < len(weights):
            np.maximum(z, 0, out=z)
        activations.append(z)
    return activations


def gradients(weights, x, labels):
    """Returns the mean loss of a batch, and its gradient with respect to every parameter."""
    *activations, z = forward(weights, x)
    rows = np.arange(len(labels))
    z -= z.max(axis=1, keepdims=True)
    p = np.exp(z)
    total = p.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(total[:, 0]) - z[rows, labels])
    p /= total
    p[rows, labels] -= 1
    p /= len(labels)
    return loss, backward(weights, activations, p)


def backward(weights, activations, dz):
    """Returns the gradients of all parameters; dZ [rows, classes] is the gradient with respect to the logits."""
    found = []
    for layer in reversed(range(len(activations))):
        a = activations[layer]
        found[:0] = [a.T @ dz, dz.sum(axis=0)]
        if layer > 0:
            dz = dz @ weights[2 * layer].T
            dz *= a > 0
    return found


class Sgd:
    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def update(self, weights, found):
        for weight, gradient in zip(weights, found):
            gradient *= self.learning_rate
            weight -= gradient


class Adam:
    """Adam by the formula of Kingma and Ba, as in PyTorch: both moments corrected, epsilon outside the root."""

    def __init__(self, learning_rate, weights, beta1=BETA1, beta2=BETA2, epsilon=EPSILON):
        self.learning_rate, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.first = [np.zeros_like(weight) for weight in weights]
        self.second = [np.zeros_like(weight) for weight in weights]
        self.scratch = [np.empty_like(weight) for weight in weights]
        self.step = 0

    def update(self, weights, found):
        self.step += 1
        step_size = self.learning_rate / (1 - self.beta1**self.step)
        root = (1 - self.beta2**self.step) ** 0.5
        for w, g, m, v, s in zip(weights, found, self.first, self.second, self.scratch):
            m *= self.beta1
            m += np.multiply(g, 1 - self.beta1, out=s)
            v *= self.beta2
            np.multiply(g, g, out=s)
            s *= 1 - self.beta2
            v += s
            np.sqrt(v, out=s)
            s /= root
            s += self.epsilon
            np.divide(m, s, out=s)
            s *= step_size
            w -= s


def optimizer(workload, weights):
    if workload["optimizer"] == "sgd":
        return Sgd(workload["learningRate"])
    return Adam(workload["learningRate"], weights)


def batch_indices(workload, inputs):
    """Returns the indices of the rows of each batch (the last may be short), or None for a full batch."""
    size = workload["batchSize"]
    if size == "full":
        return [None]
    order = inputs["order"].astype(np.intp)
    return [order[start : start + size] for start in range(0, len(order), size)]
