"""Passages to columns: each file is one family of pure measures with one thin transformer."""
