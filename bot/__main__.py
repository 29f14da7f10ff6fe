"""``python -m bot`` is ``regionwatch``."""

from bot.cli import main

if __name__ == "__main__":
    main()
