"""The live channel: what walls and remotes are told without asking, and what they may say."""
