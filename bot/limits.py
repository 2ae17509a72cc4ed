"""Every limit in one place. Units are in the names."""

from __future__ import annotations

from typing import Final

# what an author writes
FLOW_FILE_BYTES_MAX: Final = 256 * 1024
IMPORT_BYTES_MAX: Final = 16 * 1024 * 1024
"""Of what another tool exported; its flows are held to the limits of ours."""
YAML_NODES_MAX: Final = 20_000
YAML_DEPTH_MAX: Final = 50
TEMPLATE_CHARS_MAX: Final = 4_096
TEMPLATE_NODES_MAX: Final = 400
TEMPLATE_DEPTH_MAX: Final = 30
TEMPLATE_TOKENS_MAX: Final = 1_000
TEMPLATE_LOOP_NODES_MAX: Final = 60
TEMPLATE_WORK_CHARS_MAX: Final = 100_000
PATTERN_CHARS_MAX: Final = 200
PATTERN_MEMORY_BYTES_MAX: Final = 1 << 20
PATTERN_SIZE_MAX: Final = 2_000
PATTERNS_MAX: Final = 300
FLOWS_MAX: Final = 1_000

# what a session may hold and do
STEPS_PER_EVENT_MAX: Final = 200
VARIABLE_CHARS_MAX: Final = 4_096
LIST_ITEMS_MAX: Final = 100
SESSION_JSON_BYTES_MAX: Final = 64 * 1024
QUESTIONS_REPEATED_MAX: Final = 100
CHOICE_CHARS_MAX: Final = 160
INBOX_MESSAGES_MAX: Final = 20
CALLS_PER_SESSION_MAX: Final = 200
RUNS_DEEP_MAX: Final = 8
UNPROVEN_MAX: Final = 20
JSON_DEPTH_MAX: Final = 20
MACHINE_EDGES_MAX: Final = 50_000
QUESTION_WAYS_MAX: Final = 10_000
DEFAULTS_NODES_MAX: Final = 50_000
FINDINGS_PER_FILE_MAX: Final = 1_000

# what is known of people
YEAR_MIN: Final = 1900
YEAR_MAX: Final = 2199
"""Of times that people write: near the ends of the calendar a zone or a pause leads over them."""
SEQ_MAX: Final = 2**63 - 1
"""What a database counts up to."""
CONTACT_FIELD_PATTERN: Final = r"[A-Za-z_][A-Za-z0-9_]{0,63}"
"""As a flow names it: `contact.city`."""
CONTACT_FIELDS_MAX: Final = 100
CONTACT_FIELDS_BYTES_MAX: Final = 16 * 1024
CONTACT_TAGS_MAX: Final = 100
TAG_CHARS_MAX: Final = 60
AUDIENCE_CHARS_MAX: Final = 2_000
AUDIENCE_NAME_PATTERN: Final = r"[a-z][a-z0-9_-]{0,59}"
"""One word: no filter is."""
AUDIENCE_NOTE_CHARS_MAX: Final = 200
AUDIENCES_MAX: Final = 1_000
AUDIENCE_DEPTH_MAX: Final = 20
AUDIENCE_TESTS_MAX: Final = 100
AUDIENCE_VALUES_MAX: Final = 200

# broadcasts
SHEET_ROWS_MAX: Final = 200_000
SHEET_BYTES_MAX: Final = 12 * 1024 * 1024
SHEET_COLUMNS_MAX: Final = 100
SHEET_CELL_CHARS_MAX: Final = 1_000
TROUBLES_KEPT_MAX: Final = 200
"""Of the rows of a file that are left out; all of them are counted."""
BROADCAST_TO_MAX: Final = 10_000
"""People named one by one in a request; more of them come as a file."""
BROADCAST_VARIANTS_MAX: Final = 5
BROADCAST_BATCH_ROWS_MAX: Final = 500
"""People a transaction, so that whoever chats has a turn in between."""
UPLOAD_BODY_BYTES_MAX: Final = 16 * 1024 * 1024
UPLOADS_AT_ONCE_MAX: Final = 4
"""Times the size of one, this is what they can hold of memory."""

# what goes over the air
RENDERED_CHARS_MAX: Final = 3_200
MESSAGE_CHARS_MAX: Final = 1_600
INBOUND_TEXT_CHARS_MAX: Final = 10_000
MATCH_TEXT_CHARS_MAX: Final = 1_600
WORDS_REMEMBERED_MAX: Final = 4_096

MARKETING_PER_DAY: Final = 3
"""To one person within 24 hours, unless the settings say otherwise or the law of a state allows less."""
MARKETING_PER_DAY_MAX: Final = 100
ANSWER_S_MAX: Final = 900.0
"""So soon after a text what a flow says is an answer to it; later it comes unasked."""
REASON_CHARS_MIN: Final = 20

# what is kept of consent
PROGRAM_CHARS_MAX: Final = 20
PROGRAM_PATTERN: Final = rf"^[A-Za-z0-9][A-Za-z0-9 _-]{{0,{PROGRAM_CHARS_MAX - 1}}}$"
"""Short and plain: people are asked about a programme by its name, in one text with everything else."""
DISCLOSURE_CHARS_MAX: Final = 10_000
REVIEWS_SHOWN_MAX: Final = 200
IMPORT_FIELD_CHARS_MAX: Final = 2_048
IMPORT_BATCH_ROWS_MAX: Final = 500
"""Of a file, a transaction: others have their turn in between."""

# what a provider may tell us
PROVIDER_ID_CHARS_MAX: Final = 200
ADDRESS_CHARS_MAX: Final = 64
INBOUND_MEDIA_MAX: Final = 10
LINK_CHARS_MAX: Final = 2_048
PARTS_MAX: Final = 255
PARTS_WAIT_S_MAX: Final = 30.0
"""So long the pieces of a long text wait for each other. They come within seconds, if at all."""
WEBHOOK_AGE_S_MAX: Final = 300.0
"""A signed request that is older, or younger, is a replay or comes from a clock that is wrong."""

# what is kept of the talk with providers
EXCHANGES_KEPT_DAYS_MAX: Final = 7
EXCHANGE_BODY_CHARS_MAX: Final = 4_096
"""Of a longer body the beginning is kept."""
EXCHANGES_WAITING_MAX: Final = 20_000
"""So many wait in memory for the database; what comes then is counted and not kept."""
EXCHANGES_WAITING_BYTES_MAX: Final = 32 * 1024 * 1024
"""So long are their bodies at most."""
EXCHANGES_SHOWN_MAX: Final = 100
"""Beside one message."""
REFUSED_KEPT_A_MINUTE_MAX: Final = 30
"""Of a channel and a process: whoever cannot sign must not be able to fill the disk."""

# media that people sent
MEDIA_BYTES_MAX: Final = 10 * 1024 * 1024
MEDIA_TIMEOUT_S_MAX: Final = 20.0
MEDIA_REDIRECTS_MAX: Final = 3
MEDIA_AT_ONCE_MAX: Final = 4
"""Times the size of one, this is what they can hold of memory."""

# HTTP
WEBHOOK_BODY_BYTES_MAX: Final = 64 * 1024
API_BODY_BYTES_MAX: Final = 1024 * 1024
BODY_TIMEOUT_S_MAX: Final = 10.0
HEAD_BYTES_MAX: Final = 64 * 1024
HEAD_TIMEOUT_S_MAX: Final = 10.0
UNREAD_ANSWER_S_MAX: Final = 30.0
CONNECTIONS_MAX: Final = 1_000
WEBHOOKS_AT_ONCE_MAX: Final = 500
OTHERS_AT_ONCE_MAX: Final = 250
"""Requests under way; times the size of a body, this is what they can hold of memory."""
LIVE_STREAMS_MAX: Final = 500
"""Pages that are told at once what changes: each keeps a connection."""
LIVE_STREAMS_OF_AGENT_MAX: Final = 12
LIVE_TOPICS_MAX: Final = 20
BULK_CONVERSATIONS_MAX: Final = 200
"""Chosen in the list, to have something done to all of them."""
SAVED_VIEWS_MAX: Final = 100
FORM_FIELDS_MAX: Final = 100
FORM_FILES_MAX: Final = 10
FORM_PART_BYTES_MAX: Final = 256 * 1024
"""A field that was filled in; files are only bounded by the whole body."""
RECIPIENTS_PER_REQUEST_MAX: Final = 1_000
PAGE_ROWS_MAX: Final = 200
EGRESS_BODY_BYTES_MAX: Final = 256 * 1024
EGRESS_TIMEOUT_S_MAX: Final = 60.0
EGRESS_RETRIES_MAX: Final = 5
EMAIL_RETRIES_MAX: Final = 5

# what the business is told
WEBHOOKS_MAX: Final = 50
"""Addresses of one business."""
WEBHOOK_URL_CHARS_MAX: Final = 2_048
WEBHOOK_EVENTS_MAX: Final = 50
WEBHOOK_TIMEOUT_S_MAX: Final = 15.0
WEBHOOK_CALLS_AT_ONCE_MAX: Final = 8
"""To one address."""
WEBHOOK_SECRET_OVERLAP_H_MAX: Final = 168
WEBHOOK_REPLAY_ROWS_MAX: Final = 10_000
"""With one request; a longer time is replayed in several."""

# what a key may ask for
REQUESTS_A_SECOND: Final = 100.0
REQUESTS_AT_ONCE: Final = 1_000

# the pipeline
ACCEPT_BATCH_ROWS_MAX: Final = 500
ACCEPT_WAITING_MAX: Final = 5_000
ACCEPT_COMMIT_S_MAX: Final = 3.0
"""After that long without a commit the database counts as away. Providers wait for 10 to 15 seconds."""
SPOOL_BYTES_MAX: Final = 64 * 1024 * 1024
SPOOL_ROOM_BYTES_MIN: Final = 1024 * 1024
PROCESS_BATCH_ROWS_MAX: Final = 200
SESSIONS_REMEMBERED_MAX: Final = 8192
"""Some kilobytes each."""
SEND_BATCH_ROWS_MAX: Final = 256
"""On the wire of a channel at the same time, and so in one transaction: of each of several numbers, half as many."""
SEND_ATTEMPTS_MAX: Final = 8
OUTBOX_WAITING_MAX: Final = 500_000
"""So many messages may wait to go out, those for later included, unless the settings say otherwise: the API takes no
more then. Several campaigns fit in, and some hundred megabytes of the disk."""
OUTBOX_FULL_RETRY_S: Final = 10
"""When whoever wanted to send more should come back."""

# what agents write
CANNED_CHARS_MAX: Final = 1_600
NOTE_CHARS_MAX: Final = 10_000
DRAFT_CHARS_MAX: Final = 10_000
THREAD_ENTRIES_A_PAGE: Final = 60
"""Of the log; each is a bubble or a few."""
UNDO_S: Final = 5.0
"""So long a reply can be taken back before it leaves."""
CANNED_SHOWN_MAX: Final = 50
PEOPLE_A_PAGE: Final = 50

# what operators are told
BACKLOG_COUNTED_MAX: Final = 100_000
"""Where counting what waits ends, so that a look costs the same however far behind it is."""
BACKLOG_AGE_S_MIN: Final = 1.0
"""So long a look at the database answers everybody who asks."""
READY_LAG_S_MAX: Final = 60.0
"""Behind by more than this with what came in, the worker is gone or cannot keep up. What waits to go out is shown and
does not count: a carrier that is down or slow is no reason to take the webhooks out of rotation."""
READY_TURN_S_MAX: Final = 60.0
"""A turn that lasts longer is stuck."""
READY_DATABASE_S_MAX: Final = 5.0
"""So long the database may take to answer."""
DISK_FREE_BYTES_MIN: Final = 1 << 30
DISK_FREE_SHARE_MIN: Final = 0.1
"""With less than this beside the database somebody should make room; half of it is an error."""
TRACES_REMEMBERED_MAX: Final = 10_000
"""So many spans can still be linked to; with older ones the ids in their attributes have to do."""
CLOCK_SKEW_S_MAX: Final = 2.0
"""By so much the clocks of this machine and of the database may differ."""

# what sets itself off
TRIGGERED_STARTS_PER_DAY_MAX: Final = 10
LATE_HOURS_MAX: Final = 12
"""What the clock should have set off longer ago than this is left out."""

RECEIPT_WAIT_MINUTES = 15
"""A message that was handed over for longer, and of which no receipt has come, is `unknown` in figures."""
FIGURES_DAYS_MAX = 731
"""The longest period that figures are given for at once."""
# passcodes
CODE_DIGITS_MIN: Final = 4
CODE_DIGITS_SAFE: Final = 6
"""Fewer are too easily guessed, and have to be asked for twice (NIST SP 800-63B-4, 3.1.3.2)."""
CODE_DIGITS_MAX: Final = 10
CODE_TTL_S: Final = 300
CODE_TTL_S_MIN: Final = 30
CODE_TTL_S_MAX: Final = 600
CODE_REPEAT_S_MAX: Final = 60
CODE_CHECKS_MAX: Final = 5
CODE_SENDS_MAX: Final = 5
"""Of one verification, the first included."""
CODE_PAUSES_S: Final = (30, 60, 120, 300)
"""After the first, second, … text to a number that led to nothing; from then on the last of them."""
CODES_PER_NUMBER: Final = ((600, 3), (3_600, 5), (86_400, 10))
"""Seconds, and how many texts may go to one number within them."""
CODES_PER_ADDRESS_AN_HOUR: Final = 10
CODES_PER_ACCOUNT_AN_HOUR: Final = 5
CODES_PER_BLOCK_AN_HOUR: Final = 10
"""A block are the numbers that differ in their last four digits alone."""
CODES_PER_BLOCK_A_DAY: Final = 30
CODES_PER_KEY_AN_HOUR: Final = 2_000
CODE_SEGMENTS_A_DAY: Final = 5_000
WRONG_CODES_PER_NUMBER_A_DAY: Final = 10
WRONG_CODES_IN_A_ROW_MAX: Final = 100
"""Then the number is locked (NIST SP 800-63B-4, 3.2.2)."""
LOCKED_DAYS: Final = 30
WRONG_CODES_ALARM: Final = 20
"""So many wrong codes of everybody within ten minutes, or five times as many within a day, and more of them than right
ones: from then on codes have all the digits that there may be."""
WRONG_CODES_STOP: Final = 200
"""So many within ten minutes, and fewer than a fifth of all checks right: strangers get no codes, and codes that could
be longer are void."""
CODE_GUESSES_A_DAY: Final = {6: 5, 8: 300, 10: 20_000}
"""By digits that a code has at least: so many wrong ones of everybody are compared with such codes within a day. Then
codes are longer, and what is shorter is void. One of all numbers is hit with less than 5·10⁻⁶ + 300·10⁻⁸ +
20 000·10⁻¹⁰ = 10⁻⁵ a day. What a person mistypes is no guess."""
STRANGERS_SEEN: Final = 20
"""Texts of a lane of strangers, the last of them, by which it is told whether codes are asked for that nobody wants."""
STRANGERS_WITHIN_S: Final = 43_200
"""No older ones count."""
STRANGERS_SILENT: Final = 12
"""So many of them that lead to nothing, each to a block of its own: numbers are random, and the lane is closed.
Of 20 blocks drawn at random no more than seven or eight come once; of people some two of 20 leave their code unused."""
STRANGERS_PAUSE_S: Final = 1_800
"""By closed lanes one code goes out in such a time, to see who asks by now."""
STRANGERS_RETURN_S: Final = (30, 600)
"""Who is told to wait and asks again after so many seconds, and before so many, came back."""
STRANGERS_AT_ONCE: Final = 24
"""Codes of a lane that may wait to be used at a time, or as many as everybody used within ten minutes: nobody knows yet
whether they are going to be, and a thousand could be asked for before that."""
STRANGERS_BACK: Final = (5, 4)
"""Of so many, the last of them, so many that were used: they are people again."""
NETWORK_SEEN: Final = (6, 0.5)
"""Of the numbers of so many texts for a network, the last of them, such a share used a code: people come from there."""
NETWORK_KNOWN: Final = 30
"""Texts for a network within a week, from which on it is judged by itself: whoever asks for codes in it nobody wants
gets three until it is closed, which is little for such a network and much for a hundred small ones."""
STRANGERS_WAIT_S: Final = 120
"""So long a code may stay unused before it counts as one that leads to nothing."""
NEIGHBOURS_MAX: Final = 4
"""Numbers of one hundred that may be asked for within ten minutes."""
SILENT_NUMBERS_MAX: Final = 5
"""Numbers of a block that may be asked for within a week and not come to anything, while they are the most of it."""
SILENT_COUNTRY_SENDS_MIN: Final = 50
"""From so many texts a day on, a foreign country of whose texts more than half come to nothing is stopped."""
VERIFICATION_LOOKS: Final = ((60, 60), (3_600, 180), (86_400, 250))
"""Seconds, and how often the state of one verification may be asked for within them."""
