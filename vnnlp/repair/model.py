"""The context model: what stood at a place, judged by the words around it alone.

A softmax over the roles on hashed features, in 8-bit weights (`models/repair.npz`), with the tables that the later steps
need beside it (`models/repair.json`: role frequencies, the detector, the calibration). Made by `vnnlp train repair`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vnnlp.errors import ModelError
from vnnlp.repair.features import BITS, N_FEATURES
from vnnlp.repair.roles import N_ROLES

FOLDER: Final = Path(__file__).parent.parent / "models"
VERSION: Final = 1
_BLOCK = 4_096


@dataclass(frozen=True, slots=True, eq=False)
class ContextModel:
    """Weights of k features; `row` maps a feature id to its row, k for those that the model does not know."""

    row: NDArray[np.int32]
    """2 ** BITS."""
    weights: NDArray[np.float32]
    """(k + 1) x N_ROLES; the last row is zero."""
    bias: NDArray[np.float32]
    """N_ROLES."""
    tables: dict[str, Any]

    def log_likelihood(self, ids: NDArray[np.int32]) -> NDArray[np.float32]:
        """n x N_ROLES: log p(role | context) - log p(role), what the context says beyond the role's frequency."""
        result = np.empty((len(ids), N_ROLES), dtype=np.float32)
        prior = np.log(np.array(self.tables["role_frequency"], dtype=np.float32))
        for first in range(0, len(ids), _BLOCK):
            rows = self.row[ids[first:first + _BLOCK]]
            logits = np.repeat(self.bias[None, :], len(rows), axis=0)
            for column in range(N_FEATURES):
                logits += self.weights[rows[:, column]]
            logits -= logits.max(axis=1, keepdims=True)
            logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
            result[first:first + _BLOCK] = logits - prior
        return result


def save(folder: Path, ids: NDArray[np.integer], weights: NDArray[np.float32], bias: NDArray[np.float32],
         tables: dict[str, Any]) -> None:
    """Write repair.npz (8-bit weights, one scale a role) and repair.json."""
    folder.mkdir(parents=True, exist_ok=True)
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-6) / 127
    order = np.argsort(ids)
    np.savez(folder / "repair.npz", ids=ids[order].astype(np.uint32), weights=np.rint(weights[order] / scale).astype(np.int8),
             scale=scale.astype(np.float32), bias=bias.astype(np.float32))
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
            ids, weights, scale, bias = (arrays[name] for name in ("ids", "weights", "scale", "bias"))
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
    return ContextModel(row, dense, bias, tables)
