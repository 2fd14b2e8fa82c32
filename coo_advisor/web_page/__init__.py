"""The same questionnaire in a browser: tables that a page follows, and the file that holds them."""
