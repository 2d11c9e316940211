"""BERT in torch with a head a task, named as its published weights are; for training alone."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from encoder_tasks import Row
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from stance.encoding.stance_encoder import inputs_of

Batch = Mapping[str, Tensor]


def _linear(n_inputs: int, n_outputs: int) -> nn.ModuleDict:
    return nn.ModuleDict({"dense": nn.Linear(n_inputs, n_outputs)})


class Layer(nn.Module):
    """Attention, then two products around a GELU, each added to what came in and normed."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        super().__init__()
        size, inner = config["hidden_size"], config["intermediate_size"]
        self.n_heads = config["num_attention_heads"]
        self.dropout = nn.Dropout(config.get("hidden_dropout_prob", 0.1))
        parts = {part: nn.Linear(size, size) for part in ("query", "key", "value")}
        mixed = {"self": nn.ModuleDict(parts), "output": _linear(size, size)}
        self.attention = nn.ModuleDict(mixed)
        self.attention["output"]["LayerNorm"] = nn.LayerNorm(size, config["layer_norm_eps"])
        self.intermediate, self.output = _linear(size, inner), _linear(inner, size)
        self.output["LayerNorm"] = nn.LayerNorm(size, config["layer_norm_eps"])

    def forward(self, hidden: Tensor, attended: Tensor) -> Tensor:
        """Hidden states of shape (n, length, size); `attended` is (n, 1, 1, length)."""
        n, length, size = hidden.shape
        shape = (n, length, self.n_heads, size // self.n_heads)
        parts = self.attention["self"]
        query, key, value = (
            parts[part](hidden).view(shape).transpose(1, 2)
            for part in ("query", "key", "value")
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, attended)
        mixed = mixed.transpose(1, 2).reshape(n, length, size)
        hidden = self._added(self.attention["output"], mixed, hidden)
        inner = functional.gelu(self.intermediate["dense"](hidden))
        return self._added(self.output, inner, hidden)

    def _added(self, output: nn.ModuleDict, found: Tensor, hidden: Tensor) -> Tensor:
        normed: Tensor = output["LayerNorm"](hidden + self.dropout(output["dense"](found)))
        return normed


class Bert(nn.Module):
    """The shared trunk and one head a task; the piece vectors stay as they were published.

    Parameters
    ----------
    config
        As in `config.json` of a BERT.
    heads
        The number of answers of each task's head.
    tagging
        The tasks whose head answers for each piece and not for the whole.
    """

    def __init__(
        self,
        config: Mapping[str, Any],
        heads: Mapping[str, int],
        tagging: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__()
        size = config["hidden_size"]
        tables = {
            "word_embeddings": nn.Embedding(config["vocab_size"], size),
            "position_embeddings": nn.Embedding(config["max_position_embeddings"], size),
            "token_type_embeddings": nn.Embedding(2, size),
            "LayerNorm": nn.LayerNorm(size, config["layer_norm_eps"]),
        }
        self.embeddings = nn.ModuleDict(tables)
        self.embeddings["word_embeddings"].requires_grad_(False)
        layers = nn.ModuleList(Layer(config) for _ in range(config["num_hidden_layers"]))
        self.encoder = nn.ModuleDict({"layer": layers})
        self.dropout = nn.Dropout(config.get("hidden_dropout_prob", 0.1))
        self.config, self.tagging = dict(config), tagging
        self.heads = nn.ModuleDict(
            {
                name: nn.Linear(size if name in tagging else 3 * size, width)
                for name, width in heads.items()
            }
        )

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return next(self.parameters()).device

    def forward(self, batch: Batch, head: str) -> Tensor:
        """The head's scores: (n, n_answers), or (n, length, n_answers) where it tags."""
        hidden = self.hidden(batch)
        read = hidden if head in self.tagging else pooled(hidden, batch)
        scores: Tensor = self.heads[head](self.dropout(read))
        return scores

    def hidden(self, batch: Batch) -> Tensor:
        """The last layer, of shape (n, length, size)."""
        tables = self.embeddings
        places = torch.arange(batch["input_ids"].shape[1], device=batch["input_ids"].device)
        summed = (
            tables["word_embeddings"](batch["input_ids"])
            + tables["position_embeddings"](places)
            + tables["token_type_embeddings"](batch["token_type_ids"])
        )
        hidden: Tensor = self.dropout(tables["LayerNorm"](summed))
        attended = batch["attention_mask"].bool()[:, None, None, :]
        for layer in self.encoder["layer"]:
            hidden = layer(hidden, attended)
        return hidden


def pooled(hidden: Tensor, batch: Batch) -> Tensor:
    """The first piece, the mean of the first text and that of the second, side by side."""
    second = (batch["token_type_ids"] * batch["attention_mask"]).float()
    first = batch["attention_mask"].float() - second
    return torch.cat([hidden[:, 0], _mean(hidden, first), _mean(hidden, second)], dim=1)


def _mean(hidden: Tensor, weight: Tensor) -> Tensor:
    total = (hidden * weight[..., None]).sum(dim=1)
    return total / weight.sum(dim=1, keepdim=True).clamp(min=1)


def batch_of(rows: Sequence[Row], device: torch.device) -> tuple[dict[str, Tensor], Tensor]:
    """Rows side by side, padded to the longest, and what the head should say of them.

    Tags are padded with -100, which is not asked for.
    """
    given = inputs_of([(row.ids, row.segments) for row in rows])
    batch = {name: torch.from_numpy(values).to(device) for name, values in given.items()}
    golds = [row.gold for row in rows]
    if not isinstance(golds[0], int):
        longest = max(map(len, golds))
        golds = [[*gold, *[-100] * (longest - len(gold))] for gold in golds]
    return batch, torch.tensor(golds, device=device)


@torch.inference_mode()
def answered(
    model: Bert, head: str, rows: Sequence[Row], size: int = 32
) -> NDArray[np.float32]:
    """The head's scores of each row; rows of like length go together."""
    model.eval()
    order = sorted(range(len(rows)), key=lambda n: len(rows[n].ids))
    parts = []
    for start in range(0, len(order), size):
        batch, _ = batch_of([rows[n] for n in order[start : start + size]], model.device)
        parts.append(model(batch, head).cpu().numpy())
    found: NDArray[np.float32] = np.concatenate(parts)[np.argsort(order)]
    return found
