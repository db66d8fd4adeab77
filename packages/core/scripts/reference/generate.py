"""Writes test/fixtures/torch.json: layers, losses, optimizers and short training runs of PyTorch in float64.

Run from packages/core:  python3 scripts/reference/generate.py
Needs Python 3.9 and torch >= 2.2 (CPU). Nothing here comes from nabla's own kernels.

Every config is nabla's; a tensor is {"shape": [...], "data": [...]}, int32 where it says "dtype". Weights are [in, out]
as in nabla, the transpose of PyTorch's.
"""
import torch
import torch.nn.functional as F

from fixture import seed_of, write

torch.set_default_dtype(torch.float64)


def pack(tensor):
    packed = {"shape": list(tensor.shape), "data": tensor.detach().flatten().tolist()}
    return packed if tensor.is_floating_point() else {**packed, "dtype": "int32"}


def leaf(*shape, scale=1.0):
    """A recipe: a case draws its tensors after it has set its seed."""
    return lambda: (torch.randn(*shape) * scale).requires_grad_()


def seed(*name):
    torch.manual_seed(seed_of(*name))


def layer_case(config, function, x, **parameters):
    """Forward values, and gradients of the input and the parameters for a random dY. Takes recipes of tensors."""
    seed(config)
    x, parameters = x(), {name: draw() for name, draw in parameters.items()}
    y = function(x, **parameters)
    dy = torch.randn(*y.shape)
    names = list(parameters)
    dx, *gradients = torch.autograd.grad(y, [x, *parameters.values()], dy)
    return {
        "config": config,
        "x": pack(x),
        "parameters": {name: pack(value) for name, value in parameters.items()},
        "y": pack(y),
        "dY": pack(dy),
        "dX": pack(dx),
        "gradients": {name: pack(value) for name, value in zip(names, gradients)},
    }


def layers():
    def dense(x, weight, bias=None):
        return x @ weight if bias is None else F.linear(x, weight.T, bias)

    def activation(config, function):
        edges = torch.tensor([[0.0, -1e-3, 12.0, -12.0]])
        return layer_case(config, function, lambda: torch.cat([torch.randn(3, 4) * 3, edges]).requires_grad_())

    wide = {"type": "Dense", "units": 3, "initializer": "heNormal"}
    return [
        layer_case({**wide, "bias": True}, dense, leaf(4, 5), weight=leaf(5, 3), bias=leaf(3)),
        layer_case({**wide, "bias": False}, dense, leaf(4, 5), weight=leaf(5, 3)),
        layer_case({"type": "Dense", "units": 1, "initializer": "zeros", "bias": True}, dense, leaf(1, 1),
                   weight=leaf(1, 1), bias=leaf(1)),
        activation({"type": "ReLU"}, F.relu),
        activation({"type": "LeakyReLU", "slope": 0.01}, F.leaky_relu),
        activation({"type": "LeakyReLU", "slope": 0.3}, lambda x: F.leaky_relu(x, 0.3)),
        activation({"type": "ELU", "alpha": 1}, F.elu),
        activation({"type": "ELU", "alpha": 0.7}, lambda x: F.elu(x, 0.7)),
        activation({"type": "Sigmoid"}, torch.sigmoid),
        activation({"type": "Tanh"}, torch.tanh),
        activation({"type": "GELU"}, F.gelu),
        activation({"type": "Softplus"}, lambda x: F.softplus(x, threshold=1000)),
        activation({"type": "SiLU"}, F.silu),
        activation({"type": "Softmax"}, lambda x: F.softmax(x, dim=-1)),
        layer_case({"type": "Flatten"}, lambda x: torch.flatten(x, 1), leaf(2, 3, 2)),
        dropout_case(0.25),
    ]


def dropout_case(rate):
    """PyTorch's own mask, so that a test can see that kept elements are scaled as PyTorch scales them."""
    return layer_case({"type": "Dropout", "rate": rate}, lambda x: F.dropout(x, rate), leaf(6, 5))


def loss_case(config, function, draw):
    """`draw` returns outputs and targets."""
    seed(config)
    outputs, targets = draw()
    outputs.requires_grad_()
    value = function(outputs, targets)
    (gradient,) = torch.autograd.grad(value, outputs)
    return {"config": config, "outputs": pack(outputs), "targets": pack(targets), "loss": value.item(),
            "gradient": pack(gradient)}


def losses():
    labels = torch.tensor([2, 0, 4, 4, 1, 3])
    cases = []
    for smoothing in (0, 0.1, 0.6):
        config = {"type": "SoftmaxCrossEntropy", "labelSmoothing": smoothing}
        for targets in (lambda: labels, lambda: torch.softmax(torch.randn(6, 5), dim=-1),
                        lambda: F.one_hot(labels, 5).double()):
            cases.append(loss_case(config, lambda x, t, s=smoothing: F.cross_entropy(x, t, label_smoothing=s),
                                   lambda t=targets: (torch.randn(6, 5) * 3, t())))
    plain = {"type": "SoftmaxCrossEntropy", "labelSmoothing": 0}
    huge = torch.tensor([[1e4, -1e4, 0.0], [1e4, 1e4, 1e4]])
    cases.append(loss_case(plain, F.cross_entropy, lambda: (huge, torch.tensor([1, 2]))))

    def with_kink():
        outputs, targets = torch.randn(4, 3) * 2, torch.randn(4, 3)
        outputs[0, 0] = targets[0, 0]  # the kink of the absolute error, where the gradient is 0
        return outputs, targets

    for config, function in [
        ({"type": "MeanSquaredError"}, F.mse_loss),
        ({"type": "MeanAbsoluteError"}, F.l1_loss),
        ({"type": "Huber", "delta": 1}, F.huber_loss),
        ({"type": "Huber", "delta": 0.3}, lambda x, t: F.huber_loss(x, t, delta=0.3)),
        ({"type": "Huber", "delta": 2.5}, lambda x, t: F.huber_loss(x, t, delta=2.5)),
    ]:
        cases.append(loss_case(config, function, with_kink))
    binary, with_logits = {"type": "BinaryCrossEntropy"}, F.binary_cross_entropy_with_logits
    cases.append(loss_case(binary, with_logits, lambda: (torch.randn(4, 3) * 4, torch.rand(4, 3))))
    far = torch.tensor([[1e4, -1e4], [800.0, -800.0]])
    cases.append(loss_case(binary, with_logits, lambda: (far, torch.tensor([[1.0, 1.0], [0.0, 0.0]]))))
    return cases


def optimizer_case(config, make, steps=10):
    """Parameters after every step on the same gradients."""
    seed(config)
    parameter = leaf(2, 3)()
    initial = pack(parameter)
    gradients = [torch.randn(2, 3) for _ in range(steps)]
    gradients[3][0, 0] = 0.0
    optimizer = make([parameter])
    after = []
    for gradient in gradients:
        parameter.grad = gradient.clone()
        optimizer.step()
        after.append(pack(parameter))
    return {"config": config, "initial": initial, "gradients": [pack(gradient) for gradient in gradients],
        "after": after}


def sgd(learning_rate=0.1, weight_decay=0, momentum=0, dampening=0, nesterov=False):
    config = {"type": "SGD", "learningRate": learning_rate, "weightDecay": weight_decay, "momentum": momentum,
              "dampening": dampening, "nesterov": nesterov}
    return optimizer_case(config, lambda p: torch.optim.SGD(p, lr=learning_rate, weight_decay=weight_decay,
                                                           momentum=momentum, dampening=dampening, nesterov=nesterov))


def adam(kind, learning_rate=0.01, weight_decay=0, betas=(0.9, 0.999), epsilon=1e-8):
    config = {"type": kind, "learningRate": learning_rate, "weightDecay": weight_decay, "beta1": betas[0],
              "beta2": betas[1], "epsilon": epsilon}
    return optimizer_case(config, lambda p: getattr(torch.optim, kind)(p, lr=learning_rate, betas=betas, eps=epsilon,
                                                                       weight_decay=weight_decay))


def rmsprop(learning_rate=0.01, weight_decay=0, alpha=0.99, epsilon=1e-8, momentum=0, centered=False):
    config = {"type": "RMSprop", "learningRate": learning_rate, "weightDecay": weight_decay, "alpha": alpha,
              "epsilon": epsilon, "momentum": momentum, "centered": centered}
    return optimizer_case(config, lambda p: torch.optim.RMSprop(p, lr=learning_rate, weight_decay=weight_decay,
        alpha=alpha,
                                                               eps=epsilon, momentum=momentum, centered=centered))


def adagrad(learning_rate=0.05, weight_decay=0, decay=0, epsilon=1e-10):
    config = {"type": "Adagrad", "learningRate": learning_rate, "weightDecay": weight_decay, "learningRateDecay": decay,
              "epsilon": epsilon}
    return optimizer_case(config, lambda p: torch.optim.Adagrad(p, lr=learning_rate, weight_decay=weight_decay,
                                                               lr_decay=decay, eps=epsilon))


def optimizers():
    return [
        sgd(),
        sgd(weight_decay=0.2),
        sgd(momentum=0.9),
        sgd(momentum=0.9, dampening=0.3),
        sgd(momentum=0.8, nesterov=True),
        sgd(momentum=0.9, dampening=0.1, weight_decay=0.05),
        sgd(momentum=0.8, nesterov=True, weight_decay=0.05),
        adam("Adam"),
        adam("Adam", weight_decay=0.1),
        adam("Adam", learning_rate=0.1, betas=(0.5, 0.9), epsilon=1e-3),
        adam("AdamW", weight_decay=0.01),
        adam("AdamW", weight_decay=0.5, betas=(0.0, 0.99)),
        rmsprop(),
        rmsprop(momentum=0.9),
        rmsprop(centered=True, alpha=0.9, epsilon=1e-3),
        rmsprop(weight_decay=0.1, momentum=0.5, centered=True),
        adagrad(),
        adagrad(decay=0.1),
        adagrad(decay=0.01, weight_decay=0.1, epsilon=1e-3),
    ]


def training_case(name, layer_configs, modules, loss_config, loss, optimizer_config, make, targets):
    """Mini-batches in order: five batches of four rows, three times. `modules` and `targets` draw in this order."""
    seed(name)
    network, targets, x = torch.nn.Sequential(*modules()), targets(), torch.randn(20, 3)
    initial = parameters_of(network)
    optimizer = make(network.parameters())
    recorded = []
    for start in [0, 4, 8, 12, 16] * 3:
        optimizer.zero_grad()
        value = loss(network(x[start:start + 4]), targets[start:start + 4])
        value.backward()
        optimizer.step()
        recorded.append(value.item())
    return {"name": name, "layers": layer_configs, "loss": loss_config, "optimizer": optimizer_config, "batchSize": 4,
            "epochs": 3, "x": pack(x), "targets": pack(targets), "initial": initial, "losses": recorded,
            "final": parameters_of(network)}


def parameters_of(network):
    """By nabla's names, which are PyTorch's; weights transposed."""
    return {name: pack(value.T if value.dim() == 2 else value) for name, value in network.named_parameters()}


def training_runs():
    nn = torch.nn

    def dense(units):
        return {"type": "Dense", "units": units, "initializer": "heNormal", "bias": True}

    return [
        training_case("classifier", [dense(6), {"type": "ReLU"}, dense(5), {"type": "Tanh"}, dense(4)],
                      lambda: [nn.Linear(3, 6), nn.ReLU(), nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, 4)],
                      {"type": "SoftmaxCrossEntropy", "labelSmoothing": 0.1}, nn.CrossEntropyLoss(label_smoothing=0.1),
                      {"type": "AdamW", "learningRate": 0.02, "weightDecay": 0.05},
                      lambda p: torch.optim.AdamW(p, lr=0.02, weight_decay=0.05), lambda: torch.randint(0, 4, (20,))),
        training_case("regression", [dense(5), {"type": "GELU"}, dense(5), {"type": "ELU", "alpha": 1}, dense(2)],
                      lambda: [nn.Linear(3, 5), nn.GELU(), nn.Linear(5, 5), nn.ELU(), nn.Linear(5, 2)],
                      {"type": "Huber", "delta": 0.5}, nn.HuberLoss(delta=0.5),
                      {"type": "SGD", "learningRate": 0.1, "momentum": 0.9, "nesterov": True},
                      lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True), lambda: torch.randn(20, 2)),
    ]


def main():
    content = {
        "source": f"scripts/reference/generate.py, torch {torch.__version__.split('+')[0]}, float64",
        "layers": layers(),
        "losses": losses(),
        "optimizers": optimizers(),
        "training": training_runs(),
    }
    write("torch.json", content)


if __name__ == "__main__":
    main()
