"""The statements of the larger steps of the schema; storage/migrations.py says in which order they come."""

from __future__ import annotations

STORIES = (
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

DELIVERY = (
    # Topics of forums are chats too, by ids of our own: see FIRST_TOPIC.
    "ALTER TABLE chats ADD COLUMN peer INTEGER",  # its id at Telegram; NULL: the same
    "ALTER TABLE chats ADD COLUMN thread INTEGER",
    "ALTER TABLE chats ADD COLUMN title TEXT NOT NULL DEFAULT ''",
    "CREATE UNIQUE INDEX chats_thread ON chats (peer, thread) WHERE thread IS NOT NULL",
    # Who may have a say about a group or channel: asked for again at every press.
    """
    CREATE TABLE managers (
        person INTEGER NOT NULL,
        chat INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
        PRIMARY KEY (person, chat)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX managers_chat ON managers (chat)",
    "ALTER TABLE chats ADD COLUMN manages INTEGER",  # of a private chat: which one its commands concern
    "CREATE INDEX chats_manages ON chats (manages) WHERE manages IS NOT NULL",
    # When a chat wants to be told: see Wishes. The moments are worked out from them, ahead of time.
    "ALTER TABLE chats ADD COLUMN mode INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE chats ADD COLUMN digest TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE chats ADD COLUMN quiet TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE chats ADD COLUMN zone TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE chats ADD COLUMN critical_through INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE chats ADD COLUMN digest_due TEXT",
    "ALTER TABLE chats ADD COLUMN quiet_begin TEXT",
    "ALTER TABLE chats ADD COLUMN quiet_end TEXT",
    "CREATE INDEX chats_digest_due ON chats (digest_due) WHERE digest_due IS NOT NULL",
    "CREATE INDEX chats_quiet_end ON chats (quiet_end) WHERE quiet_end IS NOT NULL",
    "ALTER TABLE subscriptions ADD COLUMN mode INTEGER",  # NULL: as the chat wishes
    "ALTER TABLE alerts ADD COLUMN silent INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE alerts ADD COLUMN late INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE alerts ADD COLUMN summary INTEGER",  # the alert that gathers this one
    "CREATE INDEX alerts_summary ON alerts (summary) WHERE summary IS NOT NULL",
    "CREATE INDEX alerts_sent ON alerts (chat, settled) WHERE state = 'sent'",
    "CREATE INDEX alerts_held ON alerts (due) WHERE state = 'held'",
    "DROP INDEX alerts_owed",
    "CREATE INDEX alerts_owed ON alerts (due) WHERE settled IS NULL AND state <> 'held'",
    "DROP INDEX alerts_order",
    """
    CREATE INDEX alerts_order ON alerts (severity DESC, place, id, chat, state, due)
    WHERE settled IS NULL AND state <> 'held'
    """,
    """
    CREATE TABLE summaries (
        alert INTEGER PRIMARY KEY REFERENCES alerts (id) ON DELETE CASCADE,
        chat INTEGER NOT NULL,
        kind TEXT NOT NULL,                   -- see SummaryKind
        since TEXT NOT NULL,                  -- of what time it tells
        last TEXT NOT NULL,                   -- when an alert was put into it last
        version INTEGER NOT NULL DEFAULT 1,
        edits_due TEXT                        -- its message is out of date, and when to look
    ) STRICT
    """,
    "CREATE INDEX summaries_chat ON summaries (chat, last)",
    "CREATE INDEX summaries_edits_due ON summaries (edits_due) WHERE edits_due IS NOT NULL",
    """
    CREATE TABLE waits (
        peer INTEGER PRIMARY KEY,             -- at Telegram; 0: everything
        until TEXT NOT NULL                   -- not before then may anything be sent there
    ) STRICT
    """,
    """
    CREATE TABLE proofs (
        name TEXT PRIMARY KEY,                -- what was seen to work: sending, alert, ping
        at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)

CONVERSATIONS = (
    # Messages with buttons, see storage/screens.py; ids are never used again, so that old buttons stay dead.
    """
    CREATE TABLE screens (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        chat INTEGER NOT NULL,
        about INTEGER NOT NULL,
        person INTEGER,
        name TEXT NOT NULL,
        state TEXT NOT NULL,
        choices TEXT NOT NULL DEFAULT '[]',
        asks INTEGER NOT NULL DEFAULT 0,      -- whether it waits for words
        version INTEGER NOT NULL DEFAULT 0,
        message INTEGER,
        used TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX screens_chat ON screens (chat)",
    "CREATE INDEX screens_used ON screens (used)",
    """
    CREATE TABLE secrets (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL                   -- in hexadecimal
    ) STRICT, WITHOUT ROWID
    """,
    "INSERT INTO secrets (name, value) VALUES ('buttons', hex(randomblob(32)))",
    # What Telegram handed over and is not handled yet, see storage/updates.py.
    """
    CREATE TABLE updates (
        id INTEGER PRIMARY KEY,               -- Telegram's update_id
        chat INTEGER NOT NULL,
        body TEXT NOT NULL,                   -- JSON as it came
        taken TEXT NOT NULL,
        begun INTEGER NOT NULL DEFAULT 1,     -- in how many lives of the program it may have been begun
        handled TEXT
    ) STRICT
    """,
    "CREATE INDEX updates_taken ON updates (taken)",
    "CREATE INDEX updates_open ON updates (chat) WHERE handled IS NULL",
    # What operators tell everybody, see storage/notices.py.
    """
    CREATE TABLE notices (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        text TEXT NOT NULL,
        made TEXT NOT NULL
    ) STRICT
    """,
)

OPERATORS = (
    """
    CREATE INDEX alerts_notices ON alerts (occasion, state)
    WHERE occasion >= 'notice:' AND occasion < 'notice;'
    """,
    "ALTER TABLE sources ADD COLUMN paused TEXT",  # until when operators let it rest
    "ALTER TABLE chats ADD COLUMN spoken TEXT NOT NULL DEFAULT ''",  # what its people's Telegram speaks
)
