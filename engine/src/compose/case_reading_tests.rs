//! Tests of `case_reading`.
