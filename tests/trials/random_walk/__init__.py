"""A month of a region with all that can go wrong: ``python -m tests.trials.random_walk [--seed N]``."""
