"""Every write of surveys: instruments, surveys, answers."""
