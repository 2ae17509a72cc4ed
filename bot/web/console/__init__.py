"""The console: pages for the people who answer."""
