"""Unicode of an article as read: NFC, `\\n` line ends, the right letter Đ; and folding of tone marks for matching.

Đ (U+0110) has two look-alikes, Ð (Icelandic) and Ɖ (African); with them no syllable of a lexicon matches, so they are put
right where Vietnamese letters stand around. `fold_tone_marks` is for comparing only and never changes an article.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

import regex

from vnnlp.errors import RecordError

_LINE_END: Final = regex.compile(r"\r\n?|\x0b|\x0c")
_LOOK_ALIKES: Final = str.maketrans("\u00d0\u0189\u00f0\u0256", "\u0110\u0110\u0111\u0111")


def normalize(text: str) -> str:
    """The article as read: NFC, `\\n` line ends, no byte order mark, Đ and đ as Vietnamese has them.

    Raises RecordError (RE009) for a NUL or a lone surrogate.

    >>> normalize("Ðà Na\\u0306\\u0301ng\\r\\n")
    'Đà Nắng\\n'
    """
    remedy = "Repair the source: such a text cannot be stored"
    if "\0" in text:
        raise RecordError(f"NUL in text at {text.index(chr(0))}", code="RE009", remedy=remedy)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise RecordError(f"lone surrogate in text at {error.start}", code="RE009", remedy=remedy) from error
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        if any(sign in text for sign in "\u00d0\u0189\u00f0\u0256"):
            text = text.translate(_LOOK_ALIKES)
        text = text.removeprefix("\ufeff")
    return _LINE_END.sub("\n", text) if "\r" in text or "\x0b" in text or "\x0c" in text else text


_TONES: Final = "\u0301\u0300\u0309\u0303\u0323"
_OLD_STYLE: Final = {"o": "aăe", "u": "yơ"}
_I_SYLLABLE: Final = regex.compile(r"\b((?:h|k|l|m|s|t|v|qu|b|d|đ|n|th|ph|nh|ch|tr|kh|gh|ngh|r|x|p|g|ng|c)?)([yỳýỷỹỵ])\b")


@lru_cache(maxsize=65_536)
def fold_tone_marks(text: str) -> str:
    """A form for matching, equal for the spellings that differ only by custom: `hòa` and `hoà`, `kỹ` and `kĩ`; lower case.

    The tone mark goes to the place of the old style (`hòa`, `khỏe`, `thủy`), and a final `y` after a consonant becomes `i`.

    >>> fold_tone_marks("Hoà thuỷ kỹ Mỹ bác_sỹ") == fold_tone_marks("hòa thủy kĩ mĩ bác_sĩ")
    True
    >>> fold_tone_marks("thuý"), fold_tone_marks("tay"), fold_tone_marks("quý")
    ('thúy', 'tay', 'quí')
    """
    folded = regex.sub(r"[\p{L}\p{M}]+", lambda match: _fold_syllable(match.group()), text.lower())
    return unicodedata.normalize("NFC", folded)


def _fold_syllable(syllable: str) -> str:
    if syllable.isascii() and not syllable.endswith("y"):
        return syllable
    letters = unicodedata.normalize("NFD", syllable)
    tone = next((sign for sign in letters if sign in _TONES), "")
    plain = unicodedata.normalize("NFC", letters.replace(tone, "", 1) if tone else letters)
    # oa, oe, uy at the end of a syllable, not behind q: the tone belongs to the first of the two letters (old style).
    if tone and plain[-2:] in ("oa", "oe", "uy") and not plain.startswith("q"):
        return plain[:-1] + tone + plain[-1]
    if plain.endswith("y") and (len(plain) == 1 or plain[-2] not in "aâuy" or plain[-3:-1] == "qu"):
        plain = plain[:-1] + "i"
    if not tone:
        return plain
    if plain[-1:] == "i" and (len(plain) == 1 or plain[:-1] == "qu" or plain[-2] not in "aăâeêoôơuư"):
        return plain + tone
    return _with_tone(plain, unicodedata.normalize("NFC", syllable), tone)


def _with_tone(plain: str, original: str, tone: str) -> str:
    """`plain` with the tone on the letter that had it."""
    for place, letter in enumerate(original):
        if tone in unicodedata.normalize("NFD", letter):
            return plain[:place + 1] + tone + plain[place + 1:]
    return plain + tone
