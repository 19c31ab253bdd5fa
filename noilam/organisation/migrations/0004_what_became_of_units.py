"""Work out, from the events there are, what became of units."""

from typing import Any

from django.db import migrations

from noilam.organisation.rules import successions


def work_out(apps: Any, schema_editor: Any) -> None:
    parts = apps.get_model("organisation", "UnitEventPart").objects.filter(
        side="before", event__kind__in=["merged", "split"], event__parts__side="after"
    )
    found = successions(parts.values_list("unit", "event__parts__unit", "event__effective_on"))
    Succession = apps.get_model("organisation", "Succession")
    Succession.objects.bulk_create(
        [Succession(unit_id=unit, heir_id=heir, since=day) for (unit, heir), day in found.items()]
    )


class Migration(migrations.Migration):
    dependencies = [("organisation", "0003_successions")]

    operations = [migrations.RunPython(work_out, migrations.RunPython.noop)]
