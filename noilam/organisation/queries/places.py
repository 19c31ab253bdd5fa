"""Places of the map through time."""

from datetime import date

from django.db.models import QuerySet

from .. import rules
from ..models import PlaceVersion
from ..policies import in_force


def places_on(day: date) -> QuerySet[PlaceVersion]:
    """What every place was on a day."""
    versions = PlaceVersion.objects.filter(in_force(day), superseded_at=None)
    return versions.select_related("place").order_by("name")


def place_timelines() -> dict[int, rules.Known]:
    """Every place's whole timeline. A map has hundreds of places, not tens of thousands."""
    stretches: dict[int, list[rules.Stretch]] = {}
    labels: dict[int, str] = {}
    versions = PlaceVersion.objects.filter(superseded_at=None).order_by("place", "starts_on")
    for version in versions:
        labels[version.place_id] = version.name
        stretches.setdefault(version.place_id, []).append(
            rules.Stretch(
                version.starts_on,
                version.ends_on,
                {
                    "name": version.name,
                    "level": version.level,
                    "parent_id": version.parent_id,
                    "is_remote": version.is_remote,
                    "decision": version.decision,
                },
            )
        )
    return {pk: rules.Known(pk, labels[pk], timeline) for pk, timeline in stretches.items()}
