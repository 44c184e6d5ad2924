"""The legacy encodings of Vietnamese: TCVN3 (ABC), VNI, VISCII, VPS and cp1258, as tables.

Each legacy set is a table of bytes to characters. VNI writes a letter and its marks as two bytes, so its table gives
combining marks, and NFC makes letters of them; cp1258 does the same through Python's own codec. The C1 range of TCVN3 and
VNI holds the typographic quotes and dashes of cp1252, as the fonts of the time did. Sources: TCVN 5712:1993, RFC 1456 (VISCII),
and the keyboard tables of the time for VPS and VNI.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

import regex

LEGACY: Final = ("tcvn3", "vni", "viscii", "vps", "cp1258")
"""Names of the legacy encodings that detection knows."""

_ORDER: Final = "aáàảãạ âấầẩẫậ ăắằẳẵặ eéèẻẽẹ êếềểễệ oóòỏõọ ôốồổỗộ ơớờởỡợ uúùủũụ ưứừửữự iíìỉĩị yýỳỷỹỵ đ"
"""The order of the tables below; `.` is a letter that ASCII has, or none."""

_TCVN3: Final = (
    ". B8 B5 B6 B7 B9  A9 CA C7 C8 C9 CB  A8 BE BB BC BD C6  . D0 CC CE CF D1  AA D5 D2 D3 D4 D6  . E3 DF E1 E2 E4 "
    "AB E8 E5 E6 E7 E9  AC ED EA EB EC EE  . F3 EF F1 F2 F4  AD F8 F5 F6 F7 F9  . DD D7 D8 DC DE  . FD FA FB FC FE  AE")
_TCVN3_CAPITALS: Final = (
    ". . . . . .  A2 C4 C1 C2 C3 .  A1 C0 AF BA BF .  . . . . . .  A3 DA C5 CD D9 .  . . . . . . "
    "A4 FF DB E0 F0 .  A5 . . . . .  . . . . . .  A6 . . . . .  . . . . . .  . . . . . .  A7")
_VPS: Final = (
    ". E1 E0 E4 E3 E5  E2 C3 C0 C4 C5 C6  E6 A1 A2 A3 A4 A5  . E9 E8 C8 EB CB  EA 89 8A 8B CD 8C  . F3 F2 D5 F5 86 "
    "F4 D3 D2 B0 87 B6  D6 A7 A9 AA AB AE  . FA F9 FB DB F8  DC D9 D8 BA BB BF  . ED EC CC EF CE  . 9A FF 9B CF 9C  C7")
_VPS_CAPITALS: Final = (
    ". C1 80 81 82 02  C2 83 84 85 1C 03  88 8D 8E 8F F0 04  . C9 D7 DE FE 05  CA 90 93 94 95 06  . B9 BC BD BE 10 "
    "D4 96 97 98 99 11  F7 9D 9E 9F A6 13  . DA A8 D1 AC 14  D0 AD AF B1 1D 15  . B4 B5 B7 B8 12  . DD B2 FD B3 19  F1")
_VNI_MARKS: Final = {
    "F9": "\u0301", "F8": "\u0300", "FB": "\u0309", "F5": "\u0303", "EF": "\u0323",
    "E2": "\u0302", "E1": "\u0302\u0301", "E0": "\u0302\u0300", "E5": "\u0302\u0309", "E3": "\u0302\u0303", "E4": "\u0323\u0302",
    "EA": "\u0306", "E9": "\u0306\u0301", "E8": "\u0306\u0300", "FA": "\u0306\u0309", "FC": "\u0306\u0303", "EB": "\u0323\u0306",
}
"""Marks behind a letter; a mark behind a capital is 20 (hexadecimal) lower."""
_BEGINS: Final = regex.compile(r"(?:^|(?<=[.!?…][”\"’)]?\s{1,3}))[^\x00-\x7făâđêôơư\P{Ll}]", regex.MULTILINE)
_WORD: Final = regex.compile(r"\p{L}+")
_VNI_LETTERS: Final = {"ED": "í", "EC": "ì", "E6": "ỉ", "F3": "ĩ", "F2": "ị", "EE": "ỵ", "F4": "ơ", "F6": "ư", "F1": "đ"}


@cache
def table_of(encoding: str) -> dict[int, str]:
    """Byte to characters of a legacy encoding, for `str.translate` of text decoded as Latin-1."""
    table: dict[int, str] = {}
    for byte in range(0x80, 0xA0):
        table[byte] = bytes([byte]).decode("cp1252", "replace")
    if encoding == "viscii":
        import viscii
        return {byte: sign for byte, sign in enumerate(viscii.decoding_table) if byte >= 0x80 or byte != ord(sign)}
    if encoding == "vni":
        for letters, shift in ((_VNI_MARKS, 0x20), (_VNI_LETTERS, 0x20)):
            for code, sign in letters.items():
                table[int(code, 16)] = sign
                table[int(code, 16) - shift] = sign.upper()
        return table
    small, capitals = (_TCVN3, _TCVN3_CAPITALS) if encoding == "tcvn3" else (_VPS, _VPS_CAPITALS)
    for codes, letters_of in ((small, str), (capitals, str.upper)):
        for code, letter in zip(codes.split(), _ORDER.replace(" ", ""), strict=True):
            if code != ".":
                table[int(code, 16)] = letters_of(letter)
    return table


def decode_legacy(data: bytes, encoding: str) -> str:
    """The text of `data` in one of `LEGACY`, in NFC; a byte that the encoding does not have becomes U+FFFD.

    >>> decode_legacy("Tæng c«ng ty ViÖt Nam".encode("latin-1"), "tcvn3")
    'Tổng công ty Việt Nam'
    """
    if encoding == "cp1258":
        return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    text = unicodedata.normalize("NFC", data.decode("latin-1").translate(table_of(encoding)))
    return restore_capitals(text) if encoding == "tcvn3" else text


def restore_capitals(text: str) -> str:
    """Capitals with tone marks, which TCVN3 has in its capital fonts only: `Hà NộI` of the small font was `HÀ NỘI`.

    A word whose plain letters are all capitals, more than its first one, was in capitals; a word that may be either
    (`Hà`, `ở`) goes with a neighbour of its line that was.

    So was a marked letter that begins a sentence.

    >>> restore_capitals("TIN Hà NộI. ở Hà Nội")
    'TIN HÀ NỘI. Ở Hà Nội'
    """
    text = _BEGINS.sub(lambda match: match.group().upper(), text)
    return "".join(_capitals_in(line) for line in text.splitlines(keepends=True))


def _capitals_in(line: str) -> str:
    words = list(_WORD.finditer(line))
    # None: may be either; a word without a marked small letter is left as it is but tells about its neighbours.
    state = [_is_capitals(word.group()) for word in words]
    if True not in state:
        return line
    for order in (range(1, len(state)), range(len(state) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for number in order:
            if state[number] is None and state[number + step] and _is_near(line, words, number, number + step):
                state[number] = True
    pieces: list[str] = []
    position = 0
    for word, capital in zip(words, state, strict=True):
        if capital:
            pieces += (line[position:word.start()], word.group().upper())
            position = word.end()
    return "".join((*pieces, line[position:]))


def _is_capitals(word: str) -> bool | None:
    plain = [letter for letter in word if letter.isascii()]
    marked_small = any(not letter.isascii() and letter.islower() for letter in word)
    if any(letter.islower() for letter in plain):
        return False
    if word[1:] != word[1:].lower() and sum(letter.isupper() for letter in word) + marked_small >= 2:
        return True
    return None if marked_small else False


def _is_near(line: str, words: list[regex.Match[str]], one: int, other: int) -> bool:
    first, second = sorted((one, other))
    return len(line[words[first].end():words[second].start()].strip()) <= 1
