"""What words tell of a list: whether they divide a total, and whether they leave nothing of it out."""
