//! A feed with a row for every kind of change, changed here by the changes themselves and there by hand.
