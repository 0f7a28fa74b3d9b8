"""Build the graph and the index of `corpus/` (or of the files given): the same as ``crisisgraph build``."""

import sys

from crisisgraph.cli import main

if __name__ == "__main__":
    sys.exit(main(["build", *sys.argv[1:]]))
