"""What each package publishes by `noilam export open-data`: paths of `() -> open_folder.Part`."""

OPEN_DATA: list[str] = [
    "noilam.organisation.public.open_part",
    "noilam.scoring.public.open_part",
]
