"""Tables and queues: the only place that knows entities and keys."""
