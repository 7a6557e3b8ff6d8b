"""Stems are right whoever else asks for some at the same time."""

from concurrent.futures import ThreadPoolExecutor

import snowballstemmer

from corpus.stemming import plain_stem

WORDS = [
    f"{root}{ending}"
    for root in ("monitor", "deploy", "valid", "version", "train")
    for ending in ("s", "ing", "ed", "ation")
]


def test_threads_do_not_mix_their_words() -> None:
    expected = dict(zip(WORDS, snowballstemmer.stemmer("english").stemWords(WORDS), strict=True))
    plain_stem.cache_clear()
    with ThreadPoolExecutor(16) as pool:
        for _ in range(20):
            assert dict(zip(WORDS, pool.map(plain_stem.__wrapped__, WORDS), strict=True)) == expected
