"""Every write of learning, one file a subject: a row and its audit event together."""
