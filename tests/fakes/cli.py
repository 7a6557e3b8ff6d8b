"""`python -m tests.fakes.cli …`: the command line of the server over the scripted advisor."""

import sys

from server.__main__ import main
from tests.fakes.advisor import ScriptedAdvisor

if __name__ == "__main__":
    sys.exit(main(build=lambda settings: ScriptedAdvisor(noisy=True)))
