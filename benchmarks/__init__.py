"""What is measured and how; `make bench` writes the table in README.md."""
