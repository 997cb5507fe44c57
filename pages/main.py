"""The script behind every page: the frame, the shared filters, then the page that was asked for."""

from components.ui import filter_bar, looking, shell, visit

page, entry = shell.navigation()
now = visit.begin()
looking.banner(now)
if entry.filtered:
    filter_bar.draw(now)
page.run()
