//! Reads and checks a catalogue.
