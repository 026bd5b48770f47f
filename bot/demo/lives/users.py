"""A company's people as accounts of the workspace."""

from __future__ import annotations

from bot.demo.company import Company
from bot.demo.workspace import User


def users_of(company: Company) -> list[User]:
    """Return an account for everybody, outsiders included."""
    return [
        User(
            id=one.id,
            name=one.name,
            real_name=one.real_name,
            email=one.email,
            title=one.title,
            tz=one.tz,
            locale=one.locale,
            is_bot=one.is_bot,
            deleted=one.is_deleted,
            is_restricted=one.is_guest,
            is_admin=one.id == company.admin_id,
        )
        for one in company.colleagues
    ]
