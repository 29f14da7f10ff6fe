"""Adding sources: finding out what an address is, looking at it once, and writing it down.

From an address to a source: :mod:`~bot.adding.addresses` (what it can mean), :mod:`~bot.adding.finding_out`
(which of that can be read), :mod:`~bot.adding.probing` (one poll that stores nothing),
:mod:`~bot.adding.showing` (what a person is told of it) and :mod:`~bot.adding.writing` (the override file).
"""
