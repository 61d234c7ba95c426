"""What stands for "no value", and how unreadable values are told apart in columns of whole numbers."""

#: how files write that a date or a number is missing, in lower case
MISSING = frozenset(
    ["", "-", "--", "–", "—", "na", "n/a", "#n/a", "null", "(null)", "#null!", "\\n", "nan", "none", "nil", "?", "<na>"]
)
#: the same for text, where NA may be Namibia or North America and - a code of somebody's
NO_TEXT = frozenset(["", "NULL", "null", "(null)", "\\N", "#N/A", "N/A", "n/a", "nan", "NaN", "<NA>", "#NULL!"])
#: in a column of whole numbers: the value is missing
NO_VALUE = -(2**62)


class Bad:
    """Codes of unreadable values in columns of whole numbers; all lie below LIMIT, all good values above."""

    NOT_A_DATE = NO_VALUE - 1
    OTHER_DATE_FORM = NO_VALUE - 2
    NO_SUCH_DATE = NO_VALUE - 3
    DATE_OUT_OF_RANGE = NO_VALUE - 4
    NOT_A_NUMBER = NO_VALUE - 5
    NUMBER_OUT_OF_RANGE = NO_VALUE - 6
    NOT_A_DISCOUNT = NO_VALUE - 7
    NOT_FINITE = NO_VALUE - 8
    LIMIT = NO_VALUE + 1


REASON_OF = {
    Bad.NOT_A_DATE: "not_a_date",
    Bad.OTHER_DATE_FORM: "other_date_form",
    Bad.NO_SUCH_DATE: "no_such_date",
    Bad.DATE_OUT_OF_RANGE: "date_out_of_range",
    Bad.NOT_A_NUMBER: "not_a_number",
    Bad.NUMBER_OUT_OF_RANGE: "number_out_of_range",
    Bad.NOT_A_DISCOUNT: "not_a_discount",
    Bad.NOT_FINITE: "not_finite",
}
