"""The languages whose forms of words are known, by their ISO 639-1 codes."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

KNOWN_LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "ru": "Russian",
        "uk": "Ukrainian",
        "en": "English",
        "nl": "Dutch",
        "de": "German",
        "pl": "Polish",
        "cs": "Czech",
        "fr": "French",
        "it": "Italian",
        "es": "Spanish",
        "pt": "Portuguese",
        "ca": "Catalan",
        "ro": "Romanian",
        "sv": "Swedish",
        "da": "Danish",
        "no": "Norwegian",
        "fi": "Finnish",
        "et": "Estonian",
        "lt": "Lithuanian",
        "hu": "Hungarian",
        "sr": "Serbian",
        "el": "Greek",
        "tr": "Turkish",
        "eu": "Basque",
        "ga": "Irish",
        "hy": "Armenian",
        "ar": "Arabic",
        "fa": "Persian",
        "hi": "Hindi",
        "ne": "Nepali",
        "ta": "Tamil",
        "id": "Indonesian",
        "eo": "Esperanto",
        "yi": "Yiddish",
    }
)
"""Code to English name, the most used first.

Russian and Ukrainian are those of pymorphy3; each of the others has a Snowball stemmer in PyStemmer 3.1
under its English name in lower case.
"""
