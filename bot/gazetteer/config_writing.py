"""A configuration as TOML, for people to go on with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.config_sections import Region

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.gazetteer.region_places import Found

_HEAD = """\
# The configuration of regionwatch for {found}.
# Every option is explained in config.example.toml. Put in sources below, then ask: regionwatch check
# Places: GeoNames (https://www.geonames.org), CC BY 4.0.

[region]
name = {name}
languages = {languages}
timezone = {timezone}
{extends}


# --- sources: one [[sources]] table each ---------------------------------------------------------
#
# [[sources]]
# kind = "telegram"
# name = "open_channel"
# voice = "channel"
# home = {home}


# --- places --------------------------------------------------------------------------------------
#
# GeoNames knows places of at least 500 people, and no districts. Add what is missing in three lines:
#
# [[places]]
# name = "Village"
# within = {home}
#
# A place that is ambiguous counts only with another sign of the region. Say ambiguous = false where its
# name means this place alone.
"""

_EXTENDS = f'{"" if "extends" in Region.model_fields else "# "}extends = ["hazards"]'


def written_config(
    name: str, found: str, languages: Sequence[str], timezone: str, places: Iterable[Found]
) -> str:
    """Return the whole text of a configuration of these places, the first of which is the home of sources."""
    places = list(places)
    home = quoted(next((one.place.within for one in places if one.place.within), name))
    head = _HEAD.format(
        extends=_EXTENDS,
        found=found,
        name=quoted(name),
        languages=listed(languages),
        timezone=quoted(timezone),
        home=home,
    )
    return head + "".join(map(_place, places))


def quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def listed(texts: Iterable[str]) -> str:
    """Return a list of texts as TOML writes it."""
    return f"[{', '.join(map(quoted, texts))}]"


def _place(found: Found) -> str:
    place, lines = found.place, ["", "[[places]]", f"name = {quoted(found.place.name)}"]
    if place.within:
        lines.append(f"within = {quoted(place.within)}")
    if place.at is not None:
        lines.append(f"at = [{place.at[0]}, {place.at[1]}]")
    if place.also:
        lines.append(f"also = {listed(place.also)}")
    if found.reason:
        lines.append(f"ambiguous = true  # {found.reason}")
    return "\n".join(lines) + "\n"
