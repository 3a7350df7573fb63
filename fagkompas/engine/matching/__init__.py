"""Which citizens can do which tasks of a company's order, with reasons that anyone can check by hand.

The handbook of methods and tools of a job centre (document 004), 3.14 and 6.1: a position is seen as tasks, of which some
requirements are absolute and others flexible. Rules and worked examples are in ``docs/algorithms/matching.md``.

::

    Order (tasks, hours, start, place ...) ──┐                      ┌── ruled out, and by what
                                             ├── match(order, one) ─┤
    Candidate (can, wants, tracks ...)    ───┘                      └── points by criterion, what is unknown

    order.py       what is asked for
    candidate.py   what is known of one person, and nothing else: no age, sex, origin, diagnosis or benefit has a place here
    ruling_out.py  what rules out, each with the two facts that do not go together
    points.py      points by criterion, and what they could become
    match.py       both together, the order among many, and what would change it

Unknown is not no: what nobody has asked rules nobody out and gives no points, and stands apart on every page.
"""
