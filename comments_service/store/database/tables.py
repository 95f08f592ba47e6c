"""The tables, as the newest migration leaves them (a test compares the two).

Most are as the step that made them has them. What a later step changes is written here again.
"""

from comments_service.store.migrations import checked_tables, tally_tables

metadata = checked_tables.new_tables()
tally_tables.tally_counts.to_metadata(metadata)

clock = metadata.tables["clock"]
key_checks = metadata.tables["key_checks"]
participants = metadata.tables["participants"]
participant_lookups = metadata.tables["participant_lookups"]
clock_floor = metadata.tables["clock_floor"]
identity = metadata.tables["identity"]
address_turns = metadata.tables["address_turns"]
ledger = metadata.tables["ledger"]
ledger_counts = metadata.tables["ledger_counts"]
submissions = metadata.tables["submissions"]
clause_texts = metadata.tables["clause_texts"]
comments = metadata.tables["comments"]
comment_versions = metadata.tables["comment_versions"]
comment_states = metadata.tables["comment_states"]
decisions = metadata.tables["decisions"]
name_views = metadata.tables["name_views"]
comment_counts = metadata.tables["comment_counts"]
staff = metadata.tables["staff"]
staff_sessions = metadata.tables["staff_sessions"]
sign_in_failures = metadata.tables["sign_in_failures"]
stand_ins = metadata.tables["stand_ins"]
scans = metadata.tables["scans"]
units_asked = metadata.tables["units_asked"]
attachments = metadata.tables["attachments"]
contact_codes = metadata.tables["contact_codes"]
messages = metadata.tables["messages"]
message_stops = metadata.tables["message_stops"]
identity_sessions = metadata.tables["identity_sessions"]
spent_challenges = metadata.tables["spent_challenges"]
submission_requests = metadata.tables["submission_requests"]
comment_releases = metadata.tables["comment_releases"]
tally_counts = metadata.tables["tally_counts"]
