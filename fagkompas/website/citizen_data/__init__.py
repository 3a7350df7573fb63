"""What stands about one citizen, across all apps: for subject access, the access slip and the deletion run.

tables     which tables hold something of a citizen, found by their foreign keys
words      what those tables and their columns are called when one tells the citizen
saying     a value in words, and as data
gathering  everything of one citizen, as a tree
masking    what is about others
files      the tree as a file for machines
access     who has opened the case
finding    a citizen by number, or by name and case number
deletion   what the next run deletes, and what earlier ones have deleted
"""
