"""Every write of casework, a file a subject. Each change and its audit event are one transaction."""
