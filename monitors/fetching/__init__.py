"""What fetching is made of: who may be reached and when, how bodies are read, what refusals mean.

:mod:`monitors.fetch` puts it together; :mod:`monitors.fetching.connections` alone opens connections.
"""
