"""How it runs: a plain thread, one-slot mailboxes both ways, an append-only history.  No Qt."""
