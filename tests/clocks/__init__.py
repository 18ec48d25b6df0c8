"""Tests of advisory/clocks."""
