"""Headers on every response, errors and static files too."""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

_FEATURES = (
    "accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope",
    "magnetometer", "microphone", "midi", "payment", "usb",
)  # fmt: skip
# Staff sign in with passkeys.
_OURS = ("publickey-credentials-create", "publickey-credentials-get")


def add_headers(app: Flask, *, leave_url: str, secure: bool) -> None:
    """`leave_url` is the one foreign address a form may end at: leaving the page."""
    leave = urlsplit(leave_url)
    policy = "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "script-src 'self'",
            "connect-src 'self'",
            "img-src 'self' data:",
            "media-src 'self'",
            f"form-action 'self' {leave.scheme}://{leave.netloc}",
            "base-uri 'none'",
            "object-src 'none'",
            "frame-ancestors 'none'",
        )
    )
    always = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(
            (*(f"{feature}=()" for feature in _FEATURES), *(f"{one}=(self)" for one in _OURS))
        ),
        "X-Robots-Tag": "noindex",
    }
    if secure:
        always["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    with_recorder = {
        "Content-Security-Policy": policy.replace("media-src 'self'", "media-src 'self' blob:"),
        "Permissions-Policy": always["Permissions-Policy"].replace(
            "microphone=()", "microphone=(self)"
        ),
    }

    @app.after_request
    def _add(response: Response) -> Response:
        if _has_recorder(response):
            for name, value in with_recorder.items():
                response.headers.setdefault(name, value)
        for name, value in always.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        if request.endpoint == "mine.wall":
            response.vary.update(("Accept-Language", "Cookie"))
        return response


def _has_recorder(response: Response) -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "hears", False) and response.mimetype == "text/html"
