"""Who is first and who is last: places by an indicator, by a weighted score, and as they were announced."""
