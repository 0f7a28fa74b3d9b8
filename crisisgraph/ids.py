"""Identity from content: the same input has the same id on every machine, in every order."""

from __future__ import annotations

import hashlib
import re
import unicodedata

#: Digits and letters without i, l, o, 0 and 1, so that a key survives being read aloud or typed over.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def sha256_hex(data: bytes | str) -> str:
    """Return the SHA-256 of `data` (a string counts as its UTF-8 bytes) as 64 hexadecimal digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def content_key(kind: str, *parts: str, length: int = 10) -> str:
    """Return a short key that depends only on `kind` and `parts`, in order.

    >>> content_key("passage", "ab", "c") == content_key("passage", "a", "bc")
    False
    """
    digest = hashlib.sha256()
    for part in (kind, *parts):
        data = part.encode()
        digest.update(len(data).to_bytes(8, "big") + data)  # length first: no accidental joins
    number = int.from_bytes(digest.digest(), "big")
    letters = []
    for _ in range(length):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def slug(text: str, *, length: int = 60) -> str:
    """Return `text` in lower-case ASCII letters, digits and hyphens, cut at a word to at most `length` characters.

    >>> slug("Ministerie van Economische Zaken & Klimaat (EZK)")
    'ministerie-van-economische-zaken-klimaat-ezk'
    """
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    whole = _NOT_SLUG.sub("-", ascii_text).strip("-")
    if len(whole) <= length:
        return whole
    return whole[: length + 1].rpartition("-")[0] or whole[:length]


def fold(text: str) -> str:
    """Return `text` as it is compared and hashed: one space for white space, soft hyphens dropped, case folded.

    >>> fold("Een  Crisis\\n plan")
    'een crisis plan'
    """
    return " ".join(unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold().split())
