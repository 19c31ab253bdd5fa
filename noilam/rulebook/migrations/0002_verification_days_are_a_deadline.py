"""A bare number of days for verifying becomes a deadline: how many, counted how, moved on or not.

The numbers stay; until now they were calendar days that never moved, and so they remain.
"""

from django.db import migrations

KEY = "commitments.verification_days"


def as_deadlines(apps, schema_editor):
    for name in ("RuleVersion", "RuleDraft"):
        for row in apps.get_model("rulebook", name).objects.filter(key=KEY):
            if not isinstance(row.value, dict):
                amount = int(float(row.value))
                row.value = {"amount": amount, "unit": "day", "moves_on_last_day_off": False}
                row.save(update_fields=["value"])


def as_numbers(apps, schema_editor):
    for name in ("RuleVersion", "RuleDraft"):
        for row in apps.get_model("rulebook", name).objects.filter(key=KEY):
            if isinstance(row.value, dict):
                row.value = row.value["amount"]
                row.save(update_fields=["value"])


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0001_initial")]

    operations = [migrations.RunPython(as_deadlines, as_numbers)]
