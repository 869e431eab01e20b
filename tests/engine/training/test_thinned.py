from hypothesis import given, strategies

from rnnsim.engine.training.thinned import Thinned


def filled(count, capacity, stride=1):
    kept = Thinned(capacity, stride)
    for i in range(count):
        if kept.wants(i):
            kept.put(i, str(i))
    return kept


@given(
    count=strategies.integers(1, 3000),
    capacity=strategies.integers(1, 40),
    stride=strategies.sampled_from([1, 2, 8]),
)
def test_kept_are_every_so_manieth_from_the_first_on_and_never_too_many(count, capacity, stride):
    kept = filled(count, capacity, stride)
    found = [i for i, _ in kept.items()]
    assert found == list(range(0, count, kept.stride))
    assert len(found) <= capacity
    assert kept.stride == stride or 2 * len(found) >= capacity
    assert all(item == str(i) for i, item in kept.items())


def test_the_latest_item_up_to_an_iteration():
    kept = filled(100, 10)
    assert kept.stride == 16
    assert kept.latest_to(50) == "48"
    assert kept.latest_to(48) == "48"
    assert kept.latest_to(-1) is None


def test_what_is_later_can_be_forgotten_and_come_again():
    kept = filled(100, 10)
    kept.forget_from(33)
    assert [i for i, _ in kept.items()] == [0, 16, 32]
    assert kept.wants(48)
    kept.put(48, "again")
    assert kept.latest_to(60) == "again"
