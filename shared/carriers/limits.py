"""
The batch: up to 1,000 messages that one commit made durable, stored as one table row.

A batch holds either up to 1,000 recipients of one send (a send of 10,000 has ten batches) or a
round: up to 64 single sends of one own number, category and purpose that came at the same time. A
message is a member of its batch, and `position` says which.

A batch is written once and then only added to: claim, outcomes, cancellations, delivery reports.
What a message *is* at a moment follows from these by `status.status_of`.
"""

from datetime import timedelta

REPEATABILITY_WINDOW = timedelta(minutes=4)
"""
How long after `first_sent_at` the same ids may be used again.

ACS documents 5 minutes for Email and Rooms and nothing for SMS (REST reference, "Repeatable
requests", November 2026).
"""
