"""The Python runtime. Modules that only a failure or a log line needs are imported when one comes: boot time counts."""
