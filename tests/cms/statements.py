"""An accessibility statement with everything that has to be there, and nothing else."""

from datetime import date

from cms.accessibility import Compliance, Method
from cms.pages.models import AccessibilityStatementPage


def statement(**fields):
    return AccessibilityStatementPage(
        **{
            "title": "Deklaracja dostępności",
            "slug": "deklaracja",
            "entity": "ROPS w Przykładowie",
            "website_name": "Szkolenia",
            "website_url": "https://szkolenia.example.pl/",
            "published_on": date(2024, 1, 15),
            "updated_on": date(2025, 9, 1),
            "compliance": Compliance.FULL,
            "prepared_on": date(2024, 1, 15),
            "method": Method.SELF,
            "contact_name": "Ewa Zając",
            "contact_email": "dostepnosc@example.pl",
            "contact_phone": "81 000 00 00",
            "complaints": "<p>ROPS w Przykładowie</p>",
            "architecture": "<p>Wejście bez progu.</p>",
            "communication": "<p>Tłumacz PJM.</p>",
        }
        | fields
    )
