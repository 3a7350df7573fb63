"""Danish text beside Danish text: what is written in different ways made comparable, and a free title linked to known ones.

    words.py     comparable spelling, words, stems, the parts of a compound
    linking.py   which of many known names is meant by a few words
    index.py     which of many people have which words

Nothing here knows what a language means; whoever shows a result shows the words that decided it.
"""
