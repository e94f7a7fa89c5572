//! The rules of a mall; pure.
