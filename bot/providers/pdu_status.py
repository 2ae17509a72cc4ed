"""What a `command_status` says: its name in SMPP 3.4, §5.1.3, and what it means for a message that was refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.errors import SendError
from bot.events import ErrorClass

ROK: Final = 0x00
RINVCMDID: Final = 0x03
RX_T_APPN: Final = 0x64
"""Our answer to a text that should come again."""
RX_P_APPN: Final = 0x65
"""Our answer to one that nobody can read, now or later."""

_NAMES: Final = """
    00 ROK  01 RINVMSGLEN  02 RINVCMDLEN  03 RINVCMDID  04 RINVBNDSTS  05 RALYBND  06 RINVPRTFLG  07 RINVREGDLVFLG
    08 RSYSERR
    0A RINVSRCADR  0B RINVDSTADR  0C RINVMSGID  0D RBINDFAIL  0E RINVPASWD  0F RINVSYSID  11 RCANCELFAIL
    13 RREPLACEFAIL  14 RMSGQFUL  15 RINVSERTYP  33 RINVNUMDESTS  34 RINVDLNAME  40 RINVDESTFLAG  42 RINVSUBREP
    43 RINVESMCLASS  44 RCNTSUBDL  45 RSUBMITFAIL  48 RINVSRCTON  49 RINVSRCNPI  50 RINVDSTTON  51 RINVDSTNPI
    53 RINVSYSTYP  54 RINVREPFLAG  55 RINVNUMMSGS  58 RTHROTTLED  61 RINVSCHED  62 RINVEXPIRY  63 RINVDFTMSGID
    64 RX_T_APPN  65 RX_P_APPN  66 RX_R_APPN  67 RQUERYFAIL  C0 RINVOPTPARSTREAM  C1 ROPTPARNOTALLWD  C2 RINVPARLEN
    C3 RMISSINGOPTPARAM  C4 RINVOPTPARAMVAL  FE RDELIVERYFAILURE  FF RUNKNOWNERR
"""
NAMES: Final = {int(code, 16): f"ESME_{name}" for code, name in re.findall(r"(\w\w) (\w+)", _NAMES)}

ERRORS: Final = {
    0x04: ErrorClass.RETRYABLE,
    0x05: ErrorClass.RETRYABLE,
    0x08: ErrorClass.RETRYABLE,
    0x0D: ErrorClass.AUTH,
    0x0E: ErrorClass.AUTH,
    0x0F: ErrorClass.AUTH,
    0x14: ErrorClass.THROTTLED,
    0x53: ErrorClass.AUTH,
    0x58: ErrorClass.THROTTLED,
    0x64: ErrorClass.RETRYABLE,
}
"""Any other, also those from 0x400 on that carriers define, is a refusal for good: the unit was not taken."""


def refusal(status: int, errors: Mapping[int, ErrorClass] = ERRORS) -> SendError:
    """Describe a status that is not zero."""
    name = NAMES.get(status, "a code of the carrier's own")
    return SendError(errors.get(status, ErrorClass.PERMANENT), f"{status:#x}", name)
