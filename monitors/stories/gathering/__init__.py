"""How posts gather to stories: which are open, which fit, what parts and what ends them, and floods."""
