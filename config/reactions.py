"""What follows from what. The only place where one package's event wakes another.

Read a line as: when this happens, then these, in this order, in the same transaction.
"""

from collections.abc import Callable, Sequence

from noilam.accounts import events as accounts
from noilam.audit import events as audit
from noilam.commitments import events as commitments
from noilam.commitments import reactions as words
from noilam.consultation import events as consultation
from noilam.consultation import reactions as consulted
from noilam.foundation.events import Event
from noilam.notices.reactions import send_head
from noilam.organisation import events as organisation
from noilam.organisation.reactions import own_contact_changed, post_ended
from noilam.scoring import events as scoring
from noilam.scoring import reactions as months

REACTIONS: dict[type[Event], Sequence[Callable[..., None]]] = {
    audit.HeadAnnounced: [send_head],
    accounts.OwnContactChanged: [own_contact_changed],
    organisation.AppointmentEnded: [post_ended],
    consultation.BodiesInvited: [consulted.tell_the_invited],
    consultation.DraftPublished: [consulted.tell_about_a_new_draft],
    consultation.ConsultationExtended: [consulted.tell_about_more_time],
    consultation.CommentsAnswered: [consulted.tell_whoever_commented],
    commitments.CommitmentApproved: [words.tell_who_answers],
    commitments.CommitmentHandedOver: [words.tell_who_takes_over],
    commitments.CommitmentReturned: [words.tell_who_proposed],
    commitments.DoneDeclared: [words.tell_the_verifier],
    commitments.VerifierNamed: [words.tell_the_verifier],
    commitments.DeedVerified: [words.tell_the_verdict],
    commitments.ExtensionDecided: [words.tell_about_time],
    scoring.SheetCrossChecked: [months.ask_for_reply],
    scoring.SheetReturned: [months.tell_about_return],
    scoring.PackSettled: [months.tell_results],
    scoring.ScoreAppealDecided: [months.tell_who_appealed],
    scoring.SheetCorrected: [months.tell_the_corrected],
}
