"""Monthly series like those that people forecast: short and noisy sales, longer and calmer totals, levels that shift,
seasons that change; and windows of open series that come with statsmodels."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from pandas import DataFrame, concat

Floats = NDArray[np.float64]

SEASON = 12
#: lengths and how often they occur: from five and a half years to twelve
_LENGTHS = ((66, 0.2), (69, 0.15), (72, 0.05), (84, 0.03), (114, 0.05), (126, 0.07), (134, 0.25), (144, 0.2))
#: what is sold where: share of series, least and greatest noise, size of the season
_KINDS = (
    (0.33, 0.06, 0.35, 0.15), (0.24, 0.02, 0.15, 0.12), (0.22, 0.002, 0.04, 0.05), (0.10, 0.01, 0.12, 0.03),
    (0.11, 0.005, 0.08, 0.08),
)  # fmt: skip


def generated(count: int, seed: int) -> list[Floats]:
    """Series of all kinds."""
    chance = np.random.default_rng(seed)
    lengths, often = zip(*_LENGTHS, strict=True)
    return [_one(chance, int(length)) for length in chance.choice(lengths, size=count, p=often)]


def _one(chance: Generator, length: int) -> Floats:
    _, least, greatest, size = _KINDS[chance.choice(len(_KINDS), p=[kind[0] for kind in _KINDS])]
    noise = chance.uniform(least, greatest)
    walk = noise * chance.uniform(0.02, 0.5)
    damping, turning, drift = chance.uniform(0.8, 0.99), walk * chance.uniform(0, 0.15), chance.normal(0.002, 0.003)
    waves = chance.uniform(0, 0.04) * (chance.random() < 0.5)
    period, phase = chance.uniform(30, 70), chance.uniform(0, 2 * np.pi)
    amplitude = 0.0 if chance.random() < 0.3 else size * chance.uniform(0.3, 2)
    season = chance.normal(0, 1, SEASON)
    season = (season - season.mean()) / season.std() * amplitude
    changing, memory = amplitude * chance.uniform(0, 0.03), chance.uniform(0, 0.5)
    level, trend, near = 0.0, chance.normal(0, 0.004), 0.0
    logs = np.empty(length)
    for at in range(length):
        trend = damping * trend + chance.normal(0, turning)
        level += drift + trend + walk * chance.standard_t(4) / 1.4
        if chance.random() < 0.004:
            level += chance.normal(0, 4 * noise)
        season[at % SEASON] += chance.normal(0, changing)
        near = memory * near + noise * np.sqrt(1 - memory**2) * chance.standard_t(5) / 1.3
        once = chance.normal(0, 5 * noise) if chance.random() < 0.004 else 0.0
        logs[at] = level + waves * np.sin(2 * np.pi * at / period + phase) + season[at % SEASON] + near + once
    return np.round(np.maximum(np.exp(chance.normal(8.2, 0.5) + np.clip(logs, -3, 3)), 10), 1)


def open_ones(seed: int) -> list[Floats]:
    """Windows of monthly series: carbon dioxide, the temperature of the sea, orders of electrical equipment."""
    from statsmodels.datasets import co2, elec_equip, elnino

    sea = elnino.load_pandas().data.drop(columns="YEAR").to_numpy(dtype=float).ravel()
    gas = co2.load_pandas().data["co2"].resample("MS").mean().interpolate().to_numpy()
    orders = elec_equip.load_pandas().data.iloc[:, -1].to_numpy(dtype=float)
    chance = np.random.default_rng(seed)
    lengths, often = zip(*_LENGTHS, strict=True)
    found = []
    for series in (sea, gas, orders):
        for length in chance.choice(lengths, size=12, p=often):
            first = chance.integers(0, len(series) - length + 1)
            found.append(series[first : first + length])
    return found


def frame(series: list[Floats], held: int) -> DataFrame:
    """unique_id, ds, y without the last ``held`` values."""
    return concat(
        [
            DataFrame({"unique_id": f"s{number:05d}", "ds": np.arange(1, len(y) - held + 1), "y": y[: len(y) - held]})
            for number, y in enumerate(series)
        ],
        ignore_index=True,
    )
