"""What is read once more when the lists are known: failing lists read otherwise, parts that stand elsewhere."""
