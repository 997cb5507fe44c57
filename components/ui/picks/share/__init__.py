"""What leaves by the menu “Share” of the page Picks."""
