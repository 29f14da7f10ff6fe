"""Which mentions of places count."""

from __future__ import annotations

import time

from monitors.language.fold import Spans
from monitors.mentions import Verdict, judged
from monitors.scene import Doubt, Mention, Scene

MANY = 5_000


def test_the_cost_of_a_doubtful_mention_does_not_grow_with_the_text() -> None:
    """Thousands of doubtful names in one long text are judged within a second."""
    mentions = [Mention(0, index, index + 1, Doubt.NAMESAKE) for index in range(MANY)]
    text = "Козинка " * MANY
    scene = Scene(text, ["козинка"] * MANY, Spans(text), 0, is_home=True)
    start = time.process_time()
    verdicts = {verdict for _, verdict in judged(mentions, scene)}
    assert verdicts == {Verdict.COUNTS}
    assert time.process_time() - start < 1
