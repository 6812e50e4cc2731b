"""``python -m benchmarks.fuzz``."""

import sys

from benchmarks.fuzz.read import main

sys.exit(main())
