"""The official declaration forms Ⅰ–Ⅵ."""
