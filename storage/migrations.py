"""The schema, as numbered steps. Steps are only ever appended: files that exist have done theirs.

Times are text in ISO 8601, UTC, of one width (see :func:`storage.model.to_iso`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from storage.schema import CONVERSATIONS, DELIVERY, OPERATORS, STORIES

if TYPE_CHECKING:
    from sqlite_utils import Database

MIGRATIONS = Migrations("regionwatch")

_STORED_POSTS = """
CREATE VIEW stored_posts AS
SELECT posts.*, (SELECT count(*) FROM revisions WHERE post = posts.id) AS revisions FROM posts
"""

_SCHEMA = (
    """
    CREATE TABLE sources (
        source TEXT PRIMARY KEY,            -- kind:name
        host TEXT NOT NULL,                 -- the pacer that it shares
        active INTEGER NOT NULL DEFAULT 1,  -- 0 once it is no longer configured
        title TEXT NOT NULL DEFAULT '',
        etag TEXT NOT NULL DEFAULT '',
        last_modified TEXT NOT NULL DEFAULT '',
        body BLOB NOT NULL DEFAULT x'',
        newest TEXT NOT NULL DEFAULT '',
        first_success TEXT,
        last_success TEXT,
        last_attempt TEXT,
        last_post TEXT,
        next_poll TEXT,
        failures INTEGER NOT NULL DEFAULT 0,
        trouble TEXT,
        trouble_detail TEXT NOT NULL DEFAULT '',
        trouble_since TEXT,
        gap_after TEXT,
        gap_before TEXT,
        gap_noticed TEXT,
        gap_resume TEXT
    ) STRICT
    """,
    """
    CREATE TABLE posts (
        id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given out twice: alerts are known by it
        source TEXT NOT NULL,
        key TEXT NOT NULL,
        link TEXT NOT NULL,
        published TEXT,
        seen TEXT NOT NULL,
        text TEXT NOT NULL,
        details TEXT NOT NULL,                -- JSON: forward, poll, media and the like
        hits TEXT NOT NULL DEFAULT '[]',      -- JSON: which targets it satisfied, and why
        matched INTEGER NOT NULL DEFAULT 0,
        UNIQUE (source, key)
    ) STRICT
    """,
    "CREATE INDEX posts_matched_seen ON posts (matched, seen)",
    """
    CREATE TABLE revisions (
        id INTEGER PRIMARY KEY,
        post INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
        text TEXT NOT NULL,
        replaced TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX revisions_post ON revisions (post)",
    _STORED_POSTS,
    """
    CREATE TABLE fingerprints (
        source TEXT NOT NULL,
        key TEXT NOT NULL,
        digest BLOB NOT NULL,
        content BLOB NOT NULL,
        shown TEXT NOT NULL,
        PRIMARY KEY (source, key)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX fingerprints_content ON fingerprints (source, content)",
    """
    CREATE TABLE chats (
        id INTEGER PRIMARY KEY,
        paused TEXT NOT NULL DEFAULT '',      -- the reason while it cannot be reached
        language TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    """
    CREATE TABLE subscriptions (
        target TEXT NOT NULL,                 -- 'all', 'topic:NAME' or 'rule:TEXT'
        chat INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
        created TEXT NOT NULL,
        PRIMARY KEY (target, chat)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX subscriptions_chat ON subscriptions (chat)",
    """
    CREATE TABLE alerts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        chat INTEGER NOT NULL,
        story INTEGER NOT NULL,
        step INTEGER NOT NULL DEFAULT 0,
        severity INTEGER NOT NULL,
        place INTEGER NOT NULL DEFAULT 0,     -- among the posts of one poll: a flood waits for others
        targets TEXT NOT NULL,                -- JSON: the subscriptions that asked for it
        state TEXT NOT NULL DEFAULT 'queued',
        enqueued TEXT NOT NULL,
        due TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        repeats INTEGER NOT NULL DEFAULT 0,
        message INTEGER,
        settled TEXT,
        reason TEXT NOT NULL DEFAULT '',
        UNIQUE (chat, story, step)
    ) STRICT
    """,
    "CREATE INDEX alerts_owed ON alerts (due) WHERE settled IS NULL",
    "CREATE INDEX alerts_order ON alerts (severity DESC, place, id, chat, state, due) WHERE settled IS NULL",
    "CREATE INDEX alerts_chat ON alerts (chat) WHERE settled IS NULL",
    "CREATE INDEX alerts_story ON alerts (story)",
    """
    CREATE TABLE tallies (
        name TEXT PRIMARY KEY,
        count INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)


@MIGRATIONS()
def m0001_begin(db: Database) -> None:
    """Make room for sources, posts with their full-text index, chats, and the outbox."""
    for statement in _SCHEMA:
        db.conn.execute(statement)
    # The words come in folded already, so the tokenizer is to leave accents alone.
    db.conn.execute(
        "CREATE VIRTUAL TABLE posts_words USING fts5(words, tokenize='unicode61 remove_diacritics 0')"
    )


@MIGRATIONS()
def m0002_places(db: Database) -> None:
    """Note with each post the places that it names; the view is made anew, for it lists columns."""
    db.conn.execute("ALTER TABLE posts ADD COLUMN places TEXT NOT NULL DEFAULT '[]'")
    db.conn.execute("DROP VIEW stored_posts")
    db.conn.execute(_STORED_POSTS)


@MIGRATIONS()
def m0003_networks(db: Database) -> None:
    """Note what more networks and a rhythm of one's own need; and of posts, that they are gone there."""
    for column in ("identity", "pulse", "hub", "told"):
        db.conn.execute(f"ALTER TABLE sources ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    db.conn.execute("ALTER TABLE sources ADD COLUMN last_whole TEXT")
    db.conn.execute("ALTER TABLE sources ADD COLUMN way INTEGER NOT NULL DEFAULT 0")
    db.conn.execute("ALTER TABLE posts ADD COLUMN vanished TEXT")  # from its page: it may be deleted
    db.conn.execute("ALTER TABLE posts ADD COLUMN checked TEXT")  # asked for by itself
    db.conn.execute("ALTER TABLE posts ADD COLUMN deleted TEXT")  # the time at which that was noticed
    db.conn.execute("CREATE INDEX sources_next_poll ON sources (next_poll) WHERE active")
    db.conn.execute("CREATE INDEX posts_vanished ON posts (vanished) WHERE vanished IS NOT NULL")
    db.conn.execute("DROP VIEW stored_posts")
    db.conn.execute(_STORED_POSTS)


@MIGRATIONS()
def m0004_stories(db: Database) -> None:
    """Make room for stories, silences and messages that grow; every post so far is its own story."""
    for statement in STORIES:
        db.conn.execute(statement)


@MIGRATIONS()
def m0005_delivery(db: Database) -> None:
    """Make room for what is held, summaries, topics of forums, wishes of chats, and proofs."""
    for statement in DELIVERY:
        db.conn.execute(statement)


@MIGRATIONS()
def m0006_conversations(db: Database) -> None:
    """Make room for screens, what signs their buttons, updates that wait, and messages to everybody."""
    for statement in CONVERSATIONS:
        db.conn.execute(statement)


@MIGRATIONS()
def m0007_operators(db: Database) -> None:
    """Let operators pause sources, and count what becomes of a message to everybody."""
    for statement in OPERATORS:
        db.conn.execute(statement)
