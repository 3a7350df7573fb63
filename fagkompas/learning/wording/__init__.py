"""What the pages of learning say, one file a subject: engine and row values in, sentences out."""
