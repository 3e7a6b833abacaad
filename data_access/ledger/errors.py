"""Errors of an import of workbooks."""

from data_access.errors import GuatuError


class LedgerError(GuatuError):
    """A workbook cannot be taken in; nothing has been written."""

    status = 400
    exit_code = 2
