"""Orders and people to match: a few that are worked by hand, and strategies that draw any."""

from datetime import date, timedelta

from hypothesis import strategies as st

from fagkompas.engine.matching.candidate import Candidate, Postcodes
from fagkompas.engine.matching.order import Condition, Minutes, Order, Task, WorkTime

MONDAY = date(2026, 11, 23)

SHOP = Order(
    title="butiksassistent",
    isco4="5223",
    tasks=(
        Task(key="1", name="Kassen", minutes=600, competencies=("betjene kasse",), is_absolute=True),
        Task(key="2", name="Varer", minutes=900, competencies=("modtage varer", "fylde op")),
        Task(key="3", name="Oprydning", minutes=300, competencies=()),
    ),
    minutes=Minutes(least=1500, most=1800),
    starts_on=MONDAY,
    postcode="9900",
    papers=frozenset({"kørekort B"}),
    conditions=frozenset({Condition.HEAVY_LIFTS}),
    times=frozenset({WorkTime.DAY, WorkTime.WEEKEND}),
)

LINES = (
    "betjene kasse",
    "kassebetjening",
    "varemodtagelse",
    "opfyldning",
    "rengøring",
    "modtage varer",
    "køre truck",
    "kok",
)
lines = st.lists(st.sampled_from(LINES), max_size=3, unique=True).map(tuple)
groups = st.sampled_from(["5223", "5221", "5120", "9112", "9", ""])
days = st.integers(-20, 20).map(lambda n: MONDAY + timedelta(days=n))
minutes = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(
    lambda pair: Minutes(least=60 * min(pair), most=60 * max(pair))
)
conditions = st.frozensets(st.sampled_from(list(Condition)[:3]), max_size=1)
times = st.frozensets(st.sampled_from(WorkTime), max_size=2)
papers = st.sampled_from(["kørekort B", "truck"])
reach = st.lists(
    st.sampled_from([Postcodes(first="9900", last="9900"), Postcodes(first="9700", last="9800")]), max_size=2
).map(tuple)

tasks = st.lists(
    st.builds(
        Task,
        key=st.uuids().map(str),
        name=st.sampled_from(["Kassen", "Varer", "Rent", "Truck"]),
        minutes=st.integers(0, 900),
        competencies=lines,
        is_absolute=st.booleans(),
    ),
    max_size=4,
).map(tuple)

orders = st.builds(
    Order,
    title=st.just("stilling"),
    tasks=tasks,
    minutes=st.none() | minutes,
    starts_on=st.none() | days,
    postcode=st.sampled_from(["", "9900", "9750", "1000"]),
    papers=st.frozensets(papers, max_size=1),
    conditions=conditions,
    times=times,
    isco4=groups,
)

candidates = st.builds(
    Candidate,
    key=st.uuids().map(str),
    can=lines,
    cannot=st.just(()) | st.lists(st.sampled_from(LINES), max_size=1).map(tuple),
    wants=lines,
    tracks=st.lists(groups, max_size=2).map(tuple),
    minutes=st.none() | minutes,
    free_from=st.none() | days,
    reach=st.none() | reach,
    papers=st.none() | st.dictionaries(papers, st.booleans(), max_size=2),
    spared=conditions,
    times=st.none() | times,
)
