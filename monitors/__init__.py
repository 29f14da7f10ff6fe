"""The room that notices: fetching, parsing, matching and deciding. It knows storage, never the bot."""
