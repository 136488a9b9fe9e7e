"""Entry of the Python runtime. Kept this short because a script, unlike a module, is compiled at every start."""

from _goldcrest.main import run

run()
