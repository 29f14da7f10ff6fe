"""The values that the rooms exchange: frozen, plain, standard library only.

Times are aware datetimes in UTC. Positions are code points of a post's text, end exclusive.
"""

from storage.model.alerts import (
    CONSOLE,
    Alert,
    AlertState,
    Chat,
    StoredPost,
    Subscription,
)
from storage.model.places import Place
from storage.model.polls import (
    Entry,
    Kept,
    Recollection,
    Retention,
    Sighting,
    Verdict,
)
from storage.model.posts import (
    Fingerprint,
    Forward,
    LinkPreview,
    Media,
    Poll,
    Post,
)
from storage.model.rules import (
    EVERY_TOPIC,
    And,
    Field,
    Hit,
    Leaf,
    Match,
    Node,
    Not,
    Or,
    Regex,
    Rule,
    Severity,
    Term,
    Topic,
    leaves,
    rule_target,
    topic_target,
)
from storage.model.sources import (
    Gap,
    Health,
    Source,
    SourceState,
    Trouble,
    Voice,
)
from storage.model.standing import (
    Reason,
    Standing,
)
from storage.model.times import (
    from_iso,
    to_iso,
)

__all__ = [
    "CONSOLE",
    "EVERY_TOPIC",
    "Alert",
    "AlertState",
    "And",
    "Chat",
    "Entry",
    "Field",
    "Fingerprint",
    "Forward",
    "Gap",
    "Health",
    "Hit",
    "Kept",
    "Leaf",
    "LinkPreview",
    "Match",
    "Media",
    "Node",
    "Not",
    "Or",
    "Place",
    "Poll",
    "Post",
    "Reason",
    "Recollection",
    "Regex",
    "Retention",
    "Rule",
    "Severity",
    "Sighting",
    "Source",
    "SourceState",
    "Standing",
    "StoredPost",
    "Subscription",
    "Term",
    "Topic",
    "Trouble",
    "Verdict",
    "Voice",
    "from_iso",
    "leaves",
    "rule_target",
    "to_iso",
    "topic_target",
]
