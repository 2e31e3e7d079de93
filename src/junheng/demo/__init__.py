"""An invented county, seeded and plausible, for trying everything out."""

from junheng.demo.files import write
from junheng.demo.make import counties, county

__all__ = ["counties", "county", "write"]
