"""Every write of this app: rounds, answers, dialogues, results and uploads, a file each."""
