"""Every write about conversations and agreements, a file a part: prepare, hold, close, follow up.

PLANNED ──begin──> UNDER WAY ──close──> HELD · INTERRUPTED · NO SHOW · INFORMATION ONLY
   │                                       (for good; topics not reached are for next time)
   ├──close──────────────────────────────> the same, for a talk that was held without the page, or nobody came to
   └──call_off──> (deleted)
"""
