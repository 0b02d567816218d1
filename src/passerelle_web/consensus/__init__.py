"""Consensus: statements that parties or everybody vote on, and what all agree on. Stands on `dialogues`."""
