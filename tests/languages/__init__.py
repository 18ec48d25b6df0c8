"""Tests of advisory/languages."""
