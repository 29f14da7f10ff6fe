"""What the bot knows of languages, free of rules and posts."""
