"""The room that remembers: one SQLite file, its schema, and every line of SQL in the project."""
