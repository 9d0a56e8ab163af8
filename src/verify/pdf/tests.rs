//! Small files written by hand, and what is read of them.
