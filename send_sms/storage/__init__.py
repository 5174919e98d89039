"""The tables and queues of send sms."""
