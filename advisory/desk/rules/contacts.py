"""Where a request for an address stands, in words."""

from collections.abc import Mapping

from advisory.custodian.models import RequestState
from advisory.languages.catalogues import for_staff

STATE_NAMES: Mapping[RequestState, str] = {
    RequestState.ASKED: for_staff("Waits for a second person"),
    RequestState.AGREED: for_staff("Agreed, not opened yet"),
    RequestState.REFUSED: for_staff("Refused"),
    RequestState.OPENED: for_staff("Open now"),
    RequestState.ENDED: for_staff("Sealed again"),
}
STATE_TONES: Mapping[RequestState, str] = {
    RequestState.ASKED: "warn",
    RequestState.AGREED: "good",
    RequestState.REFUSED: "bad",
    RequestState.OPENED: "bad",
    RequestState.ENDED: "",
}
