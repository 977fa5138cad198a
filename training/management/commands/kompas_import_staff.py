"""``manage.py kompas_import_staff FILE``: preview a staff list, or apply its good rows."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from training.kernel.actors import Actor
from training.kernel.refusals import Refusal
from training.people.actions import import_staff
from training.people.models import Organisation, StaffImport
from training.people.queries import previews
from training.people.states import RowOutcome


class Command(BaseCommand):
    help = (
        "Previews a staff list; with --apply also writes its new and changed rows. Exit code 1 when rows are refused."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--apply", action="store_true", help="Write the new and changed rows.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")
        parser.add_argument("--rows", action="store_true", help="With --json: every row with what was read of it.")
        parser.add_argument("--complete", action="store_true", help="The list is complete: report who is missing.")
        parser.add_argument(
            "--organisation", default="", metavar="NUMBER", help="Number of the institution of the whole list."
        )

    def handle(self, *args, file, **options):
        with translation.override(settings.LANGUAGE_CODE):
            staff_import = self._import(file, options)
            report = previews.report(staff_import)
            if options["rows"]:
                report["rows"] = previews.rows_in_full(staff_import)
            if options["json"]:
                self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
            else:
                self._tell(report, staff_import)
        if report["refused"]:
            raise SystemExit(1)

    def _import(self, file: Path, options: dict) -> StaffImport:
        organisation = None
        if number := options["organisation"]:
            organisation = Organisation.objects.filter(number=number).first()
            if organisation is None:
                raise CommandError(f"No institution has the number {number}.")
        try:
            return import_staff(
                file=file.read_bytes(),
                file_name=file.name,
                organisation=organisation,
                is_complete=options["complete"],
                apply=options["apply"],
                actor=Actor.command("kompas_import_staff"),
            )
        except OSError as fault:
            raise CommandError(f"{file}: {fault.strerror}") from fault
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal

    def _tell(self, report: dict, staff_import: StaffImport) -> None:
        for outcome in ("new", "changed", "unchanged"):
            self.stdout.write(f"{RowOutcome(outcome).label}: {report[outcome]}")
        for outcome in ("to_decide", "refused"):
            self.stdout.write(f"{RowOutcome(outcome).label}: {len({entry['row'] for entry in report[outcome]})}")
            for entry in report[outcome]:
                place = f"{entry['worksheet']}: {entry['row']}" if "worksheet" in entry else entry["row"]
                self.stdout.write(f"  {place}. {entry['column']}: „{entry['value']}” – {entry['reason']}")
        for entry in report.get("not_read", []):
            where = " ".join(
                filter(None, (entry["worksheet"], entry["column"], entry["heading"] and f"„{entry['heading']}”"))
            )
            self.stdout.write(f"  {where}: {entry['reason']}" if where else f"  {entry['reason']}")
        if staff_import.is_complete:
            self.stdout.write(f"{RowOutcome.LEAVER.label}: {report.get('leaver', 0)}")
        self.stdout.write(f"{staff_import.get_state_display()}")
