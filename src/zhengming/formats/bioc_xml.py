"""BioC XML: read and written document by document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TextIO
from xml.etree.ElementTree import Element

from zhengming.errors import InputError
from zhengming.formats import bioc
from zhengming.formats.given import Given
from zhengming.formats.stamp import Stamp
from zhengming.formats.xml import fit, records, written
from zhengming.model import Document, Source


def read(given: Given) -> Iterator[Source]:
    """Each document, with its passages, annotations and relations.

    Raises:
        InputError: not BioC XML, or broken in the middle.
    """
    none = True
    for element in records(given, ("document",)):
        if element.find("passage") is not None:
            none = False
            yield bioc.source_of(_tree(element), given)
    if none:
        raise InputError("input.no_record", file=given.name, kind="BioC XML, PubMed XML")


def _tree(element: Element) -> bioc.Tree:
    """A document, passage or sentence as its tree."""
    tree: dict[str, Any] = {"infons": {item.get("key", ""): item.text or "" for item in element.findall("infon")}}
    for key in ("id", "offset", "text"):
        if (found := element.find(key)) is not None:
            tree[key] = "".join(found.itertext())
    for key in ("passage", "sentence"):
        tree[f"{key}s"] = [_tree(child) for child in element.findall(key)]
    tree["annotations"] = [
        _tree(child) | {"id": child.get("id", ""), "locations": [dict(at.attrib) for at in child.findall("location")]}
        for child in element.findall("annotation")
    ]
    tree["relations"] = [
        _tree(child) | {"id": child.get("id", ""), "nodes": [dict(node.attrib) for node in child.findall("node")]}
        for child in element.findall("relation")
    ]
    return tree


def write(documents: Iterable[Document], stream: TextIO, stamp: Stamp) -> None:
    """One collection that the BioC DTD accepts; what XML cannot hold becomes U+FFFD."""
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE collection SYSTEM "BioC.dtd">\n<collection>\n')
    for key, value in bioc.key_of(stamp):
        stream.write(f"  <{key}>{written(value)}</{key}>\n")
    for document in documents:
        tree = bioc.tree_of(document, stamp, fit)
        stream.write(f"  <document>\n    <id>{written(tree['id'])}</id>\n{_infons(tree, 4)}")
        for number, passage in enumerate(tree["passages"], start=1):
            offset = f"      <offset>{passage['offset']}</offset>\n"
            stream.write(f"    <passage>\n{_infons(passage, 6)}{offset}      <text>{written(passage['text'])}</text>\n")
            for item in passage["annotations"]:
                stream.write(_annotation(item))
            # The first DTD has relations in passages only; those of a document stand in its last one.
            for item in tree["relations"] if number == len(tree["passages"]) else ():
                stream.write(_relation(item))
            stream.write("    </passage>\n")
        stream.write("  </document>\n")
    stream.write("</collection>\n")


def _infons(tree: bioc.Tree, indent: int) -> str:
    return "".join(
        f'{" " * indent}<infon key="{written(key)}">{written(value)}</infon>\n' for key, value in tree["infons"].items()
    )


def _annotation(item: bioc.Tree) -> str:
    places = "".join(
        f'        <location offset="{at["offset"]}" length="{at["length"]}"/>\n' for at in item["locations"]
    )
    text = f"        <text>{written(item['text'])}</text>\n"
    return f'      <annotation id="{written(item["id"])}">\n{_infons(item, 8)}{places}{text}      </annotation>\n'


def _relation(item: bioc.Tree) -> str:
    nodes = "".join(
        f'        <node refid="{written(node["refid"])}" role="{written(node["role"])}"/>\n' for node in item["nodes"]
    )
    return f'      <relation id="{written(item["id"])}">\n{_infons(item, 8)}{nodes}      </relation>\n'
