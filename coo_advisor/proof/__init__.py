"""Whether a questionnaire is sound: proofs over all answer sets, cases, and what an edit moves."""
