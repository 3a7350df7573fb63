"""Every write of the catalogue, a file a subject. Row and audit event are one transaction.

    examples    what comes with the product, loaded again and again
    offerings   make, change, retire, take over an example; programmes
    sessions    plan, change, open to others, confirm, cancel
    seats       how many are taken (told by the app that knows the people) and promised by others
    imports     a file that waits to be saved, and saving it

What is refused is refused with a `BadInput` of every problem found; `catalogue.wording` has the sentences. Whether the
person may is asked before, in `permissions.py`.
"""
