"""What operators read of the proofs: when each way was last seen to work, and how sending stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.health.delivery_proof import has_stopped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.health.delivery_proof import Proofs
    from bot.setup import Setup
    from bot.texts import Texts


def proved(seen: Proofs, setup: Setup, now: datetime, texts: Texts) -> list[str]:
    """Return a line for each proof that the configuration asks for, and for sending; no markup."""
    return [*_sending(seen, now, texts), *_proofs(seen, setup, now, texts)]


def _sending(seen: Proofs, now: datetime, texts: Texts) -> Iterator[str]:
    taken = seen.sending.taken
    if has_stopped(seen.sending, now) and taken:
        time = texts.moment(taken, now)
        yield texts.say("🔴 Nothing has been sent since {time} although alerts are due.", time=time)
    elif taken:
        yield texts.say("Telegram took a message {age}.", age=texts.age(now - taken))
    if seen.oldest:
        span = texts.lasting(now - seen.oldest)
        yield texts.say("The alert that is due longest has been so for {span}.", span=span)


def _proofs(seen: Proofs, setup: Setup, now: datetime, texts: Texts) -> Iterator[str]:
    options = setup.config.canary
    if options.every and seen.store:
        yield texts.say("The way from wire to store was proved {age}.", age=texts.age(now - seen.store))
    elif options.every:
        yield texts.say("The way from wire to store has not been proved yet.")
    if options.chat:
        yield from _delivery(seen, now, texts)
    if options.ping_url.get_secret_value() and seen.ping:
        yield texts.say("The last ping was answered {age}.", age=texts.age(now - seen.ping))
    elif options.ping_url.get_secret_value():
        yield texts.say("No ping has been answered yet.")


def _delivery(seen: Proofs, now: datetime, texts: Texts) -> Iterator[str]:
    if seen.alert.failure:
        yield texts.say("🔴 The last proof of delivery failed: {reason}.", reason=seen.alert.failure)
    if seen.alert.sent:
        yield texts.say("Delivery was proved {age}.", age=texts.age(now - seen.alert.sent))
    elif not seen.alert.failure:
        yield texts.say("Delivery has not been proved yet.")
