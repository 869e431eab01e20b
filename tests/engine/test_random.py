from itertools import combinations

from rnnsim.engine.random import Stream, generator


def test_a_stream_starts_again_with_the_same_numbers():
    for stream in Stream:
        assert generator(3, stream).random() == generator(3, stream).random()


def test_streams_and_seeds_differ():
    starts = [generator(seed, stream).random() for seed in (0, 1, 2) for stream in Stream]
    assert all(a != b for a, b in combinations(starts, 2))
