"""The resident's addresses: the survey, the code, the way back, and the preview for staff.

None of them knows a session, a cookie or a name, so there is nothing to forge: the factory
exempts this blueprint from the CSRF check. What is posted here is never logged.
"""

from survey.responses.views import code, preview, preview_unit, respond, withdraw, worker
from survey.responses.views.blueprint import bp

__all__ = ["bp", "code", "preview", "preview_unit", "respond", "withdraw", "worker"]
