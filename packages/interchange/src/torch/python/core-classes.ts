/** Classes of generated files for what core has and PyTorch lacks. They have PyTorch's names of parameters. */

/** A class with what it needs besides PyTorch. */
export interface PythonClass {
  readonly source: string;
  /** Classes and functions that must come before it. */
  readonly needs?: readonly string[];
}

/** Modules of core. */
export const CORE_CLASSES: Readonly<Record<string, PythonClass>> = {
  ChannelsFirst: {
    source: `class ChannelsFirst(nn.Module):
    """[n, ..., channels] to [n, channels, ...]."""

    def forward(self, x):
        return x.movedim(-1, 1)`,
  },
  ChannelsLast: {
    source: `class ChannelsLast(nn.Module):
    """[n, channels, ...] to [n, ..., channels]."""

    def forward(self, x):
        return x.movedim(1, -1)`,
  },
  PlainOrder: {
    source: `class PlainOrder(nn.Module):
    """Features that were flattened channels first, in the order of channels last."""

    def __init__(self, shape):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        return x.unflatten(1, self.shape).movedim(1, -1).flatten(1)`,
  },
  Reshape: {
    source: `class Reshape(nn.Module):
    def __init__(self, *shape):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        return x.reshape(x.shape[0], *self.shape)`,
  },
  Permute: {
    source: `class Permute(nn.Module):
    def __init__(self, *axes):
        super().__init__()
        self.axes = axes

    def forward(self, x):
        return x.permute(0, *self.axes)`,
  },
  Add: {
    source: `class Add(nn.Module):
    def forward(self, first, *more):
        for x in more:
            first = first + x
        return first`,
  },
  Multiply: {
    source: `class Multiply(nn.Module):
    def forward(self, first, *more):
        for x in more:
            first = first * x
        return first`,
  },
  Concat: {
    source: `class Concat(nn.Module):
    def __init__(self, axis):
        super().__init__()
        self.axis = axis

    def forward(self, *inputs):
        return torch.cat(inputs, dim=self.axis)`,
  },
  Chain: {
    source: `class Chain(nn.Sequential):
    """A sequence whose first module takes several inputs."""

    def forward(self, *inputs):
        for module in self:
            inputs = (module(*inputs),)
        return inputs[0]`,
  },
  Residual: {
    source: `class Residual(nn.Module):
    def __init__(self, body, shortcut=None, before_body=None, before_shortcut=None, after_shortcut=None):
        super().__init__()
        self.body = body
        self.shortcut = shortcut
        self.converters = (before_body, before_shortcut, after_shortcut)

    def forward(self, x):
        before_body, before_shortcut, after_shortcut = (f or nn.Identity() for f in self.converters)
        kept = x if self.shortcut is None else self.shortcut(before_shortcut(x))
        return after_shortcut(kept) + self.body(before_body(x))`,
  },
  same_padding: {
    source: `def same_padding(x, size, stride, dilation):
    """Pads so that the output has ceil(length / stride) elements; the smaller half comes first."""
    sides = []
    for length, k, s, d in reversed(list(zip(x.shape[2:], size, stride, dilation))):
        total = max(0, (-(-length // s) - 1) * s + d * (k - 1) + 1 - length)
        sides += [total // 2, total - total // 2]
    return sides`,
  },
  SameConv: {
    needs: ['same_padding'],
    source: `class SameConv1d(nn.Conv1d):
    def forward(self, x):
        return super().forward(F.pad(x, same_padding(x, self.kernel_size, self.stride, self.dilation)))


class SameConv2d(nn.Conv2d):
    def forward(self, x):
        return super().forward(F.pad(x, same_padding(x, self.kernel_size, self.stride, self.dilation)))`,
  },
  SameConvTranspose2d: {
    source: `class SameConvTranspose2d(nn.ConvTranspose2d):
    """Makes images \`stride\` times as large."""

    def forward(self, x):
        height, width = (length * s for length, s in zip(x.shape[2:], self.stride))
        return super().forward(x)[:, :, :height, :width]`,
  },
  SeparableConv2d: {
    source: `class SeparableConv2d(nn.Module):
    def __init__(self, depthwise, pointwise):
        super().__init__()
        self.depthwise = depthwise
        self.pointwise = pointwise

    def forward(self, x):
        return self.pointwise(self.depthwise(x))`,
  },
  PaddedPool: {
    needs: ['same_padding'],
    source: `class PaddedPool(nn.Module):
    """A pool whose padding PyTorch does not have; padding never counts."""

    def __init__(self, kind, size, stride, padding):
        super().__init__()
        self.kind, self.size, self.stride, self.padding = kind, size, stride, padding

    def forward(self, x):
        if self.padding == "same":
            sides = same_padding(x, self.size, self.stride, [1] * len(self.size))
        else:
            sides = [side for count in reversed(self.padding) for side in (count, count)]
        one_or_two = len(self.size) - 1
        if self.kind == "Max":
            pool = (F.max_pool1d, F.max_pool2d)[one_or_two]
            return pool(F.pad(x, sides, value=-math.inf), self.size, self.stride)
        pool = (F.avg_pool1d, F.avg_pool2d)[one_or_two]
        parts = pool(F.pad(torch.ones_like(x), sides), self.size, self.stride)
        return pool(F.pad(x, sides), self.size, self.stride) / parts`,
  },
  GlobalAveragePool: {
    source: `class GlobalAveragePool(nn.Module):
    def __init__(self, channels_first):
        super().__init__()
        self.channels_first = channels_first

    def forward(self, x):
        return x.flatten(2).mean(2) if self.channels_first else x.flatten(1, -2).mean(1)`,
  },
  GlobalMaxPool: {
    source: `class GlobalMaxPool(nn.Module):
    def __init__(self, channels_first):
        super().__init__()
        self.channels_first = channels_first

    def forward(self, x):
        return x.flatten(2).amax(2) if self.channels_first else x.flatten(1, -2).amax(1)`,
  },
};
