"""Danish text beside Danish text: what is written in different ways made comparable, and a free title linked to known ones.

    words.py     comparable spelling, words, their stems, and the parts of a compound
    linking.py   which of many known names is meant by a few words
    overlap.py   how much of what is asked for stands in what somebody has written

Nothing here knows what a language means; whoever shows a result shows the words that decided it.
"""
