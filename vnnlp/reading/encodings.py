"""Bytes to text: UTF-8, UTF-16, the legacy encodings of Vietnamese, and text that was decoded wrongly once before.

UTF-8 is believed wherever the bytes are valid UTF-8: no legacy text of more than a few words is. Detection is only asked
where they are not. `--encoding` (reading.encoding) overrides all of it.
"""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass
from typing import Final

import regex

from vnnlp.errors import RecordError, UsageError
from vnnlp.reading.detection import guess, score
from vnnlp.reading.legacy import LEGACY, decode_legacy

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
                (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ALIASES: Final = {"abc": "tcvn3", "tcvn": "tcvn3", "tcvn-3": "tcvn3", "tcvn5712": "tcvn3", "vni-win": "vni",
                   "windows-1258": "cp1258", "utf8": "utf-8", "utf-8-sig": "utf-8", "utf16": "utf-16", "utf8-sig": "utf-8"}
_MARKED_VIETNAMESE: Final = regex.compile(r"[\u1ea0-\u1ef9\u0103\u0111\u01a1\u01b0\u0110]")
_LATIN_LETTER: Final = regex.compile(r"[\u00a1-\u00ff]")
_MAGIC: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ\x90", b"\xd0\xcf\x11\xe0", b"SQLite format",
                 b"Rar!", b"7z\xbc\xaf", b"OggS", b"ID3", b"\xca\xfe\xba\xbe", b"{\\rtf")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text in NFC, the encoding it came in, and how sure that is (1.0: no doubt, or the caller said so)."""

    text: str
    encoding: str
    confidence: float


def decode(data: bytes, encoding: str = "auto") -> Decoded:
    """The text of `data`. Raises RecordError: binary data (RE002), no known encoding (RE003); UsageError for an unknown name.

    >>> decode("Vi\\xd6t Nam t\\xe6ng k\\xd5t n\\xa8m".encode("latin-1"))
    Decoded(text='Việt Nam tổng kết năm', encoding='tcvn3', confidence=1.0)
    """
    if encoding != "auto":
        return _decode_as(data, encoding)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _checked(data[len(bom):], name)
    if data.startswith(_MAGIC):
        raise RecordError("binary data, not text", code="RE002", remedy="Give the text of the file")
    if b"\0" in data[:4096] and (wide := _wide(data)):
        return _checked(data, wide)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_other(data, error)
    if len(data) > 20 and _controls(data) > len(data) // 20:
        raise RecordError("binary data, not text", code="RE002", remedy="Give the text of the file")
    return unscramble(Decoded(unicodedata.normalize("NFC", text), "utf-8", 1.0))


def known(encoding: str) -> str:
    """The name of an encoding as this module writes it; UsageError where there is none of that name."""
    name = _ALIASES.get(encoding.lower(), encoding.lower())
    if name in LEGACY:
        return name
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise UsageError(f"there is no encoding {encoding!r}", code="US003",
                         remedy=f"Known: auto, utf-8, utf-16, {', '.join(LEGACY)} and Python's codecs") from error


def _decode_as(data: bytes, encoding: str) -> Decoded:
    name = known(encoding)
    for bom, of in _BOMS:
        if data.startswith(bom) and of.startswith(name):
            data, name = data[len(bom):], of
            break
    if name in LEGACY:
        return Decoded(decode_legacy(data, name), name, 1.0)
    return _checked(data, name)


def _checked(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(unicodedata.normalize("NFC", data.decode(encoding)), encoding, 1.0)
    except UnicodeDecodeError as error:
        raise RecordError(f"bytes do not fit {encoding} at {error.start}: {error.reason}", code="RE003",
                          remedy="Give the right encoding, or auto") from error


def _wide(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of spaces, digits and plain letters is NUL."""
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half // 4 and even < odd // 10:
        return "utf-16-le"
    if even > half // 4 and odd < even // 10:
        return "utf-16-be"
    return None


def _controls(data: bytes) -> int:
    head = data[:4096]
    return sum(head.count(byte) for byte in range(9)) + sum(head.count(byte) for byte in range(14, 32))


def _decode_other(data: bytes, error: UnicodeDecodeError) -> Decoded:
    """What is not valid UTF-8: damaged UTF-8, a legacy encoding, Western text, or none."""
    if b"\0" in data or _controls(data) > max(len(data[:4096]) // 10, 3):
        raise RecordError("binary data, not text", code="RE002", remedy="Give the text of the file") from error
    patched = data.decode("utf-8", "replace")
    whole = len(_MARKED_VIETNAMESE.findall(patched))
    if whole > 4 * patched.count("\ufffd"):
        return Decoded(unicodedata.normalize("NFC", patched), "utf-8", round(whole / (whole + patched.count("\ufffd")), 3))
    best = guess(data)
    if best is not None:
        return Decoded(decode_legacy(data, best.encoding), best.encoding, best.confidence)
    western = data.decode("cp1252", "replace")
    letters = sum(sign.isalpha() for sign in western[:30_000])
    marked = sum(sign.isalpha() and not sign.isascii() for sign in western[:30_000])
    if letters >= 10 and marked * 10 < letters and "\ufffd" not in western:
        return Decoded(western, "cp1252", 0.5)
    raise RecordError("bytes fit no known encoding", code="RE003", remedy="Give the encoding with --encoding") from error


def unscramble(decoded: Decoded) -> Decoded:
    """Undo a wrong decoding that lies behind: UTF-8 read as cp1252 (through ftfy), or legacy bytes read as cp1252.

    Only where the text holds Latin letters with marks, and reads better as Vietnamese after.

    >>> unscramble(Decoded("Tæng c«ng ty ViÖt Nam kh¸ch hµng", "utf-8", 1.0)).text
    'Tổng công ty Việt Nam khách hàng'
    """
    text = decoded.text
    head = text[:4_000]
    # Four letters that one in twenty letters of Vietnamese is, and that no wrong decoding makes: most texts end here.
    if text.isascii() or sum(map(head.count, "đưạế")) * 100 > len(head):
        return decoded
    head = text[:20_000]
    suspicious = len(_LATIN_LETTER.findall(head))
    if suspicious < 5 or suspicious < 2 * len(_MARKED_VIETNAMESE.findall(head)):
        return decoded
    before = score(head)[1]
    fixed = _twice_encoded(text)
    if fixed is not None and score(fixed[:20_000])[1] > max(before + 0.2, 0.5):
        return Decoded(fixed, f"{decoded.encoding}+mojibake", 0.9)
    for charmap in ("cp1252", "latin-1"):
        try:
            data = text.encode(charmap)
        except UnicodeEncodeError:
            continue
        best = guess(data)
        if best is not None and best.known > max(before + 0.3, 0.6):
            return Decoded(decode_legacy(data, best.encoding), f"{decoded.encoding}+{best.encoding}", best.confidence)
    return decoded


def _twice_encoded(text: str) -> str | None:
    import ftfy
    config = ftfy.TextFixerConfig(unescape_html=False, remove_terminal_escapes=False, fix_latin_ligatures=False,
                                  fix_character_width=False, uncurl_quotes=False, fix_line_breaks=False,
                                  remove_control_chars=False, normalization="NFC", explain=False)
    fixed = ftfy.fix_text(text, config)
    return fixed if fixed != text else None
