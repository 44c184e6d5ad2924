"""The context model: what stood at a place, judged by the words around it alone.

A softmax over the roles on hashed features and a small network, in 8-bit weights (`models/repair.npz`), with the tables
that the later steps need beside it (`models/repair.json`: role frequencies, the detector, the calibration). Made by
`vnnlp train repair`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.errors import ModelError
from vnnlp.repair import network
from vnnlp.repair.features import BITS, N_FEATURES, Context
from vnnlp.repair.products import steady
from vnnlp.repair.roles import N_ROLES, Role

FOLDER: Final = Path(__file__).parent.parent / "models"
VERSION: Final = 4
_BLOCK = 4_096
_RARITY = np.float32(0.004)
"""Added to each role's frequency: in a context that says nothing, the rarest role must not look the likeliest."""


@dataclass(frozen=True, slots=True, eq=False)
class ContextModel:
    """Weights of k features; `row` maps a feature id to its row, k for those that the model does not know."""

    row: NDArray[np.int32]
    """2 ** BITS."""
    weights: NDArray[np.float32]
    """(k + 1) x N_ROLES; the last row is zero."""
    bias: NDArray[np.float32]
    """N_ROLES."""
    network: network.Parameters
    tables: dict[str, Any]
    second: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    """The network of the second look; empty while the model is being made."""

    def log_likelihood(self, context: Context) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """n x N_ROLES: log p(role | context) - log (p(role) + a little), what the context says beyond the role's frequency;
        and n x units, the hidden layer that said it."""
        result = np.empty((len(context), N_ROLES), dtype=np.float32)
        layer = np.empty((len(context), len(self.network["out"])), dtype=np.float32)
        prior = np.log(np.array(self.tables["label_frequency"], dtype=np.float32) + _RARITY)
        one = np.float32(self.tables["one_figure"])
        for first in range(0, len(context), _BLOCK):
            block = context.where(np.arange(first, min(first + _BLOCK, len(context))))
            rows = self.row[block.ids]
            seen = network.hidden(self.network, block)
            layer[first:first + _BLOCK] = seen
            logits = steady(seen, self.network["out"]) + self.bias
            for column in range(N_FEATURES):
                logits += self.weights[rows[:, column]]
            logits -= logits.max(axis=1, keepdims=True)
            logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
            logits -= prior
            # A number code may hide a number of one figure, in whose place the context cannot tell it from the author's own.
            logits[:, Role.PLAIN] = np.logaddexp(np.log(1 - one) + logits[:, Role.PLAIN], np.log(one) + logits[:, Role.GENUINE])
            result[first:first + _BLOCK] = logits
        return result, layer


def _packed(values: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """8-bit values and one scale a column."""
    scale = (np.maximum(np.abs(values).max(axis=0), 1e-6) / 127).astype(np.float32)
    return np.rint(values / scale).astype(np.int8), scale


def save(folder: Path, ids: NDArray[np.integer], weights: NDArray[np.float32], bias: NDArray[np.float32],
         parameters: network.Parameters, tables: dict[str, Any], second: dict[str, NDArray[np.float32]] | None = None) -> None:
    """Write repair.npz (the large tables in 8 bits) and repair.json."""
    folder.mkdir(parents=True, exist_ok=True)
    order = np.argsort(ids)
    arrays: dict[str, NDArray[Any]] = {"ids": ids[order].astype(np.uint32), "bias": bias.astype(np.float32)}
    for name, values in {"weights": weights[order], **parameters}.items():
        if name in ("weights", *network.TABLES):
            arrays[name], arrays[f"{name}_scale"] = _packed(values)
        else:
            arrays[f"network_{name}"] = values.astype(np.float16)
    arrays |= {f"second_{name}": values.astype(np.float16) for name, values in (second or {}).items()}
    np.savez(folder / "repair.npz", **arrays)  # type: ignore[arg-type]
    save_tables(folder, tables)


def save_tables(folder: Path, tables: dict[str, Any]) -> None:
    """Write repair.json."""
    text = json.dumps({"version": VERSION, "bits": BITS, "features": N_FEATURES, **tables}, ensure_ascii=False, indent=1)
    (folder / "repair.json").write_text(text + "\n", encoding="utf-8")


@cache
def load(folder: Path = FOLDER) -> ContextModel:
    """The model of a folder, read once. Raises ModelError (MO001) where it is missing, damaged or of another version."""
    try:
        tables = json.loads((folder / "repair.json").read_text(encoding="utf-8"))
        with np.load(folder / "repair.npz", allow_pickle=False) as arrays:
            ids, bias, weights, scale = (arrays[name] for name in ("ids", "bias", "weights", "weights_scale"))
            parameters = {name: arrays[name] * arrays[f"{name}_scale"] for name in network.TABLES}
            parameters |= {name.removeprefix("network_"): arrays[name].astype(np.float32)
                           for name in arrays.files if name.startswith("network_")}
            second = {name.removeprefix("second_"): arrays[name].astype(np.float32)
                      for name in arrays.files if name.startswith("second_")}
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the repair model cannot be read: {error}", where=str(folder),
                         remedy="Make it again with `vnnlp train repair`") from error
    if (tables.get("version"), tables.get("bits"), tables.get("features")) != (VERSION, BITS, N_FEATURES):
        raise ModelError("the repair model belongs to another version of vnnlp", where=str(folder),
                         remedy="Make it again with `vnnlp train repair`")
    row = np.full(2**BITS, len(ids), dtype=np.int32)
    row[ids] = np.arange(len(ids), dtype=np.int32)
    dense = np.zeros((len(ids) + 1, N_ROLES), dtype=np.float32)
    np.multiply(weights, scale, out=dense[:-1])
    return ContextModel(row, dense, bias, parameters, tables, second)
