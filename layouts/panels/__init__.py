"""The panels of the wall: each a pure function of what data_access answered."""
