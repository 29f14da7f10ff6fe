"""What operators ask of their rules: filter own texts, why, what if, and what looks odd."""
