"""The mark the auditor's own outputs carry, so that they are not taken for reports when their folder is audited.

A page has it as its generator, a JSON document as its first member. A Word file has it as a property that names the
hash of its body: a commented copy that a person edited and saved is a report again, though the property is still there.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

GENERATOR = "Junheng audit"
META = f'<meta name="generator" content="{GENERATOR}">'
"""The mark of a page."""

_HEAD = 4096
_LARGEST = 96 << 20
_MARKS = (META.encode(), re.compile(rb'\A\s*\{\s*"generator"\s*:\s*"' + GENERATOR.encode() + b'"'))
_BODY, _CUSTOM = "word/document.xml", "docProps/custom.xml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The property set Word keeps a file's own properties in."""


def mark(file: Any) -> None:
    """Put the mark into a Word file (python-docx), as it stands: nothing of its body may change before it is saved."""
    digest = hashlib.sha256(file.part.blob).hexdigest()
    package = file.part.package
    try:
        part = package.part_related_by(RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
        root = _parsed(part.blob)
    except KeyError:
        part, root = None, None
    if root is None:
        root = etree.Element(f"{{{_PROPERTIES}}}Properties", nsmap={None: _PROPERTIES, "vt": _VALUES})
    for old in root.findall(f"{{{_PROPERTIES}}}property"):
        if old.get("name") == GENERATOR:
            root.remove(old)
    numbers = [int(one.get("pid", "1")) for one in root if one.get("pid", "1").isdigit()]
    made = etree.SubElement(root, f"{{{_PROPERTIES}}}property", fmtid=_SET, name=GENERATOR)
    made.set("pid", str(max([1, *numbers]) + 1))
    etree.SubElement(made, f"{{{_VALUES}}}lpwstr").text = digest
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if part is None:
        part = Part(PackURI(f"/{_CUSTOM}"), _CUSTOM_TYPE, blob, package)
        package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    else:
        part._blob = blob


def is_own(path: Path) -> bool:
    """Tell whether a file is an output of the auditor as it was written; False for one that cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if head.startswith(b"PK\x03\x04"):
            return _is_own_word(path)
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError, RuntimeError, EOFError, zlib.error):
        return False
    page, document = _MARKS
    return page in head or bool(document.match(head.removeprefix(b"\xef\xbb\xbf")))


def _is_own_word(path: Path) -> bool:
    with zipfile.ZipFile(path) as package:
        names = {one.filename: one.file_size for one in package.infolist()}
        if not 0 < names.get(_CUSTOM, 0) <= _HEAD * _HEAD or not 0 < names.get(_BODY, 0) <= _LARGEST:
            return False
        root = _parsed(package.read(_CUSTOM))
        told = [] if root is None else [one for one in root if one.get("name") == GENERATOR]
        if not told:
            return False
        digest = hashlib.sha256(package.read(_BODY)).hexdigest()
    return "".join(told[0].itertext()).strip() == digest


def _parsed(content: bytes) -> Any:
    """Return the root of a part; None where it is not well formed."""
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
