"""Writes test/fixtures/traces.json: the losses of 100 steps of a small network, for every optimizer and every schedule.

Run from packages/core:  python3 scripts/reference/traces.py
Needs Python >= 3.10, torch >= 2.9 and keras >= 3.12 (2.15 and 3.15 were used), CPU. Lion and the optimizers of
formula "keras" are Keras'; the others and the schedules are PyTorch's. Everything is in float64; nothing comes from
nabla's code.

Every config is nabla's. Options that it leaves out are left out of the call too, so that defaults are compared as well.
Losses have 12 digits.
"""
import os

os.environ["KERAS_BACKEND"] = "torch"
import keras  # noqa: E402
import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from torch.optim import lr_scheduler as lr  # noqa: E402

from fixture import write  # noqa: E402

STEPS, ROWS, BATCH = 100, 24, 8

torch.set_default_dtype(torch.float64)
keras.config.set_floatx("float64")
torch.manual_seed(20264)


def rounded(*shape, scale=1.0):
    return torch.round(torch.randn(*shape) * scale, decimals=3)


X = rounded(ROWS, 5)
LABELS = torch.randint(0, 3, (ROWS,))
INITIAL = {"0.weight": rounded(5, 6, scale=0.6), "0.bias": rounded(6, scale=0.1),
           "2.weight": rounded(6, 3, scale=0.6), "2.bias": rounded(3, scale=0.1)}

# What nabla's options are called by PyTorch and by Keras.
TORCH_NAMES = {"learningRate": "lr", "weightDecay": "weight_decay", "epsilon": "eps", "learningRateDecay": "lr_decay",
               "initialAccumulator": "initial_accumulator_value", "momentumDecay": "momentum_decay"}
KERAS_NAMES = {"learningRate": "learning_rate", "weightDecay": "weight_decay", "beta1": "beta_1", "beta2": "beta_2",
               "alpha": "rho", "initialAccumulator": "initial_accumulator_value"}
KERAS_CLASSES = {"NAdam": "Nadam"}
# Biases with a weight decay of their own, at half the rate.
SLOW = [{"names": ["*.bias"], "weightDecay": 0.03, "learningRateFactor": 0.5}]


def loss_at(step, weights):
    start = step * BATCH % ROWS
    x, labels = X[start:start + BATCH], LABELS[start:start + BATCH]
    hidden = torch.tanh(x @ weights["0.weight"] + weights["0.bias"])
    return F.cross_entropy(hidden @ weights["2.weight"] + weights["2.bias"], labels)


def options_of(config, names):
    return {names.get(key, key): value for key, value in config.items() if key not in ("type", "groups", "formula")}


def torch_losses(config, make_schedule=None):
    weights = {name: value.clone().requires_grad_() for name, value in INITIAL.items()}
    options = options_of(config, TORCH_NAMES)
    if "beta1" in options or "beta2" in options:
        options["betas"] = (options.pop("beta1", 0.9), options.pop("beta2", 0.999))
    groups = [{"params": [value for name, value in weights.items() if name.endswith("weight")]},
              {"params": [value for name, value in weights.items() if name.endswith("bias")]}]
    for group in config.get("groups", []):
        groups[1]["weight_decay"] = group["weightDecay"]
        groups[1]["lr"] = config["learningRate"] * group["learningRateFactor"]
    optimizer = getattr(torch.optim, config["type"])(groups, **options)
    schedule = make_schedule and make_schedule(optimizer)
    losses = []
    for step in range(STEPS):
        optimizer.zero_grad()
        loss = loss_at(step, weights)
        loss.backward()
        optimizer.step()
        if schedule:
            schedule.step()
        losses.append(loss.item())
    return losses


def keras_losses(config, rate_at=None):
    """Keras has no groups: weights and biases have an optimizer each."""
    variables = {name: keras.Variable(value.numpy(), name=name.replace(".", "_")) for name, value in INITIAL.items()}
    make = getattr(keras.optimizers, KERAS_CLASSES.get(config["type"], config["type"]))
    options = options_of(config, KERAS_NAMES)
    own = dict(options)
    for group in config.get("groups", []):
        own["weight_decay"] = group["weightDecay"]
        own["learning_rate"] = config["learningRate"] * group["learningRateFactor"]
    optimizers = {"weight": make(**options), "bias": make(**own)}
    losses = []
    for step in range(STEPS):
        loss = loss_at(step, {name: variable.value for name, variable in variables.items()})
        gradients = torch.autograd.grad(loss, [variable.value for variable in variables.values()])
        for kind, optimizer in optimizers.items():
            if rate_at:
                optimizer.learning_rate = rate_at(step)
            pairs = [(g, v) for g, (name, v) in zip(gradients, variables.items()) if name.endswith(kind)]
            with torch.no_grad():
                optimizer.apply_gradients(pairs)
        losses.append(loss.item())
    return losses


def optimizers():
    by_torch = [
        {"type": "SGD", "learningRate": 0.1},
        {"type": "SGD", "learningRate": 0.1, "momentum": 0.9, "dampening": 0.2, "weightDecay": 0.01},
        {"type": "SGD", "learningRate": 0.05, "momentum": 0.9, "nesterov": True, "weightDecay": 0.02, "groups": SLOW},
        {"type": "Adam"},
        {"type": "Adam", "learningRate": 0.02, "weightDecay": 0.01, "beta1": 0.8, "beta2": 0.95, "groups": SLOW},
        {"type": "Adam", "learningRate": 0.05, "amsgrad": True, "beta2": 0.9, "weightDecay": 0.01},
        {"type": "AdamW"},
        {"type": "AdamW", "learningRate": 0.05, "weightDecay": 0.1, "amsgrad": True, "beta2": 0.9, "groups": SLOW},
        {"type": "RMSprop"},
        {"type": "RMSprop", "learningRate": 0.01, "alpha": 0.9, "momentum": 0.5, "centered": True, "weightDecay": 0.01,
         "epsilon": 1e-3, "groups": SLOW},
        {"type": "Adagrad"},
        {"type": "Adagrad", "learningRate": 0.1, "initialAccumulator": 0.1, "learningRateDecay": 0.01,
         "weightDecay": 0.01, "epsilon": 1e-4, "groups": SLOW},
        {"type": "Adadelta"},
        {"type": "Adadelta", "learningRate": 0.5, "rho": 0.95, "epsilon": 1e-4, "weightDecay": 0.01, "groups": SLOW},
        {"type": "Adamax"},
        {"type": "Adamax", "learningRate": 0.02, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3, "weightDecay": 0.01,
         "groups": SLOW},
        {"type": "NAdam"},
        {"type": "NAdam", "learningRate": 0.02, "beta1": 0.8, "beta2": 0.95, "momentumDecay": 0.1, "epsilon": 1e-4,
         "weightDecay": 0.01, "groups": SLOW},
    ]
    by_keras = [
        {"type": "SGD", "formula": "keras", "learningRate": 0.1, "weightDecay": 0.02},
        {"type": "SGD", "formula": "keras", "momentum": 0.9},
        {"type": "SGD", "formula": "keras", "learningRate": 0.05, "momentum": 0.9, "nesterov": True,
         "weightDecay": 0.02, "groups": SLOW},
        {"type": "Adam", "formula": "keras"},
        {"type": "Adam", "formula": "keras", "learningRate": 0.05, "epsilon": 0.01, "amsgrad": True, "beta2": 0.9,
         "weightDecay": 0.05, "groups": SLOW},
        {"type": "AdamW", "formula": "keras"},
        {"type": "RMSprop", "formula": "keras"},
        {"type": "RMSprop", "formula": "keras", "learningRate": 0.01, "alpha": 0.95, "momentum": 0.5, "centered": True,
         "epsilon": 0.01, "weightDecay": 0.05, "groups": SLOW},
        {"type": "Adagrad", "formula": "keras"},
        {"type": "Adagrad", "formula": "keras", "learningRate": 0.1, "initialAccumulator": 0.2, "epsilon": 0.01,
         "weightDecay": 0.05, "groups": SLOW},
        {"type": "NAdam", "learningRate": 0.01, "momentumDecay": 1, "epsilon": 1e-7},
        {"type": "Lion", "learningRate": 0.001},
        {"type": "Lion", "learningRate": 0.005, "beta1": 0.8, "beta2": 0.95, "weightDecay": 0.5, "groups": SLOW},
    ]
    # Keras' Nadam has the momentum decay 1 and no option for it.
    called = [{key: value for key, value in config.items() if key != "momentumDecay"} for config in by_keras]
    return ([trace(config, torch_losses(config)) for config in by_torch]
            + [trace(config, keras_losses(call)) for config, call in zip(by_keras, called)])


def schedules():
    adam = {"type": "Adam", "learningRate": 0.05}
    sgd = {"type": "SGD", "learningRate": 0.2, "momentum": 0.9}
    grouped = {"type": "AdamW", "learningRate": 0.05, "weightDecay": 0.1, "groups": SLOW}

    def warmed(optimizer, steps, factor, after):
        return lr.SequentialLR(optimizer, [lr.LinearLR(optimizer, factor, total_iters=steps), after], [steps])

    cases = [
        ({"type": "Constant"}, adam, None),
        ({"type": "StepDecay", "stepSize": 20, "gamma": 0.5}, sgd, lambda o: lr.StepLR(o, 20, 0.5)),
        ({"type": "StepDecay"}, grouped, lambda o: lr.StepLR(o, 34)),
        ({"type": "ExponentialDecay", "gamma": 0.97}, grouped, lambda o: lr.ExponentialLR(o, 0.97)),
        ({"type": "ExponentialDecay"}, sgd, lambda o: lr.ExponentialLR(o, 0.01 ** (1 / STEPS))),
        ({"type": "LinearDecay"}, adam, lambda o: lr.LinearLR(o, 1, 0, STEPS)),
        ({"type": "LinearDecay", "startFactor": 0.5, "endFactor": 0.1}, sgd, lambda o: lr.LinearLR(o, 0.5, 0.1, STEPS)),
        ({"type": "CosineDecay"}, grouped, lambda o: lr.CosineAnnealingLR(o, STEPS)),
        ({"type": "CosineDecay", "minimum": 0.01}, sgd, lambda o: lr.CosineAnnealingLR(o, STEPS, 0.01)),
        ({"type": "OneCycle"}, adam, lambda o: lr.OneCycleLR(o, 0.05, STEPS, cycle_momentum=False)),
        ({"type": "OneCycle", "maximum": 0.3, "risingShare": 0.45, "startDivisor": 10, "endDivisor": 100}, sgd,
         lambda o: lr.OneCycleLR(o, 0.3, STEPS, pct_start=0.45, div_factor=10, final_div_factor=100,
                                 cycle_momentum=False)),
        ({"type": "Warmup"}, sgd, lambda o: warmed(o, 10, 0.01, lr.ConstantLR(o, 1, 1))),
        ({"type": "Warmup", "steps": 20, "schedule": {"type": "CosineDecay"}}, grouped,
         lambda o: warmed(o, 20, 0.01, lr.CosineAnnealingLR(o, STEPS - 20))),
        ({"type": "Warmup", "steps": 0.15, "startFactor": 0.25, "schedule": {"type": "StepDecay", "stepSize": 30}},
            adam,
         lambda o: warmed(o, 15, 0.25, lr.StepLR(o, 30))),
    ]
    # Keras' momentum holds the learning rate, so it remembers the schedule. Linear, from 0.2 to 0.
    remembering = {**sgd, "formula": "keras", "nesterov": True}
    return ([{**trace(optimizer, torch_losses(optimizer, make)), "schedule": schedule}
             for schedule, optimizer, make in cases]
            + [{**trace(remembering, keras_losses(remembering, lambda step: 0.2 * (1 - step / STEPS))),
                "schedule": {"type": "LinearDecay"}}])


def trace(config, losses):
    return {"optimizer": config, "losses": [float(f"{loss:.12g}") for loss in losses]}


def pack(tensor):
    return {"shape": list(tensor.shape), "data": tensor.flatten().tolist()}


def main():
    content = {
        "source": f"scripts/reference/traces.py, torch {torch.__version__.split('+')[0]}, keras {keras.__version__}",
        "batchSize": BATCH,
        "x": pack(X),
        "labels": {**pack(LABELS), "dtype": "int32"},
        "initial": {name: pack(value) for name, value in INITIAL.items()},
        "traces": optimizers() + schedules(),
    }
    write("traces.json", content)
    for case in content["traces"]:
        first, last = case["losses"][0], sum(case["losses"][-3:]) / 3
        print(f"{first:.4f} -> {last:.4f}", case["optimizer"], case.get("schedule", ""))


if __name__ == "__main__":
    main()
