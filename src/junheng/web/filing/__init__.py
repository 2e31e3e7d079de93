"""Filing rounds (填报): open, fill in, sign, review, close."""
