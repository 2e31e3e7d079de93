"""The acts of filing: each asks the policy, works in one short transaction and leaves an entry in the log."""

from junheng.web.filing.acts.closing import close, closed_by_job, reopen
from junheng.web.filing.acts.common import NotNow
from junheng.web.filing.acts.filling import Conflict, Saved, Typed, explain, page_done, save
from junheng.web.filing.acts.lists import add_record, apply_upload, put_list, remove_record
from junheng.web.filing.acts.opening import Asking, open_round, schools_of, set_due
from junheng.web.filing.acts.passing import accept, give_back, hand_over, remark, remind, send_back, sign

__all__ = [
    "Asking",
    "Conflict",
    "NotNow",
    "Saved",
    "Typed",
    "accept",
    "add_record",
    "apply_upload",
    "close",
    "closed_by_job",
    "explain",
    "give_back",
    "hand_over",
    "open_round",
    "page_done",
    "put_list",
    "remark",
    "remind",
    "remove_record",
    "reopen",
    "save",
    "schools_of",
    "send_back",
    "set_due",
    "sign",
]
