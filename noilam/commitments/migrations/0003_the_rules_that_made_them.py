"""Names the rule version behind due days and spans that are exactly what the rulebook gave.

Until now the days were copied into each commitment, whether approval had named them or not. Where
they equal the rule of their day, the rule made them; others were named.
"""

from datetime import timedelta

from django.db import migrations
from django.db.models import F, Q

KEY = "commitments.verification_days"


def _versions(apps):
    """Versions of bare calendar days, the one that wins first, each with the days it covers."""
    found = apps.get_model("rulebook", "RuleVersion").objects.filter(key=KEY)
    for version in found.order_by("-valid_from", "-id"):
        yield version, version.value["amount"]


def _covered(name, version):
    covered = Q(**{f"{name}__gte": version.valid_from})
    return covered & Q(**{f"{name}__lt": version.valid_to}) if version.valid_to else covered


def by_rule(apps, schema_editor):
    commitments = apps.get_model("commitments", "Commitment").objects
    declarations = apps.get_model("commitments", "Declaration").objects
    for version, amount in _versions(apps):
        commitments.filter(_covered("in_force_on", version), verify_within=amount).update(
            verify_within=None
        )
        declarations.filter(
            _covered("declared_on", version),
            verify_rule=None,
            verify_due_on=F("declared_on") + timedelta(days=amount),
        ).update(verify_rule=version, verify_counted_at=F("recorded_at"))


def copied_again(apps, schema_editor):
    commitments = apps.get_model("commitments", "Commitment").objects
    for version, amount in _versions(apps):
        commitments.filter(_covered("in_force_on", version), verify_within=None).update(
            verify_within=amount
        )


class Migration(migrations.Migration):
    dependencies = [("commitments", "0002_verify_due_days_know_their_rule")]

    operations = [migrations.RunPython(by_rule, copied_again)]
