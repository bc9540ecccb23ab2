"""By what the content of files is known again."""

import hashlib

import pytest

from evopose.errors import MissingFile
from evopose.io.digest import digest_of


def test_it_is_the_sha_256_of_what_stands_in_the_files_one_after_another(tmp_path):
    parts = [bytes(range(256)) * 5000, b"", b"end"]
    paths = [tmp_path / str(number) for number in range(len(parts))]
    for path, part in zip(paths, parts, strict=True):
        path.write_bytes(part)
    assert digest_of(paths) == hashlib.sha256(b"".join(parts)).hexdigest()
    assert digest_of(paths[::-1]) != digest_of(paths)


def test_a_file_that_is_not_there_is_told_by_what_it_would_have_been(tmp_path):
    with pytest.raises(MissingFile, match="No lifter at"):
        digest_of([tmp_path], "lifter")
