"""Writes test/fixtures/tails.json: losses and activations where plain formulas lose digits, from 50-digit arithmetic.

Run from packages/core:  python3 scripts/reference/tails.py
Needs mpmath (1.3 was used). Every argument is a float32 number, so that both dtypes start from the same one.
"""
from mpmath import erfc, exp, expm1, log1p, mp, mpf, pi, sqrt

from fixture import write

mp.dps = 50


def number(value):
    return float(mp.nstr(value, 20))


def binary_cross_entropy():
    cases = []
    for x in (0, 0.5, 3, 10, 20, 50, 80):
        for logit in sorted({mpf(x), -mpf(x)}):
            for target in (0, 0.25, 1):
                loss = max(logit, 0) - logit * target + log1p(exp(-abs(logit)))
                gradient = 1 / (1 + exp(-logit)) - target
                cases.append({"x": float(logit), "t": target, "loss": number(loss), "gradient": number(gradient)})
    return cases


def gelu():
    cases = []
    for x in [k / 8 for k in range(-112, 113, 5)] + [-14.0, -6.0, -0.75, 0.0]:
        x_ = mpf(x)
        phi = erfc(-x_ / sqrt(mpf(2))) / 2
        slope = phi + x_ * exp(-(x_**2) / 2) / sqrt(2 * pi)
        cases.append({"x": x, "y": number(x_ * phi), "slope": number(slope)})
    return cases


def tanh_gelu():
    cases = []
    c = sqrt(2 / pi)
    for x in [k / 8 for k in range(-112, 113, 5)] + [-14.0, -6.0, 0.0]:
        x_ = mpf(x)
        phi = 1 / (1 + exp(-2 * c * (x_ + mpf("0.044715") * x_**3)))
        slope = phi + x_ * phi * (1 - phi) * 2 * c * (1 + 3 * mpf("0.044715") * x_**2)
        cases.append({"x": x, "y": number(x_ * phi), "slope": number(slope)})
    return cases


def elu(alpha, scale):
    cases = []
    for x in [-80.0, -40.0, -20.0, -8.0, -2.0, -0.5, -(2.0**-30), 0.0, 2.0**-30, 0.5, 8.0, 80.0]:
        y, slope = (mpf(x), mpf(1)) if x > 0 else (alpha * expm1(mpf(x)), alpha * exp(mpf(x)))
        cases.append({"x": x, "y": number(scale * y), "slope": number(scale * slope)})
    return cases


def main():
    content = {
        "source": f"scripts/reference/tails.py, mpmath {__import__('mpmath').__version__}, {mp.dps} digits",
        "binaryCrossEntropy": binary_cross_entropy(),
        "gelu": gelu(),
        "tanhGelu": tanh_gelu(),
        "elu": elu(mpf(1), mpf(1)),
        "selu": elu(mpf("1.6732632423543772848170429916717"), mpf("1.0507009873554804934193349852946")),
    }
    write("tails.json", content)


if __name__ == "__main__":
    main()
