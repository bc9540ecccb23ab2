"""What an annotator does to an annotation: pure functions from one annotation to the next."""
