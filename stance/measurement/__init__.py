"""Corpora → positions and differences: scaling, keyness, axes of meaning, shares of labels."""
