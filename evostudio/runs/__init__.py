"""What pages of runs share: watching folders, following logs, lists, comparing, child processes, queues."""
