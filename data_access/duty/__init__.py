"""Who answers for whom: the chain from county to household, loads of helpers, work teams, visits, and what lapsed."""
