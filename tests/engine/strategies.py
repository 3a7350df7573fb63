"""Frameworks and answers drawn by Hypothesis."""

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fagkompas.engine.framework import Field, Framework, columns
from fagkompas.engine.scales import DIMENSIONS, UNANSWERED, Mode
from fagkompas.engine.scoring import Values

from .frameworks import field, framework

modes = st.sampled_from(Mode)


@st.composite
def fields(draw: st.DrawFn, code: str) -> Field:
    basic = draw(st.integers(0, 6))
    specialised = draw(st.integers(0 if basic else 1, 6))
    return field(code, basic, specialised, dimensions=draw(st.sets(st.sampled_from(DIMENSIONS)).map(sorted)))


@st.composite
def frameworks(draw: st.DrawFn, *, most_fields: int = 4) -> Framework:
    count = draw(st.integers(1, most_fields))
    return framework(*(draw(fields(f"F{index}")) for index in range(count)))


def values(drawn: Framework, mode: Mode, people: int | st.SearchStrategy[int]) -> st.SearchStrategy[Values]:
    width = len(columns(drawn, mode))
    rows = st.just(people) if isinstance(people, int) else people
    return rows.flatmap(lambda count: arrays(np.int8, (count, width), elements=st.integers(UNANSWERED, 4)))


@st.composite
def rated(draw: st.DrawFn, people: int | st.SearchStrategy[int] = 1) -> tuple[Framework, Mode, Any]:
    """A framework, a mode and values of that many people."""
    drawn, mode = draw(frameworks()), draw(modes)
    return drawn, mode, draw(values(drawn, mode, people))
