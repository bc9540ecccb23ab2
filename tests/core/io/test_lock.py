"""Laws of the lock beside what is written."""

import pytest

from evopose.io.lock import WriterLock


def test_one_at_a_time_and_the_file_goes_with_the_last(tmp_path):
    one, two = WriterLock(tmp_path / "a"), WriterLock(tmp_path / "a")
    assert one.acquire()
    assert not two.acquire()
    assert two.held()
    one.release()
    assert not two.held()
    assert two.acquire()
    two.release()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("folder", [False, True])
def test_what_is_no_lock_is_told_and_left_as_it_was(tmp_path, folder):
    lock = WriterLock(tmp_path / "a")
    lock.path.mkdir() if folder else lock.path.write_bytes(b"somebody's notes " * 99)
    with pytest.raises(FileExistsError, match=r"something else stands.*a-lock"):
        lock.acquire()
    assert not lock.held()
    assert lock.path.is_dir() if folder else lock.path.read_bytes() == b"somebody's notes " * 99
