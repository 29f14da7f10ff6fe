"""When a source posts, and so when it is polled: what is learnt, and what polls may cost.

:mod:`~monitors.rhythm.pulse` is what is known of one source, :mod:`~monitors.rhythm.observing` what a poll
teaches, :mod:`~monitors.rhythm.region` and :mod:`~monitors.rhythm.survey` what all have in common,
:mod:`~monitors.rhythm.allotment` who is polled when; :mod:`~monitors.rhythm.timetable` holds it together, and
:mod:`~monitors.rhythm.usual` tells whether a silence is likely. docs/polling.md tells it in plain words.
"""
