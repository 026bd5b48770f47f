"""A company by seed: who works there, for whom, where, and what they could teach each other."""

from bot.demo.company.founding import found
from bot.demo.company.model import Colleague, Company, Temper
from bot.demo.company.papers import people_csv

__all__ = ["Colleague", "Company", "Temper", "found", "people_csv"]
