"""Print as JSON the sample addresses of every declared route, in the library of the environment."""

import json
import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bibia.settings")
    django.setup()
    from bibia.routes import ROUTES

    found = {}
    for name, route in ROUTES.items():
        samples = route.samples() if callable(route.samples) else route.samples
        found[name] = [str(sample() if callable(sample) else sample) for sample in samples]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
