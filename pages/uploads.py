"""Uploads: is my file in, whole, and what did it change?"""

from salesdash import company, db
from salesdash.imports.kinds import PERMISSIONS
from salesdash.locale import gettext as _
from salesdash.ui import (
    identity,
    page_head,
    sample_banner,
    uploads_check,
    uploads_choose,
    uploads_history,
    uploads_mappings,
    uploads_result,
    uploads_state,
)

user = identity.current_user()
user.require(*PERMISSIONS)
kinds = uploads_choose.permitted(user)
with db.reading() as session:
    settings = company.settings(session)

page_head.show(_("Uploads"), _("Is my file in, whole, and what did it change?"))
sample_banner.show(user, beside=_("Your own data are not mixed with it unless you ask for it."))

upload = uploads_state.current()
if upload is None:
    uploads_choose.show(user)
elif upload.result is None:
    uploads_check.show(upload, user, kinds, settings)
else:
    uploads_result.show(upload, user, settings.currency)
if upload is None or upload.result is not None:
    uploads_history.show(user, settings.time_zone)
    uploads_mappings.listed(user)
    uploads_history.confirm_undo()
