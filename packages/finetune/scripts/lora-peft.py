"""Adapters of PEFT (Hugging Face): `lora-peft.mjs` runs this.

    lora-peft.py make FOLDER     writes small networks with random weights, adapters of PEFT, and what they compute
    lora-peft.py check FOLDER    loads the adapters that nabla has written for the same networks, and compares
"""
import json
import sys
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import save_file
from torch import nn
from transformers import BertConfig, BertModel, DistilBertConfig, DistilBertModel

torch.set_num_threads(1)
MOST = 1e-5


class Pooled(nn.Module):
    """The mean of an encoder's vectors over the tokens, without padding."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, tokens, mask):
        y = self.encoder(input_ids=tokens, attention_mask=mask).last_hidden_state
        return (y * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)


def bert():
    config = BertConfig(
        vocab_size=50, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48,
        max_position_embeddings=16,
    )
    return BertModel(config), ["query", "value"]


def distilbert():
    config = DistilBertConfig(vocab_size=50, dim=32, n_layers=2, n_heads=4, hidden_dim=48, max_position_embeddings=16)
    return DistilBertModel(config), ["q_lin", "v_lin", "lin1", "out_lin"]


class Images(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, (3, 2), stride=2, padding=1)
        self.head = nn.Linear(8, 5)

    def forward(self, x):
        return self.head(torch.relu(self.conv(x)).mean((2, 3)))


NETWORKS = {"bert": bert, "distilbert": distilbert, "images": lambda: (Images(), ["conv", "head"])}


def made(name):
    """The same network in each run, what its adapters adapt, and inputs."""
    torch.manual_seed(len(name))
    base, targets = NETWORKS[name]()
    if name == "images":
        return base.eval(), targets, [torch.randn(4, 3, 9, 8)]
    tokens = torch.randint(1, 50, (3, 10))
    mask = torch.ones(3, 10, dtype=torch.long)
    mask[1, 6:] = 0
    return base.eval(), targets, [tokens, mask]


def outputs(name, model, inputs):
    with torch.no_grad():
        return (model(*inputs) if name == "images" else Pooled(model)(*inputs)).tolist()


def make(folder):
    for name in NETWORKS:
        own = folder / name
        own.mkdir(parents=True)
        base, targets, inputs = made(name)
        save_file({key: value.contiguous() for key, value in base.state_dict().items()}, own / "model.safetensors")
        if name != "images":
            (own / "config.json").write_text(json.dumps(base.config.to_dict()))
        plain = outputs(name, base, inputs)
        config = LoraConfig(r=4, lora_alpha=6, lora_dropout=0.1, target_modules=targets, init_lora_weights=False)
        model = get_peft_model(base, config).eval()
        model.save_pretrained(own / "theirs")
        written = {"inputs": [one.tolist() for one in inputs], "plain": plain, "adapted": outputs(name, model, inputs)}
        (own / "expected.json").write_text(json.dumps(written))


def check(folder):
    failed = False
    for name in NETWORKS:
        base, _, inputs = made(name)
        expected = torch.tensor(json.loads((folder / name / "ours" / "outputs.json").read_text()))
        plain = torch.tensor(outputs(name, base, inputs))
        # An adapter that was not loaded would change nothing.
        failed = failed or not (plain - expected).abs().max() > 0.01 * expected.abs().max()
        model = PeftModel.from_pretrained(base, folder / name / "ours").eval()
        for kind, one in [("", model), (", merged", None)]:
            received = torch.tensor(outputs(name, one or model.merge_and_unload(), inputs))
            difference = ((received - expected).abs().max() / expected.abs().max()).item()
            print(f"{name}: nabla's adapter in PEFT{kind}: outputs within {difference:.1e}")
            failed = failed or not difference <= MOST
    sys.exit(1 if failed else 0)


{"make": make, "check": check}[sys.argv[1]](Path(sys.argv[2]))
