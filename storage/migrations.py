"""The schema, as numbered steps. Steps are only ever appended: files that exist have done theirs.

Times are text in ISO 8601, UTC, of one width (see :func:`storage.model.to_iso`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

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


_STORIES = (
    """
    CREATE TABLE stories (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        opened TEXT NOT NULL,
        last TEXT NOT NULL,                   -- when its newest post was published
        ended TEXT,                           -- a post said that it is over
        closed TEXT,                          -- nothing joins it any more
        into_story INTEGER,                   -- the story that it became part of
        lead INTEGER NOT NULL,                -- its first post
        severity INTEGER NOT NULL,
        trust INTEGER NOT NULL DEFAULT 0,
        disputed INTEGER NOT NULL DEFAULT 0,
        targets TEXT NOT NULL DEFAULT '{}',   -- JSON: target to severity
        announced TEXT NOT NULL DEFAULT '{}', -- JSON: those whose followers were told
        places TEXT NOT NULL DEFAULT '[]',
        posts INTEGER NOT NULL DEFAULT 0,
        copies INTEGER NOT NULL DEFAULT 0,
        origins INTEGER NOT NULL DEFAULT 0,
        version INTEGER NOT NULL DEFAULT 1,
        steps INTEGER NOT NULL DEFAULT 0,     -- of alerts that sounded again
        edits_due TEXT                        -- messages about it may be out of date, and when to look
    ) STRICT
    """,
    "CREATE INDEX stories_open ON stories (last) WHERE closed IS NULL",
    "CREATE INDEX stories_last ON stories (last)",
    "CREATE INDEX stories_edits_due ON stories (edits_due) WHERE edits_due IS NOT NULL",
    """
    CREATE TABLE story_posts (
        post INTEGER PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
        story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
        role TEXT NOT NULL,
        copied INTEGER,
        origin TEXT NOT NULL,
        joined TEXT NOT NULL,
        why TEXT NOT NULL DEFAULT '[]',       -- JSON: what binds it to the story
        hedge TEXT NOT NULL DEFAULT '',
        denies INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE INDEX story_posts_story ON story_posts (story, role, post)",
    """
    CREATE TABLE story_steps (
        id INTEGER PRIMARY KEY,
        story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        detail TEXT NOT NULL DEFAULT '',
        posts TEXT NOT NULL DEFAULT '[]'      -- JSON: the posts that are the evidence
    ) STRICT
    """,
    "CREATE INDEX story_steps_story ON story_steps (story)",
    """
    CREATE TABLE silences (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        chat INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,                   -- story, topic, place or source
        value TEXT NOT NULL,
        created TEXT NOT NULL,
        until TEXT NOT NULL,
        UNIQUE (chat, kind, value)
    ) STRICT
    """,
    "ALTER TABLE chats ADD COLUMN heard_from INTEGER NOT NULL DEFAULT 0",  # see Chat: a Trust
    "ALTER TABLE chats ADD COLUMN told_at INTEGER DEFAULT 2",
    "ALTER TABLE alerts ADD COLUMN occasion TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE alerts ADD COLUMN shown INTEGER NOT NULL DEFAULT 0",  # the story's version in the message
    "ALTER TABLE alerts ADD COLUMN edit_due TEXT",  # not before then is the message edited
    "DROP INDEX alerts_story",
    "CREATE INDEX alerts_story ON alerts (story, step, state, shown)",
    "CREATE INDEX alerts_folded ON alerts (reason) WHERE state = 'folded'",
    # Until now every post that matched was its own story, and alerts know it by the post's id.
    """
    INSERT INTO stories (id, opened, last, closed, lead, severity, posts, origins, places)
    SELECT id, coalesce(published, seen), coalesce(published, seen), seen, id, 0, 1, 1, places
    FROM posts WHERE matched
    """,
    """
    INSERT INTO story_posts (post, story, role, origin, joined)
    SELECT id, id, 'report', source, seen FROM posts WHERE matched
    """,
    """
    UPDATE stories SET severity = coalesce(
        (SELECT max(value ->> 'severity') FROM posts, json_each(posts.hits) WHERE posts.id = stories.id), 0),
      targets = coalesce((SELECT json_group_object(value ->> 'target', value ->> 'severity')
        FROM posts, json_each(posts.hits) WHERE posts.id = stories.id), '{}')
    """,
    "UPDATE stories SET announced = targets",
)


@MIGRATIONS()
def m0004_stories(db: Database) -> None:
    """Make room for stories, silences and messages that grow; every post so far is its own story."""
    for statement in _STORIES:
        db.conn.execute(statement)
