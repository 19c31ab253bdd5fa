"""The timetable. Each line: a job's path, and its cron time in the office's own zone.

A job takes `actor` (the worker) and nothing else. It may run again after a kill: it asks what is
left to do and does that.
"""

JOBS: dict[str, str] = {
    "noilam.audit.jobs.seal": "*/5 * * * *",
    "noilam.audit.jobs.announce_head": "30 17 * * *",
    "noilam.notices.jobs.deliver_mail": "* * * * *",
    "noilam.exchange.jobs.drop_old_files": "25 3 * * *",
    "noilam.files.jobs.sweep": "15 3 * * *",
    "noilam.notices.jobs.deliver_texts": "* * * * *",
    "noilam.rulebook.jobs.know_years_ahead": "20 2 * * *",
    "noilam.accounts.jobs.sweep_sessions": "20 0 * * *",
    "noilam.organisation.jobs.follow_posts": "5 0 * * *",
    "noilam.consultation.jobs.remind": "20 7 * * *",
    "noilam.commitments.jobs.keep_day": "15 0 * * *",
    "noilam.commitments.jobs.remind": "30 7 * * *",
    "noilam.scoring.jobs.open_months": "25 0 * * *",
    "noilam.scoring.jobs.take_facts": "45 0 * * *",
    "noilam.scoring.jobs.keep_stages": "35 7 * * *",
    "noilam.foundation.upkeep.refresh_statistics": "10 3 * * *",
}
