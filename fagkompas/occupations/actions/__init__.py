"""Every write of occupations, a file a subject. Rows and how far the file has come are one transaction.

    files       the files of ESCO and Danmarks Statistik, in batches, going on after what was stopped
    examples    our own short list, for the demo and for trying things out
    storing     occupations and labels as a batch has them, whatever it came from

What is refused is refused with a `BadInput`; `occupations.wording` has the sentences. Loading is done by command only.
"""
