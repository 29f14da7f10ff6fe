"""What operators see and do in chat, a theme a module; :mod:`bot.screens.admin` puts them together."""
