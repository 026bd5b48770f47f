"""Who is on stage in the stories, and what the people file says of them."""

from __future__ import annotations

from bot import content
from bot.demo.workspace import User
from storage.models import Employee, Skill
from storage.work import Work

ADA, MAYA, MILO, SAM, SOFIA, NOA = "UADA", "UMAYA", "UMILO", "USAM", "USOFIA", "UNOA"
GUS, BO, DEE = "UGUS", "UBO", "UDEE"


def _user(user_id: str, real_name: str, tz: str = "Europe/London", **marks) -> User:
    name = real_name.split(maxsplit=1)[0].lower()
    return User(user_id, name=name, real_name=real_name, email=f"{name}@example.com", tz=tz, **marks)


USERS = (
    _user(ADA, "Ada Admin", title="Head of People"),
    _user(MAYA, "Maya Mentor", title="Analyst"),
    _user(MILO, "Milo Mentor", tz="Europe/Berlin", title="Designer"),
    _user(SAM, "Sam Senior", title="Director of Sales"),
    _user(SOFIA, "Sofia Senior", tz="Europe/Berlin", title="Director of Finance"),
    _user(NOA, "Noa Newcomer", tz="America/New_York", title="Engineer"),
    _user(GUS, "Gus Guest", is_restricted=True),
    _user(BO, "Bo Bot", is_bot=True),
    _user(DEE, "Dee Departed", deleted=True),
)

# Of each: level, department, team, manager. Nobody is in one line with anybody but Ada.
FILE = {
    ADA: (5, "People", "Culture", None),
    MAYA: (2, "Engineering", "Data", ADA),
    MILO: (2, "Marketing", "Brand", ADA),
    SAM: (5, "Sales", "North", ADA),
    SOFIA: (6, "Finance", "Control", ADA),
    NOA: (2, "Engineering", "Platform", ADA),
}


def found(work: Work) -> None:
    """Hand in the people file and the list of skills."""
    mail = {user.id: user.email for user in USERS}
    for person, (level, department, team, manager) in FILE.items():
        facts = {"level": level, "department": department, "team": team, "place": "London"}
        work.session.add(Employee(email=mail[person], manager_email=mail.get(manager), **facts))
    for skill in content.skills().values():
        work.session.merge(Skill(id=skill.id, label=skill.label, area=skill.area))
