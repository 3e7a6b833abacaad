"""The made-up county that the demo draws: how its land was grown, and the outlines that came of it."""
