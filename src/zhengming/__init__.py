"""zhengming (正名): Chinese-English terminology for biomedical text.

>>> import zhengming
>>> tagger = zhengming.load()
>>> [(a.text, a.concept.en) for a in tagger.annotate("ADMSCs 可减轻 OA 疼痛")]
[('ADMSCs', 'adipose-derived mesenchymal stem cell'), ('OA 疼痛', 'osteoarthritis pain')]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from zhengming.version import __version__

if TYPE_CHECKING:
    from zhengming.columns import normalize_series
    from zhengming.crosstab import Crosstab, count_concepts
    from zhengming.errors import InputError, LexiconError, OutputError, UsageError, ZhengmingError
    from zhengming.glossary import Glossary, collect_abbreviations
    from zhengming.lexicon import Lexicon
    from zhengming.model import Annotation, Concept, Definition, Document, Match, Name, Sense, Undecided
    from zhengming.rewrite import Change, Rewritten, rewrite_text
    from zhengming.tagger import Explanation, Tagger, load

_HOMES = {
    **dict.fromkeys(
        ("InputError", "LexiconError", "OutputError", "UsageError", "WorkerError", "ZhengmingError"), "errors"
    ),
    "Lexicon": "lexicon",
    **dict.fromkeys(
        ("Annotation", "Concept", "Definition", "Document", "Match", "Name", "Sense", "Undecided"), "model"
    ),
    **dict.fromkeys(("Explanation", "Tagger", "load"), "tagger"),
    "normalize_series": "columns",
    **dict.fromkeys(("Crosstab", "count_concepts"), "crosstab"),
    **dict.fromkeys(("Glossary", "collect_abbreviations"), "glossary"),
    **dict.fromkeys(("Change", "Rewritten", "rewrite_text"), "rewrite"),
}

__all__ = [
    "Annotation",
    "Change",
    "Concept",
    "Crosstab",
    "Definition",
    "Document",
    "Explanation",
    "Glossary",
    "InputError",
    "Lexicon",
    "LexiconError",
    "Match",
    "Name",
    "OutputError",
    "Rewritten",
    "Sense",
    "Tagger",
    "Undecided",
    "UsageError",
    "WorkerError",
    "ZhengmingError",
    "__version__",
    "collect_abbreviations",
    "count_concepts",
    "load",
    "normalize_series",
    "rewrite_text",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'zhengming' has no attribute {name!r}")
    return getattr(import_module(f"zhengming.{home}"), name)


def __dir__() -> list[str]:
    return __all__
