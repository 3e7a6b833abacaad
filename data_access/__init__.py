"""Everything that reads or writes data: the contract, the release, values, households, privacy."""
