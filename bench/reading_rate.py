"""MB/s of one checkout's reader: of that in PYTHONPATH, on the texts (JSON) in standard input.

PYTHONPATH=TREE python bench/reading_rate.py < texts.json
"""

import json
import sys
import time
from pathlib import Path

from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems

texts = json.load(sys.stdin)
start = time.process_time()
for text in texts:
    name_clauses("bench", "v1", read_text(text, Path("v1.md"), Problems()))
print(sum(len(text.encode()) for text in texts) / 1e6 / (time.process_time() - start))
