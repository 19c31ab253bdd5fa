"""On SQLite the tables that are kept by a key of several columns lie in that key's order, without
a row id: a month of lines is then one stretch, half as large. Nothing changes on PostgreSQL.

A later migration that alters one of these tables makes it anew with a row id: call `rebuild` again.
"""

from django.db import migrations

TABLES = ("scoring_line", "scoring_unitmonth", "scoring_missingmonth", "scoring_rollupmonth")
WITHOUT = " WITHOUT ROWID"


def rebuild(schema_editor, table, ending):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        made = cursor.fetchone()[0].removesuffix(WITHOUT) + ending
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s"
            " AND sql IS NOT NULL",
            [table],
        )
        indexes = [sql for (sql,) in cursor.fetchall()]
        cursor.execute(f"PRAGMA table_info({table})")
        columns = ", ".join(f'"{row[1]}"' for row in cursor.fetchall())
        cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_before")
        cursor.execute(made)
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}_before")
        cursor.execute(f"DROP TABLE {table}_before")
        for sql in indexes:
            cursor.execute(sql)


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            rebuild(schema_editor, table, WITHOUT)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            rebuild(schema_editor, table, "")


class Migration(migrations.Migration):

    dependencies = [("scoring", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
