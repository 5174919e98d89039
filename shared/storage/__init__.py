"""Tables and queues: the only package that knows the storage clients."""
