"""Posts each of which is a story of its own, for tests of what comes before stories."""

from __future__ import annotations

from monitors.keeping import Keeper
from monitors.memory import Ground
from monitors.stories.placing import Settings


def each_apart() -> Keeper:
    """Return a keeper whose stories are over as soon as they begin: every post is told by itself."""
    return Keeper(Ground(settings=Settings(default_closes_after=-1.0)))
