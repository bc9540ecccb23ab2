"""What a population covers: directions, headings, lengths, novelty; compared, drawn, searched."""
