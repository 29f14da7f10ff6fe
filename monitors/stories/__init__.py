"""Which posts tell of one event: copies, reports, and how far they can be trusted. All of it is pure.

A post becomes a :class:`~monitors.stories.telling.Telling`, what it tells in a form that can be compared
(its parts are in :mod:`.words`). :class:`~monitors.stories.placing.Stories` puts it to a story
(:mod:`.gathering`): one that it repeats, as :class:`~monitors.stories.copies.Copies` finds
(:mod:`.repeating`), or one that it tells of too, as :func:`~monitors.stories.likeness.likeness` judges
(:mod:`.weighing`). How far that is confirmed says :class:`~monitors.stories.trust.Ledger`;
:mod:`.standing` is what comes of it all, :mod:`.silencing` who asked not to hear.
"""
