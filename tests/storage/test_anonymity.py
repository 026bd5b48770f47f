"""Whoever reads the files of the database learns no order in which sheets came."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.clock import MovingClock
from bot.flows import anonymity
from storage import migrations
from storage.database import address, connect
from storage.models import SurveyAnswer, SurveyParticipation
from storage.store import Store
from storage.work import Work
from tests.builders import NOW
from tests.databases import PostgreSQL


def test_sqlite_keeps_sheets_without_row_ids():
    engine = connect("sqlite://")
    migrations.upgrade(engine)
    with engine.connect() as connection:
        made = connection.exec_driver_sql("select sql from sqlite_master where name = 'surveyanswer'")

        assert "WITHOUT ROWID" in made.scalar_one()
        with pytest.raises(OperationalError, match="no such column"):
            connection.execute(text("select rowid from surveyanswer"))
    engine.dispose()


JOINED = """
    SELECT took_part.person_id, surveyanswer.sheet_id FROM surveyanswer
    JOIN surveyparticipation AS took_part ON took_part.xmin::text = surveyanswer.xmin::text
"""
IN_PLACE = "SELECT sheet_id FROM surveyanswer ORDER BY ctid"


def answer(work: Work, person: str, sheet: str) -> None:
    work.session.add(
        SurveyParticipation(survey_id="s", person_id=person, asked_on=NOW.date(), has_answered=True)
    )
    work.session.add(SurveyAnswer(sheet_id=sheet, item_id="q", survey_id="s", role="mentor", value=3))


def test_an_hour_later_postgresql_does_not_tell_whose_sheet_it_is(server: PostgreSQL, clock: MovingClock):
    sheets = [f"{number:02}" for number in range(40)]
    with server.tables() as tables:
        store = Store(connect(address(tables)), clock)
        for sheet in sheets:
            store.run_now(answer, f"P{sheet}", sheet)
        with tables.connect() as reader:
            assert len(reader.exec_driver_sql(JOINED).all()) == 40
            assert list(reader.exec_driver_sql(IN_PLACE).scalars()) == sheets

        store.run_now(anonymity.shuffle)

        with tables.connect() as reader:
            assert reader.exec_driver_sql(JOINED).all() == []
            found = list(reader.exec_driver_sql(IN_PLACE).scalars())
        assert sorted(found) == sheets
        assert found != sheets
        store.close()


def test_one_lonely_sheet_is_written_anew_and_then_left_in_peace(server: PostgreSQL, clock: MovingClock):
    with server.tables() as tables:
        store = Store(connect(address(tables)), clock)
        store.run_now(answer, "ADA", "00")
        written = []
        for _ in range(2):
            store.run_now(anonymity.shuffle)
            with tables.connect() as reader:
                assert reader.exec_driver_sql(JOINED).all() == []
                written.append(reader.exec_driver_sql("SELECT xmin::text FROM surveyanswer").scalar_one())

        assert written[0] == written[1]
        store.close()
