"""Ratings in and profiles out as workbooks.

staff.csv ──staff──> Person ──forms──> personal forms ──people fill them in──┐
                                                   ratings file (long form) ─┴─reading──> RatingsFile
Report ──results──> profiler.xlsx
"""
