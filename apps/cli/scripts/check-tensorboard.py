"""Prints every scalar that TensorBoard reads from the event files of a folder, as JSON.

`scalars` come from its EventAccumulator. `tensors` come from the loader of its pages, which turns each scalar into a
tensor of the plugin `scalars`. Each is a list of [step, value] by tag.
"""

import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.plugin_event_accumulator import EventAccumulator as PluginEventAccumulator
from tensorboard.util import tensor_util

folder = sys.argv[1]

accumulator = EventAccumulator(folder, size_guidance={"scalars": 0})
accumulator.Reload()
scalars = {
    tag: [[event.step, event.value] for event in accumulator.Scalars(tag)] for tag in accumulator.Tags()["scalars"]
}

plugins = PluginEventAccumulator(folder, size_guidance={"tensors": 0})
plugins.Reload()
tensors = {}
for tag in plugins.Tags()["tensors"]:
    assert plugins.SummaryMetadata(tag).plugin_data.plugin_name == "scalars", tag
    tensors[tag] = [[event.step, tensor_util.make_ndarray(event.tensor_proto).item()] for event in plugins.Tensors(tag)]

json.dump({"scalars": scalars, "tensors": tensors}, sys.stdout)
