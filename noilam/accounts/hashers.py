"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OfficeArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id at OWASP's recommendation (19 MiB, two passes, one lane).

    Django's default of 100 MiB in eight lanes takes more than a second on two busy cores, and
    lets a few sign-ins at once exhaust a small office machine. Older hashes are upgraded at
    sign-in.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
