"""The phrases by which pages say that they are not what was asked for. One phrase a line, none case-sensitive."""

from __future__ import annotations

import re


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases), re.IGNORECASE)


_NOT = r"(?: ?not|n['’]t)"
_THING = r"\b(?:page|file|document|site|resource|repository|project|content|paper|item|dataset|model|space|video|url)\b"

WALL_HEAD = _any(
    r"^\W*just a moment",
    r"^\W*attention required",
    r"^\W*one moment, please",
    r"^\W*checking your browser",
    r"^\W*are you (?:a )?(?:human|robot)",
    r"^\W*security (?:check|verification)",
    r"^\W*access (?:to this page has been )?denied",
    r"^\W*verif(?:y|ying) (?:that )?you are (?:a )?human",
    r"^\W*(?:human|bot) (?:check|verification)",
    r"^\W*robot check",
    r"^\W*captcha",
    r"^\W*ddos.guard",
    r"^\W*pardon our interruption",
)

WALL_TEXT = _any(
    r"verif(?:y|ying) (?:that )?you(?: are|'re) (?:a )?(?:human|not a (?:ro)?bot)",
    r"complete the (?:security check|captcha)",
    r"enable javascript and cookies to continue",
    r"checking (?:if the site connection is secure|your browser before)",
    r"unusual traffic from your (?:computer )?network",
    r"solve (?:the|this) captcha",
    r"i.?m not a robot",
)

GONE_HEAD = _any(
    r"(?:^|[-|·:–—]\s*)(?:oops\W*)?(?:error\s*|http\s*)*404\b",
    r"(?:^|[-|·:–—]\s*)(?:oops\W*)?(?:page )?not found\W*(?:$|[-|·:–—(])",
    rf"{_THING}[^.]{{0,40}}?\b(?:was|were|is|are|could|can)?{_NOT}(?: be)? found\b",
    rf"{_THING}[^.]{{0,40}}?\b(?:does{_NOT} exist|no longer (?:available|exists?)|is{_NOT} available)\b",
    rf"{_THING}[^.]{{0,20}}?\b(?:is unavailable|has been (?:removed|deleted)|is gone|is missing)\b",
    r"\b404 error\b",
    r"\berror 404\b",
    r"\bnothing (?:was )?found\b",
    r"\bno such (?:page|file)\b",
    rf"\bcan{_NOT} find (?:that|the|this) page",
)

GONE_TEXT = _any(
    r"\b404\b",
    r"\bnot found\b",
    rf"\bdoes{_NOT} exist\b",
    r"\bno longer (?:available|exists?)\b",
    rf"\b(?:could|can){_NOT}(?: be)? f(?:ou|i)nd\b",
    r"\bhas been (?:removed|deleted|taken down)\b",
    r"\bpage (?:you (?:requested|are looking for)|is missing)\b",
)

PARKED = _any(
    r"\b(?:web ?site|domain)(?: name)?(?: \S+)? (?:is|may be|has been) (?:for sale|parked|expired)\b",
    r"\b(?:web ?site|domain)(?: name)?(?: \S+)? (?:is|may be) available for (?:sale|purchase)\b",
    r"\bbuy this domain\b",
    r"\bdomain (?:is )?for sale\b",
    r"\bdomain parking\b",
    r"\bparked (?:free|domain|at)\b",
    r"\bthis domain (?:name )?has expired\b",
    r"\binquire about this domain\b",
    r"\bmake an offer on this domain\b",
)

PARKING_HOSTS = (
    "sedo.com",
    "sedoparking.com",
    "hugedomains.com",
    "dan.com",
    "afternic.com",
    "parkingcrew.net",
    "bodis.com",
    "undeveloped.com",
    "domainmarket.com",
)

EMPTY_REPOSITORY = _any(
    r"\bthis (?:repository|repo|project|dataset|model|space) is (?:currently )?empty\b",
    r"\bthe repository (?:for this project )?is empty\b",
    r"\bempty (?:git )?repository\b",
    r"\bno files (?:have been|were|are) (?:uploaded|added|found)\b",
    r"\bthere aren['’]t any (?:files|commits)\b",
    r"\bno commits yet\b",
    r"\bnothing (?:here|has been (?:pushed|uploaded)) yet\b",
)

_WORK = r"\b(?:codes?|data(?:set)?s?|models?|weights|it|everything|details|this (?:repository|repo|page|site))\b"

_SHOWN = r"\b(?:released|available|public|published|uploaded|open-?sourced|updated|launched)\b"

TO_COME = _any(
    r"\bcoming (?:very )?soon\b",
    r"\bstay tuned\b",
    r"\bunder construction\b",
    r"\bavailable soon\b",
    r"\b(?:work|page) in progress\b",
    rf"{_WORK}[^.]{{0,40}}?\b(?:will be|to be|are being|is being)\b[^.]{{0,30}}?{_SHOWN}",
    r"\b(?:codes?|data(?:set)?s?|models?|weights)\b[^.]{0,20}\b(?:tbd|tba|soon)\b",
    r"\breleased? (?:soon|upon acceptance|after (?:review|acceptance))\b",
)

TO_COME_HEAD = _any(
    r"^\W*(?:(?:website|site|page|code|project)\s+(?:is\s+)?)?(?:coming soon|under construction)\b",
    r"[-|:–]\s*coming soon\W*$",
)

LOGIN_PATH = _any(
    r"/(?:log-?in|sign-?in|sign_in|sso|auth|authenticate|users/sign_in|servicelogin|accounts?/login)(?:[/.?#]|\Z)"
)
LOGIN_HEAD = _any(r"\b(?:log ?in|sign ?in|authentication required|members only|login required)\b")
LOGIN_HOSTS = ("accounts.google.com", "login.microsoftonline.com", "id.atlassian.com")

# Apps that show each address only by script, so that an empty page says nothing of what is there.
APP_HOSTS = ("colab.research.google.com", "docs.google.com", "drive.google.com", "x.com", "twitter.com", "youtube.com")
