"""Public holidays and weekends, by country; where somebody lives, by what is known of them.

Only what a whole country has off counts, not what a region or a company does.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import holidays

from bot.rules.quiet import WEEKEND, Hours


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that a country has off."""

    weekend: Container[int] = WEEKEND
    holidays: Container[date] = ()

    def of(self, hours: Hours) -> Hours:
        """Return working hours that keep these days."""
        return Hours(hours.zone, hours.start, hours.end, self.weekend, self.holidays, hours.back_on)


def calendar(zone: str, place: str | None = None) -> Calendar:
    """Return the days off where somebody lives."""
    return days_off(country(zone, place))


def country(zone: str, place: str | None = None) -> str | None:
    """Return where somebody lives, by its ISO 3166 code, if that is known.

    ``place`` is the people file's location: it decides where it names a country ("Lisbon, Portugal", "DE").
    Otherwise the IANA zone does.
    """
    return _named(place) or _countries_by_zone().get(zone)


def days_off(country: str | None) -> Calendar:
    """Return the days off in a country; where it is not known, Saturdays and Sundays."""
    return _of(country) if country else Calendar()


@cache
def _of(country: str) -> Calendar:
    try:
        days = holidays.country_holidays(country)  # of each year as soon as it is asked for
    except NotImplementedError:  # the library does not know this country
        return Calendar()
    return Calendar(frozenset(days.weekend), days)


def _named(place: str | None) -> str | None:
    """Return the country at the end of a place's name, where there is one."""
    last = (place or "").rsplit(",", maxsplit=1)[-1].strip()
    return _countries_by_name().get(last.casefold()) if last else None


@cache
def _countries_by_name() -> Mapping[str, str]:
    """Return ISO 3166 codes by code and by English name."""
    rows = [line.split("\t") for line in _table("iso3166.tab")]
    return {word.casefold(): code for code, name in rows for word in (code, name)}


@cache
def _countries_by_zone() -> Mapping[str, str]:
    """Return ISO 3166 codes by IANA zone, older names of zones included."""
    countries = {row.split("\t")[2]: row.split("\t")[0] for row in _table("zone.tab")}
    links = [line.split() for line in _table("tzdata.zi") if line.startswith("L ")]
    older = {name: countries[zone] for _, zone, name in links if zone in countries}
    return older | countries


def _table(name: str) -> list[str]:
    lines = (files("tzdata") / "zoneinfo" / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
