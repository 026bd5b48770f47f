"""The people file: what Slack does not know about a company."""

import csv
import io

from bot.demo.company.model import Company

HEADER = ("email", "manager_email", "level", "department", "team", "place")


def people_csv(company: Company) -> str:
    """Return the employees as CSV with a header; whoever leads the company has no manager."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(HEADER)
    for each in company.people():
        manager = company.by_id[each.manager_id].email if each.manager_id else ""
        writer.writerow((each.email, manager, each.level, each.department, each.team, each.office))
    return page.getvalue()
