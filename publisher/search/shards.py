"""A shard: one block per policy, so that an edit to one policy replaces one block.

shard = (policy gap, length, block)*      in the order of the policies' numbers
"""

from collections.abc import Mapping

from publisher.search.postings import read_varint, varint


def read_shard(data: bytes) -> dict[int, bytes]:
    """Return the blocks of a shard by the number of the policy."""
    blocks, at, policy = {}, 0, -1
    while at < len(data):
        gap, at = read_varint(data, at)
        length, at = read_varint(data, at)
        policy += gap
        blocks[policy] = data[at : at + length]
        at += length
    return blocks


def write_shard(blocks: Mapping[int, bytes]) -> bytes:
    """Write the blocks that are not empty; the reverse of ``read_shard``."""
    out, last = bytearray(), -1
    for policy in sorted(blocks):
        if blocks[policy]:
            out += varint(policy - last) + varint(len(blocks[policy])) + blocks[policy]
            last = policy
    return bytes(out)


def splice(data: bytes, changed: Mapping[int, bytes]) -> bytes:
    """Replace the blocks of some policies; an empty block takes a policy out."""
    return write_shard({**read_shard(data), **changed})
