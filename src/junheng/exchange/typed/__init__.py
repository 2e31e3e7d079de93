"""From raw sheets to typed tables: headers to fields, written values to exact ones, every fault named."""
