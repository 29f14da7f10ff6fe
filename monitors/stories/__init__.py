"""Which posts tell of one event: copies, reports, and how far they can be trusted. All of it is pure.

A post becomes a :class:`~monitors.stories.telling.Telling`, what it tells in a form that can be compared;
:class:`~monitors.stories.placing.Stories` places it among the stories that are open.
"""
