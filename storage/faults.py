"""What can be wrong with a database, in words: what happened, and what an operator does about it."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.rules.refusals import Refusal


class OutOfReach(Refusal, SQLAlchemyError):
    """I cannot get at my notes right now. Nothing was changed. Please try again in a minute."""

    def __init__(self, problem: str = "") -> None:
        super().__init__()
        self.problem = problem  # for operators


class Unsure(OutOfReach):
    """I lost touch with my notes just as I wrote this down. Please look if it is there, then try again."""


class Fault(NamedTuple):
    """A way to be broken: how drivers word it (in lower case), what happened, what to do."""

    signs: tuple[str, ...]
    problem: str
    remedy: str

    def fits(self, code: str, words: str) -> bool:
        """Tell whether an error is of this kind, by its code or by its words; both in lower case."""
        return any(sign in words if len(sign) > 5 else code.startswith(sign) for sign in self.signs)


# In this order: the first that fits tells. SQLSTATE codes are PostgreSQL's (its manual, appendix A).
FAULTS = (
    Fault(
        ("28p01", "password authentication failed", "no password supplied"),
        "The database refuses the password",
        "Look at the user and the password in FLIPSIDE_DATABASE_URL",
    ),
    Fault(
        ("28000", "no pg_hba.conf entry", "authentication failed", 'role "'),
        "The database does not let this user in",
        "Look at the user in FLIPSIDE_DATABASE_URL and at the server's pg_hba.conf",
    ),
    Fault(
        ("3d000", "fatal:  database ", "fatal: database "),
        "The server has no database of this name",
        "Make it with `CREATE DATABASE`, or look at the end of FLIPSIDE_DATABASE_URL",
    ),
    Fault(
        ("53300", "too many clients", "too many connections", "remaining connection slots"),
        "The database takes no more connections",
        "Raise max_connections there (each Flipside holds up to ten), or run fewer of them",
    ),
    Fault(
        ("53100", "disk is full", "disk full", "no space left"),
        "The disk of the database is full",
        "Make room; the bot goes on by itself",
    ),
    Fault(
        ("25006", "readonly database", "read-only", "read only"),
        "The database is read-only",
        "Let Flipside write to the file and its folder, or name the primary server; it goes on by itself",
    ),
    Fault(
        ("42501", "permission denied for"),  # the words alone are a socket that we may not open
        "The database user lacks a right",
        "Let the user own the database: `ALTER DATABASE … OWNER TO …`",
    ),
    Fault(
        ("database is locked", "55p03", "lock timeout", "database table is locked"),
        "Another program keeps the database locked",
        "Let it finish or end it; the bot goes on by itself",
    ),
    Fault(
        ("unable to open database file",),
        "The database file cannot be opened",
        "Look whether its folder exists and belongs to Flipside, or change FLIPSIDE_DATABASE_URL",
    ),
    Fault(
        ("not a database", "malformed"),
        "The database file is damaged, or no database",
        "Restore the last backup, or name another file in FLIPSIDE_DATABASE_URL",
    ),
    Fault(
        ("disk i/o error", "58030"),
        "The disk of the database fails",
        "Look at the disk; the bot goes on by itself once it answers",
    ),
    Fault(
        ("could not translate host name", "name or service not known", "nodename nor servname"),
        "The database server's name is not known",
        "Look at the host in FLIPSIDE_DATABASE_URL",
    ),
    Fault(
        (
            "connection refused",
            "could not connect",
            "connection failed",
            "connection is bad",
            "connection timeout",
            "timeout expired",
            "server closed the connection",
            "terminating connection",
            "the connection is closed",
            "connection is lost",
            "consuming input failed",
            "network is unreachable",
            "57p01",
            "57p02",
            "57p03",
            "08",
        ),
        "The database does not answer",
        "Look whether it runs and whether FLIPSIDE_DATABASE_URL names it; the bot goes on by itself",
    ),
)
BUSY = Fault((), "All connections to the database are in use", "Wait; the bot goes on by itself")


def fault(error: Exception) -> Fault | None:
    """Return what is wrong with the database itself, or None where the error is of another kind."""
    if isinstance(error, PoolTimeout):
        return BUSY
    if not isinstance(error, DBAPIError) or isinstance(error, IntegrityError | DataError):
        return None
    code, words = (state(error) or "").lower(), str(error.orig).lower()
    return next((one for one in FAULTS if one.fits(code, words)), None)


def tell(error: Exception) -> str:
    """Return in two sentences what is wrong and what to do, for the log and the command line."""
    if isinstance(error, OutOfReach):
        return error.problem
    found = fault(error)
    if found is None:
        return (
            f"The database cannot be used ({getattr(error, 'orig', error)}). Look at FLIPSIDE_DATABASE_URL."
        )
    return f"{found.problem}. {found.remedy}."


def state(error: DBAPIError) -> str | None:
    """Return PostgreSQL's code of an error, where it came with one."""
    return getattr(error.orig, "sqlstate", None)
