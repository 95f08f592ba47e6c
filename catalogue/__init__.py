"""The contract between the two halves: what the publisher writes and the service reads.

Standard library only, so that either half, or a third party, can use it alone.
"""
