"""What is asked: the questionnaire, how it is loaded, which question comes next, and the answers on file."""
