"""xxh32 of many short strings at once (Collet, xxHash: the part of the algorithm for fewer than 16 bytes).

The values are those of the library, so fingerprints are the same on every machine and in every version; a call of it for each
syllable took a third of the time of all fingerprints.
"""

from __future__ import annotations

import numpy as np
import xxhash
from numpy.typing import NDArray

UInt32 = NDArray[np.uint32]

_P1, _P2, _P3, _P4, _P5 = (np.uint32(prime) for prime in (2654435761, 2246822519, 3266489917, 668265263, 374761393))
_STRIPE = 16
"""From so many bytes on the algorithm begins in another way: such syllables are few, and the library hashes them."""
_WORD = 4


def hash_strings(data: bytes, bounds: NDArray[np.integer]) -> UInt32:
    """xxh32 of the n strings `data[bounds[i]:bounds[i + 1]]`.

    >>> hash_strings(b"abracadabra", np.array([0, 4, 11])).tolist()
    [3793549548, 3113781207]
    """
    first, length = bounds[:-1], np.diff(bounds)
    hashes = length.astype(np.uint32) + _P5
    signs = np.frombuffer(data, dtype=np.uint8)
    words = np.ndarray(max(0, len(data) - _WORD + 1), "<u4", data, strides=(1,)) if len(data) >= _WORD else signs[:0]
    short = np.flatnonzero(length < _STRIPE)
    for word in range(_STRIPE // _WORD - 1):
        rows = short[length[short] >= _WORD * (word + 1)]
        hashes[rows] = _rotated(hashes[rows] + words[first[rows] + _WORD * word].astype(np.uint32) * _P3, 17) * _P4
    for rest in range(1, _WORD):
        rows = short[length[short] % _WORD >= rest]
        sign = signs[first[rows] + length[rows] // _WORD * _WORD + rest - 1]
        hashes[rows] = _rotated(hashes[rows] + sign.astype(np.uint32) * _P5, 11) * _P1
    hashes ^= hashes >> np.uint32(15)
    hashes *= _P2
    hashes ^= hashes >> np.uint32(13)
    hashes *= _P3
    hashes ^= hashes >> np.uint32(16)
    for row in np.flatnonzero(length >= _STRIPE).tolist():
        hashes[row] = xxhash.xxh32_intdigest(data[bounds[row]:bounds[row + 1]])
    return hashes


def _rotated(values: UInt32, bits: int) -> UInt32:
    return values << np.uint32(bits) | values >> np.uint32(32 - bits)
