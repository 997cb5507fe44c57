"""The script behind every page: the frame, the shared filters, then the page that was asked for."""

from components.ui.shared import session
from components.ui.shared.frame import filter_bar, frame, read_only_banner

page, entry = frame.navigation()
now = session.begin(entry.name)
read_only_banner.banner(now)
if entry.filtered:
    filter_bar.draw(now)
page.run()
