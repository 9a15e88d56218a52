"""Every message in English and Chinese: the one catalogue."""

from __future__ import annotations

CATALOGUE: dict[str, tuple[str, str]] = {}


def text(key: str, lang: str, **values: object) -> str:
    """The message `key` in `lang` (`en` or `zh`) with its values filled in."""
    english, chinese = CATALOGUE.get(key, (key + " {}".format(values),)*2)
    return (chinese if lang == "zh" else english).format(**values)
