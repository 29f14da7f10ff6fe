"""Tuning without a restart: the configuration in layers, what changed in it, and its taking over."""
