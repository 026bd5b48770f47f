"""The people file: what Slack does not know about a company."""

from bot.demo.company.model import Company
from bot.rules import export
from bot.rules.peoplefile import COMPANY


def people_csv(company: Company) -> bytes:
    """Return the employees as CSV with a header; whoever leads the company has no manager."""
    rows = []
    for each in company.people():
        manager = company.by_id[each.manager_id].email if each.manager_id else None
        rows.append((each.email, manager, each.level, each.department, each.team, each.office))
    return export.table(COMPANY, rows)
