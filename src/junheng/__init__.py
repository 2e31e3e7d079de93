"""Junheng 均衡: the system a county education bureau runs on to make its schools balanced."""

__version__ = "0.1.0"
