"""``python -m crisisgraph``: the command line."""

import sys

from crisisgraph.cli import main

sys.exit(main())
