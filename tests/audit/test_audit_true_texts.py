"""True reports and passages by others who had not seen the auditor, dense with figures: none of it is called wrong.

Each line of true_texts/*.jsonl tells in `tempts` what a checker might hold against what.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from junheng.audit.engine import audit
from junheng.audit.reading import read_bytes

TEXTS = [
    pytest.param(json.loads(line)["text"], id=f"{path.stem}-{json.loads(line)['n']}")
    for path in sorted((Path(__file__).parent / "true_texts").glob("*.jsonl"))
    for line in path.read_text("utf-8").splitlines()
]


def test_there_are_texts() -> None:
    assert len(TEXTS) >= 640


@pytest.mark.parametrize("text", TEXTS)
def test_a_true_text_is_not_contradicted(text: str) -> None:
    read = audit(read_bytes(text.encode(), "report.txt"))
    assert [one.zh for one in read.findings if one.kind == "contradiction"] == []
    assert [one.rule for one, judged in read.relations if not judged.holds] == []
