"""Lists with several figures of each part: columns, rows told as sentences, changes beside figures."""
