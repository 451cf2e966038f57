"""A pytest plugin: `-p put_in_place` puts jotkit.pyjwt in place of PyJWT before anything else."""

from jotkit import pyjwt

pyjwt.install()
