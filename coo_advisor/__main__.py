"""`python -m coo_advisor` is `coo-advisor`."""

from coo_advisor.cli import main

main()
