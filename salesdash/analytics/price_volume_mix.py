"""Why revenue changed: volume, mix, price, new and gone products, and the rest.

For products i with positive quantity in both periods, q quantity, p average net price, Q = Σq, P₀ = Σp₀q₀ ÷ Q₀:
volume = (Q₁ − Q₀)·P₀, mix = Σ (q₁ᵢ − q₀ᵢ·Q₁/Q₀)·p₀ᵢ, price = Σ (p₁ᵢ − p₀ᵢ)·q₁ᵢ. New and gone are the products with
lines in one period only and a positive quantity there; every other product, and lines without one, are "other".
"""

from dataclasses import astuple, dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from pandas import DataFrame, Series

#: the parts in the order in which they are shown
PARTS = ("volume", "mix", "price", "new", "gone", "other")


@dataclass(frozen=True)
class Bridge:
    """The six parts of a change of revenue, in 1/10,000; they sum to it exactly."""

    volume: int
    mix: int
    price: int
    new: int
    gone: int
    other: int

    @property
    def change(self) -> int:
        """The whole change, in 1/10,000."""
        return sum(astuple(self))

    def parts(self) -> dict[str, int]:
        """The parts by name, in the order of PARTS."""
        return dict(zip(PARTS, astuple(self), strict=True))


def price_volume_mix(products: DataFrame, change: int) -> Bridge:
    """Splits ``change``, the change of revenue in 1/10,000, into its parts.

    ``products`` has one row per product, and in 1/10,000 the columns ``quantity_0``, ``amount_0`` (the period
    compared with), ``quantity_1``, ``amount_1`` (the period shown). An amount is missing where the product has no
    lines in that period, a quantity also where none of its lines has one.

    The products' own parts are whole numbers: volume and price are rounded to 1/10,000 (half to even) and mix is
    what remains of the change of the products that were sold in both periods, so nothing is lost or made up.
    """
    q0, a0, q1, a1 = (_whole(products[name]) for name in ("quantity_0", "amount_0", "quantity_1", "amount_1"))
    has0, has1 = (products[name].notna().to_numpy(dtype=bool) for name in ("amount_0", "amount_1"))
    both = has0 & has1 & (q0 > 0) & (q1 > 0)
    new = _total(a1[has1 & ~has0 & (q1 > 0)])
    gone = -_total(a0[has0 & ~has1 & (q0 > 0)])
    volume = mix = price = 0
    if both.any():
        quantity_0, quantity_1 = _total(q0[both]), _total(q1[both])
        amount_0, amount_1 = _total(a0[both]), _total(a1[both])
        volume = round(Fraction((quantity_1 - quantity_0) * amount_0, quantity_0))
        price = amount_1 - _sum_of_quotients(q1[both], a0[both], q0[both])
        mix = amount_1 - amount_0 - volume - price
    return Bridge(volume, mix, price, new, gone, change - volume - mix - price - new - gone)


def _whole(column: Series) -> npt.NDArray[np.int64]:
    return column.fillna(0).to_numpy(dtype=np.int64)


def _total(values: npt.NDArray) -> int:
    return sum(values.tolist())  # Python's whole numbers do not overflow


def _sum_of_quotients(a: npt.NDArray, b: npt.NDArray, c: npt.NDArray) -> int:
    """Σ a·b ÷ c, rounded once: whole parts are summed exactly, what remains of each (below 1) as a fraction."""
    if float(np.abs(a).max()) * float(np.abs(b).max()) >= 2**62:
        a, b, c = a.astype(object), b.astype(object), c.astype(object)
    product = a * b
    return _total(product // c) + round(float((product % c / c).sum()))
