"""Floor 2: workbooks, CSV and Parquet, in with every fault named, and out."""

from junheng.exchange.atomic import write_together, write_whole
from junheng.exchange.mapping.plans import load_mapping
from junheng.exchange.marking.mark import mark
from junheng.exchange.model import Fault, Reading, Refused
from junheng.exchange.raw.limits import Limits
from junheng.exchange.read import read
from junheng.exchange.template.blank import write_template
from junheng.exchange.template.filled import write_parquet, write_workbook

__all__ = [
    "Fault",
    "Limits",
    "Reading",
    "Refused",
    "load_mapping",
    "mark",
    "read",
    "write_parquet",
    "write_template",
    "write_together",
    "write_whole",
    "write_workbook",
]
