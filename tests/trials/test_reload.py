"""A running program whose configuration is changed: by its file, by a signal, and from chat."""

from __future__ import annotations

import asyncio
import os
import pty
import re
import signal
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.demo.shown import Shown
from bot.reloading.layers import override_path
from tests.fakes.bot_api import BotApi
from tests.trials.program import CHANNEL, ROOT, TOKEN, Program, channel_of, write_config

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.fakes.preview_server import FakePreviews

PERSON, OPERATOR = 77, 78
TAKEN = "The configuration was taken over"
BROKEN = "cannot be used, the old one stays at work"


class World:
    """A channel, Telegram, and the program between them, with the file that it works by."""

    def __init__(self, api: BotApi, previews: FakePreviews, program: Program) -> None:
        self.api = api
        self.program = program
        self._previews = previews
        self._posts = 1

    def rewrite(self, old: str, new: str) -> None:
        """Change the configuration as an editor does: a new file takes the place of the old one."""
        path = self.program.config
        beside = path.with_suffix(".tmp")
        beside.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        beside.replace(path)

    def publish(self, text: str) -> None:
        """Put a new post into the channel."""
        self._posts += 1
        self._previews.shelf.put(CHANNEL, [Shown(self._posts, datetime.now(UTC), text)])

    def told(self, words: str, chat: int) -> list[str]:
        """Return what a chat was sent with these words in it."""
        return [sent.text for sent in self.api.accepted if sent.chat_id == chat and words in sent.text]

    async def expect(self, words: str, chat: int, times: int = 1) -> str:
        """Wait until a chat was sent these words so often; return the last message."""
        await self.program.until(lambda: len(self.told(words, chat)) >= times, words)
        return self.told(words, chat)[-1]

    async def logged(self, words: str, times: int = 1) -> None:
        """Wait until the log has these words so often."""
        await self.program.until(lambda: self.program.output.count(words) >= times, words)


@asynccontextmanager
async def world(folder: Path, every: float) -> AsyncIterator[World]:
    """Start everything with an operator, and with one person who follows shelling."""
    async with BotApi() as api, channel_of(Shown(1, datetime.now(UTC), "Доброе утро")) as previews:
        config = write_config(folder, previews.url, api.url)
        text = config.read_text(encoding="utf-8")
        config.write_text(text.replace("[telegram]", f"[telegram]\nadmins = [{OPERATOR}]"), encoding="utf-8")
        words = ("--look-every", str(every))
        async with Program(config, words, module="tests.trials.wired") as program:
            made = World(api, previews, program)
            api.say(PERSON, "/follow shelling")
            await made.expect("You will hear of: shelling", PERSON)
            yield made
        assert api.violations == []
        assert "Traceback" not in program.output


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[World]:
    """Start the program; it looks at its file ten times a second."""
    async with world(tmp_path, 0.1) as made:
        yield made


async def test_a_changed_rule_is_at_work_for_the_next_post(running: World) -> None:
    """The post is matched by the new rule, and log and operators read what has changed."""
    running.rewrite("'обстрел'", "'паводок'")
    message = await running.expect(TAKEN, OPERATOR)
    assert "topic shelling: its rule has changed" in message
    assert "topic shelling: its rule has changed" in running.program.output
    running.publish("Начался паводок")
    await running.expect("паводок", PERSON)
    assert running.told(TAKEN, PERSON) == []


async def test_sighup_takes_a_change_over_at_once(tmp_path: Path) -> None:
    """Where looks are rare, the signal is enough; with nothing new it says so."""
    async with world(tmp_path, 3600) as made:
        made.rewrite("'обстрел'", "'паводок'")
        made.program.process.send_signal(signal.SIGHUP)
        await made.expect(TAKEN, OPERATOR)
        made.program.process.send_signal(signal.SIGHUP)
        await made.logged("nothing has changed")


async def test_a_broken_file_leaves_the_old_rule_at_work(running: World) -> None:
    """Every problem is logged, operators hear of it once, and posts are matched as before."""
    running.rewrite("'обстрел'", "'обстрел AND'\nseverty = 'info'")
    await running.expect(BROKEN, OPERATOR)
    running.publish("Снова обстрел")
    await running.expect("обстрел", PERSON)
    running.rewrite("'обстрел AND'\nseverty = 'info'", "'обстрел'")
    await running.expect("can be used again", OPERATOR)
    assert len(running.told(BROKEN, OPERATOR)) == 1
    assert len(re.findall(r"ERROR topics\[0\]\.(?:rule|severty): ", running.program.output)) == 2


async def test_a_terminal_that_is_closed_ends_the_program(tmp_path: Path) -> None:
    """The same signal means that nobody is there to read; it must not live on unseen."""
    path = write_config(tmp_path, "http://127.0.0.1:9", "http://127.0.0.1:9")
    master, terminal = pty.openpty()
    command = (sys.executable, "-m", "bot", "run", "--config", str(path))
    environment = os.environ | {"REGIONWATCH_TOKEN": TOKEN, "PYTHONDONTWRITEBYTECODE": "1"}
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environment, stdin=terminal, stderr=asyncio.subprocess.PIPE
    )
    os.close(terminal)
    assert process.stderr is not None
    assert b"WARNING" in await asyncio.wait_for(process.stderr.readline(), 20)
    os.close(master)
    process.send_signal(signal.SIGHUP)
    await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0


async def test_a_new_source_is_polled_and_an_old_one_rests(running: World) -> None:
    """Sources come and go with the file; what the new one shows counts at once."""
    running._previews.shelf.put("kursk_now", [Shown(1, datetime.now(UTC), "обстрел у реки")])
    running.rewrite(f'"{CHANNEL}"', '"kursk_now"')
    message = await running.expect(TAKEN, OPERATOR)
    assert "source added: telegram:kursk_now" in message
    assert f"source removed: telegram:{CHANNEL}" in message
    await running.expect("обстрел у реки", PERSON)


async def test_an_operator_changes_a_rule_from_chat(running: World) -> None:
    """It is at work when the answer comes, outlives the process, and the file itself stays as it is."""
    before = running.program.config.read_bytes()
    running.api.say(OPERATOR, "/topic shelling обстрел OR паводок")
    await running.expect("topic shelling: its rule has changed", OPERATOR)
    running.publish("Начался паводок")
    await running.expect("паводок", PERSON)
    await running.program.kill()
    assert running.program.config.read_bytes() == before
    assert "обстрел OR паводок" in override_path(running.program.config).read_text(encoding="utf-8")


async def test_nobody_else_changes_anything(running: World) -> None:
    """Not a person, and in a group not who speaks behind the group's name, whatever id it carries."""
    running.api.say(PERSON, "/topic shelling паводок")
    await running.expect("Only operators", PERSON)
    group = {"id": -100, "type": "supergroup", "title": "Group"}
    running.api.say(-100, "/topic shelling паводок", user=OPERATOR, sender_chat=group)
    await running.expect("Only operators", -100)
    assert not override_path(running.program.config).exists()
