"""The room that tells: command line, configuration, wiring, chat commands and delivery."""

__version__ = "0.1.0"
