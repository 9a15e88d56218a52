"""Label Studio: tasks to import, our mentions as predictions to accept or correct; exported tasks in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from zhengming.formats import json_list
from zhengming.formats.given import Given
from zhengming.formats.jsonl import dumps
from zhengming.formats.marks import all_marks, take, whole
from zhengming.formats.offsets import Offsets
from zhengming.formats.stamp import Stamp
from zhengming.model import Document, Mark, Relation, Source


def read(given: Given) -> Iterator[Source]:
    """Each task of an export, with its annotations, or its predictions where it has none."""
    return json_list.read(given)


def source_of(task: dict[str, Any], given: Given, number: int) -> Source:
    """The document of a task."""
    data = task["data"]
    text = data.get("text", next((value for value in data.values() if isinstance(value, str)), None))
    if not isinstance(text, str):
        raise TypeError("text")
    name = data.get("id", task.get("id"))
    source = Source(f"{given.name}:{number}" if name is None else str(name), text)
    marks: dict[str, Mark] = {}
    for result in (task.get("annotations") or task.get("predictions") or [{"result": []}])[0].get("result", ()):
        if result.get("type") == "relation":
            members = (("from", str(result["from_id"])), ("to", str(result["to_id"])))
            source.relations.append(Relation("", " ".join(result.get("labels", ())), members))
            continue
        value = result.get("value", {})
        kinds = value.get("labels") or value.get("hypertextlabels") or [""]
        key = str(result.get("id", ""))
        if "start" in value:
            notes = result.get("meta", {}).get("text") or [""]
            marks[key] = Mark(
                whole(value["start"]),
                whole(value["end"]),
                str(value.get("text", "")),
                str(kinds[0]),
                str(notes[0]),
                key,
            )
    take(given, source, list(marks.values()))
    return source


def write(documents: Iterable[Document], stream: TextIO, stamp: Stamp) -> None:
    """One list of tasks; the labelling interface needs `<Text name="text" value="$text"/>` and `<Labels name="label">`."""
    stream.write("[")
    for number, document in enumerate(documents):
        out = Offsets(document.text, stamp.unit).out
        result: list[dict[str, Any]] = []
        keys: set[str] = set()
        for mark in all_marks(document, stamp):
            for part, (start, end) in enumerate(mark.pieces or ((mark.start, mark.end),)):
                key = mark.key if mark.key and not part and mark.key not in keys else f"{mark.key or 'M'}.{len(result)}"
                keys.add(key)
                value = {"start": out(start), "end": out(end), "text": document.text[start:end], "labels": [mark.type]}
                item = {"id": key, "from_name": "label", "to_name": "text", "type": "labels", "value": value}
                if mark.id:
                    item["meta"] = {
                        "text": [mark.id, *(mark.infons[name] for name in ("en", "zh") if mark.infons.get(name))]
                    }
                result.append(item)
        for relation in document.source.relations if document.source else ():
            (_, first), *others = relation.members or (("", ""),)
            result += [
                {"from_id": first, "to_id": other, "type": "relation", "direction": "right", "labels": [relation.type]}
                for _, other in others
            ]
        task = {"data": {"id": document.id, "text": document.text}}
        predictions = [{"model_version": stamp.annotator, "result": result}]
        stream.write(("," if number else "") + "\n" + dumps({**task, "predictions": predictions}))
    stream.write("\n]\n")
